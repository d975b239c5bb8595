"""What a juror may learn of others: not whose it is, nothing of cases the juror is barred from."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Count

from initiatives.models import Criterion

from .models import Assignment, Juror, Score

ENOUGH = 3  # other jurors in a distribution, so that nobody can be inferred from it
GROUND = 205  # of the picture: where its bars stand


class Others(NamedTuple):
    """The other finished sheets on one criterion; `points` sorted, reasons by their own text."""

    criterion: Criterion
    own: Score | None
    points: list[int]
    abstained: int
    reasons: list[str]

    @property
    def sheets(self) -> int:
        return len(self.points) + self.abstained

    @property
    def median(self) -> float | None:
        return statistics.median(self.points) if self.points else None


class Pair(NamedTuple):
    """How often the juror and the panel gave so many points, in per cent; `own` as a number."""

    points: int
    own: int
    own_share: int
    panel_share: int
    unit: float  # of the drawing, for one per cent

    @property
    def x(self) -> int:
        return self.points * 44

    @property
    def own_height(self) -> int:
        return round(self.own_share * self.unit)

    @property
    def own_top(self) -> int:
        return GROUND - self.own_height

    @property
    def panel_height(self) -> int:
        return round(self.panel_share * self.unit)

    @property
    def panel_top(self) -> int:
        return GROUND - self.panel_height


def of_case(assignment: Assignment, criteria: Iterable[Any]) -> list[Others]:
    """By criterion. One query."""
    rows = (
        Score.objects.that_count(assignment.application.call)
        .filter(sheet__application=assignment.application_id)
        .exclude(sheet__juror=assignment.juror_id)
        .order_by("reason")
        .values_list("criterion_id", "points", "abstained", "reason")
    )
    given = list(rows)
    found = []
    for criterion in criteria:
        mine = [row[1:] for row in given if row[0] == criterion.pk]
        found.append(
            Others(
                criterion,
                getattr(criterion, "given", None),
                sorted(points for points, _abstained, _reason in mine if points is not None),
                sum(abstained for _points, abstained, _reason in mine),
                [reason for _points, _abstained, reason in mine if reason.strip()],
            )
        )
    return found


def panel(juror: Juror) -> list[int] | None:
    """How often the other jurors gave 0, 1, 2 … points, together and in no case from which this
    juror is barred. None while fewer than ENOUGH are in it. Two queries.
    """
    given = (
        Score.objects.that_count(juror.call)
        .open_to(juror)
        .filter(points__isnull=False)
        .exclude(sheet__juror=juror)
        .order_by()
    )
    if given.aggregate(n=Count("sheet__juror", distinct=True))["n"] < ENOUGH:
        return None
    times = dict(given.values_list("points").annotate(n=Count("pk")))
    return [times.get(points, 0) for points in range(juror.call.points_max + 1)]


def compare(own: Sequence[int], panel: Sequence[int] | None) -> list[Pair]:
    """Both as shares, so that nobody counts back; nothing without a panel."""
    if panel is None:
        return []
    mine, theirs = sum(own) or 1, sum(panel) or 1
    shares = [
        (n, round(100 * n / mine), round(100 * other / theirs))
        for n, other in zip(own, panel, strict=True)
    ]
    unit = (GROUND - 15) / max(1, *(max(row[1:]) for row in shares))
    return [Pair(points, *row, unit) for points, row in enumerate(shares)]
