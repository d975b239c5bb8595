"""The interface against its own description, by schemathesis: a stranger who tries what it allows.

It makes questions that the description allows, and some that it does not, and holds each answer to
what the description says: its status, its kind, its shape, its headers.
"""

from __future__ import annotations

import warnings

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of libraries among themselves
    import schemathesis

pytestmark = pytest.mark.filterwarnings("ignore")
EXAMPLES = 12  # for each of the six addresses


@pytest.fixture
def one_connection():
    """All requests see the rows of the test; Django would close its connection after the first."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def test_every_answer_is_as_described(archive, make, one_connection):
    make.call(year=2026)
    description = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    asked = []
    for found in description.get_all_operations():
        operation = found.ok()
        asked.append(operation.path)

        @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def hold(case):
            case.call_and_validate(headers={"Accept-Encoding": "identity"})

        hold()
    assert len(asked) == 6
