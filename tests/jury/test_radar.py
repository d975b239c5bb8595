"""Where the profile's net lies."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.radar import MIDDLE, RADIUS, draw


@pytest.mark.parametrize("means", [[], [5.0], [5.0, 6.0]])
def test_below_three_criteria_there_is_no_area(means):
    assert draw(means, 10) is None


def test_the_first_axis_points_up_and_full_points_reach_its_end():
    drawn = draw([10, 5, 0, 5], 10)
    assert drawn is not None
    assert (drawn.axes[0].x, drawn.axes[0].y) == (MIDDLE, MIDDLE - RADIUS)
    assert drawn.dots == [
        (MIDDLE, MIDDLE - RADIUS),
        (MIDDLE + RADIUS // 2, MIDDLE),
        (MIDDLE, MIDDLE),
        (MIDDLE - RADIUS // 2, MIDDLE),
    ]
    assert [axis.anchor for axis in drawn.axes] == ["middle", "start", "middle", "end"]
    assert drawn.shape.split()[0] == f"{MIDDLE},{MIDDLE - RADIUS}"


@given(st.lists(st.floats(-5, 25), min_size=3, max_size=12))
def test_nothing_lies_outside_the_outermost_ring(means):
    drawn = draw(means, 10)
    assert drawn is not None
    for x, y in drawn.dots:
        assert math.hypot(x - MIDDLE, y - MIDDLE) <= RADIUS + 1
    assert len(drawn.axes) == len(means)
