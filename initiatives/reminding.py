"""When those who write are reminded that the deadline draws near. Knows no database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from .berlin import BERLIN, moment

DAYS = (14, 7, 1)  # before the day of the deadline, as the calendar in Berlin counts them
HOUR = time(9)  # so that a day that is called "left" is one
# A worker that was away sends what fell due meanwhile; what is older would say nothing new.
LATEST = timedelta(days=2)
# Who has begun so lately needs no reminder.
FRESH = timedelta(days=2)


def moments(deadline: datetime, days_before: Iterable[int] = DAYS) -> dict[int, datetime]:
    """When each reminder falls due, by its number of days; `deadline` is exclusive."""
    last_day = (deadline - timedelta(minutes=1)).astimezone(BERLIN).date()
    return {days: moment(last_day - timedelta(days=days), HOUR) for days in days_before}


def due(
    deadline: datetime | None,
    *,
    since: datetime,
    at: datetime,
    days_before: Iterable[int] = DAYS,
) -> int | None:
    """The one reminder that is due at the moment `at`, as its number of days, or None.

    `since` is when writing began. Of several that were missed only the latest counts: who began
    too late for that one gets none.
    """
    if deadline is None or at >= deadline:
        return None
    passed = {days: when for days, when in moments(deadline, days_before).items() if when <= at}
    if not passed:
        return None
    days, when = min(passed.items())
    return days if at - when < LATEST and when - since >= FRESH else None
