"""A call asked at exact moments: what is open, and where the year stands."""

import pytest

from initiatives.models import Call, Phase
from initiatives.models.call import MILESTONES

from ..make import DAY, NOON, SECOND


@pytest.fixture
def call(make) -> Call:
    return make.call()


@pytest.mark.parametrize(
    ("milestone", "before", "then"), [("opens_at", False, True), ("closes_at", True, False)]
)
def test_applications_are_accepted_from_second_to_second(make, milestone, before, then):
    call = make.call(**{milestone: NOON})
    assert (call.accepts(NOON - SECOND), call.accepts(NOON)) == (before, then)
    for at, expected in ((NOON - SECOND, before), (NOON, then)):
        assert list(Call.objects.open_at(at)) == [call] * expected


@pytest.mark.parametrize(
    ("milestone", "before", "then"),
    [("judging_from", False, True), ("judging_until", True, False)],
)
def test_sheets_are_written_from_second_to_second(make, milestone, before, then):
    call = make.call(**{milestone: NOON})
    assert (call.judges(NOON - SECOND), call.judges(NOON)) == (before, then)


@pytest.mark.parametrize(
    ("milestone", "before", "then"),
    [
        ("opens_at", Phase.PREPARATION, Phase.APPLICATION),
        ("closes_at", Phase.APPLICATION, Phase.SCREENING),
        ("checked_until", Phase.SCREENING, Phase.SCREENING),
        ("judging_from", Phase.SCREENING, Phase.JUDGING),
        ("judging_until", Phase.JUDGING, Phase.MEETING),
        ("meeting_at", Phase.MEETING, Phase.CEREMONY),
        ("ceremony_at", Phase.CEREMONY, Phase.DONE),
        ("feedback_at", Phase.DONE, Phase.DONE),
    ],
)
def test_the_phase_changes_at_the_second(make, milestone, before, then):
    call = make.call(**{milestone: NOON})
    assert (call.phase(NOON - SECOND), call.phase(NOON)) == (before, then)


def test_steps_are_past_now_or_next_and_follow_one_another(make):
    steps = make.call(judging_from=NOON).steps(NOON)
    assert [(step.phase, step.state) for step in steps] == [
        (Phase.APPLICATION, "past"),
        (Phase.SCREENING, "past"),
        (Phase.JUDGING, "now"),
        (Phase.MEETING, "next"),
        (Phase.CEREMONY, "next"),
    ]
    assert [step.ends for step in steps[:-1]] == [step.starts for step in steps[1:]]


def test_people_are_told_the_minute_before_the_deadline(make):
    assert make.call(closes_at=NOON).last_minute() == NOON - 60 * SECOND


def test_a_year_of_the_archive_has_no_phases_and_accepts_nothing(make):
    call = make.call(is_archive=True, **dict.fromkeys(MILESTONES))
    assert (call.steps(NOON), call.phase(NOON)) == ([], Phase.DONE)
    assert (call.accepts(NOON), call.judges(NOON), call.last_minute()) == (False, False, None)


def test_the_current_call_is_the_newest_that_is_no_archive(make):
    newest = make.call(year=2026)
    make.call(year=2024)
    make.call(year=2027, is_archive=True)
    assert Call.objects.current() == newest
    assert [call.year for call in Call.objects.running()] == [2026, 2024]


def test_without_a_call_there_is_no_current_one(db):
    assert Call.objects.current() is None


def test_building_a_call_around_one_date_keeps_the_year_in_order(make):
    for milestone in MILESTONES:
        call = make.call(**{milestone: NOON})
        dates = [getattr(call, name) for name in MILESTONES]
        assert dates == sorted(dates)
        assert NOON in dates
    assert call.feedback_at - call.opens_at == 100 * DAY
