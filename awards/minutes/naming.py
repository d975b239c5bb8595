"""How minutes name a moment and a case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from initiatives.berlin import BERLIN
from initiatives.models import Application


def moment(at: datetime | None) -> str | None:
    """Wall time in Berlin, with its offset."""
    return at.astimezone(BERLIN).isoformat(timespec="minutes") if at else None


class Cases:
    """How an application is named, and whether it won."""

    def __init__(self, laureates: set[int]) -> None:
        self.laureates = laureates

    def named(self, application: Application | None) -> dict[str, Any] | None:
        if application is None:
            return None
        return {
            "number": application.number,
            "name": application.initiative.name,
            "laureate": application.pk in self.laureates,
        }
