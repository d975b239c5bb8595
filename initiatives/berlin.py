"""Wall time in Berlin, as the office enters it and as everybody reads it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from .refusals import NotAllowed

BERLIN = ZoneInfo("Europe/Berlin")
SUMMER, WINTER = "summer", "winter"


def moment(day: date, clock: time, season: str = "") -> datetime:
    """The moment of a wall time in Berlin, in UTC.

    Raises NotAllowed for a time that does not exist (the clocks go forward) and, without a
    `season` of "summer" or "winter", for one that exists twice (they go back).
    """
    wall = datetime.combine(day, clock)
    first = wall.replace(tzinfo=BERLIN)
    if first.astimezone(UTC).astimezone(BERLIN).replace(tzinfo=None) != wall:
        raise NotAllowed(
            _("This time does not exist: the clocks go forward that night. Choose another one.")
        )
    second = first.replace(fold=1)
    if first.utcoffset() != second.utcoffset():
        if season not in (SUMMER, WINTER):
            raise NotAllowed(
                _("This time exists twice: the clocks go back that night. Say which one you mean.")
            )
        return (first if season == SUMMER else second).astimezone(UTC)
    return first.astimezone(UTC)


def exists_twice(day: date, clock: time) -> bool:
    """Whether this wall time exists twice: the clocks go back that night."""
    first = datetime.combine(day, clock).replace(tzinfo=BERLIN)
    skipped = first.astimezone(UTC).astimezone(BERLIN).replace(tzinfo=None) != datetime.combine(
        day, clock
    )
    return not skipped and first.utcoffset() != first.replace(fold=1).utcoffset()


def zone_name(at: datetime) -> str:
    """MESZ or MEZ, in English CEST or CET."""
    return _("CEST") if at.astimezone(BERLIN).dst() else _("CET")
