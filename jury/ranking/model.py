"""The crossed model of a jury: quality of the cases, leniency of the jurors, and the rest. PURE.

    y_r = mu + a_case(r) + b_juror(r) + e_r,   a ~ N(0, va), b ~ N(0, vb), e ~ N(0, ve)

Variances by restricted maximum likelihood, effects as best linear unbiased predictions (Henderson
1975; Searle, Casella & McCulloch, Variance Components, 1992); the same figures as `lme4`. The
longer of the two factors is eliminated by hand, so that only a matrix of the shorter one is ever
factored.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, optimize, sparse

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

FEW_COUNTS = 12  # beyond so many, products kept by the number of values take too much memory
ZERO = 1e-9  # a variance below this share of the residual's is none
AGAIN = ((0.1, 0.1), (0.1, 3.0), (3.0, 0.1), (3.0, 3.0))  # where a search begins once more
EDGE = 10.0  # a standard deviation in residual ones where another hollow is likely
SMALL = 5000  # sheets
STEPS = (0.3, 0.1, 0.03, 0.01, 0.003)  # steps off zero
CLEARLY = 1e-9  # how much less a deviance must be
LARGEST = 1e4  # of a standard deviation, in residual ones: beyond it nothing is left to explain


class Design:
    """Who gave which value to what. `long` is eliminated, `short` is factored."""

    def __init__(self, case: Ints, juror: Ints, value: Floats) -> None:
        cases, jurors = int(case.max()) + 1, int(juror.max()) + 1
        self.swapped = jurors > cases
        self.long, self.short = (juror, case) if self.swapped else (case, juror)
        self.n_long, self.n_short = max(cases, jurors), min(cases, jurors)
        self.n = len(value)
        self.centre = float(value.mean())
        self.y = value - self.centre
        ones = np.ones(self.n)
        incidence = sparse.csr_array((ones, (self.long, self.short)), (self.n_long, self.n_short))
        self.count = np.bincount(self.long, minlength=self.n_long).astype(float)
        last = sparse.csr_array(self.count[:, None])
        self.rows: sparse.csr_array = sparse.hstack([incidence, last], format="csr")
        self.sum_long = np.bincount(self.long, self.y, minlength=self.n_long)
        of_short = np.bincount(self.short, self.y, minlength=self.n_short)
        self.sum_short = np.append(of_short, self.y.sum())
        self.yy = float(self.y @ self.y)

    @cached_property
    def gram(self) -> Floats:
        """Z1'Z1 of the short factor and the mean."""
        count = np.bincount(self.short, minlength=self.n_short).astype(float)
        whole = np.diag(np.append(count, self.n))
        whole[-1, :-1] = whole[:-1, -1] = count
        return whole

    @cached_property
    def counts(self) -> Floats:
        """How many values the long factor's have, each number once."""
        return np.unique(self.count)

    @cached_property
    def products(self) -> Floats:
        """The rows' products, summed over all of the long factor with as many values each."""
        return np.stack(
            [
                (self.rows[of].T @ self.rows[of]).toarray()
                for of in (np.flatnonzero(self.count == count) for count in self.counts)
            ]
        )

    def weighted(self, weight: Callable[[Floats], Floats]) -> Floats:
        """N1' diag(weight) N1, where the weight depends on the number of values alone."""
        if len(self.counts) <= FEW_COUNTS:
            return np.tensordot(weight(self.counts), self.products, axes=1)
        rows = self.rows
        return (rows.T @ rows.multiply(weight(self.count)[:, None]).tocsr()).toarray()


class Solved(NamedTuple):
    """The model solved for given ratios of variances, in the order long, short."""

    ratios: tuple[float, float]
    shrink: Floats  # c_i of each of the long factor
    root: Floats  # the lower Cholesky factor of S
    scale: Floats  # the diagonal of D
    inner: Floats  # effects of the short factor, and the mean last
    outer: Floats  # effects of the long factor
    q: float
    deviance: float

    def residual_variance(self, n: int) -> float:
        return self.q / (n - 1)


