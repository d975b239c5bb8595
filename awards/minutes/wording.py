"""Values of the minutes in words; what stands in place of one taken out passes through as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from initiatives.templatetags.award import clock, full_time

from .redaction import GROUNDS

WORDS = frozenset(ground.word for ground in GROUNDS.values())


def when(value: Any, say: Callable[[datetime], str] = full_time) -> str:
    """A moment in words; what stands in place of one as it is."""
    if not value or value in WORDS:
        return value or ""
    return say(datetime.fromisoformat(value))


def hour(value: Any) -> str:
    return when(value, clock)


def span(start: Any, end: Any) -> str:
    """13:00 Uhr bis 13:20 Uhr"""
    return str(start) if start in WORDS else f"{hour(start)} bis {hour(end) or 'Ende'}"


def points(value: Any) -> str:
    """7,42"""
    return "–" if value is None else str(value).replace(".", ",")


def named(case: dict[str, Any]) -> str:
    if case["name"] in WORDS:
        return str(case["name"])
    return f"{case['name']} ({case['number']})"
