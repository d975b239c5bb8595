"""A profile over the criteria as a radar. PURE: means in, whole units of the drawing out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

SIZE, MIDDLE, RADIUS, LABEL = 360, 180, 120, 148
RINGS = 5
FEWEST = 3  # axes; below it there is no area


class Axis(NamedTuple):
    """`x`, `y` is where the axis ends, `label_x`, `label_y` where its name stands, `anchor` how."""

    x: int
    y: int
    label_x: int
    label_y: int
    anchor: str


class Radar(NamedTuple):
    """`shape` and `rings` are points of polygons as SVG writes them."""

    axes: list[Axis]
    shape: str
    rings: list[str]
    dots: list[tuple[int, int]]


def draw(means: Sequence[float], points_max: int) -> Radar | None:
    """The first axis points up, the others go round clockwise. None below three criteria."""
    if len(means) < FEWEST:
        return None
    turns = [math.tau * number / len(means) for number in range(len(means))]

    def place(turn: float, reach: float) -> tuple[int, int]:
        return (
            round(MIDDLE + reach * math.sin(turn)),
            round(MIDDLE - reach * math.cos(turn)),
        )

    dots = [
        place(turn, RADIUS * min(max(mean / points_max, 0), 1))
        for turn, mean in zip(turns, means, strict=True)
    ]
    rings = [
        _points([place(turn, RADIUS * ring / RINGS) for turn in turns])
        for ring in range(1, RINGS + 1)
    ]
    axes = []
    for turn in turns:
        side = math.sin(turn)
        anchor = "middle" if abs(side) < 0.1 else "start" if side > 0 else "end"
        axes.append(Axis(*place(turn, RADIUS), *place(turn, LABEL), anchor))
    return Radar(axes, _points(dots), rings, dots)


def _points(places: Sequence[tuple[int, int]]) -> str:
    return " ".join(f"{x},{y}" for x, y in places)
