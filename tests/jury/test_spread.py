"""How far points lie apart, and where the picture puts them."""

from __future__ import annotations

import statistics

from hypothesis import given
from hypothesis import strategies as st

from jury.spread import FEW, GROUND, SIDE, TOP, WIDTH, draw, of

given_points = st.lists(st.none() | st.integers(0, 10), max_size=60)


def test_five_sheets_one_without_judgement():
    found = of([7, 4, None, 7, 9], 10)
    assert found.counts == (0, 0, 0, 0, 1, 0, 0, 2, 0, 1, 0)
    assert (found.low, found.median, found.high, found.distance) == (4, 7.0, 9, 5)
    assert (found.given, found.abstained, found.sheets) == (4, 1, 5)


def test_the_median_of_an_even_number_lies_between():
    assert of([6, 7], 10).median == 6.5


def test_where_nobody_gave_points_there_is_no_low_and_no_high():
    for points in ([], [None, None]):
        found = of(points, 10)
        assert (found.low, found.median, found.high, found.distance) == (None, None, None, None)
        shape = draw(found)
        assert (shape.low, shape.median, shape.high, shape.own) == (None, None, None, None)
        assert not any(column.dots or column.height for column in shape.columns)


def test_points_beyond_a_scale_that_was_shortened_are_not_lost():
    assert of([9], 5).counts == (0,) * 9 + (1,)


def test_the_ends_of_the_scale_lie_at_its_ends():
    shape = draw(of([0, 5, 10], 10), own=10)
    assert (shape.low, shape.median, shape.high) == (SIDE, WIDTH // 2, WIDTH - SIDE)
    assert shape.own == shape.columns[10].x == WIDTH - SIDE


def test_dots_stand_on_the_ground_until_there_are_too_many():
    few = draw(of([3] * FEW, 10)).columns[3]
    assert (len(few.dots), few.dots[0], few.height) == (FEW, GROUND - 8, 0)
    many = draw(of([3] * (FEW + 1) + [4], 10))
    assert many.has_bars
    assert (many.columns[3].top, many.columns[3].height) == (TOP, GROUND - TOP)
    assert not many.columns[3].dots


@given(given_points)
def test_figures_agree_with_what_was_given(points):
    found = of(points, 10)
    real = [one for one in points if one is not None]
    assert [n for n, times in enumerate(found.counts) for _one in range(times)] == sorted(real)
    assert found.sheets == len(points)
    if real:
        assert (found.low, found.high) == (min(real), max(real))
        assert found.median == statistics.median(real)
        assert found.low <= found.median <= found.high
        assert found.distance == max(real) - min(real)


@given(given_points, st.integers(1, 10), st.none() | st.integers(0, 10))
def test_everything_lies_inside_and_keeps_its_order(points, points_max, own):
    found = of(points, points_max)
    shape = draw(found, own if own is not None and own < len(found.counts) else None)
    xs = [column.x for column in shape.columns]
    assert xs == sorted(set(xs))
    assert (xs[0], xs[-1]) == (SIDE, WIDTH - SIDE)
    for column in shape.columns:
        assert all(TOP <= y <= GROUND for y in column.dots)
        assert TOP <= column.top <= GROUND
        assert column.top + column.height == GROUND
        assert bool(column.dots or column.height) == bool(column.times)
    highest = min([GROUND - 16, *(y for column in shape.columns for y in column.dots)])
    assert 0 <= shape.top <= highest
    assert shape.top + shape.height > GROUND
    if shape.low is not None and shape.median is not None and shape.high is not None:
        assert SIDE <= shape.low <= shape.median <= shape.high <= WIDTH - SIDE
