"""How far the jury is: whether somebody scored, never how."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from initiatives.berlin import BERLIN
from initiatives.models import Application, Call
from initiatives.statuses import Status

from . import barring, rules
from .models import Assignment, Juror, Procedure
from .rules import Mark


class Row(NamedTuple):
    """A juror; `marks` by the primary key of the case. `undeclared` cases are among the others."""

    juror: Juror
    marks: dict[int, Mark]
    undeclared: int
    promised: bool

    def number(self, mark: Mark) -> int:
        return sum(one == mark for one in self.marks.values())

    @property
    def done(self) -> int:
        return self.number(Mark.DONE)

    @property
    def begun(self) -> int:
        return self.number(Mark.BEGUN)

    @property
    def open(self) -> int:
        return self.number(Mark.OPEN)

    @property
    def recused(self) -> int:
        return self.number(Mark.RECUSED)

    @property
    def unfinished(self) -> int:
        return self.begun + self.open

    @property
    def assigned(self) -> int:
        return self.done + self.unfinished

    @property
    def judges(self) -> bool:
        return self.juror.left_at is None and not self.juror.waits

    @property
    def is_behind(self) -> bool:
        """Something is left to do: a sheet, a declaration, the statement."""
        return self.judges and bool(self.unfinished or self.undeclared or not self.promised)

    def can_score(self, at: datetime) -> bool:
        return self.judges and self.juror.in_term(at.astimezone(BERLIN).date())


class Progress(NamedTuple):
    """`below` are the cases with fewer finished sheets than the quorum, and how many they have."""

    cases: list[Application]
    rows: list[Row]
    quorum: int
    below: list[tuple[Application, int]]

    @property
    def done(self) -> int:
        return sum(row.done for row in self.rows)

    @property
    def assigned(self) -> int:
        return sum(row.assigned for row in self.rows)

    @property
    def behind(self) -> list[Row]:
        return [row for row in self.rows if row.is_behind]


def of_call(call: Call, *, seen_by: Juror | None = None) -> Progress:
    """The whole jury. Eight queries, whatever the rows.

    For a juror in the chair (`seen_by`) cases do not exist where that juror is barred, and who else
    is barred where stays with the office.
    """
    barred = barring.barred(call)
    hidden = {case for juror, case in barred if seen_by and juror == seen_by.pk}
    cases = [case for case in _cases(call) if case.pk not in hidden]
    shown = {case.pk for case in cases}
    marks: dict[int, dict[int, Mark]] = defaultdict(dict)
    undeclared: dict[int, int] = defaultdict(int)
    finished: dict[int, int] = defaultdict(int)
    for juror, case, cleared_at, withdrawn_at, sheet, finished_at in _assignments(call):
        if case not in shown or (juror, case) in barred:
            continue
        mark = Mark.TAKEN if withdrawn_at else rules.mark_of(sheet, finished_at)
        marks[juror][case] = mark
        if not withdrawn_at:
            undeclared[juror] += cleared_at is None
            finished[case] += mark == Mark.DONE and cleared_at is not None
    if seen_by is None:
        for juror, case in barred:
            marks[juror][case] = Mark.RECUSED
    quorum = Procedure.of(call).quorum
    people: Any = Juror.objects.filter(call=call).with_promise().select_related("user")
    return Progress(
        cases=cases,
        rows=[
            Row(juror, marks[juror.pk], undeclared[juror.pk], juror.promised)
            for juror in people.order_by("user__name", "pk")
            if marks[juror.pk] or (juror.left_at is None and not juror.waits)
        ],
        quorum=quorum,
        below=[(case, finished[case.pk]) for case in cases if finished[case.pk] < quorum],
    )


def _cases(call: Call) -> Collection[Application]:
    rows = call.applications.admitted().select_related("initiative")
    return list(rows.order_by("initiative__sort_name", "pk"))


def _assignments(call: Call) -> Any:
    rows = Assignment.objects.filter(juror__call=call, application__status=Status.ADMITTED)
    return rows.values_list(
        "juror", "application", "cleared_at", "withdrawn_at", "sheet", "sheet__finished_at"
    )
