"""Finishing a sheet, and opening it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import Criterion, User
from initiatives.records import journal, letters
from initiatives.refusals import NotAllowed, check

from .. import rules, versions
from ..models import Assignment, Procedure, Score, ScoreSheet, SheetVersion
from .entering import belongs_to, hand
from .scoring import REASON_LIMIT, check_may_read, judged, lock


class Gap(NamedTuple):
    """What a sheet lacks: at which criterion, in which field of `ScoreForm`, in words."""

    criterion: Criterion
    field: str
    words: str


def gaps(assignment: Assignment) -> list[Gap]:
    """All that hinders finishing a sheet, in the order of its criteria. Two queries."""
    scores = {
        score.criterion_id: score for score in Score.objects.filter(sheet__assignment=assignment)
    }
    call = assignment.application.call
    return gaps_of(judged(assignment.application), scores, reason_required=call.reason_required)


def gaps_of(
    criteria: Iterable[Criterion], scores: Mapping[int, Score], *, reason_required: bool
) -> list[Gap]:
    """Like `gaps`, of rows at hand: the scores by the key of their criterion."""
    found = []
    for criterion in criteria:
        score = scores.get(criterion.pk)
        if score is None or (score.points is None and not score.abstained):
            words = _("Give points for “%(name)s”.") % {"name": criterion.name}
            found.append(Gap(criterion, "points", words))
            continue
        if reason_required and not score.reason.strip():
            words = _("Give a reason for “%(name)s”.") % {"name": criterion.name}
            found.append(Gap(criterion, "reason", words))
        if len(score.reason) > REASON_LIMIT:
            words = _("Shorten the reason for “%(name)s” to %(limit)d characters.") % {
                "name": criterion.name,
                "limit": REASON_LIMIT,
            }
            found.append(Gap(criterion, "reason", words))
        if len(score.for_applicant) > REASON_LIMIT:
            # Translators: de: „Kürzen Sie die Rückmeldung zu „%(name)s“ auf %(limit)d Zeichen.“
            words = _("Shorten the feedback on “%(name)s” to %(limit)d characters.") % {
                "name": criterion.name,
                "limit": REASON_LIMIT,
            }
            found.append(Gap(criterion, "for_applicant", words))
    return found


@transaction.atomic
def finish(
    assignment: Assignment, *, by: User, at: datetime, on_behalf: bool = False
) -> ScoreSheet:
    """Finish a sheet: from now on it counts, and what it says is frozen as its next version.

    Raises NotAllowed naming what is missing first.
    """
    assignment = lock(assignment, by=by, at=at, on_behalf=on_behalf)
    if missing := gaps(assignment):
        raise NotAllowed(missing[0].words)
    sheet = ScoreSheet.objects.filter(assignment=assignment).first()
    if sheet is None:
        raise NotAllowed(_("Nothing is judged here."))
    if sheet.finished_at is None:
        sheet.finished_at, sheet.rescored = at, False
        sheet.save(update_fields=["finished_at", "rescored"])
        belongs_to(sheet, by if on_behalf else None)
        version = versions.freeze(sheet, judged(assignment.application), at=at)
        journal.record(
            "sheet.finished",
            about=assignment,
            by=by,
            at=at,
            version=version.number,
            sha256=version.sha256,
            **hand(on_behalf),
        )
        if on_behalf:
            _tell(assignment, version, at=at)
    return sheet


def _tell(assignment: Assignment, version: SheetVersion, *, at: datetime) -> None:
    """Write to a juror that the office has entered a sheet; the letter says nothing of points."""
    application, person = assignment.application, assignment.juror.user
    letters.draft(
        "sheet_entered",
        to=person.email,
        at=at,
        about=assignment,
        context={
            "number": application.number,
            "call": application.call,
            "assignment": assignment,
            "judging": application.call.judges(at),
        },
        language=person.language,
        dedup_key=f"sheet_entered:{assignment.key}:{version.number}",
    )


@transaction.atomic
def reopen(assignment: Assignment, *, by: User, at: datetime, on_behalf: bool = False) -> None:
    """Open a finished sheet again; until it is finished anew it does not count.

    The journal says whether the juror had seen what others gave.
    """
    assignment = lock(assignment, by=by, at=at, on_behalf=on_behalf)
    sheet = ScoreSheet.objects.filter(assignment=assignment, finished_at__isnull=False).first()
    if sheet is None:
        raise NotAllowed(_("This sheet is open already."))
    sheet.finished_at, sheet.rescored = None, not assignment.application.call.judges(at)
    sheet.rescored = sheet.rescored and rules.is_rescored(assignment)
    sheet.save(update_fields=["finished_at", "rescored"])
    belongs_to(sheet, by if on_behalf else None)
    said = {"saw_others": bool(sheet.saw_others_at), **hand(on_behalf)}
    journal.record("sheet.reopened", about=assignment, by=by, at=at, **said)


@transaction.atomic
def look_at_others(assignment: Assignment, *, by: User, at: datetime) -> None:
    """Let the juror see what others gave in this case; the first look is kept and journalled.

    Only after finishing the own sheet, and only if the call allows it.
    """
    found = (
        Assignment.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("application__call__procedure")
        .filter(pk=assignment.pk)
        .first()
    )
    if found is None:
        raise NotAllowed(_("You cannot judge this case."))
    check_may_read(found)
    procedure = Procedure.of(found.application.call)
    check(
        procedure.sees == Procedure.Sees.NAMELESS,
        # Translators: de: „Bögen anderer bleiben bis zur Sitzung verborgen.“
        _("The sheets of others stay hidden until the meeting."),
    )
    sheet = ScoreSheet.objects.filter(assignment=found, finished_at__isnull=False).first()
    if sheet is None:
        # Translators: de: „Schließen Sie zuerst Ihren eigenen Bogen ab.“
        raise NotAllowed(_("Finish your own sheet first."))
    if sheet.saw_others_at is None:
        sheet.saw_others_at = at
        sheet.save(update_fields=["saw_others_at"])
        journal.record("sheet.saw_others", about=found, by=by, at=at)


def finish_all(
    assignments: Iterable[Assignment], *, by: User, at: datetime
) -> tuple[list[Assignment], list[tuple[Assignment, str]]]:
    """Finish each of them by itself: those that are finished now, and those refused, with why."""
    finished, refused = [], []
    for assignment in assignments:
        try:
            finish(assignment, by=by, at=at)
        except NotAllowed as refusal:
            refused.append((assignment, str(refusal)))
        else:
            finished.append(assignment)
    return finished, refused
