"""Who is of the office; never whoever judges in the current call."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import Call, OfficeMember, User
from initiatives.records import journal
from initiatives.refusals import check
from jury.models import Juror


@transaction.atomic
def appoint(user: User, *, role: str, by: User | None, at: datetime) -> OfficeMember:
    """Give `user` a role in the office, or another one; `by` is None on the command line."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    check_may_be_appointed(user)
    member, _new = OfficeMember.objects.update_or_create(user=user, defaults={"role": role})
    journal.record("office.appointed", about=user, by=by, at=at, role=str(role))
    return member


def check_may_be_appointed(user: User) -> None:
    judges = Juror.objects.filter(user=user, call=Call.objects.current())
    check(
        not judges.exists(),
        _("This person is in the jury of the current call and cannot be of the office too."),
    )


@transaction.atomic
def dismiss(member: OfficeMember, *, by: User, at: datetime) -> None:
    journal.record("office.dismissed", about=member.user, by=by, at=at, role=member.role)
    member.delete()
