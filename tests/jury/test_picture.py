"""Where dots, lines and bars of the standings lie."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.picture import AXIS, BAR, GRID, HEAD, ROW, WIDTH, Figures, draw


def picture(*rows: Figures, criteria: int = 2, winners: int = 0):
    found = draw(rows, criteria=criteria, points_max=10, winners=winners)
    assert found
    return found


def test_without_rows_there_is_no_picture():
    assert draw([], criteria=4, points_max=10) is None


def test_a_case_lies_on_the_scale_and_its_bars_begin_at_zero():
    shown = picture(Figures(8, 6, 10, (5, None)))
    assert [tick.points for tick in shown.ticks] == [10, 9, 8, 7, 6]
    line = shown.lines[0]
    assert (line.y, line.low, line.mean, line.high) == (HEAD + ROW // 2, AXIS[0], 691, AXIS[1])
    half, none = line.bars
    assert (half.height, half.y + half.height) == (BAR // 2, line.y + BAR // 2)
    assert (none.height, none.value) == (0, None)


@pytest.mark.parametrize(("winners", "below"), [(0, None), (1, HEAD + ROW), (2, None)])
def test_the_line_stands_between_winners_and_the_rest(winners, below):
    two = Figures(8, 8, 8, (8, 8)), Figures(7, 7, 7, (7, 7))
    assert picture(*two, winners=winners).line_below == below


points = st.floats(0, 10)


@given(st.lists(st.tuples(points, points, points), min_size=1, max_size=5))
def test_everything_lies_inside_and_the_grid_is_thin(triples):
    rows = [Figures(sorted(three)[1], min(three), max(three), ()) for three in triples]
    shown = picture(*rows, criteria=0)
    assert len(shown.ticks) <= GRID
    assert shown.ticks[0].x == AXIS[1]
    assert shown.ticks[-1].x == AXIS[0]
    for line in shown.lines:
        assert AXIS[0] <= line.low <= line.mean <= line.high <= AXIS[1] < WIDTH
        assert HEAD < line.y < shown.bottom
