"""The picture of a page where it is passed on: 1200 by 630, drawn by us, in our own letters.

Pure: what it shows is given in words, and the same words give the same bytes. Drawn in some 20 ms
and remembered, at most KEPT of them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).resolve().parent.parent / "documents" / "fonts"
WIDTH, HEIGHT, EDGE, BAND = 1200, 630, 72, 96
PAPER, INK, MUTED, LIGHT, LINE = "#faf8f3", "#17212b", "#505a64", "#f3f0e8", "#3d4852"
PETALS = ("#0b8071", "#33259a", "#bf7606", "#861a3f")
SIZES = (84, 74, 64, 56, 48)  # of the title, the first in which it has LINES lines or fewer
LINES = 3
FINER = 4  # drawn so many times larger, then made smaller: Pillow's edges are not smooth
KEPT = 200


class Words(NamedTuple):
    """`kicker` stands above the title, `note` below it, `award` beside the mark, `host` below."""

    kicker: str
    title: str
    note: str
    award: str
    host: str


@lru_cache(maxsize=KEPT)
def png(words: Words) -> bytes:
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(picture)
    picture.paste(mark(88), (EDGE, 56), mark(88))
    draw.text((EDGE + 112, 100), words.award, INK, font("SourceSerif4-Semibold", 32), anchor="lm")
    kicker = font("FiraSans-Medium", 32)
    draw.text((EDGE, 204), _short(words.kicker, kicker), MUTED, kicker)
    y = _title(draw, words.title, 250)
    note = font("FiraSans-Regular", 30)
    draw.text((EDGE, y + 22), _short(words.note, note), MUTED, note)
    _band(picture, words.host)
    file = io.BytesIO()
    picture.quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        file, "PNG", compress_level=6
    )
    return file.getvalue()


@lru_cache(maxsize=32)
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"{name}.ttf"), size)


def _title(draw: ImageDraw.ImageDraw, title: str, y: int) -> int:
    """The title in the largest size that fits; returns where it ends."""
    for size in SIZES:
        face = font("SourceSerif4Display-Semibold", size)
        lines = list(_lines(title, face))
        if len(lines) <= LINES:
            break
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], _short(" ".join(lines[LINES - 1 :]), face)]
    for line in lines:
        draw.text((EDGE, y), _short(line, face), INK, face)
        y += round(size * 1.12)
    return y


def _lines(text: str, face: ImageFont.FreeTypeFont) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and face.getlength(longer) > WIDTH - 2 * EDGE:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def _short(text: str, face: ImageFont.FreeTypeFont) -> str:
    """As much of a line as fits."""
    if face.getlength(text) <= WIDTH - 2 * EDGE:
        return text
    while text and face.getlength(f"{text}…") > WIDTH - 2 * EDGE:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _band(picture: Image.Image, host: str) -> None:
    """The dark foot with the tracery of the site's, and whose page it is."""
    picture.paste(_tracery(), (0, HEIGHT - BAND))
    draw = ImageDraw.Draw(picture)
    face = font("FiraSans-Medium", 28)
    middle = HEIGHT - BAND // 2
    wide = face.getlength(host)
    draw.rectangle((0, HEIGHT - BAND, EDGE + wide + 24, HEIGHT), INK)
    draw.text((EDGE, middle), host, LIGHT, face, anchor="lm")


@lru_cache(maxsize=1)
def _tracery() -> Image.Image:
    """Outlines of the mark, side by side."""
    large = Image.new("RGB", (WIDTH * 2, BAND * 2), INK)
    draw = ImageDraw.Draw(large)
    half, step = 2 * BAND // 2, 2 * BAND
    for x in range(half, WIDTH * 2 + step, step):
        for dx, dy in ((0, -1), (1, 0), (0, 1), (-1, 0)):
            cx, cy = x + dx * half // 2, half + dy * half // 2
            draw.ellipse((cx - 40, cy - 40, cx + 40, cy + 40), outline=LINE, width=3)
        draw.rectangle((x - 40, half - 40, x + 40, half + 40), INK, LINE, 3)
    return large.resize((WIDTH, BAND), Image.Resampling.BOX)


@lru_cache(maxsize=4)
def mark(size: int) -> Image.Image:
    """Our mark, as static/award/vierpass.svg has it, on nothing."""
    unit = size * FINER / 100
    whole = Image.new("RGBA", (size * FINER, size * FINER))
    for turn, colour in enumerate(PETALS):
        petal = Image.new("RGBA", whole.size)
        draw = ImageDraw.Draw(petal)
        draw.pieslice(_box(50, 22.2, 22, 22, unit), 180, 360, colour)
        draw.rectangle(_box(50, 23.9, 22, 1.7, unit), colour)
        draw.pieslice(_box(50, 18.6, 14.4, 10.8, unit), 180, 360, (0, 0, 0, 0))
        whole.alpha_composite(petal.rotate(-90 * turn))
    ImageDraw.Draw(whole).rectangle(_box(50, 50, 22, 22, unit), INK)
    return whole.resize((size, size), Image.Resampling.LANCZOS)


def _box(
    x: float, y: float, rx: float, ry: float, unit: float
) -> tuple[float, float, float, float]:
    return ((x - rx) * unit, (y - ry) * unit, (x + rx) * unit, (y + ry) * unit)
