"""Draw the Länder anew from the vendored map: whole numbers, fewer points, shared borders.

`python tools/draw_map.py` writes templates/parts/germany.html; a test holds that file to it.
A border between two Länder is simplified once, so that no gap opens between them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "static" / "vendor" / "svg-maps" / "germany.svg"
TARGET = ROOT / "templates" / "parts" / "germany.html"
TOLERANCE = 1.3  # of 586 units in width: less than a point on a screen
SMALLEST = 8.0  # square units; rocks smaller than that are left out
HEAD = """{% comment %}
The Länder as shapes with ids, drawn by tools/draw_map.py; simplified after @svg-maps/germany 2.0.0
by Victor Cazanave and MapSVG, CC BY 4.0. No context.
{% endcomment %}"""

type Point = tuple[int, int]
type Line = tuple[Point, ...]


def rings(path: str) -> Iterator[list[Point]]:
    """The closed lines of a path of relative steps, on whole numbers, without repetitions."""
    x = y = 0.0
    for part in re.findall(r"m([^mz]+)z", path):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+(?:e-?\d+)?", part)]
        found: list[Point] = []
        for step, (dx, dy) in enumerate(zip(numbers[::2], numbers[1::2], strict=True)):
            x, y = x + dx, y + dy
            if step == 0:
                start = (x, y)
            point = (round(x), round(y))
            if not found or found[-1] != point:
                found.append(point)
        x, y = start
        if found[-1] == found[0]:
            found.pop()
        if len(found) > 2 and area(found) >= SMALLEST:
            yield found


def area(ring: list[Point]) -> float:
    closed = [*ring, ring[0]]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(closed))) / 2


def simplified(ring: list[Point], junctions: set[Point]) -> list[Point]:
    """A ring whose borders between two junctions are as simple as they may be."""
    ends = [place for place, point in enumerate(ring) if point in junctions]
    if len(ends) < 2:
        ends = sorted({ring.index(min(ring)), ring.index(max(ring))})
    found: list[Point] = []
    for first, last in pairwise([*ends, ends[0] + len(ring)]):
        line = tuple(ring[place % len(ring)] for place in range(first, last + 1))
        forth = line <= line[::-1]  # the same points are kept from either side
        kept = fewer(line if forth else line[::-1])
        found += (kept if forth else kept[::-1])[:-1]
    return found


def fewer(line: Line) -> Line:
    """Douglas and Peucker: without points nearer than TOLERANCE to the line of the others."""
    (x1, y1), (x2, y2) = line[0], line[-1]
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5

    def far(point: Point) -> float:
        x, y = point
        if not length:
            return ((x - x1) ** 2 + (y - y1) ** 2) ** 0.5
        return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length

    if len(line) < 3:
        return line
    place = max(range(1, len(line) - 1), key=lambda place: far(line[place]))
    if far(line[place]) <= TOLERANCE:
        return (line[0], line[-1])
    return fewer(line[: place + 1])[:-1] + fewer(line[place:])


def written(ring: list[Point]) -> str:
    """A ring in as few signs as may be: steps, with a sign or a space between the numbers."""
    (x, y), said = ring[0], [f"M{ring[0][0]} {ring[0][1]}l"]
    for nx, ny in ring[1:]:
        said.append(f"{nx - x} {ny - y} ")
        x, y = nx, ny
    return re.sub(r" (?=-)", "", "".join(said)).strip() + "z"


def drawn() -> str:
    """The shapes of all Länder, as a part of a template."""
    source = SOURCE.read_text(encoding="utf-8")
    paths = re.findall(r'<path\s+id="([a-z]{2})".*?\sd="([^"]+)"', source, re.DOTALL)
    lands = {code: list(rings(path)) for code, path in paths}
    beside: dict[Point, set[Point]] = defaultdict(set)
    for ring in (ring for found in lands.values() for ring in found):
        for a, b in pairwise([*ring, ring[0]]):
            beside[a].add(b)
            beside[b].add(a)
    junctions = {point for point, others in beside.items() if len(others) > 2}
    shapes = []
    for code, found in sorted(lands.items()):
        fine = [simplified(ring, junctions) for ring in found]
        path = "".join(written(ring) for ring in fine if len(ring) > 2)
        shapes.append(f'<path id="land-{code}" d="{path}"/>')
    return HEAD + "".join(shapes) + "\n"


if __name__ == "__main__":
    TARGET.write_text(drawn(), encoding="utf-8")
