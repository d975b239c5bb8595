"""When each item of the programme begins: counted from the beginning of the evening."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from ..models import Ceremony, ProgrammeItem


class Line(NamedTuple):
    """An item with the moments at which it begins and ends."""

    item: ProgrammeItem
    begins: datetime
    ends: datetime

    @property
    def what(self) -> str:
        """What happens, in one line."""
        about = self.item.application.initiative.name if self.item.application else ""
        if self.item.title and about:
            return f"{self.item.title} – {about}"
        return self.item.title or (
            f"{self.item.get_kind_display()}: {about}"
            if about
            else str(self.item.get_kind_display())
        )


class Programme(NamedTuple):
    lines: list[Line]
    ends: datetime
    minutes: int
    over: int  # minutes beyond the end that was planned


def of(ceremony: Ceremony, items: Iterable[ProgrammeItem] | None = None) -> Programme:
    """The programme in order. One query, unless the items are given."""
    rows = items if items is not None else with_names(ceremony)
    at, lines = ceremony.starts_at, []
    for item in rows:
        ends = at + timedelta(minutes=item.minutes)
        lines.append(Line(item, at, ends))
        at = ends
    minutes = int((at - ceremony.starts_at).total_seconds() // 60)
    over = max(0, int((at - ceremony.ends_at).total_seconds() // 60))
    return Programme(lines, at, minutes, over)


def with_names(ceremony: Ceremony) -> Iterable[ProgrammeItem]:
    return ceremony.items.select_related("application__initiative")
