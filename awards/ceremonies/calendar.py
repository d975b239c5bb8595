"""The evening as an entry for a guest's calendar; it tells nothing that the letter does not."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from initiatives.berlin import BERLIN
from initiatives.records.calendar import berlin_zone
from initiatives.templatetags.award import clock_zone

from ..models import Ceremony


def of(ceremony: Ceremony, *, at: datetime) -> bytes:
    host = urlsplit(str(settings.BASE_URL)).hostname or "localhost"
    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//ceremony//{(get_language() or 'de').upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add_component(berlin_zone())
    event = Event()
    event.add("uid", f"{ceremony.key}@{host}")
    event.add("dtstamp", at)
    # Later files replace earlier ones, as the time moves on.
    event.add("sequence", int(at.timestamp()) // 60)
    word = _("Award ceremony")
    event.add("summary", f"{word} – {ceremony.call.title}")
    event.add("dtstart", ceremony.starts_at.astimezone(BERLIN))
    event.add("dtend", ceremony.ends_at.astimezone(BERLIN))
    event.add("location", ", ".join(where(ceremony)))
    # Translators: de: „Einlass ab %(time)s“
    doors = _("Doors open at %(time)s") % {"time": clock_zone(ceremony.doors_at)}
    event.add("description", "\n\n".join(part for part in (doors, ceremony.notes) if part))
    calendar.add_component(event)
    return calendar.to_ical()


def where(ceremony: Ceremony) -> list[str]:
    """Room, place and address, each once, in the order in which one looks for them."""
    lines = [ceremony.place, ceremony.room, *ceremony.address.splitlines()]
    return [line.strip() for line in lines if line.strip()]
