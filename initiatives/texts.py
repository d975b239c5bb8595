"""Text as people type and paste it, and how its length is counted; static/award/texts.js alike."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# Also the line of Shift+Enter in a word processor, its page break, and what other programs write.
BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# What word processors leave behind and nobody sees: it would count, and break a search. What joins
# signs or keeps them apart (U+200C, U+200D) stays: emoji and Persian words change without it.
UNSEEN = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad\x00"), None)
# Bullets and ticks of the fonts Symbol and Wingdings, which show only where the font is.
SYMBOLS = {
    0xF0B7: "•",
    0xF0A7: "▪",
    0xF0D8: "➢",
    0xF076: "❖",
    0xF0A8: "◻",
    0xF0FC: "✓",
    0xF0E0: "→",
}


def clean(text: str) -> str:
    """One form of the same text: line breaks as one character, umlauts composed, nothing unseen.

    Keeps paragraphs, spaces and everything else; the database cannot hold NUL, so that goes.
    """
    lines = BREAKS.sub("\n", text).translate(UNSEEN | SYMBOLS)
    # Composing comes last: something unseen may stand between a letter and its accent.
    return unicodedata.normalize("NFC", lines)


def line(text: str) -> str:
    """Clean text on one line: breaks and tabs become one space; no-break spaces stay."""
    return re.sub(r"[^\S\u00a0\u202f]+", " ", clean(text)).strip()


def digest(text: str) -> str:
    """SHA-256 of the clean text: names what a form showed without sending it along twice."""
    return hashlib.sha256(clean(text).encode()).hexdigest()


def length(text: str) -> int:
    """Characters as the applicant sees them: spaces count, a line break is one."""
    return len(clean(text))
