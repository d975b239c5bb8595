"""What the office has to do about requests for changes, and what it should know of."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from awards import todos
from initiatives import actions
from initiatives.actions import Point
from initiatives.keys import uuid7
from initiatives.models import Application, Call

from ..make import DAY, NOON

UNTIL = NOON + 2 * DAY


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def application(make) -> Application:
    return make.submitted(call__closes_at=NOON)


def told(make, at) -> dict[str, str]:
    """What is to do, with where it leads; without letters and the check, which always wait here."""
    call = Call.objects.get()
    found = todos.of(call, at=at, user=make.office(), sheets={"expected": 0, "finished": 0})
    return {todo.what: todo.url for todo in found if not re.search("letter|Check", todo.what)}


def ask(make, application):
    question = application.call.questions.get(code="summary")
    actions.request_changes(
        application,
        [Point("section", question, "Zahlen")],
        until=UNTIL,
        by=make.office(),
        at=NOON,
    )


def dossier(application) -> str:
    return f"/en/verwaltung/bewerbungen/{application.key}/"


def test_while_it_runs_there_is_nothing_to_do_and_at_its_end_there_is(make, application):
    ask(make, application)
    assert told(make, UNTIL - DAY) == {}
    assert told(make, UNTIL) == {"1 request for changes was not answered": dossier(application)}


def test_an_answer_is_to_be_looked_at_until_the_office_decides(make, application):
    ask(make, application)
    actions.submit(application, by=make.owner(application), at=NOON + DAY, once=uuid7())
    assert told(make, NOON + DAY) == {"1 answer to a request for changes": dossier(application)}
    actions.admit(application, by=make.office(), at=NOON + DAY)
    assert "1 answer to a request for changes" not in told(make, NOON + DAY)


def test_several_lead_to_the_list(make, application):
    for one in (application, make.submitted(call=application.call)):
        ask(make, one)
    assert told(make, UNTIL) == {
        "2 requests for changes were not answered": "/en/verwaltung/bewerbungen/?stand=submitted"
    }


def test_what_was_taken_back_is_nothing_to_do(make, application):
    ask(make, application)
    request = application.change_requests.get()
    actions.take_back_request(request, by=make.office(), at=NOON)
    assert told(make, UNTIL) == {}


def test_a_withdrawal_is_told_for_a_week_and_that_of_a_draft_never(make, application):
    draft = make.application(call=application.call)
    for one in (application, draft):
        actions.withdraw(one, by=make.owner(one), at=NOON)
    assert told(make, NOON + 6 * DAY) == {"1 application was withdrawn": "/en/verwaltung/journal/"}
    assert told(make, NOON + 7 * DAY) == {}
