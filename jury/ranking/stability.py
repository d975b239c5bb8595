"""Whether the same cases would lead with one juror, criterion or weight different. PURE."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.linalg import LinearOperator, cg

from .model import Fit, Floats
from .order import Ranking, best, ordered
from .sheets import Cells

EXACT = 1e-10
CHANGES = (0.5, 2.0)  # a weight halved and doubled


class Moved(NamedTuple):
    """Cases that come among the best, and those that make room for them; sorted."""

    enters: list[int]
    leaves: list[int]


class Reweighted(NamedTuple):
    """What a criterion's weight times `factor` moves; 0 leaves it out."""

    criterion: int
    factor: float
    moved: Moved


def moved(before: set[int], after: set[int]) -> Moved:
    return Moved(sorted(after - before), sorted(before - after))


def without_each_juror(ranking: Ranking, top: int) -> list[Moved]:
    """By juror: who leads if this one had not judged. The variances stay as they were found."""
    leading = best(ranking.official, top)
    sheets = ranking.sheets
    seen, of_seen = np.unique(sheets.case, return_inverse=True)
    found = []
    for juror in range(sheets.n_jurors):
        rest = sheets.juror != juror
        values = np.full(sheets.n_cases, np.nan)
        if ranking.corrected is None or ranking.fitted is None:
            count = np.bincount(sheets.case[rest], minlength=sheets.n_cases)
            total = np.bincount(sheets.case[rest], sheets.value[rest], minlength=sheets.n_cases)
            np.divide(total, count, out=values, where=count > 0)
        else:
            left = np.bincount(of_seen[rest], minlength=len(seen)) > 0
            values[seen[left]] = _corrected_by(ranking.fitted, rest)[left]
        found.append(moved(leading, best(values, top)))
    return found


def _corrected_by(fitted: Fit, rest: NDArray[np.bool_]) -> Floats:
    """The corrected values if only the sheets of `rest` were there: Henderson's equations by
    conjugate gradients, begun at the effects of the whole.
    """
    design, solved = fitted.design, fitted.solved
    n, n_long, n_short = design.n, design.n_long, design.n_short
    columns = np.stack([design.long, design.short + n_long, np.full(n, n_long + n_short)], axis=1)
    z = csr_array(
        (np.ones(3 * n), columns.ravel(), np.arange(0, 3 * n + 1, 3)), (n, n_long + n_short + 1)
    )
    z = z[rest]
    held = np.concatenate(
        [
            np.full(n_long, 1 / max(solved.ratios[0], 1e-12)),
            np.full(n_short, 1 / max(solved.ratios[1], 1e-12)),
            [0.0],
        ]
    )
    diagonal = np.asarray(z.sum(axis=0)).ravel() + held
    size = len(diagonal)
    normal = LinearOperator((size, size), matvec=lambda x: z.T @ (z @ x) + held * x)
    easier = LinearOperator((size, size), matvec=lambda x: x / diagonal)
    start = np.concatenate([solved.outer, solved.inner])
    effects, failed = cg(normal, z.T @ design.y[rest], x0=start, rtol=EXACT, M=easier)
    if failed:  # pragma: no cover  a positive definite system ends
        raise ArithmeticError("the equations of a smaller jury were not solved")
    of_case = effects[n_long:-1] if design.swapped else effects[:n_long]
    return np.asarray(design.centre + effects[-1] + of_case)


def reweighted(cells: Cells, ranking: Ranking, top: int) -> list[Reweighted]:
    """By criterion: who leads without it, and with half and twice its weight."""
    leading = best(ranking.official, top)
    shape = (ranking.sheets.n_cases, ranking.sheets.n_jurors)
    found = []
    for criterion in np.flatnonzero(cells.weight > 0):
        for factor in (0.0, *CHANGES):
            weight = cells.weight.copy()
            weight[criterion] *= factor
            if not weight.any():
                continue
            other = ordered(cells._replace(weight=weight), shape=shape)
            found.append(
                Reweighted(int(criterion), factor, moved(leading, best(other.official, top)))
            )
    return found
