"""Juries with known answers; where they come from stands in tests/data/jury/README.md."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np

from jury.ranking import Cells

DATA = Path(__file__).parents[1] / "data" / "jury"


def answers(name):
    return json.loads((DATA / f"{name}.json").read_text())


def rows(name):
    with (DATA / f"{name}.csv").open() as file:
        return list(csv.DictReader(file))


def wine(flight):
    """(wine, judge, None, points) of one flight."""
    return [
        (row["wine"], row["judge"], None, float(row["score"]))
        for row in rows("wine_princeton_2012")
        if row["flight"] == flight
    ]


def skating():
    """(skater, judge, component, points)."""
    return [
        (row["skater"], row["judge"], row["criterion"], float(row["score"]))
        for row in rows("skating_worlds2017_ladies_free")
    ]


def table(name):
    """(unit, rater, None, points) of a table with a column for each rater."""
    return [
        (str(unit), rater, None, float(cell))
        for unit, row in enumerate(rows(name), start=1)
        for rater, cell in row.items()
        if cell
    ]


def numbered(rows, weights=None):
    """The rows as cells, and the names of cases and jurors, sorted."""
    weights = weights or {None: 1.0}
    cases = sorted({row[0] for row in rows})
    jurors = sorted({row[1] for row in rows})
    criteria = sorted({row[2] for row in rows}, key=str)
    cells = Cells(
        np.array([cases.index(row[0]) for row in rows]),
        np.array([jurors.index(row[1]) for row in rows]),
        np.array([criteria.index(row[2]) for row in rows]),
        np.array([row[3] for row in rows]),
        np.array([weights.get(criterion, 0.0) for criterion in criteria]),
    )
    return cells, cases, jurors
