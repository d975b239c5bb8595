"""Who reads what. PURE: names and numbers in, named tuples out, no Django.

    allocation = allocate(Problem(cases={"A-17": 3}, jurors={"Albers": Bounds(max=20)}, …))

Asks for `Problem` (with `Bounds`) and answers with `Allocation`, whose parts are `Reading`,
`Unfilled` (with `Because`), `LeastChange` and `Worst`. `match_of` makes a match of expertise.

The optimum is exact: a min-cost flow, minimal first in readings left out, then in how unevenly
these are left out, then in minimum loads not reached, then in uneven loads, then in the sum of
(100 − match)². A second, independent calculation proves it (`certified`). Then jurors swap cases so
that they meet more evenly, within a budget; `gap` is what that cost. The same problem gives the
same answer, in whatever order it comes.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .certificate import is_optimal
from .change import Because, LeastChange, Unfilled, least_change, unfilled
from .expertise import match_of
from .figures import connectedness
from .flow import best
from .overlap import Evened, budget, even_overlap
from .problem import UNKNOWN_MATCH, Bounds, Instance, Pair, Problem, as_arrays, prices

__all__ = [
    "UNKNOWN_MATCH",
    "Allocation",
    "Because",
    "Bounds",
    "LeastChange",
    "Pair",
    "Problem",
    "Reading",
    "Unfilled",
    "Worst",
    "allocate",
    "match_of",
]

SHARE, LARGER_SHARE, ENOUGH = 0.02, 0.05, 0.1  # of the budget; of lambda2
WORST = 10


class Reading(NamedTuple):
    """One juror reads one case; `kept` says it was so before."""

    case: str
    juror: str
    kept: bool


class Worst(NamedTuple):
    """A case and the mean match of its readers, 0 to 100."""

    case: str
    match: float


class Allocation(NamedTuple):
    """The answer. `cost` sums (100 − match)² over all readings, kept ones included.

    `bound` is the least that any allocation with as few unread, unmet and uneven can cost;
    `certified` says that this was proved, not by the solver. `gap` is `cost` − `bound`.
    `below_minimum` names jurors whose minimum cannot be reached and by how much. `dropped` are
    kept pairs that are barred. Figures of connectedness: see `figures.Figures`; `lambda2_before`
    is that before the `swaps`. `panels` counts cases by their number of readers; `worst` lists up
    to ten cases with the poorest match.
    """

    assignments: list[Reading]
    cost: float
    bound: float
    gap: float
    certified: bool
    loads: dict[str, int]
    unfilled: list[Unfilled]
    least_change: LeastChange | None
    below_minimum: dict[str, int]
    dropped: list[Pair]
    components: int
    lambda2: float | None
    a_efficiency: float | None
    meets_least: int | None
    meets_most: int | None
    lambda2_before: float | None
    swaps: int
    panels: dict[int, int]
    worst: list[Worst]


def allocate(problem: Problem) -> Allocation:
    """The best allocation there is; with too few jurors the best of the fullest and fairest.

    Raises ValueError for names nobody knows, limits that contradict, matches off the scale.
    """
    instance = as_arrays(problem)
    bids = prices(instance)
    given = best(instance, bids)
    missing = int((instance.need - given.sum(axis=1)).sum())
    if missing and (lower := prices(instance, unread=missing)).level != bids.level:
        bids = lower
        given = best(instance, bids)  # evenly at the level that can be reached
    certified = is_optimal(instance, bids, given)
    before = connectedness(given | instance.kept)
    evened = _evened(problem, instance, given, before.lambda2)
    reads = evened.given | instance.kept
    after = connectedness(reads) if evened.swaps else before
    bound, cost = (int(instance.cost[pairs].sum()) for pairs in (given | instance.kept, reads))
    return Allocation(
        assignments=_readings(instance, reads),
        cost=_points(cost, instance.unit),
        bound=_points(bound, instance.unit),
        gap=_points(cost - bound, instance.unit),
        certified=certified,
        loads=dict(zip(instance.jurors, reads.sum(axis=0).tolist(), strict=True)),
        unfilled=unfilled(instance, given),
        least_change=least_change(instance, given),
        below_minimum=_below_minimum(problem, reads, instance),
        dropped=instance.dropped,
        components=after.components,
        lambda2=after.lambda2,
        a_efficiency=after.a_efficiency,
        meets_least=after.meets_least,
        meets_most=after.meets_most,
        lambda2_before=before.lambda2,
        swaps=evened.swaps,
        panels=dict(sorted(Counter(reads.sum(axis=1).tolist()).items())),
        worst=_worst(instance, reads),
    )


def _evened(
    problem: Problem, instance: Instance, given: NDArray[np.bool_], lambda2: float | None
) -> Evened:
    share = problem.overlap_budget
    if share is None:
        share = SHARE if lambda2 is None or lambda2 >= ENOUGH else LARGER_SHARE
    if not share:
        return Evened(given, 0)
    return even_overlap(instance, given, budget(instance, given, share), problem.seed)


def _readings(instance: Instance, reads: NDArray[np.bool_]) -> list[Reading]:
    return [
        Reading(instance.cases[i], instance.jurors[j], bool(instance.kept[i, j]))
        for i, j in np.argwhere(reads).tolist()
    ]


def _points(cost: int, unit: int) -> float:
    """Costs are counted in whole units; a whole number of points stays one."""
    whole, rest = divmod(cost, unit)
    return cost / unit if rest else whole


def _below_minimum(
    problem: Problem, reads: NDArray[np.bool_], instance: Instance
) -> dict[str, int]:
    loads = zip(instance.jurors, reads.sum(axis=0).tolist(), strict=True)
    short = {juror: problem.jurors[juror].min - load for juror, load in loads}
    return {juror: by for juror, by in short.items() if by > 0}


def _worst(instance: Instance, reads: NDArray[np.bool_]) -> list[Worst]:
    panel = reads.sum(axis=1)
    distance = np.where(reads, np.sqrt(instance.cost / instance.unit), 0).sum(axis=1)
    some = np.flatnonzero(panel)
    mean = 100 - distance[some] / panel[some]
    order = np.argsort(mean, kind="stable")[:WORST]
    return [
        Worst(instance.cases[i], round(match, 2))
        for i, match in zip(some[order].tolist(), mean[order].tolist(), strict=True)
    ]
