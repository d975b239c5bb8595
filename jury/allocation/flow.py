"""The exact optimum, by OR-tools' min-cost flow over all pairs: case → juror → sink."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from .problem import EXACT, Instance, Prices


class Arcs(NamedTuple):
    """Arcs to the sink, from jurors or from cases by their number; cheapest first for each."""

    tail: NDArray[np.int64]
    capacity: NDArray[np.int64]
    price: NDArray[np.int64]


def best(instance: Instance, prices: Prices) -> NDArray[np.bool_]:
    """Which free pairs are given: cases × jurors."""
    return solved(instance, _loads(instance, prices), _unread(instance, prices), instance.cost)


def solved(
    instance: Instance, loads: Arcs, unread: Arcs, cost: NDArray[np.int64] | None
) -> NDArray[np.bool_]:
    """The cheapest flow; `unread` leads readings that are left out to the sink; no `cost` is 0."""
    given = np.zeros(instance.free.shape, dtype=bool)
    need = instance.need
    row, column = np.nonzero(instance.free & (need > 0)[:, None])
    if not len(row):
        return given
    n_cases, n_jurors = instance.free.shape
    sink = n_cases + n_jurors
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        (n_jurors + row).astype(np.int32),
        column.astype(np.int32),
        np.ones(len(row), dtype=np.int64),
        np.zeros(len(row), dtype=np.int64) if cost is None else cost[row, column],
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        loads.tail.astype(np.int32),
        np.full(len(loads.tail), sink, dtype=np.int32),
        loads.capacity,
        loads.price,
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        (n_jurors + unread.tail).astype(np.int32),
        np.full(len(unread.tail), sink, dtype=np.int32),
        unread.capacity,
        unread.price,
    )
    supplies = np.concatenate([np.zeros(n_jurors, dtype=np.int64), need, [-need.sum()]])
    flow.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), supplies)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"The flow could not be solved: {status}")
    given[row, column] = flow.flows(arcs) > 0
    return given


def _loads(instance: Instance, prices: Prices) -> Arcs:
    """Each juror's capacity in pieces of one price, which rises with the load."""
    widths = [EXACT * 2**i for i in range(len(instance.cases).bit_length() + 1)]
    above = [*range(EXACT + 1), *widths[1:]]  # after these distances the step changes
    edges = sorted(
        {max(prices.level + d, 0) for d in above for d in (d + 1, -d)} | {0, widths[-1] * 2}
    )
    juror, capacity, price = [], [], []
    everybody = np.arange(len(instance.jurors))
    floor = np.clip(instance.least, instance.kept_load, instance.most)
    for low, high in pairwise(edges):
        for begin, end in ((instance.kept_load, floor), (floor, instance.most)):
            first = np.maximum(begin, low)
            width = np.minimum(end, high) - first
            some = width > 0
            juror.append(everybody[some])
            capacity.append(width[some])
            price.append(prices.of_next(first, instance.least)[some])
    return Arcs(np.concatenate(juror), np.concatenate(capacity), np.concatenate(price))


def _unread(instance: Instance, prices: Prices) -> Arcs:
    """Each reading left out of a case is dearer than the one before."""
    tail, missing = np.nonzero(np.arange(instance.need.max(initial=0)) < instance.need[:, None])
    return Arcs(tail, np.ones_like(tail), prices.of_missing(missing))
