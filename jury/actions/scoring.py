"""Points and texts on the criteria of a case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import texts
from initiatives.models import Application, Criterion, User
from initiatives.records import journal
from initiatives.refusals import Conflict as Overwritten
from initiatives.refusals import NotAllowed, check
from initiatives.statuses import Status

from ..models import Assignment, Score, ScoreSheet

REASON_LIMIT = 600


def lock(assignment: Assignment, *, by: User, at: datetime) -> Assignment:
    """The assignment as it is now, locked, checked that `by` may score it at the moment `at`."""
    found = (
        Assignment.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("application__call", "juror")
        .filter(pk=assignment.pk)
        .first()
    )
    if found is None:
        raise NotAllowed(_("You cannot judge this case."))
    check(found.cleared_at, _("Declare first whether you are impartial in this case."))
    check(found.application.status == Status.ADMITTED, _("This case is not judged."))
    check(
        found.application.call.judges(at),
        _("Judging is closed at present. What you saved stays as it is."),
    )
    return found


@transaction.atomic
def save_score(
    assignment: Assignment,
    criterion: Criterion,
    *,
    by: User,
    at: datetime,
    points: int | None,
    reason: str = "",
    for_applicant: str = "",
    abstained: bool = False,
    seen: int = 0,
) -> Score:
    """Store points and texts on one declared criterion; the first score begins the sheet.

    `reason` stays with the jury; `for_applicant` may reach the initiative, without a name.

    `seen` is the version the writer's form showed (0: none). Raises NotAllowed for points off the
    scale, an undeclared criterion or a finished sheet, and Overwritten if the score was changed
    elsewhere meanwhile.
    """
    assignment = lock(assignment, by=by, at=at)
    application = assignment.application
    check(
        points is None or 0 <= points <= application.call.points_max,
        _("Give 0 to %(max)d points.") % {"max": application.call.points_max},
    )
    check(criterion in judged(application), _("The application does not ask to be judged on this."))
    sheet, new = ScoreSheet.objects.get_or_create(
        assignment=assignment,
        defaults={"juror": assignment.juror, "application": application, "started_at": at},
    )
    check(not sheet.finished_at, _("This sheet is finished. Reopen it to change it."))
    if new:
        journal.record("sheet.begun", about=assignment, by=by, at=at)
    reason, for_applicant = texts.clean(reason), texts.clean(for_applicant)
    stored = sheet.scores.filter(criterion=criterion).first()
    if stored is None:
        return Score.objects.create(
            sheet=sheet,
            criterion=criterion,
            points=None if abstained else points,
            abstained=abstained,
            reason=reason,
            for_applicant=for_applicant,
            saved_at=at,
        )
    wanted = (None if abstained else points, abstained, reason, for_applicant)
    if (stored.points, stored.abstained, stored.reason, stored.for_applicant) == wanted:
        return stored
    if stored.version != seen:
        raise Overwritten(
            _("You changed this score in another window meanwhile. Both versions are shown."),
            theirs=_in_words(stored.points, stored.reason, stored.for_applicant),
            yours=_in_words(points, reason, for_applicant),
            version=stored.version,
        )
    stored.points, stored.abstained, stored.reason, stored.for_applicant = wanted
    stored.version, stored.saved_at = stored.version + 1, at
    stored.save()
    return stored


def _in_words(points: int | None, *said: str) -> str:
    return " · ".join(["–" if points is None else str(points), *filter(None, said)])


def judged(application: Application) -> list[Criterion]:
    """What this application is judged on: the D's it declares, and the general criteria."""
    return list(
        Criterion.objects.filter(call_id=application.call_id, is_optional=False)
        .union(Criterion.objects.filter(declared__application=application))
        .order_by("position")
    )
