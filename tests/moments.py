"""Fixed moments, a clock that stands still, and the one way tests expect a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db.models import Value
from django.utils import translation

from initiatives import clock
from initiatives.refusals import NotAllowed

NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)  # in Berlin
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Both clocks stand still at `moment`: that of Python, and that of the database."""
    with (
        time_machine.travel(moment, tick=False),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(clock, "of_database", clock.now)
        patch.setattr(clock, "in_query", lambda: Value(clock.now()))
        yield


@contextmanager
def refused(text: str, kind: type[NotAllowed] = NotAllowed) -> Iterator[pytest.ExceptionInfo[Any]]:
    """What happens inside is refused, in exactly these words of the source language."""
    with translation.override("en"), pytest.raises(kind) as refusal:
        yield refusal
    assert str(refusal.value) == text
