"""The sentence that stands for the jury's reasons. Knows no Django."""

from __future__ import annotations

import re

SHORT = 180  # characters: so much is set whole
# A full stop that ends no sentence: abbreviations, initials, ordinals („am 3. November“).
ABBREVIATIONS = (
    "abs bspw bzw ca dr engl evtl gem ggf inkl insb mind mio mrd nr prof rd sog st str tel usw "
    "vgl zzgl approx dept eg etc ie inc mr mrs ms no vs"
)
NO_END = re.compile(
    rf"(?:\b(?:{'|'.join(ABBREVIATIONS.split())})|\b\w|(?<!\d)\d{{1,2}})\.$", re.IGNORECASE
)
END = re.compile(r"[.!?…]+[“”\"')\]]*(?=\s+[\"„“('\[]?[A-ZÄÖÜ0-9])")


def first(text: str) -> str:
    """The first sentence, whole. A text without an end of one is one."""
    text = " ".join(text.split())
    for end in END.finditer(text):
        before = text[: end.end()]
        if end.group().startswith(".") and NO_END.search(before.rstrip("“”\"')]")):
            continue
        return before
    return text


def standing_for(text: str) -> str:
    """The whole if it is short, else its first sentence, which is never cut."""
    text = " ".join(text.split())
    return text if len(text) <= SHORT else first(text)
