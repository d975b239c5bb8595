"""The pictures of public pages where they are passed on. Each exists as long as its page does."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from initiatives import clock
from initiatives.models import Call, Initiative
from initiatives.templatetags.award import long_date

from .. import previews
from ..answers import absolute, conditional
from ..models import Laureate, Release
from ..previews import Words
from ..structured import award

# Others may show what they fetched; they ask again, as it may have been withdrawn.
TO_ALL = {"Cross-Origin-Resource-Policy": "cross-origin"}


def site(request: HttpRequest) -> HttpResponse:
    return _picture(request, "", _("Change succeeds in the region."), "")


def call(request: HttpRequest, year: int) -> HttpResponse:
    """One query."""
    found = get_object_or_404(Call.objects.running(), year=year)
    # Translators: de: „Bewerbungsschluss: %(day)s“
    last = _("Deadline: %(day)s") % {"day": long_date(found.last_minute())}
    kicker = _("Call %(year)s") % {"year": year}
    return _picture(request, kicker, str(found.headline) or str(found.title), last)


def announcement(request: HttpRequest, year: int) -> HttpResponse:
    """Two queries."""
    at = clock.now()
    found = get_object_or_404(Release.objects.public(at), call__year=year)
    names = ", ".join(row.name for row in Laureate.objects.public(at).filter(release=found))
    kicker = _("Laureates %(year)s") % {"year": year}
    return _picture(request, kicker, str(found.headline), names)


def laureate(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """One query."""
    public = Laureate.objects.public(clock.now())
    found = get_object_or_404(public, release__call__year=year, slug=slug)
    return _picture(request, _("Awarded %(year)s") % {"year": year}, found.name, found.region)


def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """Two queries; what it was honoured for stands there from the second of the release on."""
    found = get_object_or_404(Initiative.objects.listed(), slug=slug)
    won = Laureate.objects.public(clock.now()).filter(initiative=found)
    years = won.order_by("-release__call__year").values_list("release__call__year", flat=True)
    kicker = _("Awarded %(year)s") % {"year": ", ".join(map(str, years))} if years else ""
    place = " · ".join(dict.fromkeys(filter(None, (found.region, found.state_names()))))
    return _picture(request, kicker or _("Initiative"), found.name, place)


def _picture(request: HttpRequest, kicker: str, title: str, note: str) -> HttpResponse:
    host = urlsplit(absolute("")).netloc
    content = previews.png(Words(kicker, title, note, award(), host))
    return conditional(request, content, "image/png", TO_ALL)
