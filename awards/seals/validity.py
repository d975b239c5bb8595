"""How long a seal counts: one year from the day of the ceremony, by the calendar in Berlin."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from initiatives.berlin import BERLIN, moment

REMINDED = timedelta(days=30)  # before its last day
HOUR = time(9)


class State(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


def day_of(at: datetime) -> date:
    return at.astimezone(BERLIN).date()


def last_day(first: date) -> date:
    """The same day a year later, which counts in full: §§ 187 (1), 188 (2) and (3) BGB.

    From 29 February it is 28 February: the month lacks the day.
    """
    try:
        return first.replace(year=first.year + 1)
    except ValueError:
        return first.replace(year=first.year + 1, day=28)


def end_of(day: date) -> datetime:
    """The midnight in Berlin with which a day is over."""
    return moment(day + timedelta(days=1), time())


def reminder_of(last: date) -> datetime:
    """When those who hold it are told that it ends: in the morning, thirty days before."""
    return moment(last - REMINDED, HOUR)
