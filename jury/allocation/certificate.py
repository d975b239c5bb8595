"""A proof of the optimum that does not ask the solver: no ring of exchange makes it cheaper."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .problem import Instance, Prices

NEVER = 2**61


def is_optimal(instance: Instance, prices: Prices, given: NDArray[np.bool_]) -> bool:
    """Whether `given` keeps all rules and nothing that keeps them is cheaper.

    A flow is cheapest if and only if its residual graph has no negative cycle (Klein 1967). Cases
    are folded away: what is left are jurors, and a hub for what changes a load or an unread case.
    """
    return _keeps_the_rules(instance, given) and not _has_negative_cycle(
        _exchanges(instance, prices, given)
    )


def _keeps_the_rules(instance: Instance, given: NDArray[np.bool_]) -> bool:
    return bool(
        not (given & ~instance.free).any()
        and (given.sum(axis=1) <= instance.need).all()
        and (given.sum(axis=0) + instance.kept_load <= instance.most).all()
    )


def _exchanges(instance: Instance, prices: Prices, given: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Entry [j, q] is what it costs at least that q takes one case over from j.

    The last row and column are the hub: from it comes a case that nobody reads, or one that q
    gives up; to it goes a case nobody will read, or one that j takes on.
    """
    n_jurors = len(instance.jurors)
    hub = n_jurors
    exchange = np.full((n_jurors + 1, n_jurors + 1), NEVER, dtype=np.int64)
    price = np.where(instance.free & ~given, instance.cost, NEVER)
    load = given.sum(axis=0) + instance.kept_load
    exchange[:hub, hub] = np.where(
        load < instance.most, prices.of_next(load, instance.least), NEVER
    )
    exchange[hub, :hub] = np.where(
        load > instance.kept_load, -prices.of_next(load - 1, instance.least), NEVER
    )
    missing = instance.need - given.sum(axis=1)
    lacking = missing > 0
    if lacking.any():
        relief = prices.of_missing(missing[lacking] - 1)
        taken = (price[lacking] - relief[:, None]).min(axis=0)
        exchange[hub, :hub] = np.minimum(exchange[hub, :hub], taken)
    column, row = np.nonzero(given.T)
    begins = np.searchsorted(column, np.arange(n_jurors + 1))
    for juror in range(n_jurors):
        read = row[begins[juror] : begins[juror + 1]]
        if len(read):
            own = instance.cost[read, juror]
            exchange[juror, :hub] = (price[read] - own[:, None]).min(axis=0)
            dropped = (prices.of_missing(missing[read]) - own).min()
            exchange[juror, hub] = min(exchange[juror, hub], dropped)
    exchange[exchange > NEVER // 2] = NEVER
    return exchange


def _has_negative_cycle(weight: NDArray[np.int64]) -> bool:
    """Bellman and Ford over a full matrix: settled within as many rounds as there are nodes."""
    distance = np.zeros(len(weight), dtype=np.int64)
    for _ in range(len(weight) + 1):
        nearer = np.minimum(distance, (distance[:, None] + weight).min(axis=0))
        if np.array_equal(nearer, distance):
            return False
        distance = nearer
    return True
