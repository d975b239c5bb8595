"""Which signs the fonts of our documents have, so that no text a person typed stops a document.

typst refuses a PDF/UA with a sign that no font has; people paste emoji and other scripts.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

STAND_IN = "■"  # for what no font has


def printable(data: Any, folder: Path) -> Any:
    """The same data, every string in it made of signs that the fonts of `folder` have."""
    if isinstance(data, str):
        return _shown(data, covered(folder))
    if isinstance(data, dict):
        return {key: printable(value, folder) for key, value in data.items()}
    if isinstance(data, list):
        return [printable(value, folder) for value in data]
    return data


def _shown(text: str, known: frozenset[int]) -> str:
    return "".join(_sign(c, known) for c in unicodedata.normalize("NFC", text))


def _sign(c: str, known: frozenset[int]) -> str:
    if c == "\n":
        return c
    kind = unicodedata.category(c)
    if kind in ("Zl", "Zp"):
        return "\n"
    if c == "\t" or (kind == "Zs" and ord(c) not in known):
        return " "
    if kind in ("Cc", "Cf", "Cs") or "\ufe00" <= c <= "\ufe0f":
        return ""
    return c if ord(c) in known else STAND_IN


@cache
def covered(folder: Path) -> frozenset[int]:
    """What every cut of at least one family has: a document falls back from family to family."""
    families: dict[str, set[int]] = {}
    for path in sorted(folder.glob("*.ttf")):
        family = path.stem.partition("-")[0]
        signs = set(_characters(path.read_bytes()))
        families[family] = families.get(family, signs) & signs
    return frozenset().union(*families.values())


def _characters(font: bytes) -> Iterator[int]:
    """The code points of a TrueType file: tables format 4 and 12 of its `cmap`.

    https://learn.microsoft.com/typography/opentype/spec/cmap
    """
    (count,) = struct.unpack_from(">H", font, 4)
    for entry in range(12, 12 + 16 * count, 16):
        tag, _sum, cmap, _length = struct.unpack_from(">4sLLL", font, entry)
        if tag == b"cmap":
            (tables,) = struct.unpack_from(">H", font, cmap + 2)
            for table in range(tables):
                (offset,) = struct.unpack_from(">L", font, cmap + 4 + 8 * table + 4)
                for first, last in _ranges(font, cmap + offset):
                    yield from range(first, last + 1)


def _ranges(font: bytes, at: int) -> Iterable[tuple[int, int]]:
    (kind,) = struct.unpack_from(">H", font, at)
    if kind == 4:
        (double,) = struct.unpack_from(">H", font, at + 6)
        ends = struct.unpack_from(f">{double // 2}H", font, at + 14)
        starts = struct.unpack_from(f">{double // 2}H", font, at + 16 + double)
        return [pair for pair in zip(starts, ends, strict=True) if pair[0] != 0xFFFF]
    if kind == 12:
        (groups,) = struct.unpack_from(">L", font, at + 12)
        return [struct.unpack_from(">LL", font, at + 16 + 12 * group) for group in range(groups)]
    return []
