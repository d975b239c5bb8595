"""What is asked: cases, jurors, conflicts, matches; and the same as arrays in sorted order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

type Pair = tuple[str, str]  # (juror, case)

UNKNOWN_MATCH = 50
ROOM = 2**61  # largest sum of prices: the solver and the certificate count in 64 bits


class Bounds(NamedTuple):
    """How many cases a juror reads at least and at most; None is no limit."""

    min: int = 0
    max: int | None = None


class Problem(NamedTuple):
    """Who may read what. Pairs are (juror, case).

    `cases` names the readers each case wants in all, kept ones included. `match` is 0 to 100, 50
    where nothing is said; for large juries also a matrix, cases × jurors, both in sorted order.
    A kept pair stays, over any limit; if it is barred too, the bar wins and the pair is dropped.
    `overlap_budget` is the share of what lies between the best and a random allocation that may be
    spent on letting jurors meet more evenly; None decides by itself (2 %, 5 % where needed).
    """

    cases: Mapping[str, int]
    jurors: Mapping[str, Bounds]
    barred: Set[Pair] = frozenset()
    match: Mapping[Pair, float] | NDArray[Any] = {}
    kept: Set[Pair] = frozenset()
    overlap_budget: float | None = None
    seed: int = 0


class Instance(NamedTuple):
    """The problem as arrays; rows are cases, columns jurors, both sorted by their names.

    `wanted` is at least the number of kept readers; `most` at least the kept load and at most
    what the juror may read at all; `least` at most `most`. `cost` is whole: (100 − match)² times
    `unit`. `free` says which pairs may be given: neither barred nor kept.
    """

    cases: list[str]
    jurors: list[str]
    wanted: NDArray[np.int64]
    least: NDArray[np.int64]
    most: NDArray[np.int64]
    cost: NDArray[np.int64]
    unit: int
    free: NDArray[np.bool_]
    kept: NDArray[np.bool_]
    dropped: list[Pair]

    @property
    def need(self) -> NDArray[np.int64]:
        """Readers each case still wants beside the kept ones."""
        return self.wanted - self.kept.sum(axis=1)

    @property
    def kept_load(self) -> NDArray[np.int64]:
        return self.kept.sum(axis=0)


def as_arrays(problem: Problem) -> Instance:
    """Raises ValueError for names nobody knows, limits that contradict, matches off the scale."""
    cases, jurors = sorted(problem.cases), sorted(problem.jurors)
    barred = _marked(problem.barred, cases, jurors)
    kept = _marked(problem.kept, cases, jurors)
    dropped = sorted((jurors[j], cases[i]) for i, j in np.argwhere(kept & barred).tolist())
    kept &= ~barred
    free = ~(barred | kept)
    wanted = np.array([problem.cases[case] for case in cases], dtype=np.int64)
    bounds = [problem.jurors[juror] for juror in jurors]
    least = np.array([bound.min for bound in bounds], dtype=np.int64)
    limit = np.array(
        [len(cases) if bound.max is None else bound.max for bound in bounds], dtype=np.int64
    )
    for name, bound in zip(jurors, bounds, strict=True):
        if bound.min < 0 or (bound.max is not None and bound.max < bound.min):
            raise ValueError(f"{name}: a minimum of {bound.min}, a maximum of {bound.max}")
    if (wanted < 0).any():
        raise ValueError("A case cannot want less than no reader.")
    kept_load = kept.sum(axis=0)
    most = np.minimum(np.maximum(limit, kept_load), kept_load + free.sum(axis=0))
    wanted = np.maximum(wanted, kept.sum(axis=1))
    cost, unit = _costs(_matches(problem.match, cases, jurors), wanted)
    return Instance(
        cases=cases,
        jurors=jurors,
        wanted=wanted,
        least=np.minimum(least, most),
        most=most,
        cost=cost,
        unit=unit,
        free=free,
        kept=kept,
        dropped=dropped,
    )


def _marked(pairs: Iterable[Pair], cases: list[str], jurors: list[str]) -> NDArray[np.bool_]:
    marked = np.zeros((len(cases), len(jurors)), dtype=bool)
    row = {case: i for i, case in enumerate(cases)}
    column = {juror: j for j, juror in enumerate(jurors)}
    for juror, case in pairs:
        try:
            marked[row[case], column[juror]] = True
        except KeyError as unknown:
            raise ValueError(f"No such case or juror: {unknown}") from None
    return marked


def _matches(
    match: Mapping[Pair, float] | NDArray[Any], cases: list[str], jurors: list[str]
) -> NDArray[np.float64]:
    if isinstance(match, np.ndarray):
        if match.shape != (len(cases), len(jurors)):
            raise ValueError(f"A matrix of {len(cases)} × {len(jurors)} was expected.")
        matches = match.astype(float)
    else:
        matches = np.full((len(cases), len(jurors)), float(UNKNOWN_MATCH))
        row = {case: i for i, case in enumerate(cases)}
        column = {juror: j for j, juror in enumerate(jurors)}
        for (juror, case), value in match.items():
            if case not in row or juror not in column:
                raise ValueError(f"No such case or juror: {juror}, {case}")
            matches[row[case], column[juror]] = value
    if not ((matches >= 0) & (matches <= 100)).all():
        raise ValueError("A match is a number from 0 to 100.")
    return matches


def _costs(
    matches: NDArray[np.float64], wanted: NDArray[np.int64]
) -> tuple[NDArray[np.int64], int]:
    """Whole costs and how many of them make a point: matches count to two decimals if they fit."""
    cases, jurors = matches.shape
    readings = int(wanted.sum())
    for decimals in (100, 10, 1):
        distance = np.rint(decimals * (100 - matches)).astype(np.int64)
        top = int(distance.max(initial=0)) ** 2
        if 2 * _prices(top, jurors, wanted).unread * max(cases + jurors + 2, readings) < ROOM:
            break
    else:
        raise ValueError("The jury is too large to be counted in 64 bits.")
    if decimals > 1 and not (distance % decimals).any():
        distance, decimals = distance // decimals, 1
    return distance * distance, decimals * decimals


class Prices(NamedTuple):
    """What is worth more than any match, in this order: that as many readings as possible take
    place, that no case lacks more of them than others, minimum loads, even loads.

    A better allocation differs from a worse one by rings of exchange in which each juror takes at
    most one case and gives at most one away, and of whose ends at most two are loads or readings
    left out. So each price need only exceed what one ring can change in all that is worth less.
    """

    level: int  # the load everybody should have, or one more
    even: int
    minimum: int
    spread: int
    unread: int

    def of_next(self, load: NDArray[np.int64], least: NDArray[np.int64]) -> NDArray[np.int64]:
        """The price of one case more for jurors who have `load`."""
        return self.even * steps(load - self.level) - self.minimum * (load < least)

    def of_missing(self, missing: NDArray[np.int64]) -> NDArray[np.int64]:
        """The price of leaving out one reading more of cases that lack so many."""
        return self.unread + self.spread * missing


EXACT = 4  # so far from the level each case more has its own step; then steps double in width


def steps(distance: NDArray[np.int64]) -> NDArray[np.int64]:
    """How dear a load is so far from the level: rising, 0 at the level, at most 26 either way."""
    far = np.maximum(np.abs(distance), 1)
    doubled = EXACT + np.ceil(np.log2(np.maximum(far, EXACT) / EXACT)).astype(np.int64)
    return np.sign(distance) * np.where(np.abs(distance) <= EXACT, np.abs(distance), doubled)


def _prices(top: int, jurors: int, wanted: NDArray[np.int64]) -> Prices:
    """For costs up to `top`; the level is open."""
    readings, most = int(wanted.sum()), int(wanted.max(initial=0))
    even = 1 + top * min(jurors, readings)
    spread = 128 * even
    unread = max(spread * (most + 1), 1 + top * readings)
    return Prices(0, even=even, minimum=64 * even, spread=spread, unread=unread)


def prices(instance: Instance, unread: int = 0) -> Prices:
    """`unread` is how many readings are known to be impossible; the level is that of the rest."""
    top = int(instance.cost.max(initial=0))
    return _prices(top, len(instance.jurors), instance.wanted)._replace(
        level=level(instance, int(instance.wanted.sum()) - unread)
    )


def level(instance: Instance, readings: int) -> int:
    """Water filled into vessels with a floor and a lid: the highest level `readings` can fill."""
    floor = np.maximum(instance.least, instance.kept_load)
    low, high = 0, len(instance.cases)
    while low < high:
        middle = (low + high + 1) // 2
        if np.clip(middle, floor, instance.most).sum() <= readings:
            low = middle
        else:
            high = middle - 1
    return low
