"""Pages for everybody: no sign-in, no cookie, nothing out before its second."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from initiatives import clock
from initiatives.carried import along, carried
from initiatives.models import Call, Criterion, Initiative
from initiatives.phases import stations

from .. import announcing, archive_search, sharing, structured
from ..models import Correction, Laureate, Release, Role
from ..page_cache import once_a_second
from ..structured import graph

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


@once_a_second
def start(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    call = Call.objects.with_criteria().current()
    laureates = list(Laureate.objects.newest(at).with_card())
    return render(
        request,
        "awards/start.html",
        {
            "call": call,
            "open": bool(call and call.accepts(at)),
            "now": at,
            "steps": stations(call, at),
            "criteria": along(call, "criteria", call.criteria.all()) if call else [],
            "release": laureates[0].release if laureates else None,
            "laureates": laureates,
            "listed": Initiative.objects.listed().count(),
            "share": sharing.of_site(),
            "linked": graph(*structured.site(), *([structured.ceremony(call)] if call else [])),
        },
    )


@once_a_second
def years(request: HttpRequest) -> HttpResponse:
    """All years; with words asked for (`q`), the laureates of any year who have to do with them."""
    at, asked = clock.now(), request.GET.get("q", "").strip()[: archive_search.LONGEST]
    won = Prefetch("laureates", Laureate.objects.public(at).with_prize())
    releases = Release.objects.announced(at).select_related("call").prefetch_related(won)
    return render(
        request,
        "awards/years.html",
        {
            "releases": [] if asked else releases,
            "asked": asked,
            "hits": archive_search.find(asked, at=at) if asked else [],
            "share": sharing.of_site(_("Laureates")),
            "linked": graph(structured.trail((_("Laureates"), reverse("years")))),
        },
    )


def _noted(**of: str) -> Exists:
    """Whether anything was corrected: most often not, which then costs no query of its own."""
    return Exists(Correction.objects.filter(**{name: OuterRef(path) for name, path in of.items()}))


@once_a_second
def announcement(request: HttpRequest, year: int) -> HttpResponse:
    """The announcement of a year, as it was released."""
    found = Release.objects.announced(clock.now()).select_related("call").with_roles()
    release: Any = get_object_or_404(
        found.annotate(
            is_corrected=_noted(release="pk"),
            criteria_found=carried(Criterion.objects.filter(call=OuterRef("call"))),
        ),
        call__year=year,
    )
    notes = list(release.corrections.select_related("laureate")) if release.is_corrected else []
    if release.withdrawn_at:
        return _withdrawn(request, release, notes)
    laureates = list(release.laureates.filter(withdrawn_at=None).with_prize())
    pictures = list(announcing.pictures(release))  # of all, in one query
    for laureate in laureates:
        laureate.pictures = [one for one in pictures if one.laureate_id == laureate.pk]
    way = [(_("Laureates"), reverse("years")), (str(year), request.path)]
    return render(
        request,
        "awards/announcement.html",
        {
            "release": release,
            "laureates": laureates,
            "pictures": [one for one in pictures if one.file and not one.is_of_somebody],
            "share": sharing.of_announcement(release),
            "linked": graph(
                structured.announcement(release, laureates, notes),
                structured.held(release),
                structured.issuer(),
                structured.trail(*way),
            ),
            "parts": by_part(along(release, "roles", announcing.parts(release))),
            "criteria": along(release, "criteria", release.call.criteria.all()),
            "corrections": notes,
        },
    )


def by_part(roles: Iterable[Role]) -> list[tuple[str, list[Role]]]:
    """Who did what, part by part, in the order in which parts are named."""
    found = list(roles)
    kinds = (Role.Kind.PRESENTER, Role.Kind.LAUDATOR, Role.Kind.PATRON)
    rows = [(str(kind.label), [one for one in found if one.kind == kind]) for kind in kinds]
    return [(label, people) for label, people in rows if people]


def _withdrawn(
    request: HttpRequest,
    release: Release,
    notes: list[Correction],
    laureate: Laureate | None = None,
) -> HttpResponse:
    """What stands where something was: that it was taken back, and the note about it."""
    told = [note for note in notes if not note.field]
    context = {"release": release, "laureate": laureate, "corrections": told}
    return render(request, "awards/withdrawn.html", context, status=HTTPStatus.GONE)


@once_a_second
def laureate(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    announced = Laureate.objects.announced(clock.now()).annotate(is_corrected=_noted(laureate="pk"))
    found: Any = get_object_or_404(
        announced.with_card().select_related("initiative"), release__call__year=year, slug=slug
    )
    notes = list(found.corrections.select_related("laureate")) if found.is_corrected else []
    if found.release.withdrawn_at:
        whole = found.release.corrections.filter(laureate=None, field="")
        return _withdrawn(request, found.release, list(whole))
    if found.withdrawn_at:
        return _withdrawn(request, found.release, notes, found)
    others = Laureate.objects.filter(release=found.release_id, withdrawn_at=None)
    others = others.exclude(pk=found.pk)
    return render(
        request,
        "awards/laureate.html",
        {
            "laureate": found,
            "release": found.release,
            "others": others.with_prize(),
            "corrections": notes,
            "share": sharing.of_laureate(found),
            "linked": graph(
                structured.laureate(found),
                structured.trail(
                    (_("Laureates"), reverse("years")),
                    (str(year), reverse("announcement", args=[year])),
                    (found.name, request.path),
                ),
            ),
        },
    )


@once_a_second
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
    told = {"text": text, "title": title, "slug": slug, "share": sharing.of_site(title)}
    return render(request, "awards/page.html", told)
