"""Who is on the jury."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import rules as office
from initiatives.models import Call, User
from initiatives.records import journal
from initiatives.refusals import check

from ..models import Juror
from .concerns import raise_concerns


@transaction.atomic
def seat(
    call: Call,
    user: User,
    *,
    by: User | None,
    at: datetime,
    salutation: str = "",
    organisation: str = "",
    is_chair: bool = False,
) -> Juror:
    """Make somebody a member of the call's jury; nobody of the office can be one."""
    check(by is None or office.may_administer(by), _("Your role reads and does not decide."))
    check(
        not office.is_office(user),
        _("%(name)s is of the office, which sees all scores, and cannot judge.") % {"name": user},
    )
    juror = Juror.objects.create(
        call=call,
        user=user,
        salutation=salutation,
        organisation=organisation,
        is_chair=is_chair,
        accepted_at=at,
    )
    journal.record("juror.seated", about=juror, by=by, at=at)
    raise_concerns(call, by=by, at=at, jurors=[juror])
    return juror
