"""What may be seen of the calibration round, and by whom: reads for jurors and for the office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Count, Prefetch

from initiatives.models import Call, Criterion

from . import spread
from .models import Juror, Remark, Sample, SampleScore
from .rules import Mark, mark_of
from .spread import Picture, Spread

ENOUGH = 2  # finished sheets: one alone lies nowhere apart, and everybody knew whose it is


class Lying(NamedTuple):
    """How far points lie apart on one criterion of a sample case; `own` is the juror's score."""

    sample: Any
    criterion: Criterion
    spread: Spread
    picture: Picture
    own: SampleScore | None

    @property
    def is_enough(self) -> bool:
        """Whether it hides whose points they are from the office, which sees who has finished."""
        return self.spread.sheets >= ENOUGH


def judged() -> Prefetch[Any]:
    """The criteria of a sample case with anchors and agreement."""
    rows = Criterion.objects.select_related("agreement").prefetch_related("anchors")
    return Prefetch("criteria", rows)


def opened_to(juror: Juror) -> list[Any]:
    """The sample cases the juror sees, with the own sheet. Three queries."""
    rows = Sample.objects.visible_to(juror.user).filter(call=juror.call).with_own(juror)
    return list(rows.prefetch_related(judged()))


def mark(sample: Any) -> Mark:
    """How far the juror is whose sheet the sample was read with."""
    own = getattr(sample, "own", None)
    return mark_of(own, own and own.finished_at)


def shows_spread(sample: Any) -> bool:
    """Whether the juror sees it: the own points can no longer follow it, and there is something."""
    return bool(sample.finished >= ENOUGH and (sample.closed_at or mark(sample) == Mark.DONE))


def lying(samples: Sequence[Any], juror: Juror | None = None, code: str = "") -> list[Lying]:
    """By sample and criterion, of finished sheets alone; no name goes along. One query."""
    given = SampleScore.objects.filter(
        sheet__sample__in=samples, sheet__finished_at__isnull=False
    ).select_related("sheet")
    points: dict[tuple[int, int], list[int | None]] = defaultdict(list)
    own: dict[tuple[int, int], SampleScore] = {}
    for score in given:
        place = score.sheet.sample_id, score.criterion_id
        points[place].append(score.points)
        if juror and score.sheet.juror_id == juror.pk:
            own[place] = score
    found = []
    for sample in samples:
        for criterion in sample.criteria.all():
            if code in ("", criterion.code):
                place = sample.pk, criterion.pk
                told = spread.of(points[place], sample.call.points_max)
                mine = own.get(place)
                shape = spread.draw(told, mine.points if mine else None)
                found.append(Lying(sample, criterion, told, shape, mine))
    return found


def criteria(call: Call) -> list[Any]:
    """Those that sample cases ask for, with agreement and how many `said` something. One query."""
    rows = call.criteria.filter(samples__isnull=False).select_related("agreement")
    return list(rows.annotate(said=Count("remarks", distinct=True)).distinct())


def remarks(criterion: Criterion) -> list[Remark]:
    """Newest last, each with who said it. One query."""
    return list(criterion.remarks.select_related("juror__user"))


def who(jurors: Iterable[Juror], samples: Sequence[Any]) -> list[tuple[Juror, list[Mark]]]:
    """Whether, and never how: each juror's state on each sample case. One query."""
    sheets: dict[tuple[int, int], Any] = {
        (sheet.sample_id, sheet.juror_id): sheet
        for sample in samples
        for sheet in sample.sheets.all()
    }
    rows = []
    for juror in jurors:
        own = [sheets.get((sample.pk, juror.pk)) for sample in samples]
        rows.append((juror, [mark_of(one, one and one.finished_at) for one in own]))
    return rows
