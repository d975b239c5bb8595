"""How far several people's points lie apart, and the picture of it. PURE: figures in, places out.

All numbers of the picture are whole units of the drawing, so that a template writes them as they
are.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

WIDTH, SIDE = 360, 20  # of the drawing, and what lies beside the scale
GROUND, TOP = 112, 16  # where the dots stand, and how high they may reach
FOOT, FOOT_WITH_OWN = 166, 196  # where the drawing ends
DOT = 16  # from the middle of one dot to the next
FEW = (GROUND - TOP) // DOT  # so many dots stand one on another; beyond it there are bars


class Spread(NamedTuple):
    """`counts` says how often 0, 1, 2 … points were given, `abstained` how often no judgement."""

    counts: tuple[int, ...]
    abstained: int
    low: int | None
    median: float | None
    high: int | None

    @property
    def given(self) -> int:
        return sum(self.counts)

    @property
    def sheets(self) -> int:
        return self.given + self.abstained

    @property
    def distance(self) -> int | None:
        """From the lowest to the highest; None where nobody gave points."""
        return None if self.low is None or self.high is None else self.high - self.low


def of(points: Iterable[int | None], points_max: int) -> Spread:
    """The spread of what was given; None is no judgement.

    Points beyond the scale, given when it was longer, make it as long as they need.
    """
    every = list(points)
    given = [one for one in every if one is not None]
    times = Counter(given)
    counts = tuple(times[n] for n in range(max([points_max, *given]) + 1))
    if not given:
        return Spread(counts, len(every), None, None, None)
    middle = float(statistics.median(given))
    return Spread(counts, len(every) - len(given), min(given), middle, max(given))


class Column(NamedTuple):
    """A number of points: `dots` are the heights of its dots; where there are too many, a bar."""

    points: int
    times: int
    x: int
    dots: list[int]
    top: int
    height: int


class Picture(NamedTuple):
    """`low`, `median`, `high` and `own` are places on the scale; None where there is none.

    The drawing begins at `top`, just above the highest dot, and is `height` high.
    """

    top: int
    height: int
    columns: list[Column]
    has_bars: bool
    low: int | None
    median: int | None
    high: int | None
    own: int | None


def draw(spread: Spread, own: int | None = None) -> Picture:
    """Each sheet a dot above its points; if they would not fit, bars as high as the shares."""
    last = max(len(spread.counts) - 1, 1)

    def place(points: float | None) -> int | None:
        return None if points is None else SIDE + round(points * (WIDTH - 2 * SIDE) / last)

    most = max(spread.counts)
    has_bars = most > FEW
    columns = []
    for points, times in enumerate(spread.counts):
        height = round((GROUND - TOP) * times / most) if has_bars else 0
        dots = [] if has_bars else [GROUND - DOT // 2 - DOT * n for n in range(times)]
        columns.append(Column(points, times, place(points) or 0, dots, GROUND - height, height))
    top = 0 if has_bars else GROUND - DOT * max(most, 1) - TOP // 2
    height = (FOOT if own is None else FOOT_WITH_OWN) - top
    shown = place(spread.low), place(spread.median), place(spread.high)
    return Picture(top, height, columns, has_bars, *shown, place(own))
