"""How the jury judged, and how a case came by its value: for the office alone, and journalled."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render

from initiatives import clock, tables
from initiatives.access import SignedIn, office_only
from initiatives.models import Application, Call, Criterion
from initiatives.records import journal

from .. import agreement, own, radar, results, sheet_table
from ..models import Juror, Score, ScoreSheet
from ..ranking.stability import Moved
from ..ranking_words import how_agreed, reason
from ..standings import Standings
from .editions import asked, wanted
from .standings import of_call, tiles

WIDEST = 10  # cases that the jury sees most differently


class Judge(NamedTuple):
    """A juror's figures, in points; None where they are not defined. `counts` go by points."""

    juror: Juror
    sheets: int
    severity: float | None
    se: float | None
    spread: float | None
    fit: float | None
    counts: list[int]
    moved: Moved | None

    @property
    def place(self) -> int:
        """On a scale from mild to severe, 0 to 200, the middle at 100; two points fill it."""
        return 100 + round(50 * max(-2.0, min(2.0, self.severity or 0.0)))

    @property
    def is_odd(self) -> bool:
        """Whether the sheets fit the others' badly, or suspiciously well."""
        return self.fit is not None and self.sheets >= 5 and not 0.5 <= self.fit <= 2.0


@office_only
def report(request: SignedIn) -> HttpResponse:
    """Agreement, each juror's severity and spread, and what the result hangs on."""
    (call, years), at = asked(request), clock.now()
    if call is None:
        raise Http404
    order = of_call(call)
    journal.record("standings.viewed", about=call, by=request.user, at=at, cases=order.n_ranked)
    shown = tiles(order)
    judges = _judges(order)
    return render(
        request,
        "office/jury_report.html",
        {
            "call": call,
            "years": years,
            "now": at,
            "order": order,
            "ranked": order.n_ranked,
            "tiles": shown,
            "agreed": how_agreed(shown.agreement),
            "why_not": reason(order.ranking.refusal),
            "is_corrected": order.ranking.corrected is not None,
            "judges": judges,
            "without": _named(order, [(one.juror, one.moved) for one in judges if one.moved]),
            "reweighted": _named(order, _reweighted(order)),
            "is_waiting": order.told is None,
            "widest": _widest(order),
        },
    )


def _judges(order: Standings) -> list[Judge]:
    found = order.ranking.jurors
    people = Juror.objects.select_related("user").in_bulk(order.judged.jurors.tolist())
    cells, longest = order.judged.cells, order.call.points_max + 1
    given = cells.points[~np.isnan(cells.points)].astype(int)
    longest = max(longest, int(given.max(initial=0)) + 1)
    places = cells.juror[~np.isnan(cells.points)] * longest + given
    times = np.bincount(places, minlength=len(order.judged.jurors) * longest)
    counts = times.reshape(-1, longest)
    is_corrected = order.ranking.corrected is not None
    judges = [
        Judge(
            people[key],
            int(found.sheets[number]),
            _told(found.severity[number]) if is_corrected else None,
            _told(found.se[number]) if is_corrected else None,
            _told(found.spread[number]),
            _told(found.fit[number]) if is_corrected else None,
            counts[number].tolist(),
            order.told.without_juror[number] if order.told else None,
        )
        for number, key in enumerate(order.judged.jurors.tolist())
    ]
    return sorted(judges, key=lambda one: (-(one.severity or 0.0), str(one.juror)))


def _told(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _reweighted(order: Standings) -> list[tuple[tuple[Criterion, float], Moved]]:
    if order.told is None:
        return []
    criteria = order.judged.criteria
    return [((criteria[one.criterion], one.factor), one.moved) for one in order.told.reweighted]


def _named(
    order: Standings, found: list[tuple[Any, Moved]]
) -> list[tuple[Any, list[str], list[str]]]:
    """With the names of the cases that come and go. One query."""
    numbers = {number for _what, one in found for number in (*one.enters, *one.leaves)}
    keys = {number: int(order.judged.cases[number]) for number in numbers}
    cases = Application.objects.select_related("initiative").in_bulk(list(keys.values()))

    def names(of: list[int]) -> list[str]:
        return [cases[keys[number]].initiative.name for number in of]

    return [(what, names(one.enters), names(one.leaves)) for what, one in found]


class Wide(NamedTuple):
    """A case that the jury sees differently: `distance` from the lowest sheet to the highest."""

    application: Application
    distance: float


def _widest(order: Standings) -> list[Wide]:
    """What separates the sheets once each juror's severity is taken off. One query."""
    ranking = order.ranking
    leniency = -ranking.jurors.severity if ranking.corrected is not None else None
    apart = agreement.disagreement(ranking.sheets, leniency)
    numbers = np.argsort(np.where(np.isnan(apart), np.inf, -apart), kind="stable")[:WIDEST]
    wide = [number for number in numbers.tolist() if apart[number] > 0]
    keys = [int(order.judged.cases[number]) for number in wide]
    cases = Application.objects.select_related("initiative").in_bulk(keys)
    return [Wide(cases[key], float(apart[number])) for number, key in zip(wide, keys, strict=True)]


@office_only
def case(request: SignedIn, key: UUID) -> HttpResponse:
    """One case: each sheet that counts, criterion by criterion, and its profile."""
    call, at = get_object_or_404(Call, applications__key=key, is_archive=False), clock.now()
    application = get_object_or_404(results.admitted(call), key=key)
    row = of_call(call).of(application)
    scores = (
        Score.objects.that_count(call)
        .filter(sheet__application=application)
        .select_related("sheet__juror__user", "criterion")
        .order_by("sheet__juror__user__name", "sheet", "criterion__position")
    )
    sheets: dict[ScoreSheet, dict[int, Score]] = {}
    for score in scores:
        sheets.setdefault(score.sheet, {})[score.criterion_id] = score
    journal.record("standings.case_viewed", about=application, by=request.user, at=at)
    profile = [(one, mean) for one, mean in row.profile if mean is not None] if row else []
    drawn = radar.draw([mean for _one, mean in profile], call.points_max)
    return render(
        request,
        "office/standing.html",
        {
            "call": call,
            "application": application,
            "row": row,
            "sheets": [
                (
                    sheet.juror,
                    [given.get(one.pk) for one, _mean in profile],
                    _value(given.values()),
                )
                for sheet, given in sheets.items()
            ],
            "profile": profile,
            "radar": drawn,
            "axes": list(zip(drawn.axes, (one for one, _mean in profile), strict=True))
            if drawn
            else [],
        },
    )


def _value(scores: Iterable[Score]) -> float | None:
    """What a sheet counts as; None where it does not."""
    return own.mean([own.Given(s.criterion.weight, s.points, s.abstained) for s in scores])


@office_only
def sheets(request: SignedIn) -> StreamingHttpResponse:
    """All sheets that count as a table, a score a line; streamed. Constant queries."""
    call, at = wanted(request), clock.now()
    journal.record("standings.exported", about=call, by=request.user, at=at)
    content = tables.stream([str(one) for one in sheet_table.COLUMNS], sheet_table.rows(call))
    response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="boegen-{call.year}.csv"'
    return response
