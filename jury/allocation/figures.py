"""How well an allocation lets severity be told: which jurors meet, and how often."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigvalsh
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

DECIMALS = 6  # figures are told alike by every machine


class Figures(NamedTuple):
    """Of the jurors who read anything; None with fewer than two of them.

    `components` must be 1: between two parts severity cannot be compared at all. `lambda2` and
    `a_efficiency` are the smallest and the harmonic mean of the canonical efficiency factors of
    differences between jurors (Bailey and Cameron 2011): 1 would be complete panels, 0 nothing.
    `meets_least` and `meets_most` count the cases two jurors have in common.
    """

    components: int
    lambda2: float | None
    a_efficiency: float | None
    meets_least: int | None
    meets_most: int | None


def connectedness(reads: NDArray[np.bool_]) -> Figures:
    """`reads` is cases × jurors. O(jurors³)."""
    reads = reads[:, reads.any(axis=0)]
    n_jurors = reads.shape[1]
    meetings = concurrences(reads)
    components = int(connected_components(meetings, directed=False)[0]) if n_jurors else 0
    if n_jurors < 2:
        return Figures(components, None, None, None, None)
    pairs = meetings[np.triu_indices(n_jurors, k=1)]
    factors = _efficiency_factors(reads)
    connected = components == 1
    return Figures(
        components=components,
        lambda2=round(float(factors[0]), DECIMALS) if connected else 0.0,
        a_efficiency=(
            round(float(len(factors) / (1 / factors).sum()), DECIMALS) if connected else 0.0
        ),
        meets_least=int(pairs.min()),
        meets_most=int(pairs.max()),
    )


def concurrences(reads: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many cases two jurors have in common: jurors × jurors."""
    sparse = csr_array(reads.T, dtype=np.int64)
    return (sparse @ sparse.T).toarray()


def _efficiency_factors(reads: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Eigenvalues of the jurors' information matrix, each scaled by its load, without the 0."""
    load, panel = reads.sum(axis=0), np.maximum(reads.sum(axis=1), 1)
    scaled = csr_array(reads.T / np.sqrt(load)[:, None] / np.sqrt(panel)[None, :])
    information = np.eye(len(load)) - (scaled @ scaled.T).toarray()
    return eigvalsh(information)[1:]
