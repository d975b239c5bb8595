"""The dates of a call as clocks in Berlin show them: summer time, last minutes, order."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from initiatives import berlin, milestones, yearly
from initiatives.milestones import Wall, moment, problems, wall
from initiatives.models import Call
from initiatives.models.call import MILESTONES
from initiatives.yearly import WEEKS, YEARS

from ..make import DAY, NOON, SECOND, refused

MISSING = Wall(date(2027, 3, 28), time(2, 30))
MINUTE, LEAP_DAY = timedelta(minutes=1), (2, 29)
MINUTES = st.integers(0, 240 * 24 * 60).map(lambda n: n * MINUTE)
MOMENTS = st.integers(0, 15 * 365 * 24 * 60).map(
    lambda n: datetime(2020, 1, 1, tzinfo=UTC) + n * MINUTE
)
TWICE = Wall(date(2027, 10, 31), time(2, 30))


def test_a_last_minute_counts_in_full_and_is_shown_as_it_was_typed():
    shown = Wall(date(2027, 3, 31), time(23, 59))
    assert moment("closes_at", shown) == datetime(2027, 3, 31, 22, 0, tzinfo=UTC)
    assert wall("closes_at", moment("closes_at", shown)) == shown
    assert moment("opens_at", shown) == datetime(2027, 3, 31, 21, 59, tzinfo=UTC)


@pytest.mark.parametrize("name", ["opens_at", "closes_at"])
def test_a_time_that_does_not_exist_is_refused(name):
    words = "This time does not exist: the clocks go forward that night. Choose another one."
    with refused(words):
        moment(name, MISSING)


def test_the_minute_before_the_clocks_go_forward_counts_in_full():
    last = moment("closes_at", Wall(date(2027, 3, 28), time(1, 59)))
    assert last == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert wall("closes_at", last) == Wall(date(2027, 3, 28), time(1, 59))


def test_a_time_that_exists_twice_is_asked_back():
    words = "This time exists twice: the clocks go back that night. Say which one you mean."
    with refused(words):
        moment("opens_at", TWICE)
    summer = moment("opens_at", TWICE._replace(season=berlin.SUMMER))
    winter = moment("opens_at", TWICE._replace(season=berlin.WINTER))
    assert winter - summer == timedelta(hours=1)
    assert [wall("opens_at", at).season for at in (summer, winter)] == ["summer", "winter"]


@pytest.mark.parametrize(
    ("at", "twice"),
    [("01:59", False), ("02:00", True), ("02:59", True), ("03:00", False)],
)
def test_only_one_hour_of_that_night_exists_twice(at, twice):
    assert berlin.exists_twice(date(2027, 10, 31), time.fromisoformat(at)) is twice
    assert not berlin.exists_twice(date(2027, 3, 28), time.fromisoformat(at))


@given(
    MOMENTS,
    st.sampled_from(MILESTONES),
)
def test_what_is_shown_of_a_moment_leads_back_to_it(at, name):
    assert moment(name, wall(name, at)) == at


# -- Order, and what is past ---------------------------------------------------------------------


def dates(call: Call, **moved: datetime) -> dict[str, datetime]:
    return {**milestones.of(call), **moved}


@pytest.mark.parametrize(
    ("later", "earlier", "words"),
    [
        ("closes_at", "opens_at", "The deadline must lie after the opening."),
        ("judging_from", "closes_at", "Judging must begin after the deadline."),
        ("judging_until", "judging_from", "Judging must end after it has begun."),
        ("meeting_at", "judging_until", "The jury meeting must lie after the end of judging."),
        ("ceremony_at", "meeting_at", "The award ceremony must lie after the jury meeting."),
        ("feedback_at", "ceremony_at", "The feedback must lie after the award ceremony."),
    ],
)
def test_what_is_out_of_order_is_named_at_the_later_date(make, later, earlier, words):
    call = make.call(announced_at=None)
    with translation.override("en"):
        same = problems(call, dates(call, **{later: getattr(call, earlier)}), NOON)
        after = problems(call, dates(call, **{later: getattr(call, earlier) + SECOND}), NOON)
    assert same[later] == words
    assert later not in after


def test_before_the_announcement_any_date_may_move_anywhere(make):
    call = make.call(announced_at=None)
    assert problems(call, dates(call, opens_at=NOON - 90 * DAY), NOON) == {}


def test_after_it_what_is_past_stays_and_what_moves_stays_in_the_future(make):
    call = make.call()  # open since 30 days
    moved = dates(call, opens_at=call.opens_at + DAY, closes_at=NOON)
    assert set(problems(call, moved, NOON)) == {"opens_at", "closes_at"}
    assert problems(call, dates(call, closes_at=NOON + SECOND), NOON) == {}


@pytest.mark.parametrize(
    ("moved", "at", "shortens"),
    [(-DAY, NOON, True), (DAY, NOON, False), (-DAY, NOON - 31 * DAY, False)],
)
def test_only_an_earlier_deadline_of_an_open_call_takes_time_from_people(make, moved, at, shortens):
    call = make.call()
    found = milestones.shortens(call, dates(call, closes_at=call.closes_at + moved), at)
    assert found is shortens


# -- Moved to another year -----------------------------------------------------------------------

YEAR = st.integers(2021, 2040)


def call_of(year: int, first: datetime) -> Call:
    return Call(year=year, **{name: first + n * 15 * DAY for n, name in enumerate(MILESTONES)})


@given(YEAR, YEAR, MINUTES)
def test_by_weeks_the_day_of_the_week_and_the_clock_stay(old, new, first):
    call = call_of(old, datetime(old, 1, 1, tzinfo=UTC) + first)
    before = {name: wall(name, at) for name, at in milestones.of(call).items()}
    after = yearly.moved(call, year=new, by=WEEKS)
    gaps = {after[name].day - before[name].day for name in MILESTONES}
    assert len(gaps) == 1
    assert gaps.pop().days % 7 == 0
    assert [after[name].time for name in MILESTONES] == [before[name].time for name in MILESTONES]
    nearest = yearly.in_year(before["opens_at"].day, new - old)
    assert abs((after["opens_at"].day - nearest).days) <= 3


@given(YEAR, YEAR, MINUTES)
def test_by_years_the_day_of_the_month_and_the_clock_stay(old, new, first):
    call = call_of(old, datetime(old, 1, 1, tzinfo=UTC) + first)
    for name, after in yearly.moved(call, year=new, by=YEARS).items():
        before = wall(name, getattr(call, name))
        assert after.time == before.time
        assert after.day.year - before.day.year == new - old
        leap = (before.day.month, before.day.day) == LEAP_DAY
        assert leap or (after.day.month, after.day.day) == (before.day.month, before.day.day)


def test_the_29th_of_february_becomes_the_28th():
    assert yearly.in_year(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert yearly.in_year(date(2028, 2, 29), 4) == date(2032, 2, 29)
