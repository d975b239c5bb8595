"""The juror's first page: the worklist."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render

from initiatives import clock
from initiatives.access import SignedIn, signed_in
from initiatives.models import Criterion
from initiatives.statuses import Status

from .. import reading, rules
from ..models import Assignment, Juror


class Case(NamedTuple):
    """A row of the worklist; `asked` counts the general criteria too."""

    assignment: Assignment
    mark: rules.Mark
    criteria: list[Criterion]
    asked: int
    own_mean: float | None

    @property
    def codes(self) -> list[str]:
        return [criterion.code for criterion in self.criteria]

    @property
    def names(self) -> str:
        return ", ".join(str(criterion.name) for criterion in self.criteria)

    @property
    def word(self) -> str:
        return str(self.mark.label)


def seat_of(request: SignedIn) -> Juror:
    """The seat the person holds now, in the newest call; whoever has none gets 404."""
    juror = Juror.objects.of(request.user).first()
    if juror is None:
        raise Http404
    return juror


@signed_in
def worklist(request: SignedIn) -> HttpResponse:
    """The juror's cases in their own stable order. Ten queries, whatever the rows."""
    juror, at = seat_of(request), clock.now()
    assignments = list(
        Assignment.objects.visible_to(request.user)
        .filter(juror=juror, application__status=Status.ADMITTED)
        .with_sheet()
        .with_criteria()
        .order_by("position", "pk")
    )
    general = juror.call.criteria.filter(is_optional=False).count()
    cases = [_case(assignment, general) for assignment in assignments]
    cleared = [case for case in cases if case.assignment.cleared_at]
    counts = {mark: sum(case.mark == mark for case in cleared) for mark in rules.Mark}
    following = next((c for c in cleared if c.mark == rules.Mark.BEGUN), None) or next(
        (c for c in cleared if c.mark == rules.Mark.OPEN), None
    )
    return render(
        request,
        "jury/worklist.html",
        {
            "juror": juror,
            "call": juror.call,
            "now": at,
            "judging": juror.call.judges(at),
            "cases": cleared,
            "undeclared": len(cases) - len(cleared),
            "waiting": [case for case in cases if not case.assignment.cleared_at],
            "total": len(cases),
            "recused": juror.conflicts.standing().order_by("declared_at"),
            "done": counts[rules.Mark.DONE],
            "begun": counts[rules.Mark.BEGUN],
            "open": counts[rules.Mark.OPEN],
            "following": following,
            "distribution": [times for _points, times in reading.distribution(juror)],
        },
    )


def _case(assignment: Assignment, general: int) -> Case:
    declared: Any = assignment.application
    criteria = [row.criterion for row in declared.declared_rows]
    mark = rules.mark(assignment)
    return Case(
        assignment,
        mark,
        criteria,
        len(criteria) + general,
        rules.own_mean(assignment) if mark == rules.Mark.DONE else None,
    )
