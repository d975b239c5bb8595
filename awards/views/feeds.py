"""What programs ask for: feed, dates, map of the site, and which pages are nobody's business."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from initiatives import clock
from initiatives.models import Call
from initiatives.records import calendar as calendars

from ..answers import absolute, conditional
from ..feed import announcements
from ..models import Laureate, Release
from ..page_cache import once_a_second
from ..sitemaps import public_pages
from .public import PAGES

YEARS = 3  # of dates in the calendar: what was before is no news
FOR_ALL = ("start", "call", "years", "directory", "open_data", "propose")
CLOSED = ("admin", "api", "bewerbungen", "demo", "jury", "konto", "verwaltung")


@once_a_second
def feed(request: HttpRequest) -> HttpResponse:
    """Two queries."""
    at = clock.now()
    won = Prefetch("laureates", Laureate.objects.public(at))
    releases = Release.objects.announced(at).select_related("call").prefetch_related(won)
    releases = releases.with_correction().with_notes()
    content = announcements(releases)
    return conditional(request, content, "application/atom+xml; charset=utf-8")


@once_a_second
def calendar(request: HttpRequest) -> HttpResponse:
    """The public dates of the last calls in one calendar, which later calls come into by itself."""
    # Translators: de: „termine.ics“, the name of a file
    name = _("dates.ics")
    return conditional(
        request,
        calendars.of_all(Call.objects.running()[:YEARS]),
        "text/calendar; charset=utf-8",
        {"Content-Disposition": f'inline; filename="{name}"'},
    )


@once_a_second
def sitemap(request: HttpRequest) -> HttpResponse:
    """Five queries."""
    urls = public_pages(FOR_ALL, PAGES, at=clock.now())
    content = render_to_string("sitemap.xml", {"urlset": urls}).encode()
    return conditional(request, content, "application/xml; charset=utf-8")


def robots(request: HttpRequest) -> HttpResponse:
    """Work pages need no crawler; what is public may be read by any."""
    lines = ["User-agent: *"]
    lines += [f"Disallow: {before}/{area}/" for area in CLOSED for before in ("", "/en")]
    lines += ["", f"Sitemap: {absolute('/sitemap.xml')}", ""]
    return conditional(request, "\n".join(lines).encode(), "text/plain; charset=utf-8")
