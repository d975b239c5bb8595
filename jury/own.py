"""A juror's own cases, all of them lightly: what the worklist counts, filters and orders by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from initiatives.models import Call, DeclaredCriterion, Initiative, User
from initiatives.names import sort_key
from initiatives.statuses import Status
from initiatives.written import Written

from . import rules
from .models import Assignment, Concern, Juror, Score
from .rules import Mark


class Own(NamedTuple):
    """One case in the juror's own order; `points` are those given so far.

    `raised` says that something was found which may speak against impartiality; nobody settled it.
    """

    pk: int
    key: UUID
    name: str
    region: str
    cleared: bool
    mark: Mark
    found: bool
    raised: bool
    points: list[int]


class Given(NamedTuple):
    """What a juror said on one criterion, begun sheets included."""

    weight: Decimal
    points: int | None
    abstained: bool

    @property
    def is_scored(self) -> bool:
        return self.points is not None or self.abstained


class Cases(NamedTuple):
    """The cases declared impartial, and how many are not declared yet."""

    cases: list[Own]
    undeclared: int

    @property
    def counts(self) -> Counter[Mark]:
        return Counter(case.mark for case in self.cases)

    @property
    def following(self) -> Own | None:
        """Where to go on: what is begun first, then what is open, in the juror's own order."""
        for mark in (Mark.BEGUN, Mark.OPEN):
            for case in self.cases:
                if case.mark == mark:
                    return case
        return None

    @property
    def raised(self) -> int:
        """On how many cases to declare anew, since something was found after the declaration."""
        return sum(case.raised for case in self.cases)

    def may_compare(self, call: Call, at: datetime) -> bool:
        """Whether learning of others changes no sheet: all are finished, or judging has ended."""
        is_done = not self.undeclared and self.following is None
        has_ended = call.judging_until is not None and at >= call.judging_until
        return bool(self.cases) and (is_done or has_ended)

    def matching(self, mark: str) -> list[Own]:
        """Those that were searched for, of one state or of any."""
        return [case for case in self.cases if case.found and mark in ("", case.mark)]

    def distribution(self, points_max: int) -> list[int]:
        """How often 0, 1, 2 … points were given on finished sheets."""
        done = [case for case in self.cases if case.mark == Mark.DONE]
        given = Counter(points for case in done for points in case.points)
        return [given[points] for points in range(points_max + 1)]


def of(juror: Juror, search: str = "") -> Cases:
    """One query, whatever the number of cases."""
    words = sort_key(search).split()
    if words:
        rows = list(asked(juror=juror.pk, person=juror.user_id, words=words))
    else:
        rows = ALL.rows(juror=juror.pk, person=juror.user_id)
    cases = [
        Own(pk, key, name, region, cleared is not None, rules.mark_of(sheet, finished), *rest)
        for pk, key, name, region, cleared, sheet, finished, *rest in rows
    ]
    declared = [case for case in cases if case.cleared]
    return Cases(declared, len(cases) - len(declared))


def asked(*, juror: int, person: int, words: Sequence[str] = ()) -> QuerySet[Any, Any]:
    given = Score.objects.filter(sheet=OuterRef("sheet"), points__isnull=False)
    concerns = Concern.objects.open().from_data()
    raised = concerns.filter(juror=juror, application=OuterRef("application"))
    matches = Q()
    for word in words:
        matches &= Q(search_text__contains=word)
    named = Initiative.objects.filter(matches, pk=OuterRef("application__initiative"))
    return (
        Assignment.objects.visible_to(User(pk=person))
        .filter(juror=juror, application__status=Status.ADMITTED)
        .annotate(
            given=ArraySubquery(given.order_by().values("points")),
            found=Exists(named) if words else Value(value=True),
            raised=Exists(raised),
        )
        .order_by("position", "pk")
        .values_list(
            "pk",
            "key",
            "application__initiative__name",
            "application__initiative__region",
            "cleared_at",
            "sheet__pk",
            "sheet__finished_at",
            "found",
            "raised",
            "given",
        )
    )


ALL = Written(asked, juror=int, person=int)


# What is told of some of the cases was found to be the juror's own a moment ago: it is not asked
# once more whether they are.


def themes(cases: Sequence[Own]) -> dict[int, list[tuple[str, str]]]:
    """Code and name of the criteria that the cases declare, by case. One query."""
    rows = DeclaredCriterion.objects.filter(application__assignments__in=_keys(cases))
    found = defaultdict(list)
    for pk, code, name in rows.values_list(
        "application__assignments", "criterion__code", "criterion__name"
    ).order_by("criterion__position"):
        found[pk].append((code, str(name)))
    return found


def given(cases: Sequence[Own]) -> dict[int, list[Given]]:
    """What the juror gave on the cases so far, by case. One query."""
    rows = Score.objects.filter(sheet__assignment__in=_keys(cases))
    found = defaultdict(list)
    for pk, weight, points, abstained in rows.values_list(
        "sheet__assignment", "criterion__weight", "points", "abstained"
    ):
        found[pk].append(Given(weight, points, abstained))
    return found


def mean(given: Sequence[Given]) -> float | None:
    """The weighted mean of what was given on one case; None if it is missing for a criterion."""
    if not given or any(one.points is None for one in given):
        return None
    total = sum(float(one.weight) * (one.points or 0) for one in given)
    return total / float(sum(one.weight for one in given))


def shown(cases: Sequence[Own]) -> dict[int, Any]:
    """The assignments of some of them with criteria and scores. Three queries."""
    rows = Assignment.objects.filter(pk__in=_keys(cases)).only(
        "key",
        "application__call",
        "application__initiative__name",
        "sheet__assignment",
        "sheet__finished_at",
    )
    return {
        row.pk: row
        for row in rows.select_related("application__initiative", "sheet").with_criteria()
    }


def _keys(cases: Sequence[Own]) -> list[int]:
    return [case.pk for case in cases]
