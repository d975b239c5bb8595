"""How long a speech takes, told by its words: 120 to 130 a minute, two to three minutes in all."""

from __future__ import annotations

import re
from typing import NamedTuple

SLOW, FAST = 120, 130  # words a minute
SHORTEST, LONGEST = 2, 3  # minutes
WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")


class Length(NamedTuple):
    """`low` and `high` are seconds: spoken fast and spoken slowly."""

    words: int
    low: int
    high: int

    @property
    def is_short(self) -> bool:
        """Under two minutes even if spoken slowly."""
        return self.words < SHORTEST * SLOW

    @property
    def is_long(self) -> bool:
        """Over three minutes even if spoken fast."""
        return self.words > LONGEST * FAST

    @property
    def span(self) -> str:
        """2:05–2:15"""
        low, high = (f"{n // 60}:{n % 60:02d}" for n in (self.low, self.high))
        return low if low == high else f"{low}–{high}"


def length(*texts: str) -> Length:
    words = sum(len(WORD.findall(text)) for text in texts)
    return Length(words, round(words * 60 / FAST), round(words * 60 / SLOW))
