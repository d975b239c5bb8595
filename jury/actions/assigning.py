"""Who reads what."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import rules as office
from initiatives.models import Application, User
from initiatives.records import journal
from initiatives.refusals import check
from initiatives.statuses import Status

from ..models import Assignment, Juror


@transaction.atomic
def assign(
    application: Application, jurors: Iterable[Juror], *, by: User | None, at: datetime
) -> list[Assignment]:
    """Give an admitted application to `jurors`, in addition to those who read it already.

    Raises NotAllowed for a juror with a declared conflict or of the initiative itself. Each juror's
    order is shuffled, always the same for the same juror and case.
    """
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    check(by is None or office.may_administer(by), _("Your role reads and does not decide."))
    check(application.status == Status.ADMITTED, _("Only admitted applications are judged."))
    made = []
    for juror in jurors:
        check(juror.call_id == application.call_id, _("The juror sits in another jury."))
        check(
            not juror.conflicts.standing().filter(application=application).exists(),
            _("%(juror)s has declared a conflict of interest here.") % {"juror": juror},
        )
        check(
            not application.initiative.memberships.filter(user=juror.user_id).exists(),
            _("%(juror)s is a member of this initiative.") % {"juror": juror},
        )
        assignment, new = Assignment.objects.get_or_create(
            juror=juror,
            application=application,
            defaults={"position": _shuffled(juror, application)},
        )
        if new:
            made.append(assignment)
    journal.record(
        "application.assigned",
        about=application,
        by=by,
        at=at,
        jurors=[str(assignment.juror.key) for assignment in made],
    )
    return made


def _shuffled(juror: Juror, application: Application) -> int:
    """A place in the juror's order: random over jurors, against effects of order, but stable."""
    return random.Random(f"{juror.key}{application.key}").randrange(2**31 - 1)  # noqa: S311
