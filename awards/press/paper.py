"""The press text as PDF/UA-1 and PDF/A-2a; the same text gives the same file."""

from __future__ import annotations

from initiatives.berlin import BERLIN
from initiatives.records import documents

from .text import PressText


def pdf(text: PressText) -> bytes:
    here = text.moment.astimezone(BERLIN)
    return documents.render(
        "press",
        {
            "lang": text.language,
            "award": text.award,
            "kicker": text.kicker,
            "embargo": text.embargo,
            "title": text.title,
            "subline": text.subline,
            "blocks": [{"kind": str(block.kind), "text": block.text} for block in text.blocks],
            "moment": [here.year, here.month, here.day, here.hour, here.minute, here.second],
            "demo": text.is_demo,
        },
    )
