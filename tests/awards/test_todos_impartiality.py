"""What the office has to do about the jury's impartiality."""

from __future__ import annotations

import pytest
from django.utils import translation

from awards.todos import impartiality
from initiatives.models import JournalEntry
from jury.models import Concern, Procedure
from tests.moments import DAY, NOON, SECOND


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def case(make):
    """A case that one juror reads, judged from NOON."""
    return make.assignment(application__call=make.call(judging_from=NOON))


def told(case, at=NOON) -> list[tuple]:
    return [(todo.mark, todo.what) for todo in impartiality.of(case.application.call, at=at)]


def concern(case, kind="carrier", **fields) -> Concern:
    both = {"juror": case.juror, "application": case.application}
    return Concern.objects.create(kind=kind, evidence="Guss AG", raised_at=NOON, **both | fields)


def test_nothing_is_nothing_to_do(case):
    assert told(case) == []
    assert not JournalEntry.objects.exists()


def test_a_request_presses_once_judging_has_begun(case):
    Procedure.objects.create(call=case.application.call, readers=1, quorum=1)
    made = concern(case, "request")
    lacks = ("open", "1 case lacks a reader because of a conflict")
    assert told(case, NOON - SECOND) == [("open", "Decide 1 request about the jury"), lacks]
    assert told(case, NOON) == [("overdue", "Decide 1 request about the jury"), lacks]
    Concern.objects.filter(pk=made.pk).update(outcome="dismissed", reason="Nein.", settled_at=NOON)
    assert told(case) == []


def test_concerns_are_told_of_a_week_before_judging(case):
    concern(case)
    assert told(case, NOON - 7 * DAY - SECOND) == []
    assert told(case, NOON - 7 * DAY) == [("open", "1 concern is not settled")]
    assert told(case, NOON) == [("overdue", "1 concern is not settled")]
    assert told(case, case.application.call.judging_until) == []


def test_of_those_who_do_not_read_the_case_nothing_is_told(make, case):
    concern(case, juror=make.juror(call=case.juror.call))
    assert told(case) == []


def test_a_case_that_lost_a_reader_is_told_until_it_has_enough(make, case):
    Procedure.objects.create(call=case.application.call, readers=1, quorum=1)
    make.conflict(case)
    assert told(case) == [("open", "1 case lacks a reader because of a conflict")]
    make.assignment(application=case.application)
    assert told(case) == []
