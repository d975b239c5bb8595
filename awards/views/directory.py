"""The directory of initiatives with its map, and the profile of each."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives import clock
from initiatives.models import Initiative, State
from initiatives.themes import THEMES

from .. import sharing, structured
from ..directory_map import lands
from ..finding import Wish, find
from ..models import Laureate
from ..page_cache import once_a_second
from ..structured import graph

PER_PAGE = 12


@once_a_second
def directory(request: HttpRequest) -> HttpResponse:
    """Every filter works by address; unknown values count as none. Three queries."""
    wish = Wish.read(request.GET)
    found = find(wish, at=clock.now())
    page = Paginator(found.keys, PER_PAGE).get_page(request.GET.get("seite"))
    rows = Initiative.objects.in_bulk(page.object_list) if page.object_list else {}
    by_land = lands(found.by_state, found.awarded_by_state, wish)
    return render(
        request,
        "awards/directory.html",
        {
            "page": page,
            "rows": [(rows[key], found.awarded.get(key, [])) for key in page.object_list],
            "wish": wish,
            "chosen": list(taken_away(wish)),
            "lands": by_land,
            "anywhere": wish._replace(state="").address(),
            "themes": [(code, found.by_theme[code], code in wish.themes) for code in THEMES],
            "years": [
                (year, n, year in wish.years)
                for year, n in sorted(found.by_year.items(), reverse=True)
            ],
            "total": found.total,
            "states_covered": found.states_covered,
            "share": sharing.of_directory(found.total, found.states_covered),
            "linked": graph(
                structured.issuer(),
                structured.trail((_("Initiatives"), reverse("directory"))),
            ),
        },
    )


def taken_away(wish: Wish) -> Iterator[tuple[str, str]]:
    """Each wish in words, with the address of all others."""
    if wish.words:
        yield wish.words, wish._replace(words="").address()
    for code in wish.themes:
        others = tuple(other for other in wish.themes if other != code)
        yield str(THEMES[code]), wish._replace(themes=others).address()
    if wish.state:
        yield str(State(wish.state).label), wish._replace(state="").address()
    for year in wish.years:
        years = tuple(other for other in wish.years if other != year)
        yield _("Awarded %(year)s") % {"year": year}, wish._replace(years=years).address()


@once_a_second
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """A profile, with all that it was honoured for, newest first. Two queries."""
    found = get_object_or_404(Initiative.objects.listed(), slug=slug)
    won = Laureate.objects.public(clock.now()).filter(initiative=found)
    laureates = list(
        won.select_related("release__call", "prize").order_by("-release__call__year", "pk")
    )
    way = [(_("Initiatives"), reverse("directory")), (found.name, request.path)]
    return render(
        request,
        "awards/initiative.html",
        {
            "initiative": found,
            "laureates": laureates,
            "share": sharing.of_initiative(found),
            "linked": graph(structured.initiative(found, laureates), structured.trail(*way)),
        },
    )
