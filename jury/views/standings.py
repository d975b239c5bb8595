"""The standings: who lies where, how sure that is, and what would be if weights were different."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import get_text_list
from django.utils.translation import pgettext
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.models import Application, Call, Criterion
from initiatives.records import journal
from initiatives.rules import may_administer

from .. import agreement, picture
from ..ranking import best, ordered
from ..ranking_words import how_agreed, reason
from ..standings import Row, Standings, places
from ..what_if_forms import WeightsForm
from .editions import asked

PER_PAGE = 50
NAMED = 20  # cases that change places in a trial, by name


@office_only
def standings(request: SignedIn) -> HttpResponse:
    """The standings. Whoever looks stands in the journal. Constant queries, whatever the rows."""
    equal = Sum("prizes__places", filter=Q(prizes__kind="equal"), default=0)
    calls = Call.objects.annotate(places=equal)
    (call, years), at = asked(request, calls), clock.now()
    if call is None:
        return render(request, "office/standings.html", {"call": None, "now": at})
    prizes: int = call.places
    order = of_call(call, prizes)
    journal.record("standings.viewed", about=call, by=request.user, at=at, cases=order.n_ranked)
    rows_of_all: Any = order  # sliced and counted, as a list is
    page = Paginator(rows_of_all, PER_PAGE).get_page(request.GET.get("seite"))
    rows: list[Row] = list(page.object_list)
    band = [row for row in rows if row.in_band]
    winners = order.n_ahead if prizes and page.number == 1 else 0
    form = WeightsForm(order.criteria, request.GET if "gewichte" in request.GET else None)
    return render(
        request,
        "office/standings.html",
        {
            "call": call,
            "years": years,
            "now": at,
            "page": page,
            "rows": rows,
            "criteria": order.criteria,
            "picture": _picture(rows, order, winners),
            "ranked": order.n_ranked,
            "waiting": len(order) - order.n_ranked,
            "sheets": order.n_sheets,
            "expected": order.n_expected,
            "places": prizes,
            "ahead": rows[: order.n_ahead] if page.number == 1 else [],
            "n_ahead": order.n_ahead,
            "distance": _distance(rows, winners),
            "band": band,
            "band_names": get_text_list(
                [row.application.initiative.name for row in band],
                pgettext("before the last of several names", "and"),
            ),
            "columns": len(order.criteria) + 4 + (4 if order.ranking.corrected is not None else 0),
            "is_corrected": order.ranking.corrected is not None,
            "why_not": reason(order.ranking.refusal),
            "is_waiting": order.told is None,
            "tiles": (shown := tiles(order)),
            "agreed": how_agreed(shown.agreement),
            "form": form,
            "trial": _trial(order, form),
            "may_change": may_administer(request.user),
        },
    )


def of_call(call: Call, top: int | None = None) -> Standings:
    """With all that is told of a small jury; of a large one the worker tells it."""
    order = Standings(call, top=places(call) if top is None else top)
    if order.told is None:
        lock = f"standings {order.judged.digest} {order.top}"
        task = app.configure_task("tell_standings", queueing_lock=lock)
        with suppress(AlreadyEnqueued), transaction.atomic():
            task.defer(call_id=call.pk, top=order.top)
    return order


class Tiles(NamedTuple):
    """What stands below the picture. None where it is not defined or not told yet."""

    jurors: int
    stable: int | None  # jurors without whom the same cases lead
    agreement: agreement.Agreement
    reach: float | None  # from the mildest to the most severe juror, in points


def tiles(order: Standings) -> Tiles:
    ranking = order.ranking
    severity = ranking.jurors.severity if ranking.corrected is not None else None
    stable = None
    if order.told is not None:
        stable = sum(not one.enters and not one.leaves for one in order.told.without_juror)
    return Tiles(
        len(order.judged.jurors),
        stable,
        agreement.agreement(ranking.sheets, ranking.fitted),
        None if severity is None else float(severity.max() - severity.min()),
    )


class Drawn(NamedTuple):
    """The picture of a page, its columns with their criteria, its lines with their cases."""

    shape: picture.Picture
    columns: list[tuple[int, Criterion]]
    lines: list[tuple[picture.Line, Row, list[tuple[picture.Bar, Criterion]]]]


def _picture(rows: list[Row], order: Standings, winners: int) -> Drawn | None:
    """The cases of the page that have a value; the winners stand on the first page only."""
    shown = [(row, row.standing) for row in rows if row.standing]
    shape = picture.draw(
        [
            picture.Figures(
                standing.mean,
                row.corrected.low if row.corrected else standing.low,
                row.corrected.high if row.corrected else standing.high,
                [mean for _criterion, mean in row.profile],
                row.corrected.value if row.corrected else None,
                row.in_band,
            )
            for row, standing in shown
        ],
        criteria=len(order.criteria),
        points_max=order.call.points_max,
        winners=winners,
    )
    if shape is None:
        return None
    return Drawn(
        shape,
        list(zip(shape.columns, order.criteria, strict=True)),
        [
            (line, row, list(zip(line.bars, order.criteria, strict=True)))
            for line, (row, _standing) in zip(shape.lines, shown, strict=True)
        ],
    )


def _distance(rows: list[Row], winners: int) -> float | None:
    """How many points lie between the last of the winners and the first behind them."""
    if not 0 < winners < len(rows):
        return None
    last, following = rows[winners - 1].standing, rows[winners].standing
    return last.mean - following.mean if last and following else None


class Trial(NamedTuple):
    """What other weights would do; nothing of it is stored."""

    leading: list[Application]
    enters: list[Application]
    leaves: list[Application]
    is_corrected: bool


def _trial(order: Standings, form: WeightsForm) -> Trial | None:
    """Who would lead with the weights asked for, by both orders the one that is corrected if it is.

    One query.
    """
    if not form.is_bound or not form.is_valid():
        return None
    cells = order.judged.cells._replace(weight=form.weights(order.judged.criteria))
    tried = ordered(cells, shape=order.judged.shape)
    before, after = (best(ranking.plain.mean, order.top) for ranking in (order.ranking, tried))
    keys = order.judged.cases
    found = Application.objects.select_related("initiative").in_bulk(
        [int(keys[number]) for number in before | after]
    )

    def named(numbers: set[int]) -> list[Application]:
        by_mean = sorted(numbers, key=lambda number: -tried.plain.mean[number])
        return [found[int(keys[number])] for number in by_mean][:NAMED]

    return Trial(
        named(after), named(after - before), named(before - after), tried.corrected is not None
    )
