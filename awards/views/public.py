"""Pages for everybody: no sign-in, no cookie, nothing out before its second."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from initiatives import clock
from initiatives.models import Call, Initiative
from initiatives.phases import stations

from ..models import Laureate, Photo, Release

PAGES = (
    "impressum",
    "datenschutz",
    "barrierefreiheit",
    "barriere-melden",
    "leichte-sprache",
    "gebaerdensprache",
    "teilnahmebedingungen",
    "kontakt",
)


def start(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    call = Call.objects.current()
    laureates = list(Laureate.objects.newest(at).with_card())
    return render(
        request,
        "awards/start.html",
        {
            "call": call,
            "open": bool(call and call.accepts(at)),
            "now": at,
            "steps": stations(call, at),
            "criteria": call.criteria.all() if call else [],
            "release": laureates[0].release if laureates else None,
            "laureates": laureates,
            "listed": Initiative.objects.listed().count(),
        },
    )


def years(request: HttpRequest) -> HttpResponse:
    releases = Release.objects.public(clock.now()).select_related("call")
    return render(
        request,
        "awards/years.html",
        {"releases": releases.prefetch_related("laureates__prize", "laureates__criteria")},
    )


def announcement(request: HttpRequest, year: int) -> HttpResponse:
    """The announcement of a year, as it was released."""
    release = get_object_or_404(
        Release.objects.public(clock.now()).select_related("call"), call__year=year
    )
    laureates = list(release.laureates.with_prize())
    pictures = list(Photo.objects.shown().filter(release=release))  # of all, in one query
    for laureate in laureates:
        laureate.pictures = [one for one in pictures if one.laureate_id == laureate.pk]
    return render(
        request,
        "awards/announcement.html",
        {
            "release": release,
            "laureates": laureates,
            "pictures": [one for one in pictures if one.file and not one.is_of_somebody],
            "roles": release.roles.all(),
            "criteria": release.call.criteria.all(),
        },
    )


def laureate(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    found = get_object_or_404(
        Laureate.objects.public(clock.now()).with_card().select_related("release", "initiative"),
        release__call__year=year,
        slug=slug,
    )
    others = Laureate.objects.filter(release=found.release_id).exclude(pk=found.pk)
    return render(
        request,
        "awards/laureate.html",
        {"laureate": found, "release": found.release, "others": others.with_prize()},
    )


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A page of the operator: imprint, privacy, accessibility and the like, in both languages."""
    if slug not in PAGES:
        raise Http404
    folder = settings.BASE_DIR / "awards" / "data" / "pages"
    language = get_language() or "de"
    file = folder / f"{slug}.{language}.md"
    if not file.exists():
        file = folder / f"{slug}.de.md"
    text = file.read_text(encoding="utf-8")
    title = text.split("\n", 1)[0].lstrip("# ").strip()
    return render(request, "awards/page.html", {"text": text, "title": title, "slug": slug})
