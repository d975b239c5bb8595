"""Why a case lacks readers, and the least change that helps."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .flow import Arcs, solved
from .problem import Instance

SPREAD = 64  # a raise costs this; the second of the same juror a step more, so that they spread


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
    """None where nothing is missing. `given` leaves as few readings out as can be."""
    missing = int((instance.need - given.sum(axis=1)).sum())
    if not missing:
        return None
    possible = np.minimum(instance.need, instance.free.sum(axis=1))
    raised = _raised(instance._replace(wanted=possible + instance.kept.sum(axis=1)))
    return LeastChange(
        missing=missing,
        raised={instance.jurors[j]: int(raised[j]) for j in np.flatnonzero(raised).tolist()},
        raise_total=int(raised.sum()),
        beyond=int((instance.need - possible).sum()),
        seats=_seats(instance),
    )


def _raised(instance: Instance) -> NDArray[np.int64]:
    """By how much each maximum must rise for all `wanted` readings: least in all, then spread.

    A juror's first raise is SPREAD + 1 dear, the next two SPREAD + 2, the next four SPREAD + 3 …:
    the total is bounded by SPREAD times itself only if no spreading outweighs one raise, so the
    price of a raise is multiplied by what all steps together can come to.
    """
    everybody = np.arange(len(instance.jurors))
    room = instance.kept_load + instance.free.sum(axis=0) - instance.most
    whole = int(instance.need.sum()) * len(instance.cases).bit_length() + 1
    pieces = [(everybody, instance.most - instance.kept_load, np.zeros_like(everybody))]
    for step in range(len(instance.cases).bit_length() + 1):
        width = np.clip(room - (2**step - 1), 0, 2**step)
        pieces.append((everybody, width, np.full_like(everybody, whole + step)))
    arcs = Arcs(*(np.concatenate(column) for column in zip(*pieces, strict=True)))
    unread = 2 * (whole + len(pieces)) * len(instance.jurors)
    load = solved(instance, arcs, unread, None).sum(axis=0) + instance.kept_load
    return np.maximum(load - instance.most, 0)


def _seats(instance: Instance) -> int:
    """How many more jurors are needed if each may read every case: no case lacks more than that."""
    everybody = np.arange(len(instance.jurors))
    arcs = Arcs(everybody, instance.most - instance.kept_load, np.zeros_like(everybody))
    low, high = 1, int(instance.need.max())
    while low < high:
        middle = (low + high) // 2
        fewer = np.maximum(instance.need - middle, 0)
        trial = instance._replace(wanted=fewer + instance.kept.sum(axis=1))
        if solved(trial, arcs, 1, None).sum() == fewer.sum():
            high = middle
        else:
            low = middle + 1
    return low
