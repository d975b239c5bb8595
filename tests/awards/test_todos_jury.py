"""The office's list: who declined, who did not answer, who has not given the statement."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.utils import translation

from awards import todos
from jury import actions
from jury.whom import Invited

from ..make import DAY, NOON, SECOND, at


@pytest.fixture(autouse=True)
def noon():
    with at(NOON), translation.override("en"):
        yield


@pytest.fixture
def told(make):
    """What the list says of the jury at a moment."""

    def tell(call, moment=NOON) -> list[tuple[str, str]]:
        sheets = {"expected": 0, "finished": 0}
        found = todos.of(call, at=moment, user=make.office("editor"), sheets=sheets)
        return [(todo.mark, todo.what) for todo in found if "/jury/mitglieder/" in todo.url]

    return tell


def asked(make, call, **fields):
    whom = Invited("Nora Neu", "nora@people.example")
    return actions.invite(call, whom, by=make.office("lead"), at=NOON, **fields)


def test_a_decline_is_told_for_a_fortnight_or_until_somebody_is_asked_again(make, told):
    call = make.call(judging_from=NOON + 30 * DAY)
    invitation = asked(make, call)
    assert told(call) == []
    nora = make.user(email="nora@people.example")
    EmailAddress.objects.create(user=nora, email=nora.email, verified=True)
    actions.decline(invitation, ground="time", by=nora, at=NOON)
    said = [("open", "1 person has declined the invitation to the jury")]
    assert told(call) == said
    assert told(call, NOON + 14 * DAY - SECOND) == said
    assert told(call, NOON + 14 * DAY) == []
    asked(make, call)
    assert told(call) == []


def test_what_lapsed_is_overdue_from_its_second_on_and_until_it_is_settled(make, told):
    call = make.call(judging_from=NOON + 30 * DAY)
    invitation = asked(make, call, until=NOON + DAY)
    assert told(call, NOON + DAY - SECOND) == []
    said = [("overdue", "1 invitation to the jury has lapsed without an answer")]
    assert told(call, NOON + DAY) == said
    actions.withdraw(invitation, by=make.office("lead"), at=NOON + DAY)
    assert told(call, NOON + DAY) == []


def test_missing_statements_are_told_a_week_before_judging_and_pressing_with_it(make, told):
    begins = NOON + 30 * DAY
    call = make.call(judging_from=begins)
    juror = make.juror(call=call)
    make.juror(call=call, deputy_of=juror)  # waits, and is not asked for it
    statement = actions.publish_statement(call, {"de": "So."}, by=None, at=NOON, after=0)
    assert told(call, begins - 7 * DAY - SECOND) == []
    words = "1 member of the jury has not given the statement yet"
    assert told(call, begins - 7 * DAY) == [("open", words)]
    assert told(call, begins) == [("overdue", words)]
    assert told(call, call.judging_until) == []
    actions.promise(juror, statement, by=juror.user, at=NOON, language="de")
    assert told(call, begins) == []
