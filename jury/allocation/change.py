"""Why a case lacks readers, and the least change that helps."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .flow import Arcs, solved
from .problem import Instance


class Because(StrEnum):
    """What stands in the way; of several the one that a higher maximum cannot mend comes first."""

    JURY = "jury"  # the jury has fewer members than the case wants readers
    CONFLICTS = "conflicts"  # too few of them are free of a conflict
    MAXIMA = "maxima"  # those who could read it are full, also after any exchange


class Unfilled(NamedTuple):
    """`may_read` counts the jurors not barred from the case, those who read it included."""

    case: str
    missing: int
    because: Because
    wanted: int
    may_read: int


class LeastChange(NamedTuple):
    """Two ways out, each the smallest of its kind.

    `raised` maxima of these jurors together, by `raise_total`, give every case all the readers
    that conflicts leave it; `beyond` readings are lacking even then. Or `seats`: so many more
    jurors, free of conflicts, read the `missing` readings between them, and no maximum is raised.
    """

    missing: int
    raised: dict[str, int]
    raise_total: int
    beyond: int
    seats: int


def unfilled(instance: Instance, given: NDArray[np.bool_]) -> list[Unfilled]:
    missing = instance.need - given.sum(axis=1)
    may_read = (instance.free | instance.kept).sum(axis=1)
    found = []
    for i in np.flatnonzero(missing).tolist():
        wanted = int(instance.wanted[i])
        because = Because.MAXIMA
        if len(instance.jurors) < wanted:
            because = Because.JURY
        elif may_read[i] < wanted:
            because = Because.CONFLICTS
        found.append(
            Unfilled(instance.cases[i], int(missing[i]), because, wanted, int(may_read[i]))
        )
    return found


def least_change(instance: Instance, given: NDArray[np.bool_]) -> LeastChange | None:
    """None where nothing is missing.

    `given` leaves as few readings out as can be and spreads these over the cases as evenly as can
    be; so the most that one case lacks is also the fewest jurors who could fill all gaps.
    """
    missing = instance.need - given.sum(axis=1)
    if not missing.any():
        return None
    possible = np.minimum(instance.need, instance.free.sum(axis=1))
    raised = _raised(instance._replace(wanted=possible + instance.kept.sum(axis=1)))
    return LeastChange(
        missing=int(missing.sum()),
        raised={instance.jurors[j]: int(raised[j]) for j in np.flatnonzero(raised).tolist()},
        raise_total=int(raised.sum()),
        beyond=int((instance.need - possible).sum()),
        seats=int(missing.max()),
    )


def _raised(instance: Instance) -> NDArray[np.int64]:
    """By how much each maximum must rise for all `wanted` readings: least in all, then spread.

    A juror's first raise, the next two, the next four … are each a step dearer; all steps together
    weigh less than one raise.
    """
    everybody, doublings = np.arange(len(instance.jurors)), len(instance.cases).bit_length() + 1
    room = instance.kept_load + instance.free.sum(axis=0) - instance.most
    one = 1 + doublings * int(instance.need.sum())
    pieces = [(everybody, instance.most - instance.kept_load, np.zeros_like(everybody))]
    for step in range(doublings):
        width = np.clip(room - (2**step - 1), 0, 2**step)
        pieces.append((everybody, width, np.full_like(everybody, one + step)))
    loads = Arcs(*(np.concatenate(column) for column in zip(*pieces, strict=True)))
    cases = np.arange(len(instance.cases))
    unread = Arcs(cases, instance.need, np.full_like(cases, 2 * (one + doublings)))
    load = solved(instance, loads, unread, None).sum(axis=0) + instance.kept_load
    return np.maximum(load - instance.most, 0)
