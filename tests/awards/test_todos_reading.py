"""What the office has to do so that each case is read by enough, in time."""

from __future__ import annotations

import pytest
from django.utils import translation

from awards.todos import reading
from jury.models import Procedure

from ..make import DAY, NOON, SECOND

BEGIN, END = NOON + 20 * DAY, NOON + 40 * DAY
ALLOCATE, THIN = "Allocate the cases", "1 case has too few readers"
NONE = "1 application has no readers"
SHEETS = {"behind": 2, "below": 3}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def call(make):
    return make.call(judging_from=BEGIN, judging_until=END, meeting_at=END + DAY)


def told(call, at, sheets=SHEETS) -> dict[str, tuple[str, str]]:
    return {
        todo.what: (todo.mark, todo.url.removeprefix("/en/verwaltung/jury/"))
        for todo in reading.of(call, at=at, sheets=sheets)
    }


def test_two_weeks_before_judging_cases_are_to_be_allocated(make, call):
    make.admitted(call=call)
    assert told(call, BEGIN - 14 * DAY - SECOND) == {NONE: ("open", "zuteilung/?jahr=2026")}
    assert told(call, BEGIN - 14 * DAY) == {ALLOCATE: ("open", "zuteilung/?jahr=2026")}
    assert told(call, BEGIN)[ALLOCATE] == ("overdue", "zuteilung/?jahr=2026")
    assert ALLOCATE not in told(call, END)


def test_without_cases_there_is_nothing_to_allocate(call):
    assert told(call, BEGIN - DAY) == {}


def test_a_case_with_fewer_readers_than_wanted(make, call):
    case = make.assignment(juror=make.juror(call=call)).application
    assert told(call, BEGIN - DAY) == {THIN: ("open", "zuteilung/?jahr=2026")}
    Procedure.objects.create(call=call, readers=1, quorum=1)
    call.refresh_from_db()
    assert told(call, BEGIN - DAY) == {}
    make.admitted(call=case.call)
    assert told(call, BEGIN - DAY) == {NONE: ("open", "zuteilung/?jahr=2026")}


def test_a_case_taken_from_its_only_reader_has_none(make, call):
    make.assignment(juror=make.juror(call=call), withdrawn_at=NOON)
    assert told(call, BEGIN - DAY) == {ALLOCATE: ("open", "zuteilung/?jahr=2026")}


def test_a_week_before_the_end_jurors_are_to_be_reminded(call):
    assert told(call, END - 7 * DAY - SECOND) == {}
    assert told(call, END - 7 * DAY) == {
        "2 jurors are not done yet": ("begun", "erinnern/?jahr=2026")
    }
    assert told(call, END - SECOND) == {
        "2 jurors are not done yet": ("begun", "erinnern/?jahr=2026")
    }
    assert told(call, END - DAY, {"behind": 0, "below": 0}) == {}


def test_at_the_end_cases_below_the_quorum_are_named(call):
    below = {"3 cases are below the quorum": ("overdue", "?jahr=2026&zeige=quorum")}
    assert told(call, END) == below
    assert told(call, END, {"behind": 1, "below": 0}) == {}
