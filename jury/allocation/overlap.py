"""Which jurors meet: swaps that spread meetings more evenly and cost little.

Matching by expertise alone makes closed circles of specialists; then nobody can tell a severe juror
from a weak case. So two jurors swap cases where that evens out how often jurors meet.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .figures import concurrences
from .problem import Instance

BLOCK = 4096  # swaps drawn and weighed at once
DRAWS = 40  # swaps tried for each reading
AT_LEAST = 40_000


class Evened(NamedTuple):
    given: NDArray[np.bool_]
    swaps: int


def budget(instance: Instance, given: NDArray[np.bool_], share: float) -> int:
    """The share of what a random allocation, with the same panels, is expected to cost more."""
    own = given.sum(axis=1)
    possible = np.maximum(instance.free.sum(axis=1), 1)
    expected = (np.where(instance.free, instance.cost, 0).sum(axis=1) / possible * own).sum()
    return max(int(share * (expected - instance.cost[given].sum())), 0)


def even_overlap(instance: Instance, given: NDArray[np.bool_], spend: int, seed: int) -> Evened:
    """Swap jurors of two cases while the sum of squared meetings falls and `spend` lasts.

    A bounded random search without a bound on what it misses. Loads, panels and kept pairs stay.
    """
    search = _Search(instance, given, spend)
    if len(search.case) < 2:
        return Evened(given, 0)
    chance = np.random.default_rng(seed)
    for _ in range(max(AT_LEAST, DRAWS * len(search.case)) // BLOCK + 1):
        search.try_swaps(chance.integers(len(search.case), size=(2, BLOCK)))
    evened = np.zeros_like(given)
    evened[search.case, search.juror] = True
    return Evened(evened, search.swaps)


class _Search:
    """Reading number r is that of `case[r]` by `juror[r]`; a swap changes the jurors of two."""

    def __init__(self, instance: Instance, given: NDArray[np.bool_], spend: int) -> None:
        self.instance = instance
        self.case, self.juror = np.nonzero(given)
        self.left = spend
        self.swaps = 0
        reads = given | instance.kept
        self.meets: list[list[int]] = concurrences(reads).tolist()
        self.panels: list[set[int]] = [set() for _ in instance.cases]
        for case, juror in np.argwhere(reads).tolist():
            self.panels[case].add(juror)

    def try_swaps(self, drawn: NDArray[np.int64]) -> None:
        """Weigh all the drawn pairs of readings as they stand now, then make those that help."""
        one, two = self.case[drawn]
        a, b = self.juror[drawn]
        free, cost = self.instance.free, self.instance.cost
        dearer = cost[one, b] + cost[two, a] - cost[one, a] - cost[two, b]
        possible = (one != two) & (a != b) & free[one, b] & free[two, a] & (dearer <= self.left)
        rows = np.stack([*drawn, one, two, a, b, dearer])[:, possible]
        for r, s, one_, two_, a_, b_, dearer_ in rows.T.tolist():
            moved = self.juror[r] != a_ or self.juror[s] != b_
            if not moved and dearer_ <= self.left and self._swap(one_, two_, a_, b_):
                self.juror[r], self.juror[s] = b_, a_
                self.left -= dearer_
                self.swaps += 1

    def _swap(self, one: int, two: int, a: int, b: int) -> bool:
        """Let `a` read `two` and `b` read `one`, if jurors then meet more evenly."""
        first, second = self.panels[one], self.panels[two]
        if b in first or a in second:
            return False
        of_a, of_b = self.meets[a], self.meets[b]
        leaves, joins = first - second - {a}, second - first - {b}
        change = sum(of_b[mate] - of_a[mate] + 1 for mate in leaves)
        change += sum(of_a[mate] - of_b[mate] + 1 for mate in joins)
        if change >= 0:
            return False
        for loser, winner, mates in ((a, b, leaves), (b, a, joins)):
            for mate in mates:
                self._meet(loser, mate, -1)
                self._meet(winner, mate, 1)
        first ^= {a, b}
        second ^= {a, b}
        return True

    def _meet(self, one: int, other: int, change: int) -> None:
        self.meets[one][other] += change
        self.meets[other][one] += change
