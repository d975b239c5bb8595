"""The bridge to the allocation: rows → problem, and what it answers → figures of a plan."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from initiatives.berlin import BERLIN
from initiatives.models import Call, DeclaredCriterion
from initiatives.records import canonical
from initiatives.statuses import Status

from . import barring, rules
from .allocation import UNKNOWN_MATCH, Allocation, Bounds, Problem
from .models import Assignment, Expertise, Juror

EXACT = 100  # a match counts to two decimals, as the allocation counts it


class Wanted(NamedTuple):
    """What the office asks of a plan; `keep_all` keeps what nobody has begun, too."""

    readers: int
    keep_all: bool
    overlap_budget: float | None = None
    seed: int = 0


class Asked(NamedTuple):
    """The problem; cases and jurors are named by their keys. `inputs` is the digest of it all."""

    problem: Problem
    inputs: str
    pairs_now: set[tuple[str, str]]  # (juror, case) as they stand
    begun: frozenset[tuple[str, str]]  # those of them with a sheet, finished or not
    left: Counter[str]  # finished sheets of those who no longer read, by case: they stay and count


def of_call(call: Call, wanted: Wanted, *, at: datetime) -> Asked:
    """Everything an allocation depends on at the moment `at`. Ten queries, whatever the rows."""
    cases = dict(
        call.applications.filter(status=Status.ADMITTED).order_by("key").values_list("pk", "key")
    )
    jurors = {juror.pk: juror for juror in _who_can_judge(call, at)}
    barred = barring.barred(call)
    rows = Assignment.objects.filter(application__in=cases).standing()
    now, begun, left = set(), set(), Counter[str]()
    sheets = rows.values_list("juror", "application", "sheet", "sheet__finished_at")
    for juror, case, sheet, finished_at in sheets:
        if juror not in jurors:
            left[str(cases[case])] += finished_at is not None
            continue
        now.add((juror, case))
        if sheet is not None:
            begun.add((juror, case))
    kept = now if wanted.keep_all else begun
    doubtful = barring.doubtful(call) - kept

    def named(pairs: set[barring.Pair]) -> frozenset[tuple[str, str]]:
        known = (pair for pair in pairs if pair[0] in jurors and pair[1] in cases)
        return frozenset((str(jurors[j].key), str(cases[c])) for j, c in known)

    match = _matches(call, list(cases), sorted(jurors.values(), key=lambda juror: str(juror.key)))
    problem = Problem(
        cases={str(key): max(0, wanted.readers - left[str(key)]) for key in cases.values()},
        jurors={
            str(juror.key): Bounds(juror.min_cases or 0, juror.max_cases)
            for juror in jurors.values()
        },
        barred=named(barred | doubtful),
        match=match,
        kept=named(kept),
        overlap_budget=wanted.overlap_budget,
        seed=wanted.seed,
    )
    return Asked(problem, _digest(problem, match, wanted), set(named(now)), named(begun), +left)


def _who_can_judge(call: Call, at: datetime) -> list[Juror]:
    """Jurors whose term is not over and meets the weeks of judging."""
    seats = Juror.objects.active().filter(call=call)
    here = [juror for juror in seats if not rules.is_past_term(juror, at)]
    if call.judging_from is None or call.judging_until is None:
        return here
    first, last = (
        when.astimezone(BERLIN).date()
        for when in (call.judging_from, call.judging_until - timedelta(seconds=1))
    )
    return [juror for juror in here if _meets(juror, first, last)]


def _meets(juror: Juror, first: date, last: date) -> bool:
    begins_in_time = juror.term_from is None or juror.term_from <= last
    return begins_in_time and (juror.term_until is None or juror.term_until >= first)


def _matches(call: Call, cases: list[int], jurors: list[Juror]) -> NDArray[np.float64]:
    """`allocation.match_of` for all at once: cases × jurors, in the order given.

    General criteria are judged in every case and weigh along.
    """
    criteria = list(call.criteria.order_by("pk"))
    column = {criterion.pk: place for place, criterion in enumerate(criteria)}
    weights = np.zeros((len(cases), len(criteria)))
    row = {case: place for place, case in enumerate(cases)}
    for criterion in criteria:
        if not criterion.is_optional:
            weights[:, column[criterion.pk]] = float(criterion.weight)
    declared = DeclaredCriterion.objects.filter(application__in=cases, criterion__in=column)
    for case, declares, weight in declared.values_list(
        "application", "criterion", "criterion__weight"
    ):
        weights[row[case], column[declares]] = float(weight)
    knows = np.full((len(jurors), len(criteria)), float(UNKNOWN_MATCH))
    line = {juror.pk: place for place, juror in enumerate(jurors)}
    told = Expertise.objects.filter(juror__in=line, criterion__in=column)
    for juror, known, level in told.values_list("juror", "criterion", "level"):
        knows[line[juror], column[known]] = 100 * level / Expertise.LEVELS
    whole = weights.sum(axis=1, keepdims=True)
    shares = np.divide(weights, whole, out=np.zeros_like(weights), where=whole > 0)
    match = shares @ knows.T
    match[whole[:, 0] == 0] = UNKNOWN_MATCH
    return np.clip(np.round(match, 2), 0, 100)


def _digest(problem: Problem, match: NDArray[np.float64], wanted: Wanted) -> str:
    budget = wanted.overlap_budget
    return canonical.sha256(
        {
            "cases": dict(problem.cases),
            "jurors": {name: list(bounds) for name, bounds in problem.jurors.items()},
            "barred": sorted(map(list, problem.barred)),
            "kept": sorted(map(list, problem.kept)),
            "match": hashlib.sha256((match * EXACT).round().astype("<i4").tobytes()).hexdigest(),
            "wanted": [
                wanted.readers,
                wanted.keep_all,
                None if budget is None else str(budget),
                wanted.seed,
            ],
        }
    )


def figures(found: Allocation, left: Counter[str]) -> dict[str, Any]:
    """What a plan tells besides its pairs: numbers for people and for the auditor, as JSON.

    `panels` counts the sheets of a case, with those in `left`.
    """
    told = found._asdict()
    del told["assignments"]
    told["unfilled"] = [row._asdict() | {"because": str(row.because)} for row in found.unfilled]
    told["worst"] = [row._asdict() for row in found.worst]
    told["least_change"] = found.least_change and found.least_change._asdict()
    told["panels"] = _panels(found, left)
    return told


def _panels(found: Allocation, left: Counter[str]) -> dict[str, int]:
    sheets = Counter(one.case for one in found.assignments)
    with_left = Counter(sheets[case] + left[case] for case in {*sheets, *left})
    unread = sum(found.panels.values()) - with_left.total()
    counted = with_left + Counter({0: unread})
    return {str(readers): counted[readers] for readers in sorted(counted)}


def meetings(pairs: list[list[str]]) -> dict[tuple[str, str], int]:
    """On how many cases each two jurors meet, of pairs [case, juror]; both orders of the two."""
    by_case: dict[str, list[str]] = {}
    for case, juror in pairs:
        by_case.setdefault(case, []).append(juror)
    found: dict[tuple[str, str], int] = {}
    for panel in by_case.values():
        for one in panel:
            for other in panel:
                if one != other:
                    found[one, other] = found.get((one, other), 0) + 1
    return found
