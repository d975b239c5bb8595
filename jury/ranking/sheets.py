"""From points on criteria to one value a sheet. PURE.

`y_ij = sum_c w_c s_ijc / sum_c w_c` over the criteria the case declares: a criterion that is not
declared is no value, never zero. A sheet that lacks one of them is not used, never re-weighted.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import linalg, sparse

from .model import Floats, Ints

DECIMALS = 6  # values are compared after rounding: float noise would otherwise break ties
NOT_TOLD = 1e-9  # beside the largest: a criterion's generosity that nothing tells


class Cells(NamedTuple):
    """One row a score. Cases, jurors and criteria are numbered from 0; `points` is NaN where a
    juror could not judge. `weight` is by criterion, zero or more.
    """

    case: Ints
    juror: Ints
    criterion: Ints
    points: Floats
    weight: Floats


class Sheets(NamedTuple):
    """One row a whole sheet, of `n_cases` cases and `n_jurors` jurors; some may have none."""

    case: Ints
    juror: Ints
    value: Floats
    n_cases: int
    n_jurors: int


def composed(
    cells: Cells, generosity: Floats | None = None, *, shape: tuple[int, int] | None = None
) -> Sheets:
    """The sheets' values; with `generosity` each criterion's is taken off its points first.

    `shape` is how many cases and jurors there are, if more than those with scores. What a case
    declares is what anybody scored on it. A score given twice is a ValueError. O(n log n) in the
    number of scores.
    """
    n_cases, n_jurors = shape or (_many(cells.case), _many(cells.juror))
    counts = cells.weight[cells.criterion] > 0
    case, juror, criterion = (of[counts] for of in (cells.case, cells.juror, cells.criterion))
    points, weight = cells.points[counts], cells.weight[criterion]
    if generosity is not None:
        points = points - generosity[criterion]
    declared = sparse.csr_array(
        (np.ones(len(case)), (case, criterion)), (n_cases, len(cells.weight))
    )
    wanted = np.diff(declared.indptr)  # duplicates were summed: one entry a criterion
    sheet, inverse = np.unique(case * n_jurors + juror, return_inverse=True)
    total = np.bincount(inverse, weight, minlength=len(sheet))
    with np.errstate(invalid="ignore"):
        value = np.bincount(inverse, weight * points, minlength=len(sheet)) / total
    if len(np.unique(inverse * len(cells.weight) + criterion)) < len(inverse):
        raise ValueError("a score is given twice")
    scored = np.bincount(inverse, ~np.isnan(points), minlength=len(sheet))
    of_case = sheet // n_jurors
    whole = (scored == wanted[of_case]) & ~np.isnan(value)
    return Sheets(of_case[whole], (sheet % n_jurors)[whole], value[whole], n_cases, n_jurors)


def _many(numbers: Ints) -> int:
    return int(numbers.max()) + 1 if len(numbers) else 0


def declares_alike(cells: Cells) -> bool:
    """Whether every case is judged on the same criteria of positive weight."""
    counts = cells.weight[cells.criterion] > 0
    pairs = np.unique(cells.case[counts] * len(cells.weight) + cells.criterion[counts])
    cases = len(np.unique(cells.case[counts]))
    criteria = len(np.unique(cells.criterion[counts]))
    return len(pairs) == cases * criteria


def generosity(cells: Cells) -> Floats:
    """How generously each criterion is scored on the whole: `g_c` of

        s_ijc = mu + g_c + a_i + b_j + e,   sum_c w_c g_c = 0,

    by least squares on the cells. Zero where all cases declare alike, as it would shift all of
    them by nothing, and where no case ties two criteria together, as nothing tells it.
    """
    none = np.zeros(len(cells.weight))
    use = (cells.weight[cells.criterion] > 0) & ~np.isnan(cells.points)
    if declares_alike(cells) or not use.any():
        return none
    case, juror, criterion = (
        np.unique(of[use], return_inverse=True)[1]
        for of in (cells.case, cells.juror, cells.criterion)
    )
    codes = np.unique(cells.criterion[use])
    y = cells.points[use] - cells.points[use].mean()
    ones, n = np.ones(len(y)), len(y)
    rows = np.arange(n)
    z_case = sparse.csr_array((ones, (rows, case)), (n, _many(case)))
    others = sparse.hstack(
        [
            sparse.csr_array((ones, (rows, juror)), (n, _many(juror))),
            sparse.csr_array((ones, (rows, criterion)), (n, len(codes))),
        ],
        format="csr",
    )
    # Cases are eliminated exactly, then the jurors; what is left is as small as the criteria.
    evenly = sparse.diags_array(1 / np.bincount(case))
    among = z_case.T @ others
    inside = (others.T @ others - among.T @ (evenly @ among)).toarray()
    right = others.T @ y - among.T @ (evenly @ np.bincount(case, y))
    jurors = _many(juror)
    ridge = NOT_TOLD * (1 + np.trace(inside[:jurors, :jurors]) / jurors)
    root = linalg.cho_factor(inside[:jurors, :jurors] + ridge * np.eye(jurors))
    cross = inside[:jurors, jurors:]
    left = inside[jurors:, jurors:] - cross.T @ linalg.cho_solve(root, cross)
    of_rest = right[jurors:] - cross.T @ linalg.cho_solve(root, right[:jurors])
    found, _residual, rank, _sizes = linalg.lstsq(left, of_rest, cond=1e-7)
    if rank < len(codes) - 1:
        return none
    weight = cells.weight[codes]
    none[codes] = found - (weight @ found) / weight.sum()
    return none
