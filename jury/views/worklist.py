"""The juror's first page: the worklist."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from initiatives import clock
from initiatives.access import SignedIn, signed_in
from initiatives.models import Criterion

from .. import door, own, rules
from ..models import Assignment, Juror, Procedure

PER_PAGE = 25
DOTS = 60  # cases that are shown one by one beside the list
FILTERS = (rules.Mark.OPEN, rules.Mark.BEGUN, rules.Mark.DONE)


class Case(NamedTuple):
    """A row of the worklist; `asked` counts the general criteria too."""

    assignment: Assignment
    mark: rules.Mark
    criteria: list[Criterion]
    asked: int
    scored: int
    own_mean: float | None

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(criterion.code for criterion in self.criteria)

    @property
    def names(self) -> str:
        return ", ".join(str(criterion.name) for criterion in self.criteria)

    @property
    def word(self) -> str:
        return str(self.mark.label)


def seat_of(request: SignedIn) -> Juror:
    """The seat the person holds now, in the newest call; whoever has none gets 404."""
    juror = door.came_in(request)
    if juror is None:
        raise Http404
    juror.user = request.user
    return juror


@signed_in
def worklist(request: SignedIn) -> HttpResponse:
    """The juror's cases in their own stable order. Eight queries, whatever the rows."""
    juror, at = seat_of(request), clock.now()
    words, mark = request.GET.get("suche", "")[:100].strip(), request.GET.get("stand", "")
    mark = mark if mark in FILTERS else ""
    cases = own.of(juror, words)
    page = Paginator(cases.matching(mark), PER_PAGE).get_page(request.GET.get("seite"))
    rows = own.shown(list(page))
    general = getattr(juror, "general", 0)
    counts, total = cases.counts, len(cases.cases) + cases.undeclared
    return render(
        request,
        "jury/worklist.html",
        {
            "juror": juror,
            "call": juror.call,
            "now": at,
            "judging": juror.call.judges(at),
            "page": page,
            "cases": [_case(rows[case.pk], general) for case in page],
            "filters": [(one.value, one.label, counts[one]) for one in FILTERS],
            "mark": mark,
            "words": words,
            "is_long": len(cases.cases) > 10 or bool(words or mark),
            "marks": sorted((case.mark for case in cases.cases), key=_place),
            "has_dots": total <= DOTS,
            "undeclared": cases.undeclared,
            "raised": cases.raised,
            "undeclared_dots": range(cases.undeclared),
            "total": total,
            "recused": list(juror.conflicts.standing().order_by("declared_at")),
            "done": counts[rules.Mark.DONE],
            "begun": counts[rules.Mark.BEGUN],
            "open": counts[rules.Mark.OPEN],
            "following": cases.following,
            "distribution": cases.distribution(juror.call.points_max),
            "compares": cases.may_compare(juror.call, at),
            "nameless": Procedure.of(juror.call).sees == Procedure.Sees.NAMELESS,
        },
    )


def _place(mark: rules.Mark) -> int:
    return (rules.Mark.DONE, rules.Mark.BEGUN, rules.Mark.OPEN).index(mark)


@signed_in
def following(request: SignedIn) -> HttpResponse:
    """To the case to go on with; asked twice it is the same one."""
    found = own.of(seat_of(request)).following
    return redirect("jury:sheet", found.key) if found else redirect("jury:worklist")


def _case(assignment: Assignment, general: int) -> Case:
    declared: Any = assignment.application
    criteria = [row.criterion for row in declared.declared_rows]
    mark = rules.mark(assignment)
    return Case(
        assignment,
        mark,
        criteria,
        len(criteria) + general,
        rules.scored(assignment),
        rules.own_mean(assignment) if mark == rules.Mark.DONE else None,
    )
