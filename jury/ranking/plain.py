"""From points to places. PURE: arrays in, named tuples out, no Django.

The rule stands in the call: a sheet's value is the weighted mean of its points over the criteria
the case declares, `y_ij = sum_c w_c s_ijc / sum_c w_c`; a criterion that is not declared is no
value, never zero. A case's value is the plain mean over its sheets.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DECIMALS = 6  # means are compared after rounding: float noise would otherwise break ties


class Cell(NamedTuple):
    """One juror's points on one criterion of one case; `points` is None without a judgement."""

    case: int
    juror: int
    criterion: int
    points: int | None
    weight: float


class Standing(NamedTuple):
    """A case's figures, all in points of the scale; `place` counts ties as equal: 1, 2, 2, 4."""

    case: int
    place: int
    mean: float
    median: float
    low: float
    high: float
    sheets: int
    by_criterion: dict[int, float]


def standings(cells: Sequence[Cell]) -> list[Standing]:
    """Cases by falling mean, ties by case. A sheet with a criterion not judged is left out.

    A sheet is one (case, juror). O(n log n) in the number of cells.
    """
    if not cells:
        return []
    case, juror, criterion = (
        np.fromiter((cell[i] for cell in cells), dtype=np.int64) for i in range(3)
    )
    points = np.fromiter(
        (np.nan if cell.points is None else cell.points for cell in cells), dtype=float
    )
    weight = np.fromiter((cell.weight for cell in cells), dtype=float)
    pairs, sheet = np.unique(np.stack([case, juror]), axis=1, return_inverse=True)
    sheet = sheet.reshape(-1)
    value = np.bincount(sheet, weight * points) / np.bincount(sheet, weight)
    whole = ~np.isnan(value)
    sheet_case, value = pairs[0][whole], value[whole]
    cell_counts = whole[sheet]
    profile = _profile(case[cell_counts], criterion[cell_counts], points[cell_counts])
    return _placed(sheet_case, value, profile)


def _profile(
    case: NDArray[np.int64], criterion: NDArray[np.int64], points: NDArray[np.float64]
) -> dict[int, dict[int, float]]:
    """The mean of each criterion of each case."""
    found: dict[int, dict[int, float]] = {}
    if not len(case):
        return found
    keys, inverse = np.unique(np.stack([case, criterion]), axis=1, return_inverse=True)
    inverse = inverse.reshape(-1)
    means = np.bincount(inverse, points) / np.bincount(inverse)
    for one, code, mean in zip(*keys.tolist(), means.tolist(), strict=True):
        found.setdefault(one, {})[code] = mean
    return found


def _placed(
    sheet_case: NDArray[np.int64],
    value: NDArray[np.float64],
    profile: dict[int, dict[int, float]],
) -> list[Standing]:
    order = np.argsort(sheet_case, kind="stable")
    cases, starts = np.unique(sheet_case[order], return_index=True)
    groups = np.split(value[order], starts[1:]) if len(cases) else []
    rows = [
        (
            int(one),
            round(float(np.mean(values)), DECIMALS),
            float(np.median(values)),
            float(np.min(values)),
            float(np.max(values)),
            len(values),
        )
        for one, values in zip(cases, groups, strict=True)
    ]
    rows.sort(key=lambda row: (-row[1], row[0]))
    result: list[Standing] = []
    for position, row in enumerate(rows, start=1):
        tied = bool(result) and result[-1].mean == row[1]
        place = result[-1].place if tied else position
        result.append(Standing(row[0], place, *row[1:], profile.get(row[0], {})))
    return result
