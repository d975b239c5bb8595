"""How dates, times, numbers and texts are shown."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import nh3
from django import template
from django.utils import formats, timezone
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from ..berlin import BERLIN, zone_name
from ..models.local_text import Local

register = template.Library()
MARKDOWN = MarkdownIt("commonmark", {"html": False})
TAGS = {"h1", "h2", "h3", "p", "ul", "ol", "li", "a", "strong", "em", "br"}


@register.filter
def long_date(at: datetime | None) -> str:
    """15. Mai 2026"""
    return formats.date_format(at.astimezone(BERLIN), "DATE_FORMAT") if at else ""


@register.filter
def weekday_date(at: datetime | None) -> str:
    """Freitag, 15. Mai 2026"""
    if not at:
        return ""
    local = at.astimezone(BERLIN)
    return f"{formats.date_format(local, 'l')}, {formats.date_format(local, 'DATE_FORMAT')}"


@register.filter
def day_month(at: datetime | None) -> str:
    """15. Mai"""
    return formats.date_format(at.astimezone(BERLIN), "MONTH_DAY_FORMAT") if at else ""


@register.filter
def clock(at: datetime | None) -> str:
    """23:59 Uhr"""
    if not at:
        return ""
    return _("%(time)s h") % {"time": formats.date_format(at.astimezone(BERLIN), "H:i")}


@register.filter
def clock_zone(at: datetime | None) -> str:
    """23:59 Uhr (MESZ)"""
    return f"{clock(at)} ({zone_name(at)})" if at else ""


@register.filter
def full_time(at: datetime | None) -> str:
    """15. Mai 2026, 23:59 Uhr (MESZ)"""
    return f"{long_date(at)}, {clock_zone(at)}" if at else ""


@register.filter
def exact_time(at: datetime | None) -> str:
    """14. Mai 2026, 16:20:08 Uhr (MESZ)"""
    if not at:
        return ""
    time = _("%(time)s h") % {"time": formats.date_format(at.astimezone(BERLIN), "H:i:s")}
    return f"{long_date(at)}, {time} ({zone_name(at)})"


@register.filter
def grouped(digest: str) -> str:
    """A checksum in groups of eight signs, so that two can be compared by eye."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


@register.filter
def last_minute(end: datetime | None) -> datetime | None:
    """The last minute that counts before an exclusive end: 23:59 for a stored 00:00."""
    return end - timedelta(minutes=1) if end else None


@register.filter
def day_or_time(at: datetime | None, now: datetime | None = None) -> str:
    """14:03 Uhr if it was today, else 4. Juni, 14:03 Uhr."""
    if not at:
        return ""
    today = (now or timezone.now()).astimezone(BERLIN).date()
    return clock(at) if at.astimezone(BERLIN).date() == today else f"{day_month(at)}, {clock(at)}"


@register.filter
def days_left(at: datetime | None, now: datetime | None = None) -> str:
    """Noch 10 Tage / Heute / "" once it is past; days as the calendar in Berlin counts them."""
    if not at:
        return ""
    today = (now or timezone.now()).astimezone(BERLIN).date()
    days = (at.astimezone(BERLIN).date() - today).days
    if days < 0:
        return ""
    if days == 0:
        return _("Today")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


@register.filter
def points(value: float | None) -> str:
    """8,4, or – where there is no value."""
    return "–" if value is None else _tenth(round(value, 1) + 0.0, get_language())


@lru_cache(maxsize=5000)
def _tenth(value: float, language: str | None) -> str:
    """Remembered, as a page of standings has a thousand of them. `language` is that of the page."""
    return formats.number_format(value, 1)


@register.filter
def signed(value: float | None) -> str:
    """+0,4 or −0,4, or – where there is no value."""
    if value is None:
        return "–"
    return f"{'−' if round(value, 1) < 0 else '+'}{points(abs(value))}"


@register.filter
def hundredths(value: float | None) -> str:
    """0,71, or – where there is no value."""
    return "–" if value is None else formats.number_format(round(value, 2), 2)


@register.filter
def chance(value: float | None) -> str:
    """A probability in whole per cent: 47 %; never 0 or 100, as nothing is certain."""
    if value is None:
        return "–"
    if value < 0.01:
        # Translators: de: „unter 1 %“
        return _("below one per cent")
    if value > 0.99:
        # Translators: de: „über 99 %“
        return _("above 99 per cent")
    return f"{round(100 * value)} %"


@register.filter
def local(text: dict[str, str] | None) -> str:
    """A text in several languages that lies in JSON, in the reader's, else in German."""
    return str(Local(text or {}))


@register.filter
def in_german(text: dict[str, str] | None) -> SafeString:
    """` lang="de"` for a text that the reader gets in German for want of another: it is read aloud
    in German then.
    """
    language = (get_language() or "de").split("-")[0]
    lacks = bool(text) and language != "de" and not (text or {}).get(language)
    return mark_safe(' lang="de"' if lacks else "")


@register.filter
def paragraphs(text: str) -> SafeString:
    """What somebody typed, escaped, with its paragraphs."""
    return mark_safe(linebreaks(text, autoescape=True))


@register.filter
def lines(text: Any) -> list[str]:
    """The lines of a text that are not empty."""
    return [line for line in str(text).splitlines() if line.strip()]


@register.filter
def markdown(text: Any) -> SafeString:
    """Text of the office in CommonMark: no HTML, few tags, cleaned once more."""
    return mark_safe(nh3.clean(MARKDOWN.render(str(text)), tags=TAGS))


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    return mapping.get(key)
