"""Another reader for a case, or one less.

The rule for what was scored: finished sheets stay and count, so they are not swapped. A begun sheet
does not count; it stays in the records with its assignment, and somebody else reads the case.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import rules as office
from initiatives.models import Application, User
from initiatives.records import journal, letters
from initiatives.refusals import NotAllowed, check

from ..models import Assignment, Juror, Procedure, ScoreSheet
from .assigning import assign, take_away


@transaction.atomic
def swap(assignment: Assignment, successor: Juror, *, by: User, at: datetime) -> Assignment:
    """Let `successor` read the case instead. The successor declares first, and gets a letter.

    Raises NotAllowed for a finished sheet, and for a successor who may not read it or does already.
    """
    assignment = _lock(assignment, by=by)
    begun = ScoreSheet.objects.filter(assignment=assignment).exists()
    case, juror = assignment.application, assignment.juror
    take_away(assignment, at=at)
    made = assign(case, [successor], by=by, at=at)
    # Translators: de: „%(juror)s liest diesen Fall schon.“
    check(made, _("%(juror)s reads this case already.") % {"juror": successor})
    journal.record(
        "application.reader_swapped",
        about=case,
        by=by,
        at=at,
        of=str(juror.key),
        to=str(successor.key),
        begun=begun,
    )
    if begun:
        _tell(juror, at=at)
    return made[0]


@transaction.atomic
def take_back(assignment: Assignment, *, by: User, at: datetime) -> None:
    """Take the case from its juror and give it to nobody.

    Raises NotAllowed for a finished sheet, and where fewer than the quorum would be left.
    """
    assignment = _lock(assignment, by=by)
    case, juror = assignment.application, assignment.juror
    left, quorum = others(assignment), Procedure.of(case.call).quorum
    check(
        left >= quorum,
        _(
            # Translators: de: „Danach läsen den Fall nur noch %(left)d; das Quorum ist %(quorum)d.
            # Tauschen Sie stattdessen.“
            "Then only %(left)d would read the case; the quorum is %(quorum)d. Swap instead."
        )
        % {"left": left, "quorum": quorum},
    )
    begun = ScoreSheet.objects.filter(assignment=assignment).exists()
    take_away(assignment, at=at)
    journal.record(
        "application.reader_taken",
        about=case,
        by=by,
        at=at,
        of=str(juror.key),
        begun=begun,
    )
    if begun:
        _tell(juror, at=at)


def others(assignment: Assignment) -> int:
    """How many sheets the case can still have without this one: finished ones, and of who reads."""
    rows = Assignment.objects.filter(application=assignment.application_id).standing()
    rows = rows.exclude(pk=assignment.pk)
    active = Juror.objects.active().values("pk")
    return (rows.filter(juror__in=active) | rows.filter(sheet__finished_at__isnull=False)).count()


def _lock(assignment: Assignment, *, by: User) -> Assignment:
    check(office.may_administer(by), _("Your role reads and does not decide."))
    # The case first, as whoever assigns does; then nobody begins a sheet meanwhile.
    Application.objects.select_for_update(of=("self",), no_key=True).get(
        pk=assignment.application_id
    )
    rows = Assignment.objects.select_for_update(of=("self",)).filter(withdrawn_at=None)
    found = (
        rows.select_related("juror__user", "juror__call", "application__call")
        .filter(pk=assignment.pk)
        .first()
    )
    if found is None:
        # Translators: de: „Dieser Fall ist dem Jurymitglied schon abgenommen.“
        raise NotAllowed(_("This case has been taken from the juror already."))
    return found


def _tell(juror: Juror, *, at: datetime) -> None:
    """Write to somebody who had begun; the letter names no case."""
    letters.draft(
        "jury_case_taken",
        to=juror.user.email,
        at=at,
        about=juror,
        context={"juror": juror, "call": juror.call},
        language=juror.user.language,
    )
