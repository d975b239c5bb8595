"""The dates of a call as iCalendar (RFC 5545), for people's own calendars.

The same call always gives the same file; its revision is what the journal says of the call.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import (
    Alarm,
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vRecur,
    vText,
)

from ..berlin import BERLIN
from ..models import Call
from ..templatetags.award import full_time, last_minute
from . import journal

REMINDERS = (timedelta(days=7), timedelta(days=1))  # before the deadline
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Date(NamedTuple):
    """An entry of the calendar; an `end` is exclusive, and a day has no zone."""

    code: str
    summary: str
    start: datetime | date
    end: datetime | date | None = None
    description: str = ""
    alarms: tuple[timedelta, ...] = ()


class Revision(NamedTuple):
    """How often a call was changed, and when last; a file of later revision replaces another."""

    number: int
    at: datetime


def revision(call: Call) -> Revision:
    """From the journal's entries about the call itself. One query."""
    changes = journal.about(call).filter(action__startswith="call.").order_by()
    found = changes.aggregate(n=Count("pk"), last=Max("at"))
    return Revision(found["n"], _wall(found["last"] or call.announced_at or call.opens_at))


def of(call: Call) -> bytes:
    """The calendar of a call, in the language of the moment. One query."""
    return _calendar(str(call.title), str(call.year), [call])


def of_all(calls: Iterable[Call]) -> bytes:
    """The dates of several calls in one calendar. One query each, and that for the calls."""
    # Translators: de: „Termine – Ausgezeichnete regionale Industrieinitiative“, name of a calendar
    name = _("Dates – Distinguished Regional Industry Initiative")
    return _calendar(name, "all", calls)


def _calendar(name: str, product: str, calls: Iterable[Call]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", f"-//{_host()}//{product}//{(get_language() or 'de').upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(name))
    calendar.add("x-wr-timezone", BERLIN.key)
    calendar.add("refresh-interval", DAY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", DAY, parameters={"VALUE": "DURATION"})
    calendar.add_component(berlin_zone())
    for call in calls:
        its_revision = revision(call)
        for its_date in dates(call):
            calendar.add_component(_event(call, its_date, its_revision))
    return calendar.to_ical()


def dates(call: Call) -> list[Date]:
    """What the page of the call shows, and no hour that it does not show."""
    said = call.last_minute()
    until = {"time": full_time(said)}
    return [
        Date(
            "opens",
            # Translators: de: „Ab jetzt können Sie sich bewerben“, an entry of a calendar
            _("Applications open"),
            _wall(call.opens_at),
            # Translators: de: „Bewerbungsschluss ist am %(time)s.“
            description=_("The deadline is %(time)s.") % until,
        ),
        Date(
            "closes",
            # Translators: de: „Bewerbungsschluss“
            _("Deadline"),
            _wall(said),
            _wall(call.closes_at),
            # Translators: de: „Die volle Minute zählt mit: %(time)s.“
            _("The full minute counts: %(time)s.") % until,
            REMINDERS,
        ),
        Date(
            "checked",
            # Translators: de: „Ende der Vorprüfung“
            _("Formal check ends"),
            _day(last_minute(call.checked_until)),
        ),
        Date(
            "judging",
            # Translators: de: „Bewertung durch die Jury“
            _("The jury reads and scores"),
            _day(call.judging_from),
            _day(last_minute(call.judging_until)) + DAY,
        ),
        Date("meeting", _("Jury meeting"), _day(call.meeting_at)),
        Date("ceremony", _("Award ceremony"), _wall(call.ceremony_at)),
    ]


def _event(call: Call, its_date: Date, its_revision: Revision) -> Event:
    event = Event()
    event.add("uid", f"{call.year}-{its_date.code}@{_host()}")
    event.add("dtstamp", its_revision.at.astimezone(UTC))
    event.add("last-modified", its_revision.at.astimezone(UTC))
    event.add("sequence", its_revision.number)
    event.add("summary", f"{its_date.summary} – {call.title}")
    event.add("dtstart", its_date.start)
    if its_date.end is not None:
        event.add("dtend", its_date.end)
    if its_date.description:
        event.add("description", its_date.description)
    event.add("url", str(settings.BASE_URL).rstrip("/") + reverse("call_of", args=[call.year]))
    event.add("transp", "TRANSPARENT")
    for before in its_date.alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"{its_date.summary}: {full_time(call.last_minute())}")
        alarm.add("trigger", -before)
        event.add_component(alarm)
    return event


def _wall(at: datetime | None) -> datetime:
    if at is None:
        raise LookupError("A call of the archive has no dates.")
    return at.astimezone(BERLIN)


def _day(at: datetime | None) -> date:
    return _wall(at).date()


def _host() -> str:
    return urlsplit(str(settings.BASE_URL)).hostname or "localhost"


def berlin_zone() -> Timezone:
    """Summer and winter time as the European Union has them since 1996."""
    zone = Timezone()
    zone.add("tzid", BERLIN.key)
    for kind, name, month, start, offsets in (
        (TimezoneDaylight, "CEST", 3, datetime(1996, 3, 31, 2), (1, 2)),  # noqa: DTZ001  wall time
        (TimezoneStandard, "CET", 10, datetime(1996, 10, 27, 3), (2, 1)),  # noqa: DTZ001  wall time
    ):
        rule = kind()
        rule.add("dtstart", start)
        rule.add("rrule", vRecur(freq="YEARLY", bymonth=month, byday="-1SU"))
        rule.add("tzoffsetfrom", timedelta(hours=offsets[0]))
        rule.add("tzoffsetto", timedelta(hours=offsets[1]))
        rule.add("tzname", name)
        zone.add_component(rule)
    return zone
