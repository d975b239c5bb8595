"""The rule of counting, worked out: what the system does with points, by the call's own weights."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from initiatives.models import Criterion

from .ranking import Cells, composed, plainly

GIVEN = (8, 5, 7, 6, 9, 4)  # points of ten, by the criteria of the example


class Term(NamedTuple):
    """A criterion of the example: what it weighs, how many points a juror gives."""

    criterion: Criterion
    weight: Decimal
    points: int


class Example(NamedTuple):
    """A sheet on an application that declares two criteria at most, counted by `ranking`.

    `undeclared` are left out and no value; `as_zero` is what they would make of it as zeros.
    """

    terms: list[Term]
    undeclared: list[Criterion]
    value: float
    as_zero: float

    @property
    def total(self) -> Decimal:
        """What the criteria weigh together."""
        return sum((term.weight for term in self.terms), Decimal(0))

    @property
    def sum(self) -> Decimal:
        """Points times weights, together."""
        return sum((term.weight * term.points for term in self.terms), Decimal(0))


def example(criteria: Sequence[Criterion], points_max: int) -> Example | None:
    """The rule at work; None without criteria. It declares the heaviest and the lightest D."""
    optional = [criterion for criterion in criteria if criterion.is_optional]
    ends = {optional[0], optional[-1]} if optional else set()
    if len({criterion.weight for criterion in optional}) > 1:
        ends = {max(optional, key=_weight), min(optional, key=_weight)}
    judged = [one for one in criteria if not one.is_optional or one in ends]
    if not judged:
        return None
    terms = [
        Term(one, Decimal(one.weight), max(1, round(GIVEN[place % len(GIVEN)] * points_max / 10)))
        for place, one in enumerate(judged)
    ]
    undeclared = [one for one in optional if one not in ends]
    zeros = [Term(one, Decimal(one.weight), 0) for one in undeclared]
    return Example(terms, undeclared, _counted(terms), _counted(terms + zeros))


def _weight(criterion: Criterion) -> Decimal:
    return criterion.weight


def _counted(terms: list[Term]) -> float:
    """What the standings make of a single sheet with these points."""
    one = np.zeros(len(terms), dtype=np.int64)
    points = np.array([float(term.points) for term in terms])
    weight = np.array([float(term.weight) for term in terms])
    counted = composed(Cells(one, one, np.arange(len(terms)), points, weight))
    return float(plainly(counted).mean[0])


def shares(criteria: Sequence[Criterion]) -> dict[int, float]:
    """Per cent of all weights, by the key of the criterion: for who declares everything."""
    total = sum(criterion.weight for criterion in criteria)
    return {one.pk: float(one.weight / total * 100) for one in criteria}
