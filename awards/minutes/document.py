"""The minutes as files: PDF/UA-1 and PDF/A-3a with the JSON inside, and the JSON itself.

Part 3 of PDF/A and not part 2, because only that lets a document carry a file of another kind.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from initiatives.berlin import BERLIN
from initiatives.records import canonical, documents

from ..models import Meeting, Minutes
from . import paper
from .redaction import Class

ATTACHED = "niederschrift.json"


def as_json(content: dict[str, Any]) -> bytes:
    """The canonical bytes: their SHA-256 is what `sha256sum` says of the file."""
    return canonical.dumps(content).encode()


def as_pdf(
    meeting: Meeting, minutes: Minutes | None, content: dict[str, Any], *, at: datetime
) -> bytes:
    """The document, made of a content whole or redacted. Only frozen minutes carry their JSON.

    The same minutes give the same file: frozen ones bear the moment at which they were frozen.
    """
    frozen = minutes is not None and minutes.frozen_at is not None
    made = minutes.frozen_at if minutes and minutes.frozen_at else at
    here = made.astimezone(BERLIN)
    version = minutes.version if minutes else 1
    mark = "" if frozen else f"Entwurf · Fassung {version} · nicht von beiden unterzeichnet"
    classes = {row["class"] for row in content.get("redactions", ())}
    public = Class.PERSON in classes
    if classes:
        mark = " · ".join(part for part in ("Ausfertigung mit Schwärzungen", mark) if part)
    return documents.render(
        "minutes",
        {
            "title": f"Niederschrift der Jurysitzung {content['call']['year']}",
            "call": content["call"]["title"],
            "demo": meeting.call.is_demo,
            "moment": [here.year, here.month, here.day, here.hour, here.minute, here.second],
            "mark": mark,
            "secret": "" if public else "Vertraulich",
            "heading": paper.heading(content),
            "chapters": [
                {"title": chapter.title, "blocks": [block._asdict() for block in chapter.blocks]}
                for chapter in paper.chapters(content)
            ],
        },
        attached=as_json(content) if frozen else None,
    )
