"""How far a jury agrees. PURE.

Intraclass correlations after Shrout & Fleiss 1979 (from the mean squares where every juror read
every case, else from the fitted variances), Krippendorff's alpha for intervals (Krippendorff 1980),
Kendall's W with its correction for ties. None where a figure is not defined.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .ranking.model import Fit, Floats
from .ranking.sheets import DECIMALS, Sheets

RELIABLE, TENTATIVE = 0.8, 2 / 3


class Agreement(NamedTuple):
    """`icc_2_1` of one juror's value, `icc_2_k` of a case's mean; 3 where severity does no harm."""

    icc_2_1: float | None = None
    icc_2_k: float | None = None
    icc_3_1: float | None = None
    icc_3_k: float | None = None
    krippendorff_alpha: float | None = None
    kendall_w: float | None = None


def agreement(sheets: Sheets, fitted: Fit | None = None) -> Agreement:
    table = complete(sheets)
    found = _from_variances(sheets, fitted)
    if table is not None and min(table.shape) > 1:
        found = _from_mean_squares(table)._replace(kendall_w=kendall_w(table))
    return found._replace(krippendorff_alpha=alpha(sheets))


def complete(sheets: Sheets) -> Floats | None:
    """Cases × jurors, if every juror who judged read every case that was judged."""
    cases, case = np.unique(sheets.case, return_inverse=True)
    jurors, juror = np.unique(sheets.juror, return_inverse=True)
    if not len(case) or len(case) != len(cases) * len(jurors):
        return None
    table = np.empty((len(cases), len(jurors)))
    table[case, juror] = sheets.value
    return table


def _share(part: float, whole: float) -> float | None:
    return part / whole if abs(whole) > 1e-12 else None


def _from_mean_squares(table: Floats) -> Agreement:
    n, k = table.shape
    rows, columns, middle = table.mean(axis=1), table.mean(axis=0), table.mean()
    ms_rows = k * float(((rows - middle) ** 2).sum()) / (n - 1)
    ms_columns = n * float(((columns - middle) ** 2).sum()) / (k - 1)
    rest = table - rows[:, None] - columns + middle
    ms_rest = float((rest**2).sum()) / ((n - 1) * (k - 1))
    between = ms_rows - ms_rest
    return Agreement(
        _share(between, ms_rows + (k - 1) * ms_rest + k * (ms_columns - ms_rest) / n),
        _share(between, ms_rows + (ms_columns - ms_rest) / n),
        _share(between, ms_rows + (k - 1) * ms_rest),
        _share(between, ms_rows),
    )


def _from_variances(sheets: Sheets, fitted: Fit | None) -> Agreement:
    if fitted is None:
        return Agreement()
    count = np.bincount(sheets.case)
    k = np.count_nonzero(count) / float((1 / count[count > 0]).sum())
    case, juror, rest = fitted.var_case, fitted.var_juror, fitted.var_residual
    return Agreement(
        _share(case, case + juror + rest),
        _share(case, case + (juror + rest) / k),
        _share(case, case + rest),
        _share(case, case + rest / k),
    )


def alpha(sheets: Sheets) -> float | None:
    """Krippendorff's alpha for intervals, in one pass over the values."""
    count = np.bincount(sheets.case)
    pairable = count[sheets.case] > 1
    case, y = sheets.case[pairable], sheets.value[pairable]
    n = len(y)
    if n < 2:
        return None
    y = y - y.mean()
    units = np.bincount(case)
    many = units > 1
    size, total = units[many], np.bincount(case, y)[many]
    observed = 2 * (size * np.bincount(case, y**2)[many] - total**2) / (size - 1)
    expected = 2 * (n * float((y**2).sum()) - float(y.sum()) ** 2) / (n * (n - 1))
    return None if expected < 1e-12 else 1 - float(observed.sum()) / n / expected


def _ranks(points: Floats) -> Floats:
    """From 1; equal points share the mean of their places. As scipy.stats.rankdata has it, whose
    module takes every process a quarter of its start to load.
    """
    _values, which, times = np.unique(points, return_inverse=True, return_counts=True)
    ranks: Floats = (np.cumsum(times) - (times - 1) / 2)[which]
    return ranks


def kendall_w(table: Floats) -> float | None:
    """Of a complete table, cases × jurors."""
    n, m = table.shape
    if n < 2 or m < 2:
        return None
    ranks = np.stack([_ranks(column) for column in np.round(table, DECIMALS).T], axis=1)
    sums = ranks.sum(axis=1)
    ties = 0.0
    for column in ranks.T:
        _values, times = np.unique(column, return_counts=True)
        ties += float((times**3 - times).sum())
    whole = m**2 * (n**3 - n) - m * ties
    return _share(12 * float(((sums - sums.mean()) ** 2).sum()), float(whole))


def disagreement(sheets: Sheets, leniency: Floats | None = None) -> Floats:
    """By case: from the lowest to the highest value, in points; NaN below two sheets.

    With `leniency`, by juror, what a juror gives to everybody is taken off first.
    """
    value = sheets.value if leniency is None else sheets.value - leniency[sheets.juror]
    low, high = np.full(sheets.n_cases, np.inf), np.full(sheets.n_cases, -np.inf)
    np.minimum.at(low, sheets.case, value)
    np.maximum.at(high, sheets.case, value)
    count = np.bincount(sheets.case, minlength=sheets.n_cases)
    return np.where(count > 1, high - low, np.nan)
