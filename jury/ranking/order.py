"""The order of a jury: the plain mean leads, the corrected one stands beside it. PURE."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from .chances import Chances, chances
from .model import Fit, Floats, Ints, fit
from .sheets import DECIMALS, Cells, Sheets, composed, generosity

FEWEST_JURORS = 3
ALIKE = 1e-6  # a variance of the cases below this share of all variance is none


class Refusal(StrEnum):
    """Why nothing is corrected."""

    NO_SHEETS = "no_sheets"
    ONE_CASE = "one_case"  # nothing to put in order
    FEW_JURORS = "few_jurors"  # fewer than three
    ONE_SHEET_EACH = "one_sheet_each"  # no case was read twice
    FEW_SHEETS = "few_sheets"  # fewer than three more than cases
    APART = "apart"  # parts of the jury that share no case
    ALIKE = "alike"  # the jury did not distinguish the cases


class Plain(NamedTuple):
    """Arrays by case; NaN and place 0 where a case has no whole sheet. Ties: 1, 2, 2, 4."""

    sheets: Ints
    mean: Floats
    median: Floats
    low: Floats
    high: Floats
    place: Ints


class Jurors(NamedTuple):
    """Arrays by juror, NaN where a figure is not defined.

    `severity` in points, positive: severe. `spread`: the juror's standard deviation as a multiple
    of all jurors' mean one. `fit`: the mean squared standardised residual, about 1.
    """

    sheets: Ints
    severity: Floats
    se: Floats
    spread: Floats
    fit: Floats


class Ranking(NamedTuple):
    """`corrected`, `se`, `place` and `chances` are None where nothing is corrected; then `refusal`
    says why. `fitted` may be there all the same: it tells what the refusal rests on.
    """

    sheets: Sheets
    plain: Plain
    components: int
    refusal: Refusal | None
    fitted: Fit | None
    corrected: Floats | None
    se: Floats | None
    place: Ints | None
    chances: Chances | None
    jurors: Jurors
    generosity: Floats

    @property
    def official(self) -> Floats:
        """The values the order goes by."""
        return self.plain.mean if self.corrected is None else self.corrected


def rank(cells: Cells, *, top: int, seed: int = 0, shape: tuple[int, int] | None = None) -> Ranking:
    """Both orders, with the chances of being among the best `top`. Same seed, same figures.

    The band lies round the line that the plain means draw below the best.
    """
    found = ordered(cells, shape=shape)
    if found.corrected is None or found.fitted is None:
        return found
    seen = np.unique(found.sheets.case)
    leading = np.argsort(-found.plain.mean[seen], kind="stable")
    of_seen = chances(found.fitted, top=top, seed=seed, order=leading)
    of_all = Chances(
        _spread_out(of_seen.low, seen, found),
        _spread_out(of_seen.high, seen, found),
        _spread_out(of_seen.top, seen, found),
        _spread_out(of_seen.best, seen, found),
        _spread_out(of_seen.group, seen, found),
        _spread_out(of_seen.band.astype(np.int64), seen, found) > 0,
    )
    return found._replace(chances=of_all)


def ordered(cells: Cells, *, shape: tuple[int, int] | None = None) -> Ranking:
    """As `rank`, without the chances: they take a hundred times as long."""
    sheets = composed(cells, shape=shape)
    taken_off = generosity(cells)
    plain = plainly(sheets)
    components = connected(sheets)
    refusal = _too_little(sheets, components)
    fitted = None
    if refusal in (None, Refusal.APART):
        fitted = _fitted(composed(cells, taken_off, shape=shape) if taken_off.any() else sheets)
        if refusal is None and _alike(fitted):
            refusal = Refusal.ALIKE
    found = Ranking(
        sheets,
        plain,
        components,
        refusal,
        fitted,
        None,
        None,
        None,
        None,
        _jurors(sheets, fitted),
        taken_off,
    )
    if refusal is not None or fitted is None:
        return found
    seen = np.unique(sheets.case)
    corrected = _spread_out(fitted.corrected, seen, found)
    se = _spread_out(fitted.case_se, seen, found)
    return found._replace(corrected=corrected, se=se, place=places(corrected))


def _spread_out[Kind: (Floats, Ints)](of_seen: Kind, seen: Ints, found: Ranking) -> Kind:
    """Figures of the cases with a sheet as figures of all; NaN, or 0, for the others."""
    empty = np.nan if of_seen.dtype.kind == "f" else 0
    every = np.full(found.sheets.n_cases, empty, dtype=of_seen.dtype)
    every[seen] = of_seen
    return every


def plainly(sheets: Sheets) -> Plain:
    """The figures that need no model."""
    n, case = sheets.n_cases, sheets.case
    count = np.bincount(case, minlength=n)
    mean, median, low, high = np.full((4, n), np.nan)
    order = np.lexsort((sheets.value, case))
    value, starts = sheets.value[order], np.concatenate([[0], np.cumsum(count)[:-1]])
    seen = count > 0
    first, size = starts[seen], count[seen]
    mean[seen] = np.bincount(case, sheets.value, minlength=n)[seen] / size
    low[seen], high[seen] = value[first], value[first + size - 1]
    median[seen] = (value[first + (size - 1) // 2] + value[first + size // 2]) / 2
    return Plain(count, mean, median, low, high, places(mean))


def places(values: Floats) -> Ints:
    """1, 2, 2, 4 by falling value; 0 for those that have none."""
    found = np.zeros(len(values), dtype=np.int64)
    seen = ~np.isnan(values)
    falling = -np.round(values[seen], DECIMALS)
    found[seen] = np.searchsorted(np.sort(falling), falling, side="left") + 1
    return found


def best(values: Floats, top: int) -> set[int]:
    """The first `top` cases; of equal ones those that stand first."""
    order = np.argsort(
        np.where(np.isnan(values), np.inf, -np.round(values, DECIMALS)), kind="stable"
    )
    return {int(case) for case in order[:top] if not np.isnan(values[case])}


def connected(sheets: Sheets) -> int:
    """Into how many parts the jury falls that have neither a case nor a juror in common."""
    if not len(sheets.case):
        return 0
    case, juror = (np.unique(of, return_inverse=True)[1] for of in (sheets.case, sheets.juror))
    n_cases, n_jurors = case.max() + 1, juror.max() + 1
    graph = coo_array((np.ones(len(case)), (case, juror + n_cases)), (n_cases + n_jurors,) * 2)
    return int(connected_components(graph, directed=False)[0])


def _too_little(sheets: Sheets, components: int) -> Refusal | None:
    n = len(sheets.case)
    if not n:
        return Refusal.NO_SHEETS
    if len(np.unique(sheets.juror)) < FEWEST_JURORS:
        return Refusal.FEW_JURORS
    count = np.bincount(sheets.case)
    if np.count_nonzero(count) < 2:
        return Refusal.ONE_CASE
    if count.max() < 2:
        return Refusal.ONE_SHEET_EACH
    if n < np.count_nonzero(count) + 3:
        return Refusal.FEW_SHEETS
    return Refusal.APART if components > 1 else None


def _fitted(sheets: Sheets) -> Fit | None:
    """None where all values are the same: then nothing is left to fit."""
    if np.ptp(sheets.value) < 10**-DECIMALS:
        return None
    return fit(
        np.unique(sheets.case, return_inverse=True)[1],
        np.unique(sheets.juror, return_inverse=True)[1],
        sheets.value,
    )


def _alike(fitted: Fit | None) -> bool:
    if fitted is None:
        return True
    total = fitted.var_case + fitted.var_juror + fitted.var_residual
    return fitted.var_case <= ALIKE * total


def _jurors(sheets: Sheets, fitted: Fit | None) -> Jurors:
    n = sheets.n_jurors
    count = np.bincount(sheets.juror, minlength=n)
    severity, se, spread, outfit = np.full((4, n), np.nan)
    seen = count > 0
    if len(sheets.value):
        mean = np.bincount(sheets.juror, sheets.value, minlength=n)[seen] / count[seen]
        every = np.zeros(n)
        every[seen] = mean
        squares = np.bincount(sheets.juror, (sheets.value - every[sheets.juror]) ** 2, minlength=n)
        many = count > 1
        deviation = np.sqrt(squares[many] / (count[many] - 1))
        if many.any() and deviation.mean() > 0:
            spread[many] = deviation / deviation.mean()
    if fitted is not None:
        severity[seen], se[seen] = -fitted.juror + 0.0, fitted.juror_se
        if fitted.var_residual > 0:
            square = fitted.residual**2 / fitted.var_residual
            outfit[seen] = np.bincount(sheets.juror, square, minlength=n)[seen] / count[seen]
    return Jurors(count, severity, se, spread, outfit)
