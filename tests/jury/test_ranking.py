"""The mathematics, against a calculation by hand; no database, no Django."""

from fractions import Fraction
from statistics import median
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.ranking import Cells, ordered

WEIGHTS = st.sampled_from([0.5, 1.0, 1.25, 2.0, 3.0, 10.0])


class Cell(NamedTuple):
    """One juror's points on one criterion of one case; None is no judgement."""

    case: int
    juror: int
    criterion: int
    points: int | None
    weight: float


class Standing(NamedTuple):
    case: int
    place: int
    mean: float
    median: float
    low: float
    high: float
    sheets: int


def standings(cells):
    """The plain figures by place, equal ones by case, as `ordered` has them in arrays."""
    if not cells:
        return []
    case, juror, criterion = (
        np.array([cell[i] for cell in cells], dtype=np.int64) for i in range(3)
    )
    weight = np.zeros(criterion.max() + 1)
    for cell in cells:
        weight[cell.criterion] = cell.weight
    points = np.array([np.nan if cell.points is None else cell.points for cell in cells])
    plain = ordered(Cells(case, juror, criterion, points, weight)).plain
    found = [
        Standing(
            one,
            int(plain.place[one]),
            *(float(of[one]) for of in (plain.mean, plain.median, plain.low, plain.high)),
            int(plain.sheets[one]),
        )
        for one in np.flatnonzero(plain.place).tolist()
    ]
    return sorted(found, key=lambda standing: (standing.place, standing.case))


@st.composite
def juries(draw, abstentions=False):
    """Cells of up to six cases, five jurors and four criteria, each case with its own criteria."""
    weights = draw(st.lists(WEIGHTS, min_size=4, max_size=4))
    points = st.integers(0, 10) | st.none() if abstentions else st.integers(0, 10)
    cells = []
    for case in range(draw(st.integers(1, 6))):
        criteria = draw(st.sets(st.integers(0, 3), min_size=1))
        for juror in draw(st.sets(st.integers(0, 4), min_size=1)):
            for one in sorted(criteria):
                cells.append(Cell(case, juror, one, draw(points), weights[one]))
    return cells


def sheets(cells):
    """By hand and in fractions: the value of every whole sheet, by case."""
    grouped = {}
    for cell in cells:
        grouped.setdefault((cell.case, cell.juror), []).append(cell)
    values = {}
    for (case, _), of_sheet in grouped.items():
        if all(cell.points is not None for cell in of_sheet):
            total = sum(Fraction(cell.weight) for cell in of_sheet)
            value = sum(Fraction(cell.weight) * cell.points for cell in of_sheet) / total
            values.setdefault(case, []).append(value)
    return values


def test_nothing_is_ranked_when_nothing_counts():
    assert standings([]) == []


def test_an_example_by_hand():
    cells = [
        Cell(case=7, juror=1, criterion=1, points=8, weight=1),
        Cell(case=7, juror=1, criterion=2, points=5, weight=2),
        Cell(case=7, juror=2, criterion=1, points=10, weight=1),
        Cell(case=7, juror=2, criterion=2, points=7, weight=2),
        Cell(case=9, juror=1, criterion=2, points=7, weight=2),
    ]
    assert standings(cells) == [
        Standing(7, 1, 7.0, 7.0, 6.0, 8.0, 2),
        Standing(9, 1, 7.0, 7.0, 7.0, 7.0, 1),
    ]


def test_a_criterion_not_declared_is_no_value_and_never_zero():
    one = [Cell(1, 1, 1, 9, 1.0), Cell(2, 1, 1, 8, 1.0), Cell(2, 1, 2, 9, 1.0)]
    assert [(s.case, s.mean) for s in standings(one)] == [(1, 9.0), (2, 8.5)]


def test_equal_values_share_a_place_and_the_next_is_left_out():
    points = {4: 9, 1: 7, 3: 7, 2: 5}
    ranked = standings([Cell(case, 1, 1, value, 1.0) for case, value in points.items()])
    assert [(s.case, s.place) for s in ranked] == [(4, 1), (1, 2), (3, 2), (2, 4)]


def test_values_that_only_float_noise_tells_apart_share_a_place():
    thirds = [Cell(1, juror, 1, value, 1.0) for juror, value in enumerate((1, 1, 2))]
    again = [Cell(2, juror, 2, value, 0.1) for juror, value in enumerate((2, 1, 1))]
    assert [s.place for s in standings(thirds + again)] == [1, 1]


def test_a_sheet_with_an_abstention_is_left_out_whole():
    whole = [Cell(1, 1, 1, 6, 1.0), Cell(1, 1, 2, 8, 1.0)]
    holed = [Cell(1, 2, 1, 10, 1.0), Cell(1, 2, 2, None, 1.0)]
    assert standings(whole + holed) == standings(whole)


def test_a_case_with_abstentions_only_has_no_place():
    assert standings([Cell(1, 1, 1, None, 1.0)]) == []


@given(juries(abstentions=True))
def test_all_figures_equal_those_by_hand(cells):
    expected = sheets(cells)
    found = {standing.case: standing for standing in standings(cells)}
    assert found.keys() == expected.keys()
    for case, values in expected.items():
        standing = found[case]
        assert standing.mean == pytest.approx(float(sum(values) / len(values)), abs=1e-6)
        assert standing.median == pytest.approx(float(median(values)))
        assert (standing.low, standing.high) == pytest.approx(
            (float(min(values)), float(max(values)))
        )
        assert standing.sheets == len(values)


@given(juries(abstentions=True))
def test_the_place_is_one_more_than_the_cases_ahead(cells):
    ranked = standings(cells)
    for standing in ranked:
        assert standing.place == 1 + sum(other.mean > standing.mean for other in ranked)
    assert ranked == sorted(ranked, key=lambda s: (s.place, s.case))


@given(juries(abstentions=True), st.randoms())
def test_the_order_of_the_cells_changes_nothing(cells, random):
    shuffled = random.sample(cells, len(cells))
    for one, other in zip(standings(cells), standings(shuffled), strict=True):
        assert (one.case, one.place, one.sheets) == (other.case, other.place, other.sheets)
        assert one[2:6] == pytest.approx(other[2:6])


@given(juries(abstentions=True), st.sampled_from([0.001, 0.3, 2.0, 7.0, 1000.0]))
def test_scaling_all_weights_changes_nothing(cells, factor):
    scaled = [cell._replace(weight=cell.weight * factor) for cell in cells]
    for one, other in zip(standings(cells), standings(scaled), strict=True):
        assert (one.case, one.place, one.sheets) == (other.case, other.place, other.sheets)
        assert one[2:6] == pytest.approx(other[2:6], abs=1e-6)


@given(juries())
def test_one_point_more_never_costs_a_place(cells):
    case = cells[0].case
    better = [
        cell._replace(points=min(10, cell.points + 1)) if cell.case == case else cell
        for cell in cells
    ]

    def place(ranked):
        return next(s.place for s in ranked if s.case == case)

    assert place(standings(better)) <= place(standings(cells))
