from __future__ import annotations

import pytest

from awards import actions, minutes
from initiatives.records import canonical

from ...make import NOON
from ...make import at as clock_at
from . import sat as builder


@pytest.fixture(autouse=True)
def after_the_meeting():
    with clock_at(NOON + 4 * builder.HOUR):
        yield


@pytest.fixture
def sat(db):
    return builder.held()


@pytest.fixture
def digest(sat):
    """What signing now would be about."""
    return lambda: canonical.sha256(minutes.content_of(sat.meeting))


@pytest.fixture
def frozen(sat, digest):
    """Minutes that both have signed."""
    seen = digest()
    actions.sign_minutes(sat.meeting, seen=seen, by=sat.chair, at=NOON + 4 * builder.HOUR)
    return actions.sign_minutes(sat.meeting, seen=seen, by=sat.taker, at=NOON + 5 * builder.HOUR)
