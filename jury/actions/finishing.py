"""Finishing a sheet, and opening it again."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import Criterion, User
from initiatives.records import journal
from initiatives.refusals import NotAllowed, check

from ..models import Assignment, Score, ScoreSheet
from .scoring import REASON_LIMIT, judged, lock


class Gap(NamedTuple):
    """What a sheet lacks: at which criterion, in which field of `ScoreForm`, in words."""

    criterion: Criterion
    field: str
    words: str


def gaps(assignment: Assignment) -> list[Gap]:
    """All that hinders finishing a sheet, in the order of its criteria."""
    call = assignment.application.call
    scores = {
        score.criterion_id: score for score in Score.objects.filter(sheet__assignment=assignment)
    }
    found = []
    for criterion in judged(assignment.application):
        score = scores.get(criterion.pk)
        if score is None or (score.points is None and not score.abstained):
            words = _("Give points for “%(name)s”.") % {"name": criterion.name}
            found.append(Gap(criterion, "points", words))
            continue
        if call.reason_required and not score.reason.strip():
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
def finish(assignment: Assignment, *, by: User, at: datetime) -> ScoreSheet:
    """Finish a sheet: from now on it counts. Raises NotAllowed naming what is missing first."""
    assignment = lock(assignment, by=by, at=at)
    if missing := gaps(assignment):
        raise NotAllowed(missing[0].words)
    sheet = ScoreSheet.objects.filter(assignment=assignment).first()
    if sheet is None:
        raise NotAllowed(_("Nothing is judged here."))
    if sheet.finished_at is None:
        sheet.finished_at = at
        sheet.save(update_fields=["finished_at"])
        journal.record("sheet.finished", about=assignment, by=by, at=at)
    return sheet


@transaction.atomic
def reopen(assignment: Assignment, *, by: User, at: datetime) -> None:
    """Open a finished sheet again; until it is finished anew it does not count."""
    assignment = lock(assignment, by=by, at=at)
    changed = ScoreSheet.objects.filter(assignment=assignment, finished_at__isnull=False).update(
        finished_at=None
    )
    check(changed, _("This sheet is open already."))
    journal.record("sheet.reopened", about=assignment, by=by, at=at)
