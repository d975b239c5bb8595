"""What a guest's code is drawn as, and what the entrance knows of it without a network."""

from __future__ import annotations

from hashlib import sha256

import segno
from django.utils.safestring import SafeString, mark_safe

from initiatives.keys import ALPHABET

from ..models import Ceremony, Invitee

READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def drawn(code: str) -> SafeString:
    """The code as an SVG of our own: black on white in every theme, with a quiet border."""
    made = segno.make(code, error="q", micro=False)
    return mark_safe(made.svg_inline(border=4, omitsize=True, dark="#000", light="#fff"))


def matrix(code: str) -> list[str]:
    """The same as rows of 0 and 1, to be drawn by typst."""
    made = segno.make(code, error="q", micro=False)
    return ["".join("1" if cell else "0" for cell in row) for row in made.matrix]


def as_typed(words: str) -> str:
    """A code as somebody typed or read it: without gaps, and letters that are none put right."""
    plain = "".join(sign for sign in words.upper() if sign.isalnum()).translate(READ_AS)
    return plain if len(plain) == 8 and set(plain) <= set(ALPHABET) else ""


def fingerprint(ceremony: Ceremony, guest: Invitee) -> str:
    """What a phone compares a scanned code with: the list of guests holds no code itself."""
    return sha256(f"{ceremony.key}:{guest.code}".encode()).hexdigest()
