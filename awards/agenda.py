"""In which order a meeting takes its cases, so that few people walk out and in. PURE.

A case is known by the set of those who are barred from it. Between two cases everybody walks who is
barred from one of them only; before the first case and after the last all are in the room. That is
the shortest path through all cases, which is a travelling salesman's: exact by dynamic programming
over subsets (Held and Karp, 1962) as long as there are few, by improving a good path beyond that.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import cache
from itertools import pairwise

EXACT = 10  # cases, or different sets of barred jurors: 2^10 subsets by 10 last ones

type Barred = frozenset[Hashable]

NOBODY: Barred = frozenset()


def walks(barred: Sequence[Barred]) -> int:
    """How often somebody walks out of the room or comes back, cases taken in this order."""
    rooms = [NOBODY, *barred, NOBODY]
    return sum(len(now ^ after) for now, after in pairwise(rooms))


def order(barred: Sequence[Barred]) -> list[int]:
    """The places of the cases in the order to take them, given in the order of the ranking.

    With at most EXACT cases, or as many different sets, nobody could walk less often; of several
    such orders up to EXACT cases get the one nearest to the ranking.
    """
    if len(barred) <= EXACT:
        return _exact(barred)
    groups: dict[Barred, list[int]] = {}
    for place, who in enumerate(barred):
        groups.setdefault(who, []).append(place)  # those alike side by side: never worse
    different = list(groups)
    found = _exact(different) if len(different) <= EXACT else _improved(different)
    return [place for group in found for place in groups[different[group]]]


def _exact(barred: Sequence[Barred]) -> list[int]:
    """The first in the order of places among all shortest paths."""
    everything = (1 << len(barred)) - 1

    @cache
    def rest(left: int, now: int) -> int:
        """The fewest walks from case `now` on through all in `left`, until all are back."""
        if not left:
            return len(barred[now])
        return min(step(now, after) + rest(left & ~(1 << after), after) for after in _in(left))

    @cache
    def step(now: int, after: int) -> int:
        return len((barred[now] if now >= 0 else NOBODY) ^ barred[after])

    path, left, now = [], everything, -1
    while left:
        costs = [
            (step(now, after) + rest(left & ~(1 << after), after), after) for after in _in(left)
        ]
        now = min(costs)[1]
        path.append(now)
        left &= ~(1 << now)
    return path


def _in(subset: int) -> list[int]:
    return [place for place in range(subset.bit_length()) if subset >> place & 1]


def _improved(barred: Sequence[Barred]) -> list[int]:
    """From case to nearest case, and as the ranking has them; parts of both turned round or moved
    for as long as that is shorter.
    """
    paths = []
    for path in (list(range(len(barred))), _nearest(barred)):
        shorter: list[int] | None = path
        while shorter is not None:
            path, shorter = shorter, _shorter(shorter, barred)
        paths.append(path)
    return min(paths, key=lambda path: walks([barred[place] for place in path]))


def _nearest(barred: Sequence[Barred]) -> list[int]:
    path: list[int] = []
    left, room = list(range(len(barred))), NOBODY
    while left:
        now = min(left, key=lambda place: (len(room ^ barred[place]), place))
        left.remove(now)
        path.append(now)
        room = barred[now]
    return path


def _shorter(path: list[int], barred: Sequence[Barred]) -> list[int] | None:
    """The first change that saves a walk: a part turned round, or up to three cases elsewhere."""
    rooms = [NOBODY, *(barred[place] for place in path), NOBODY]
    n = len(path)

    def gap(one: int, other: int) -> int:
        return len(rooms[one] ^ rooms[other])

    for first in range(1, n + 1):
        for last in range(first + 1, n + 1):
            before = gap(first - 1, first) + gap(last, last + 1)
            if gap(first - 1, last) + gap(first, last + 1) < before:
                turned = path[first - 1 : last][::-1]
                return path[: first - 1] + turned + path[last:]
    for length in (1, 2, 3):
        for first in range(1, n - length + 2):
            last = first + length - 1
            saved = gap(first - 1, first) + gap(last, last + 1) - gap(first - 1, last + 1)
            for after in (*range(first - 1), *range(last + 1, n + 1)):
                if gap(after, first) + gap(last, after + 1) - gap(after, after + 1) < saved:
                    part, others = path[first - 1 : last], path[: first - 1] + path[last:]
                    at = after if after < first else after - length
                    return others[:at] + part + others[at:]
    return None
