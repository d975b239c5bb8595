"""The standings: who lies where, and how many sheets that rests on."""

from __future__ import annotations

from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Q, Sum
from django.http import HttpResponse
from django.shortcuts import render

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.models import Call, Criterion
from initiatives.records import journal
from initiatives.rules import may_administer

from .. import picture, results

PER_PAGE = 50


@office_only
def standings(request: SignedIn) -> HttpResponse:
    """The standings. Whoever looks stands in the journal. Seven queries, whatever the rows."""
    equal = Sum("prizes__places", filter=Q(prizes__kind="equal"), default=0)
    call, at = Call.objects.running().annotate(places=equal).first(), clock.now()
    rows = results.of_call(call) if call else []
    ranked = [row for row in rows if row.standing]
    if call:
        journal.record("standings.viewed", about=call, by=request.user, at=at, cases=len(ranked))
    places = call.places if call else 0
    ahead = [row for row in ranked if row.standing and row.standing.place <= max(places, 1)]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
    criteria = [criterion for criterion, _mean in rows[0].profile] if rows else []
    return render(
        request,
        "office/standings.html",
        {
            "call": call,
            "now": at,
            "page": page,
            "criteria": criteria,
            "picture": _picture(page, criteria, len(ahead) if places else 0),
            "ranked": len(ranked),
            "waiting": len(rows) - len(ranked),
            "sheets": sum(row.standing.sheets for row in ranked if row.standing),
            "expected": sum(row.readers for row in rows),
            "places": places,
            "ahead": ahead,
            "distance": _distance(ranked, len(ahead)),
            "may_change": may_administer(request.user),
        },
    )


class Drawn(NamedTuple):
    """The picture of a page, its columns with their criteria, its lines with their cases."""

    shape: picture.Picture
    columns: list[tuple[int, Criterion]]
    lines: list[tuple[picture.Line, results.Row, list[tuple[picture.Bar, Criterion]]]]


def _picture(page: Page, criteria: list[Criterion], winners: int) -> Drawn | None:
    """The cases of the page that have a value; the winners stand on the first page only."""
    shown = [(row, row.standing) for row in page if row.standing]
    shape = picture.draw(
        [
            picture.Figures(
                standing.mean,
                standing.low,
                standing.high,
                [mean for _criterion, mean in row.profile],
            )
            for row, standing in shown
        ],
        criteria=len(criteria),
        points_max=criteria[0].call.points_max if criteria else 10,
        winners=winners if page.number == 1 else 0,
    )
    if shape is None:
        return None
    return Drawn(
        shape,
        list(zip(shape.columns, criteria, strict=True)),
        [
            (line, row, list(zip(line.bars, criteria, strict=True)))
            for line, (row, _standing) in zip(shape.lines, shown, strict=True)
        ],
    )


def _distance(ranked: list[results.Row], winners: int) -> float | None:
    """How many points lie between the last of the winners and the first behind them."""
    if not 0 < winners < len(ranked):
        return None
    last, following = ranked[winners - 1].standing, ranked[winners].standing
    return last.mean - following.mean if last and following else None
