"""Where bars lie, how large juries are counted, and in which shade two meet."""

from __future__ import annotations

import pytest

from jury.load_picture import AXIS, FOOT, HEAD, ROW, Load, counted, draw, shade


def test_bars_lie_in_their_order_on_one_scale():
    shape = draw([Load(12, 15, 12), Load(4, 15, 4), Load(0, 0, 0)])
    assert shape is not None
    assert (shape.bottom, shape.height) == (HEAD + 3 * ROW, HEAD + 3 * ROW + FOOT)
    assert [tick.value for tick in shape.ticks] == [0, 3, 6, 9, 12, 15]
    assert (shape.ticks[0].x, shape.ticks[-1].x) == AXIS
    first, second, third = shape.bars
    assert (first.y, second.y) == (HEAD + ROW // 2, HEAD + ROW + ROW // 2)
    assert first.then == second.then == AXIS[1]
    assert first.now == first.kept > second.now
    assert (third.now, third.then, third.kept) == (AXIS[0],) * 3


@pytest.mark.parametrize("top", [0, 1, 6, 7, 13, 200, 10_000])
def test_the_scale_is_thin_and_ends_at_or_above_the_highest(top):
    shape = draw([Load(0, top, 0)])
    assert shape is not None
    assert 2 <= len(shape.ticks) <= 7
    assert shape.ticks[-1].value >= top
    assert shape.bars[0].then <= AXIS[1]


def test_without_jurors_there_is_no_picture():
    assert draw([]) is None


def test_a_large_jury_is_counted_by_load():
    loads = [Load(1, 3, 1), Load(2, 3, 2), Load(2, 4, 2)]
    assert counted(loads) == [
        (1, Load(1, 0, 0)),
        (2, Load(2, 0, 0)),
        (3, Load(0, 2, 0)),
        (4, Load(0, 1, 0)),
    ]


def test_five_shades_from_the_least_to_the_most():
    assert [shade(times, 10, 14) for times in range(10, 15)] == [0, 1, 2, 3, 4]
    assert (shade(3, 3, 3), shade(0, 0, 1), shade(1, 0, 1)) == (2, 0, 4)
