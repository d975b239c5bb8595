"""The copies of a picture: cut around its focus, in formats and widths that browsers choose from.

Pure: bytes in, bytes out. What comes in was drawn by `initiatives.inspection`, so it is ours.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from PIL import Image


class Format(StrEnum):
    """Best first: a browser takes the first that it can read. The word is the name's ending."""

    AVIF = "avif"
    WEBP = "webp"
    JPEG = "jpg"

    @property
    def media_type(self) -> str:
        return "image/jpeg" if self is Format.JPEG else f"image/{self}"


class Crop(StrEnum):
    CARD = "card"
    HERO = "hero"
    SQUARE = "square"
    FULL = "full"


SHAPES: dict[Crop, tuple[int, int] | None] = {  # None: as it is
    Crop.CARD: (4, 3),
    Crop.HERO: (16, 9),
    Crop.SQUARE: (1, 1),
    Crop.FULL: None,
}
WIDTHS = {
    Crop.CARD: (320, 640, 960),
    Crop.HERO: (480, 960, 1440, 1920),
    Crop.SQUARE: (160, 320, 640),
    Crop.FULL: (480, 960, 1600, 2400),
}
SAVED: dict[Format, dict[str, Any]] = {
    Format.AVIF: {"quality": 60, "speed": 6},
    Format.WEBP: {"quality": 78, "method": 4},
    Format.JPEG: {"quality": 82, "optimize": True, "progressive": True},
}


class Drawn(NamedTuple):
    crop: Crop
    format: Format
    width: int
    height: int
    content: bytes


def box(
    size: tuple[int, int], shape: tuple[int, int] | None, focus: tuple[int, int]
) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the largest part in that shape: the focus (per mille) in its
    middle, as far as the picture's edges allow. static/award/photos.js counts alike.
    """
    width, height = size
    if shape is None:
        return 0, 0, width, height
    across, down = shape
    wide = max(1, min(width, round(height * across / down)))
    high = max(1, min(height, round(width * down / across)))
    left = _placed(width, wide, focus[0])
    top = _placed(height, high, focus[1])
    return left, top, left + wide, top + high


def _placed(whole: int, part: int, focus: int) -> int:
    return max(0, min(whole - part, round(whole * focus / 1000 - part / 2)))


def widths(crop: Crop, available: int) -> list[int]:
    """Never larger than the picture is; one that is smaller than the smallest stays as it is."""
    return [width for width in WIDTHS[crop] if width <= available] or [available]


def draw(content: bytes, focus: tuple[int, int]) -> Iterator[Drawn]:
    """All copies, one after the other, so that no more than one is held. Raises OSError."""
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as opened:
        picture = opened.convert("RGB")
    for crop, shape in SHAPES.items():
        part = picture.crop(box(picture.size, shape, focus))
        for width in sorted(widths(crop, part.width), reverse=True):
            height = max(1, round(part.height * width / part.width))
            part = part.resize((width, height), Image.Resampling.LANCZOS)
            for kind in Format:
                target = io.BytesIO()
                part.save(target, "JPEG" if kind is Format.JPEG else kind.upper(), **SAVED[kind])
                yield Drawn(crop, kind, width, height, target.getvalue())
