"""The invented year as a list of moments: what lies before the present has happened.

The edition's file tells the whole year on fixed days. A demonstration moves it by whole days so
that the present lies inside the phase asked for, and lives it up to there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from operator import itemgetter

from initiatives.berlin import BERLIN

PHASES = ("call", "screening", "judging", "meeting", "released")
# How many midnights lie between the present and the end of the phase, or the ceremony.
ENDS = {
    "call": ("closes_at", 26),
    "screening": ("checked_until", 7),
    "judging": ("judging_until", 11),
    "meeting": ("meeting_at", 4),
}

Step = tuple[datetime, Callable[[datetime], object]]


def shift(milestones: Mapping[str, datetime], *, phase: str, at: datetime) -> int:
    """By how many days the year moves for `at` to lie in `phase`."""
    today = at.astimezone(BERLIN).date()
    if phase in ENDS:
        name, days = ENDS[phase]
        return (today - milestones[name].astimezone(BERLIN).date()).days + days
    held = milestones["ceremony_at"].astimezone(BERLIN)
    ended = (at - timedelta(hours=3)).astimezone(BERLIN)
    days = (ended.date() - held.date()).days
    return days if ended.time() >= held.time() else days - 1


def lifted(at: datetime) -> datetime:
    """The end of the embargo in a year that was announced: the full hour at least one hour ago."""
    return (at - timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)


def wall(day: date, clock: time) -> datetime:
    """A time on a clock in Berlin; one that is skipped in spring becomes an hour later."""
    return datetime.combine(day, clock, BERLIN).astimezone(UTC)


def moved(moment: datetime, days: int) -> datetime:
    """A wall time without a zone from a file, `days` later, in UTC."""
    return wall(moment.date() + timedelta(days=days), moment.time())


def between(first: datetime, last: datetime, share: float) -> datetime:
    """The moment after `share` of the span, at a full minute and by day."""
    moment = (first + (last - first) * share).astimezone(BERLIN)
    clock = moment.time().replace(second=0, microsecond=0)
    early, late = time(8, 5), time(20, 45)
    if not early <= clock <= late:
        clock = time(8 + moment.minute % 12, moment.minute)
    return min(max(wall(moment.date(), clock), first), last)


def live(steps: Iterable[Step], *, until: datetime) -> None:
    """Do the steps in the order of time, those up to `until`."""
    for moment, step in sorted(steps, key=itemgetter(0)):
        if moment > until:
            return
        step(moment)
