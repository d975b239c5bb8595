"""What the office has to do about letters."""

from datetime import timedelta

import pytest
from django.utils import translation

from awards import todos
from initiatives.models import Letter
from tests.moments import NOON, SECOND

MINUTE = timedelta(minutes=1)


@pytest.fixture
def told(make, django_assert_num_queries):
    def ask(*, at=NOON) -> list[str]:
        with django_assert_num_queries(2):
            found = todos.of(None, at=at, user=make.user, sheets={})
        return [todo.what for todo in found]

    return ask


def letter(**fields) -> Letter:
    basics = {"kind": "note", "to": "a@people.example", "subject": "Brief", "text": "Text"}
    return Letter.objects.create(**basics | {"written_at": NOON} | fields)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_letters_that_went_out_or_just_wait_are_nothing_to_do(told):
    letter(status="sent", sent_at=NOON)
    letter()
    letter(status="sending")
    assert told(at=NOON + 15 * MINUTE) == []


def test_letters_that_wait_for_more_than_15_minutes(told):
    letter()
    letter(status="sending")
    assert told(at=NOON + 15 * MINUTE + SECOND) == ["2 letters have waited for a while"]


def test_letters_that_are_tried_again_and_those_given_up_are_told_apart(told):
    letter(status="failed", attempts=10)
    letter(status="failed", attempts=11)
    assert told(at=NOON + 15 * MINUTE + SECOND) == [
        "1 letter was given up",
        "1 letter did not go out",
    ]


def test_codes_that_did_not_go_out_count_for_a_day(told):
    letter(status="failed", is_secret=True)
    letter(is_secret=True)
    assert told(at=NOON + 15 * MINUTE) == []
    assert told(at=NOON + 16 * MINUTE) == ["2 sign-in codes did not go out"]
    assert told(at=NOON + timedelta(days=1)) == []
