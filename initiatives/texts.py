"""Text as people type and paste it, and how its length is counted."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# What word processors leave behind and nobody sees: it would count, and break a search.
UNSEEN = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad\x00"), None)


def clean(text: str) -> str:
    """One form of the same text: line breaks as one character, umlauts composed, nothing unseen.

    Keeps paragraphs, spaces and everything else; the database cannot hold NUL, so that goes.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    # Composing comes last: something unseen may stand between a letter and its accent.
    return unicodedata.normalize("NFC", lines.translate(UNSEEN))


def line(text: str) -> str:
    """Clean text on one line: breaks and tabs become one space; no-break spaces stay."""
    return re.sub(r"[^\S\u00a0\u202f]+", " ", clean(text)).strip()


def digest(text: str) -> str:
    """SHA-256 of the clean text: names what a form showed without sending it along twice."""
    return hashlib.sha256(clean(text).encode()).hexdigest()


def length(text: str) -> int:
    """Characters as the applicant sees them: spaces count, a line break is one."""
    return len(clean(text))
