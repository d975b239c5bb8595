"""How sure an order is: places and chances by drawing from what the sheets leave open. PURE.

Draws are exact given the variances: mean and leniencies together, then each case for itself. In
juries of up to `INTEGRATED` cases the variances are drawn too, over a grid of the standard
deviations with flat priors on them (Gelman 2006); beyond that they are known well enough.
Same seed, same draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from .model import Design, Fit, Floats, Ints, Solved, solve

INTEGRATED = 1000  # cases
DRAWS = 20_000
DRAWS_OF_MANY = 2_000
STEPS = 29  # of the grid in each direction
NEGLIGIBLE = 12.0  # by how much the logarithm of the density falls where the grid ends
SURE = 0.90  # how likely one case is better than another to be told apart from it
TAIL = 0.05  # on either side of an interval of places


class Chances(NamedTuple):
    """Arrays by case. Places count from 1; the interval holds the place in at least 90 of 100."""

    low: Ints
    high: Ints
    top: Floats  # chance of being among the best `k`
    best: Floats
    group: Ints  # cases of a group cannot be told apart; 1 is the best group
    band: NDArray[np.bool_]  # cases that cannot be told from those across the line below the best


def chances(fit: Fit, *, top: int, seed: int, order: Ints | None = None) -> Chances:
    """By simulation. `top` is how many are the best; at least 1 and at most all.

    `order` is the one in which the line is drawn below the best, if not that of corrected values.
    """
    drawn = draw(fit, seed=seed)
    places = _places(drawn)
    low, high = _interval(places)
    return Chances(
        low,
        high,
        (places <= top).mean(axis=0),
        (places == 1).mean(axis=0),
        _groups(fit.corrected, drawn),
        _band(np.argsort(-fit.corrected, kind="stable") if order is None else order, drawn, top),
    )


def _band(order: Ints, drawn: NDArray[np.float32], top: int) -> NDArray[np.bool_]:
    """Those before the line who are not surely better than the first behind it, and those behind
    it than whom the last before it is not surely better.
    """
    band = np.zeros(len(order), dtype=bool)
    if not 0 < top < len(order):
        return band
    last, first = drawn[:, order[top - 1]], drawn[:, order[top]]
    for case in order[:top]:
        band[case] = (drawn[:, case] > first).mean() < SURE
    for case in order[top:]:
        band[case] = (last > drawn[:, case]).mean() < SURE
    return band


def _places(drawn: NDArray[np.float32]) -> NDArray[np.int32]:
    places = np.empty(drawn.shape, dtype=np.int32)
    steps = np.arange(1, drawn.shape[1] + 1, dtype=np.int32)
    for place, values in zip(places, drawn, strict=True):
        place[np.argsort(-values)] = steps
    return places


def _interval(places: NDArray[np.int32]) -> tuple[Ints, Ints]:
    """The places at both ends, of a hundred cases at a time."""
    n_draws, n_cases = places.shape
    ends = [max(round(share * n_draws), 1) - 1 for share in (TAIL, 1 - TAIL)]
    found = np.empty((2, n_cases), dtype=np.int64)
    for start in range(0, n_cases, 100):
        part = np.partition(places[:, start : start + 100], ends, axis=0)
        found[:, start : start + 100] = part[ends]
    return found[0], found[1]


def _groups(corrected: Floats, drawn: NDArray[np.float32]) -> Ints:
    """Down the order: one group until its first is better than the next in `SURE` of the draws."""
    order = np.argsort(-corrected, kind="stable")
    group = np.empty(len(order), dtype=np.int64)
    head, number = order[0], 1
    for case in order:
        if case != head and (drawn[:, head] > drawn[:, case]).mean() >= SURE:
            head, number = case, number + 1
        group[case] = number
    return group


def draw(fit: Fit, *, seed: int) -> NDArray[np.float32]:
    """Draws × cases: what each case's quality may be."""
    chance = np.random.default_rng(seed)
    design = fit.design
    if fit.case.size <= INTEGRATED:
        parts = [
            _draws(design, solved, ve, chance) for solved, ve in _variances(design, fit, chance)
        ]
        drawn = np.concatenate(parts)
    else:
        ve = np.full(DRAWS_OF_MANY, fit.var_residual)
        drawn = _draws(design, fit.solved, ve, chance)
    # What is exactly equal has no order of its own.
    size = 1e-6 * (float(drawn.std()) or 1.0)
    drawn += size * chance.standard_normal(drawn.shape, dtype=np.float32)
    return drawn


def _draws(
    design: Design, solved: Solved, ve: Floats, chance: np.random.Generator
) -> NDArray[np.float32]:
    """As many draws of the cases' qualities as there are residual variances."""
    deviation = np.sqrt(ve)
    z = chance.standard_normal((design.n_short + 1, len(ve)))
    spread = linalg.solve_triangular(solved.root.T, z, lower=False, check_finite=False)
    inner = solved.inner[:, None] + solved.scale[:, None] * spread * deviation
    if design.swapped:
        return (inner[:-1] + inner[-1]).T.astype(np.float32, order="C")
    drawn = np.empty((len(ve), design.n_long), dtype=np.float32)
    for start in range(0, design.n_long, 1000):
        of = slice(start, start + 1000)
        shrink = solved.shrink[of, None]
        outer = shrink * (design.sum_long[of, None] - design.rows[of] @ inner)
        outer += np.sqrt(shrink) * chance.standard_normal(outer.shape) * deviation
        drawn[:, of] = (outer + inner[-1]).T
    return drawn


def _variances(
    design: Design, fit: Fit, chance: np.random.Generator
) -> Iterator[tuple[Solved, Floats]]:
    """The cells of the grid that were drawn, each with its draws of the residual variance."""
    ends = [_end(design, fit, factor) for factor in (0, 1)]
    middles = [(np.arange(STEPS) + 0.5) * end / STEPS for end in ends]
    cells = [(float(one), float(other)) for one in middles[0] for other in middles[1]]
    density = np.array([_density(design, solve(design, theta)) for theta in cells])
    weight = np.exp(density - density.max())
    drawn = chance.multinomial(DRAWS, weight / weight.sum())
    for theta, times in zip(cells, drawn, strict=True):
        if times:
            solved = solve(design, theta)
            yield solved, solved.q / chance.chisquare(design.n - 3, times)


def _density(design: Design, solved: Solved) -> float:
    """The logarithm of |V|^-1/2 |X'V^-1X|^-1/2 q^-(n-3)/2: flat in both standard deviations."""
    free = design.n - 1
    determinants = solved.deviance - free * (1 + np.log(2 * np.pi * solved.q / free))
    return -0.5 * float(determinants) - 0.5 * (design.n - 3) * float(np.log(solved.q))


def _end(design: Design, fit: Fit, factor: int) -> float:
    """Where the density has become negligible along one factor, the other at its best."""
    best = [float(np.sqrt(ratio)) for ratio in fit.solved.ratios]
    highest = _density(design, fit.solved)
    end = max(best[factor], 0.1)
    while end < 1e4:
        end *= 1.3
        at = list(best)
        at[factor] = end
        if _density(design, solve(design, (at[0], at[1]))) < highest - NEGLIGIBLE:
            break
    return end
