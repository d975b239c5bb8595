"""A case with a prize whose initiative knows of it, and its portrait."""

import pytest
from django.utils import translation

from ...make import DAY, NOON


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def case(make):
    call = make.call(meeting_at=NOON - DAY)
    found = make.admitted(call=call, initiative__name="Bündnis Süd")
    make.decision(prize=make.prize(call=call), application=found, is_portrayed=False)
    make.knows(found)
    return found


@pytest.fixture
def portrait(make, case):
    """The office has asked; nobody has answered."""
    return make.portrait(case, asked=True, agreed=False)


@pytest.fixture
def owner(portrait):
    return portrait.application.initiative.memberships.get().user
