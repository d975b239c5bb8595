"""Text as outlines of the fonts we ship: a seal looks the same wherever it is opened.

A glyph is a path of SVG. Pairs are kerned by the font's own table of pairs (GPOS), since the ring
is set large enough for a gap to be seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import cos, radians, sin
from pathlib import Path
from typing import Any, NamedTuple

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent.parent / "documents" / "fonts"
UNKNOWN = "–"  # for a sign the font lacks


class Placed(NamedTuple):
    glyph: str
    at: float
    width: float


class Face:
    """One cut of a family, read once."""

    def __init__(self, name: str) -> None:
        self.font = TTFont(FONTS / f"{name}.ttf", lazy=True)
        self.glyphs = self.font.getGlyphSet()
        self.cmap = self.font.getBestCmap()
        self.em = self.font["head"].unitsPerEm
        self.capital = self.font["OS/2"].sCapHeight / self.em
        self.pairs = list(_pair_tables(self.font))

    def set(self, text: str, *, size: float, tracking: float = 0.0) -> list[Placed]:
        """Each glyph with where it begins and how wide it is; `tracking` in parts of an em."""
        names = [self.cmap.get(ord(sign)) or self.cmap[ord(UNKNOWN)] for sign in text]
        scale, at = size / self.em, 0.0
        placed: list[Placed] = []
        for place, name in enumerate(names):
            width = self.glyphs[name].width * scale
            placed.append(Placed(name, at, width))
            after = names[place + 1] if place + 1 < len(names) else ""
            at += width + tracking * size + self.kerning(name, after) * scale
        return placed

    def kerning(self, first: str, second: str) -> int:
        """By how many units of the font the second glyph moves; 0 for most pairs."""
        for table in self.pairs:
            if (found := _kerned(table, first, second)) is not None:
                return found
        return 0


@cache
def face(name: str) -> Face:
    return Face(name)


def width(text: str, *, font: str, size: float, tracking: float = 0.0) -> float:
    placed = face(font).set(text, size=size, tracking=tracking)
    return placed[-1][1] + placed[-1][2] if placed else 0.0


def line(text: str, *, font: str, size: float, x: float, y: float) -> str:
    """A path of `text`, its middle at `x` and its capitals standing round `y`."""
    own = face(font)
    scale = size / own.em
    begin = x - width(text, font=font, size=size) / 2
    base = y + own.capital * size / 2
    pen = SVGPathPen(own.glyphs, ntos=_short)
    for name, at, _width in own.set(text, size=size):
        own.glyphs[name].draw(TransformPen(pen, (scale, 0, 0, -scale, begin + at, base)))
    return pen.getCommands()


def arc(
    text: str, *, font: str, size: float, radius: float, centre: float, above: bool, tracking: float
) -> str:
    """A path of `text` along a circle: over its top to be read clockwise, or under its foot.

    `radius` is that of the line the letters stand on.
    """
    own = face(font)
    scale = size / own.em
    placed = own.set(text, size=size, tracking=tracking)
    total = placed[-1][1] + placed[-1][2] if placed else 0.0
    pen = SVGPathPen(own.glyphs, ntos=_short)
    for name, at, wide in placed:
        turn = (at + wide / 2 - total / 2) / radius  # of the middle of this glyph, from the top
        if not above:
            turn = -turn
        c, s = cos(turn), sin(turn)
        away = radius if above else -radius
        # First to its place on the line, then turned with the line, then out to the circle.
        matrix = (
            scale * c,
            scale * s,
            scale * s,
            -scale * c,
            centre + away * s - wide / 2 * c,
            centre - away * c - wide / 2 * s,
        )
        own.glyphs[name].draw(TransformPen(pen, matrix))
    return pen.getCommands()


def degrees(length: float, radius: float) -> float:
    """What part of the circle a text of this length takes."""
    return length / radius / radians(1)


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".") if number % 1 else str(int(number))


def _pair_tables(font: TTFont) -> Iterator[Any]:
    """The tables of pairs of the feature `kern`."""
    if "GPOS" not in font:
        return
    gpos = font["GPOS"].table
    wanted = {
        index
        for record in gpos.FeatureList.FeatureRecord
        if record.FeatureTag == "kern"
        for index in record.Feature.LookupListIndex
    }
    for index in sorted(wanted):
        for table in gpos.LookupList.Lookup[index].SubTable:
            table = table.ExtSubTable if table.LookupType == 9 else table
            if table.LookupType == 2:
                yield table


def _kerned(table: Any, first: str, second: str) -> int | None:
    """What one table says of a pair; None where it says nothing."""
    if first not in table.Coverage.glyphs or not second:
        return None
    if table.Format == 1:
        pairs = table.PairSet[table.Coverage.glyphs.index(first)].PairValueRecord
        found = next((pair.Value1 for pair in pairs if pair.SecondGlyph == second), None)
        return None if found is None else getattr(found, "XAdvance", 0)
    left = table.ClassDef1.classDefs.get(first, 0)
    right = table.ClassDef2.classDefs.get(second, 0)
    value = table.Class1Record[left].Class2Record[right].Value1
    return getattr(value, "XAdvance", 0) if value else 0
