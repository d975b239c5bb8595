"""The one table of moves, asked for every pair."""

from itertools import product

import pytest

from initiatives.models import Application
from initiatives.statuses import HANDED_IN, MOVES, Status, move

from ..make import refused

ALLOWED = {
    ("draft", "submitted"),
    ("draft", "withdrawn"),
    ("submitted", "withdrawn"),
    ("submitted", "admitted"),
    ("submitted", "excluded"),
    ("admitted", "excluded"),
    ("excluded", "admitted"),
}
REFUSED = sorted(set(product(Status.values, repeat=2)) - ALLOWED)
ENGLISH = {
    "draft": "draft",
    "submitted": "handed in",
    "withdrawn": "withdrawn",
    "admitted": "admitted",
    "excluded": "excluded",
}


def test_the_table_allows_these_moves_and_no_others():
    assert {(old, new) for old, targets in MOVES.items() for new in targets} == ALLOWED


def test_every_status_has_a_line_in_the_table():
    assert set(MOVES) == set(Status)


def test_handed_in_is_what_the_office_has_received():
    assert HANDED_IN == ("submitted", "admitted", "excluded")


@pytest.fixture
def application(make):
    return make.application(exclusion_reason="Kein Industriebezug.")


@pytest.mark.parametrize(("old", "new"), sorted(ALLOWED))
def test_a_move_is_stored(application, old, new):
    Application.objects.update(status=old)
    application.refresh_from_db()
    move(application, Status(new))
    assert Application.objects.get().status == new


@pytest.mark.parametrize(("old", "new"), REFUSED)
def test_a_move_is_refused_and_nothing_changes(application, old, new):
    Application.objects.update(status=old)
    application.refresh_from_db()
    with refused(f"An application that is {ENGLISH[old]} cannot become {ENGLISH[new]}."):
        move(application, Status(new))
    assert (application.status, Application.objects.get().status) == (old, old)
