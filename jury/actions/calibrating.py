"""A juror's sheets on sample cases. They touch no ranking, no progress and no rule of judging."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import texts
from initiatives.models import Call, Criterion, User
from initiatives.records import journal
from initiatives.refusals import NotAllowed, check
from initiatives.shown import is_news

from .. import rules, shown
from ..models import Juror, Sample, SampleScore, SampleSheet, Score
from .finishing import Gap, gaps_of


def seat_in(call: Call, *, by: User, at: datetime) -> Juror:
    """The seat of `by` in the jury of `call`; raises NotAllowed for whoever does not judge now."""
    juror: Any = Juror.objects.of(by).active().with_promise().filter(call=call).first()
    check(juror is not None, _("You do not judge at present."))
    # Translators: de: „Geben Sie zuerst die Erklärung der Jurymitglieder ab.“
    check(juror.promised, _("Give the statement of the jurors first."))
    term = rules.out_of_term(juror, at)
    check(not term, term)
    found: Juror = juror
    return found


@transaction.atomic
def save_sample_score(
    sample: Sample,
    criterion: Criterion,
    *,
    by: User,
    at: datetime,
    points: int | None,
    reason: str = "",
    abstained: bool = False,
    seen: Mapping[str, str] | None = None,
) -> SampleScore | None:
    """Store points and a reason on one criterion of a sample case; the first begins the sheet.

    `seen` as with `save_score`. Raises NotAllowed off the scale, on a criterion that is not asked,
    for a finished sheet and a closed round, and Stale.
    """
    sample, juror, sheet = _held(sample, by=by, at=at)
    check(
        criterion in sample.criteria.all(),
        # Translators: de: „Danach wird in diesem Musterfall nicht gefragt.“
        _("This sample case does not ask for it."),
    )
    most = sample.call.points_max
    check(points is None or 0 <= points <= most, _("Give 0 to %(max)d points.") % {"max": most})
    _check_open(sheet)
    stored = sheet.scores.filter(criterion=criterion).first() if sheet else None
    old = shown.of_score(as_score(stored))
    given = {
        "points": shown.NO_JUDGEMENT if abstained else "" if points is None else str(points),
        "reason": texts.clean(reason),
    }
    news = {
        name: value
        for name, value in given.items()
        if value != old[name]
        and is_news((seen or {}).get(name), stored={name: old[name]}, given={name: value})
    }
    if not news:
        return stored
    sheet = sheet or SampleSheet.objects.create(sample=sample, juror=juror)
    columns: dict[str, Any] = {**news, "saved_at": at}
    if "points" in news:
        columns |= shown.points(news["points"])
    written, _new = SampleScore.objects.update_or_create(
        sheet=sheet, criterion=criterion, defaults=columns
    )
    return written


@transaction.atomic
def finish_sample(sample: Sample, *, by: User, at: datetime) -> SampleSheet:
    """Finish the own sheet; from the second one on those who have finished see the spread.

    A second click changes nothing. Raises NotAllowed naming what is missing first.
    """
    sample, juror, sheet = _held(sample, by=by, at=at)
    if missing := sample_gaps(sample, juror):
        raise NotAllowed(missing[0].words)
    if sheet is None:
        raise NotAllowed(_("Nothing is judged here."))
    if sheet.finished_at is None:
        sheet.finished_at = at
        sheet.save(update_fields=["finished_at"])
        journal.record("sample.finished", about=sample, by=by, at=at)
    return sheet


@transaction.atomic
def reopen_sample(sample: Sample, *, by: User, at: datetime) -> None:
    """Open the own sheet again, as long as there is no spread to have seen: it would bend it."""
    sample, _juror, sheet = _held(sample, by=by, at=at)
    if sheet is None or sheet.finished_at is None:
        raise NotAllowed(_("This sheet is open already."))
    others = sample.sheets.exclude(pk=sheet.pk).filter(finished_at__isnull=False)
    check(not others.exists(), why_not_again())
    sheet.finished_at = None
    sheet.save(update_fields=["finished_at"])
    journal.record("sample.reopened", about=sample, by=by, at=at)


def why_not_again() -> str:
    return _(
        # Translators: de: „Auch andere sind fertig, und Sie können sehen, was sie gaben. Ihr Bogen
        # bleibt darum, wie er ist; sonst zeigte die Verteilung nicht mehr, wie verschieden die Jury
        # urteilt.“
        "Others have finished, too, and you can see what they gave. So your sheet stays as it is; "
        "otherwise the spread would no longer show how differently the jury judges."
    )


def sample_gaps(sample: Sample, juror: Juror) -> list[Gap]:
    """All that hinders finishing, by the rules of a real sheet. Two queries."""
    found = SampleScore.objects.filter(sheet__sample=sample, sheet__juror=juror)
    scores: dict[int, Any] = {one.criterion_id: as_score(one) for one in found}
    required = sample.call.reason_required
    return gaps_of(sample.criteria.all(), scores, reason_required=required)


def as_score(stored: SampleScore | None) -> Score | None:
    """The same as a score of a real sheet, never stored: forms and rules are made for these."""
    if stored is None:
        return None
    return Score(
        criterion_id=stored.criterion_id,
        points=stored.points,
        abstained=stored.abstained,
        reason=stored.reason,
        saved_at=stored.saved_at,
    )


def _held(sample: Sample, *, by: User, at: datetime) -> tuple[Sample, Juror, SampleSheet | None]:
    """Sample, seat and sheet as they are now; until the transaction ends nobody else finishes."""
    juror = seat_in(sample.call, by=by, at=at)
    sample = Sample.objects.select_for_update(no_key=True).get(pk=sample.pk)
    # Translators: de: „Dieser Musterfall ist noch nicht geöffnet.“
    check(sample.opened_at, _("This sample case is not open yet."))
    # Translators: de: „Dieser Musterfall ist beendet. Was gespeichert ist, bleibt, wie es ist.“
    words = _("This sample case is closed. What is saved stays as it is.")
    check(sample.closed_at is None, words)
    return sample, juror, SampleSheet.objects.filter(sample=sample, juror=juror).first()


def _check_open(sheet: SampleSheet | None) -> None:
    check(
        sheet is None or sheet.finished_at is None,
        # Translators: de: „Dieser Bogen ist abgeschlossen.“
        _("This sheet is finished."),
    )
