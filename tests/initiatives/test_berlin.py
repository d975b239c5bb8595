"""Wall time as the office enters it, also in the two nights when the clocks are changed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from initiatives import berlin

from ..make import refused

GAP = "This time does not exist: the clocks go forward that night. Choose another one."
TWICE = "This time exists twice: the clocks go back that night. Say which one you mean."
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("day", "clock", "moment"),
    [
        (date(2026, 1, 15), time(10, 0), datetime(2026, 1, 15, 9, 0, tzinfo=UTC)),
        (date(2026, 7, 15), time(10, 0), datetime(2026, 7, 15, 8, 0, tzinfo=UTC)),
        (SPRING, time(1, 59, 59), datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC)),
        (SPRING, time(3, 0), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (AUTUMN, time(1, 59, 59), datetime(2026, 10, 24, 23, 59, 59, tzinfo=UTC)),
        (AUTUMN, time(3, 0), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
)
def test_a_wall_time_is_one_moment(day, clock, moment):
    assert berlin.moment(day, clock) == moment


@pytest.mark.parametrize("clock", [time(2, 0), time(2, 30), time(2, 59, 59)])
@pytest.mark.parametrize("season", ["", "summer", "winter"])
def test_a_time_that_the_clocks_skip_is_refused(clock, season):
    with refused(GAP):
        berlin.moment(SPRING, clock, season)


@pytest.mark.parametrize("clock", [time(2, 0), time(2, 59, 59)])
@pytest.mark.parametrize("season", ["", "spring"])
def test_a_time_that_comes_twice_is_asked_about(clock, season):
    with refused(TWICE):
        berlin.moment(AUTUMN, clock, season)


@pytest.mark.parametrize(("season", "hour"), [("summer", 0), ("winter", 1)])
def test_either_of_the_two_can_be_meant(season, hour):
    moment = berlin.moment(AUTUMN, time(2, 30), season)
    assert moment == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


@given(st.integers(0, 15 * 366 * 24))
def test_every_moment_is_found_again_from_its_wall_time(hours):
    at = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    wall = at.astimezone(berlin.BERLIN)
    season = "summer" if wall.dst() else "winter"
    assert berlin.moment(wall.date(), wall.time(), season) == at


@pytest.mark.parametrize(("second", "name"), [(-1, "CET"), (0, "CEST")])
def test_the_zone_has_the_name_of_its_season(second, name):
    change = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    with translation.override("en"):
        assert berlin.zone_name(change + timedelta(seconds=second)) == name
