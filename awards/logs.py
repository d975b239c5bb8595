"""What a line of the log may not say: whom it is about, what opens a page, what a row holds."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

# Who reads the log could confirm or delete the proposal, or read what is under embargo.
SECRET = re.compile(r"(/vorschlagen/bestaetigen/|/presse/vorab/|/einladung/)[^/\s\"']+")
ADDRESS = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
# PostgreSQL quotes values of the row and, with LINE, of the statement: what somebody searched for.
QUOTED = re.compile(r"(DETAIL|LINE \d+|CONTEXT):.*")


def without_persons(
    logger: Any, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """The last step before a line is written; whatever wrote it."""
    for key, value in event.items():
        if isinstance(value, str):
            value = SECRET.sub(r"\1***", ADDRESS.sub("…@…", value))
            event[key] = QUOTED.sub(r"\1: …", value)
    return event