def solve(design: Design, theta: tuple[float, float]) -> Solved:
    """Effects and deviance where the standard deviations are `theta` residual ones, long and short.

    The deviance is lme4's REML criterion at its best residual variance.
    """
    t_long, t_short = theta[0] ** 2, theta[1] ** 2
    shrink = t_long / (1 + t_long * design.count)
    scale = np.append(np.full(design.n_short, theta[1]), 1.0)
    inside = design.gram - design.weighted(lambda count: t_long / (1 + t_long * count))
    s = scale[:, None] * inside * scale
    s[np.diag_indices(design.n_short)] += 1.0
    root = linalg.cholesky(s, lower=True, check_finite=False)
    right = scale * (design.sum_short - design.rows.T @ (shrink * design.sum_long))
    half = linalg.solve_triangular(root, right, lower=True, check_finite=False)
    inner = scale * linalg.solve_triangular(root.T, half, lower=False, check_finite=False)
    q = design.yy - float(shrink @ design.sum_long**2) - float(half @ half)
    q = max(q, 1e-12 * max(design.yy, 1e-300))
    free = design.n - 1
    deviance = (
        float(np.log1p(t_long * design.count).sum())
        + 2 * float(np.log(np.diag(root)).sum())
        + free * (1 + np.log(2 * np.pi * q / free))
    )
    outer = shrink * (design.sum_long - design.rows @ inner)
    return Solved((t_long, t_short), shrink, root, scale, inner, outer, q, deviance)


def slope(design: Design, solved: Solved) -> tuple[float, float]:
    """How the deviance changes with the two ratios t = theta²; exact."""
    t_long, t_short = solved.ratios
    free = design.n - 1
    inverse = _inverse(solved.root)
    residual = _residual(design, solved)
    of_short = np.bincount(design.short, residual, minlength=design.n_short)
    of_long = np.bincount(design.long, residual, minlength=design.n_long)
    kept = design.weighted(lambda count: 1 / (1 + t_long * count) ** 2)
    sandwich = solved.scale[:, None] * kept * solved.scale
    trace_long = float((design.count / (1 + t_long * design.count)).sum())
    trace_long -= float((inverse * sandwich).sum())
    if t_short > ZERO:
        trace_short = (design.n_short - float(np.trace(inverse[:-1, :-1]))) / t_short
    else:
        inside = design.gram - design.weighted(lambda count: t_long / (1 + t_long * count))
        trace_short = float(np.trace(inside[:-1, :-1]))
        trace_short -= float(inside[-1, :-1] @ inside[-1, :-1]) / float(inside[-1, -1])
    return (
        trace_long - free * float(of_long @ of_long) / solved.q,
        trace_short - free * float(of_short @ of_short) / solved.q,
    )


def _residual(design: Design, solved: Solved) -> Floats:
    return design.y - solved.inner[-1] - solved.inner[design.short] - solved.outer[design.long]


def _inverse(root: Floats) -> Floats:
    """The inverse of LL' from its lower factor."""
    lower = linalg.lapack.dpotri(root, lower=1)[0]
    return np.tril(lower) + np.tril(lower, -1).T


class Fit(NamedTuple):
    """The fitted model. Variances in squared points, everything else in points of the scale."""

    mu: float
    var_case: float
    var_juror: float
    var_residual: float
    reml_criterion: float
    case: Floats  # a_i
    juror: Floats  # b_j, positive: lenient
    case_se: Floats
    juror_se: Floats
    design: Design
    solved: Solved

    @property
    def corrected(self) -> Floats:
        """What an average juror would give each case."""
        return self.mu + self.case

    @property
    def residual(self) -> Floats:
        return _residual(self.design, self.solved)


def fit(case: Ints, juror: Ints, value: Floats) -> Fit:
    """Fit the model to sheets: one row each, cases and jurors numbered from 0 without gaps."""
    design = Design(case, juror, value)
    theta = _best(design)
    return described(design, solve(design, theta))


def _best(design: Design) -> tuple[float, float]:
    """The standard deviations with the least deviance.

    The deviance of a small jury may have more than one hollow: a search that ends at an edge is
    begun again from the other side.
    """
    found = _sought(design, _guess(design))
    if ((found.x**2 < ZERO) | (found.x > EDGE)).any():
        for start in AGAIN if design.n <= SMALL else ():
            other = _sought(design, np.array(start))
            if other.fun < found.fun - CLEARLY:
                found = other
        off = _off_zero(design, found)
        found = found if off is None else _sought(design, off)
    best = [0.0 if value**2 < ZERO else float(value) for value in found.x]
    return best[0], best[1]


