"""The juror's first pages: the worklist, and the declaration before any case can be read."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from initiatives import clock
from initiatives.access import SignedIn, signed_in
from initiatives.models import Criterion
from initiatives.refusals import NotAllowed
from initiatives.statuses import Status

from .. import actions, reading, rules
from ..forms import ConflictsForm
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


def _seat(request: SignedIn) -> Juror:
    juror = Juror.objects.of(request.user).first()
    if juror is None:
        raise Http404
    return juror


@signed_in
def worklist(request: SignedIn) -> HttpResponse:
    """The juror's cases in their own stable order. Ten queries, whatever the rows."""
    juror, at = _seat(request), clock.now()
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


@signed_in
def conflicts(request: SignedIn) -> HttpResponse:
    """Before any content: for each new case, impartial or not. Shows names and carriers only.

    `?fall=` adds a case declared on before: a conflict may be found while reading.
    """
    juror, at = _seat(request), clock.now()
    asked = Q(cleared_at=None)
    if again := _uuid(request.GET.get("fall", "")):
        asked |= Q(key=again)
    undeclared = (
        Assignment.objects.visible_to(request.user)
        .filter(asked, juror=juror, application__status=Status.ADMITTED)
        .select_related("application__initiative")
        .order_by("application__initiative__sort_name")
    )
    form = ConflictsForm(undeclared, request.POST or None)
    if request.method == "POST" and form.is_valid() and form.assignments:
        try:
            actions.declare(juror, form.grounds(), by=request.user, at=at, notes=form.notes())
            return redirect("jury:worklist")
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    rows = [
        (assignment, form[f"ground-{assignment.key}"], form[f"note-{assignment.key}"])
        for assignment in form.assignments
    ]
    return render(
        request,
        "jury/conflicts.html",
        {"juror": juror, "call": juror.call, "form": form, "rows": rows},
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
