"""The six addresses that can be asked, and what they may be asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from initiatives import clock
from initiatives.models import Call, Initiative

from ..answers import absolute
from ..models import Laureate, Release
from ..querysets import LaureateQuerySet
from . import said
from .answering import gone, nothing, wrong
from .asked import Asked, InitiativesAsked, LaureatesAsked, Part
from .shapes import CallOut, InitiativeOut, LaureateOut, Problem, Sheet

# Translators: de: „Offene Daten der Auszeichnung“
TITLE = gettext_noop("Open data of the award")
# Translators: de: „Auslobungen, Initiativen und Ausgezeichnete, für alle, ohne Anmeldung.“
ABOUT = gettext_noop("Calls, initiatives and laureates, for everybody to read, without signing in.")
# Translators: de: „Alle Auslobungen, die neueste zuerst“
CALLS = gettext_noop("All calls, newest first")
# Translators: de: „Die Auslobung eines Jahres“
CALL = gettext_noop("The call of a year")
# Translators: de: „Das Verzeichnis der Initiativen, A bis Z“
INITIATIVES = gettext_noop("The directory of initiatives, A to Z")
# Translators: de: „Eine Initiative mit ihren Auszeichnungen“
INITIATIVE = gettext_noop("An initiative with its awards")
# Translators: de: „Alle Ausgezeichneten, das neueste Jahr zuerst“
LAUREATES = gettext_noop("All laureates, newest year first")
# Translators: de: „Eine Ausgezeichnete oder ein Ausgezeichneter eines Jahres“
LAUREATE = gettext_noop("One laureate of a year")


class Readable(JSONRenderer):
    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


api = NinjaAPI(
    renderer=Readable(),
    title=TITLE,
    description=ABOUT,
    version="1",
    urls_namespace="api",
    docs_url=None,  # Swagger's page asks another site; ours is awards.views.open_data
    openapi_url=None,
)
api.add_exception_handler(Http404, nothing)
api.add_exception_handler(ValidationError, wrong)
ONE: dict[Any, Any] = {404: Problem, 422: Problem}


@api.get(
    "/auslobungen/",
    response={200: Sheet[CallOut], **ONE},
    url_name="calls",
    operation_id="calls",
    summary=CALLS,
)
def calls(request: HttpRequest, asked: Query[Part]) -> Sheet[CallOut]:
    """Four queries."""
    at = clock.now()
    page = part(public_calls(at), asked)
    releases = releases_of(page.object_list, at)
    return sheet(request, page, [said.call(row, releases.get(row.pk)) for row in page])


@api.get(
    "/auslobungen/{int:year}/",
    response={200: CallOut, **ONE},
    url_name="call",
    operation_id="call",
    summary=CALL,
)
def call(request: HttpRequest, year: int, asked: Query[Asked]) -> CallOut:
    at = clock.now()
    row = get_object_or_404(public_calls(at), year=year)
    return said.call(row, releases_of([row], at).get(row.pk))


@api.get(
    "/initiativen/",
    response={200: Sheet[InitiativeOut], **ONE},
    url_name="initiatives",
    operation_id="initiatives",
    summary=INITIATIVES,
)
def initiatives(request: HttpRequest, asked: Query[InitiativesAsked]) -> Sheet[InitiativeOut]:
    """Three queries."""
    found = Initiative.objects.listed().matching(asked.suche)
    if asked.land:
        found = found.in_state(asked.land)
    if asked.thema:
        found = found.on_themes(asked.thema)
    page = part(found, asked)
    won = won_by(page.object_list, clock.now())
    return sheet(request, page, [said.initiative(row, won.get(row.pk, [])) for row in page])


@api.get(
    "/initiativen/{slug:slug}/",
    response={200: InitiativeOut, **ONE},
    url_name="initiative",
    operation_id="initiative",
    summary=INITIATIVE,
)
def initiative(request: HttpRequest, slug: str, asked: Query[Asked]) -> InitiativeOut:
    row = get_object_or_404(Initiative.objects.listed(), slug=slug)
    return said.initiative(row, won_by([row], clock.now()).get(row.pk, []))


@api.get(
    "/preistraeger/",
    response={200: Sheet[LaureateOut], **ONE},
    url_name="laureates",
    operation_id="laureates",
    summary=LAUREATES,
)
def laureates(request: HttpRequest, asked: Query[LaureatesAsked]) -> Sheet[LaureateOut]:
    """Three queries."""
    found = public_laureates(clock.now())
    if asked.jahr:
        found = found.filter(release__call__year=asked.jahr)
    if asked.land:
        found = found.filter(states__contains=[asked.land])
    page = part(found, asked)
    return sheet(request, page, [said.laureate(row) for row in page])


@api.get(
    "/preistraeger/{int:year}/{slug:slug}/",
    response={200: LaureateOut, 410: Problem, **ONE},
    url_name="laureate",
    operation_id="laureate",
    summary=LAUREATE,
)
def laureate(
    request: HttpRequest, year: int, slug: str, asked: Query[Asked]
) -> LaureateOut | HttpResponse:
    at = clock.now()
    announced = Laureate.objects.announced(at).filter(release__call__year=year, slug=slug)
    row = get_object_or_404(with_all(announced))
    if row.release.withdrawn_at or row.withdrawn_at:
        return gone(row)
    return said.laureate(row)


def public_calls(at: datetime) -> QuerySet[Call]:
    """Those announced; a year of the archive is known by its public announcement."""
    archived = Q(is_archive=True, release__in=Release.objects.public(at).order_by())
    running = Q(is_archive=False, announced_at__isnull=False)
    return Call.objects.filter(running | archived).order_by("-year").prefetch_related("criteria")


def public_laureates(at: datetime) -> QuerySet[Laureate]:
    return with_all(Laureate.objects.public(at))


def with_all(rows: LaureateQuerySet) -> QuerySet[Laureate]:
    return (
        rows.with_prize()
        .with_notes()
        .select_related("initiative")
        .order_by("-release__call__year", "prize__position", "sort_name", "pk")
    )


def releases_of(rows: Iterable[Call], at: datetime) -> dict[int, Release]:
    """The public releases of calls, by call. One query."""
    public = Release.objects.public(at).with_notes().filter(call__in=[row.pk for row in rows])
    return {release.call_id: release for release in public.select_related("call")}


def won_by(rows: Iterable[Initiative], at: datetime) -> dict[int, list[Laureate]]:
    """The public laureates of initiatives, newest first. One query."""
    found: dict[int, list[Laureate]] = {}
    for one in public_laureates(at).filter(initiative__in=[row.pk for row in rows]):
        found.setdefault(one.initiative_id or 0, []).append(one)
    return found


def part(rows: QuerySet[Any], asked: Part) -> Page[Any]:
    """The part of a list that was asked for; one that lies behind the end is not there."""
    try:
        return Paginator(rows, asked.anzahl).page(asked.seite)
    except EmptyPage:
        raise Http404 from None


def sheet[Item](request: HttpRequest, page: Page[Any], items: list[Item]) -> Sheet[Item]:
    """The answer with a part of a list; its neighbours keep what else was asked."""

    def address(number: int) -> str:
        asked = request.GET.copy()
        asked["seite"] = str(number)
        return f"{absolute(request.path)}?{asked.urlencode()}"

    return Sheet(
        count=page.paginator.count,
        page=page.number,
        pages=page.paginator.num_pages,
        next=address(page.number + 1) if page.has_next() else None,
        previous=address(page.number - 1) if page.has_previous() else None,
        items=items,
    )