def _sought(design: Design, start: Floats) -> optimize.OptimizeResult:
    """Downhill from `start`, never above it. In units in which the deviance is about equally
    steep along both, which halves the steps.
    """
    each = np.array([design.n / design.n_long, design.n / design.n_short])
    told_by = 1 / (1 + 1 / (start**2 * each))
    unit = start / (2 * np.sqrt([design.n_long, design.n_short]) * told_by)

    def told(steps: Floats) -> tuple[float, Floats]:
        theta = steps * unit
        solved = solve(design, (theta[0], theta[1]))
        return solved.deviance, np.array(slope(design, solved)) * 2 * theta * unit

    found = optimize.minimize(
        told,
        start / unit,
        jac=True,
        method="L-BFGS-B",
        bounds=[(0.0, LARGEST / one) for one in unit],
        options={"ftol": 1e-14, "gtol": 1e-7, "maxiter": 200},
    )
    found.x = np.minimum(found.x * unit, LARGEST)
    return found


def _off_zero(design: Design, found: optimize.OptimizeResult) -> Floats | None:
    """Where the deviance is lower still, near a zero the search has hit.

    Along a standard deviation the deviance is level at zero, whether it falls from there or not;
    along the variance it is not.
    """
    falls = slope(design, solve(design, (found.x[0], found.x[1])))
    for factor in (0, 1):
        if found.x[factor] ** 2 < ZERO and falls[factor] < 0:
            for step in STEPS:
                start = found.x.copy()
                start[factor] = step
                if solve(design, (start[0], start[1])).deviance < found.fun - CLEARLY:
                    return start
    return None


def _guess(design: Design) -> Floats:
    """Where the search begins: how far the means of each factor lie apart, by moments."""
    total = design.yy / design.n
    short_count = design.gram[-1, :-1]
    sums = ((design.sum_long, design.count), (design.sum_short[:-1], short_count))
    among = [float((of**2 / count).sum()) / design.n for of, count in sums]
    spread = [
        (one - total * len(count) / design.n) / max(1 - len(count) / design.n, 0.1)
        for one, (_of, count) in zip(among, sums, strict=True)
    ]
    spread = [min(max(one, 0.02 * total), 0.9 * total) for one in spread]
    rest = max(total - sum(spread), 0.1 * total)
    return np.sqrt(np.array(spread) / rest)


def described(design: Design, solved: Solved) -> Fit:
    ve = solved.residual_variance(design.n)
    # As lme4's condVar: given the mean and the variances. The mean stands last, so that the factor
    # without it is the factor's upper left part.
    c = _inverse(solved.root[:-1, :-1]) * np.outer(solved.scale[:-1], solved.scale[:-1])
    spread = solved.shrink + solved.shrink**2 * _quadratic(design.rows[:, :-1], c)
    outer_se, inner_se = np.sqrt(ve * spread), np.sqrt(ve * np.diag(c))
    by_case = (solved.outer, outer_se, solved.inner[:-1], inner_se)
    if design.swapped:
        by_case = (solved.inner[:-1], inner_se, solved.outer, outer_se)
    variances = (ve * solved.ratios[0], ve * solved.ratios[1])
    if max(solved.ratios) > 0.99 * LARGEST**2:
        # Nothing is left to chance: the effects are known, and with them how far they lie apart.
        variances, ve = (_apart(solved.outer), _apart(solved.inner[:-1])), 0.0
    of_case, of_juror = reversed(variances) if design.swapped else variances
    return Fit(
        design.centre + float(solved.inner[-1]),
        of_case,
        of_juror,
        ve,
        solved.deviance,
        by_case[0],
        by_case[2],
        by_case[1],
        by_case[3],
        design,
        solved,
    )


def _apart(effects: Floats) -> float:
    return float(effects.var(ddof=1)) if len(effects) > 1 else 0.0


def _quadratic(rows: sparse.csr_array, c: Floats) -> Floats:
    """x_i' C x_i of every row, a thousand rows at a time."""
    found = np.empty(rows.shape[0])
    for start in range(0, rows.shape[0], 1000):
        part = rows[start : start + 1000]
        found[start : start + 1000] = np.asarray(part.multiply(part @ c).sum(axis=1)).ravel()
    return found
