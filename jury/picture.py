"""The standings as a picture: where each dot, line and bar lies. PURE: figures in, places out.

All numbers are whole units of the drawing, 1200 wide, so that a template writes them as they are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEAD, ROW, FOOT = 1200, 84, 44, 40
AXIS = (452, 930)  # where the scale begins and ends
COLUMN = 52  # of one criterion, counted from the right
BAR = 32  # height of a bar at full points
GRID = 7  # lines at most


class Figures(NamedTuple):
    """What is drawn of one case; `profile` is the mean of each criterion or None.

    `low` to `high` is the range of the sheets; where there is a `corrected` value, what holds it.
    """

    mean: float
    low: float
    high: float
    profile: Sequence[float | None]
    corrected: float | None = None
    in_band: bool = False


class Bar(NamedTuple):
    """A criterion's mean: a column of `height` from `y` down, or nothing where it is None."""

    x: int
    y: int
    height: int
    value: float | None


class Line(NamedTuple):
    """One case: `y` is the middle of its row."""

    y: int
    mean: int
    low: int
    high: int
    bars: list[Bar]
    corrected: int | None
    in_band: bool

    @property
    def top(self) -> int:
        """Where the row begins."""
        return self.y - ROW // 2


class Tick(NamedTuple):
    points: int
    x: int


class Picture(NamedTuple):
    """`columns` are the places of the criteria, `line_below` that of the line after the winners."""

    height: int
    bottom: int
    ticks: list[Tick]
    columns: list[int]
    lines: list[Line]
    line_below: int | None


def draw(
    rows: Sequence[Figures], *, criteria: int, points_max: int, winners: int = 0
) -> Picture | None:
    """The picture of `rows` in their order; the line stands below the first `winners`.

    The scale is cut below the lowest value shown; bars never are. None without rows.
    """
    if not rows:
        return None
    lowest, step = _scale(min(min(row.low, row.mean) for row in rows), points_max)

    def place(points: float) -> int:
        share = min(max((points - lowest) / (points_max - lowest), 0), 1)
        return round(AXIS[0] + share * (AXIS[1] - AXIS[0]))

    columns = [WIDTH - COLUMN * (criteria - i) for i in range(criteria)]
    lines = []
    for i, row in enumerate(rows):
        middle = HEAD + ROW * i + ROW // 2
        bars = []
        for x, value in zip(columns, row.profile, strict=True):
            height = round(BAR * value / points_max) if value is not None else 0
            bars.append(Bar(x, middle + BAR // 2 - height, height, value))
        corrected = None if row.corrected is None else place(row.corrected)
        ends = place(row.low), place(row.high)
        lines.append(Line(middle, place(row.mean), *ends, bars, corrected, row.in_band))
    bottom = HEAD + ROW * len(rows)
    return Picture(
        height=bottom + FOOT,
        bottom=bottom,
        ticks=[Tick(points, place(points)) for points in range(points_max, lowest - 1, -step)],
        columns=columns,
        lines=lines,
        line_below=HEAD + ROW * winners if 0 < winners < len(rows) else None,
    )


def _scale(low: float, points_max: int) -> tuple[int, int]:
    """Where the scale begins, and the step that keeps the grid thin."""
    lowest = max(0, min(math.floor(low), points_max - 2))
    step = 1
    while (points_max - lowest) // step >= GRID:
        step += 1
    lowest -= -(points_max - lowest) % step
    return (lowest, step) if lowest >= 0 else (0, step)
