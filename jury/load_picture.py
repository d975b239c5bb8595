"""Loads as a picture: where each bar lies. PURE: figures in, places out.

All numbers are whole units of the drawing, 1200 wide, so that a template writes them as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

WIDTH, HEAD, ROW, FOOT = 1200, 48, 34, 34
AXIS = (330, 1050)  # where the scale begins and ends
GRID = 6  # lines at most
MOST = 60  # more bars than these are counted instead


class Load(NamedTuple):
    """How many cases somebody reads `now` and `then`, and how many of these stay as they are."""

    now: int
    then: int
    kept: int


class Bar(NamedTuple):
    """`y` is the middle of the row; what stays lies left of `kept`, what is new right of it."""

    y: int
    now: int
    then: int
    kept: int


class Tick(NamedTuple):
    value: int
    x: int


class Picture(NamedTuple):
    height: int
    bottom: int
    ticks: list[Tick]
    bars: list[Bar]


def draw(loads: Sequence[Load]) -> Picture | None:
    """A bar for each load, in their order, from 0. None without any."""
    if not loads:
        return None
    top = max(1, *(max(load.now, load.then) for load in loads))
    step = -(-top // GRID)
    end = step * -(-top // step)

    def place(value: int) -> int:
        return AXIS[0] + round((AXIS[1] - AXIS[0]) * value / end)

    bars = [
        Bar(HEAD + ROW * i + ROW // 2, place(load.now), place(load.then), place(load.kept))
        for i, load in enumerate(loads)
    ]
    bottom = HEAD + ROW * len(loads)
    return Picture(
        height=bottom + FOOT,
        bottom=bottom,
        ticks=[Tick(value, place(value)) for value in range(0, end + 1, step)],
        bars=bars,
    )


def counted(loads: Iterable[Load]) -> list[tuple[int, Load]]:
    """For juries too large for a bar each: how many have which load, now and then."""
    loads = list(loads)
    now, then = Counter(load.now for load in loads), Counter(load.then for load in loads)
    return [(cases, Load(now[cases], then[cases], 0)) for cases in sorted({*now, *then})]


def shade(times: int, least: int, most: int) -> int:
    """One of five steps, 0 for the least and 4 for the most; 2 where all are the same."""
    return round(4 * (times - least) / (most - least)) if most > least else 2
