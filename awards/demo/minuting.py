"""The invented meeting's minutes: read through, added to where people spoke, signed by two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from awards import actions, minutes
from awards.models import Meeting
from initiatives.models import Call, User
from initiatives.records import canonical

from .timeline import Step

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def steps(data: Mapping[str, Any], *, call: Call, office: User, chair: User) -> Iterator[Step]:
    """Written the day after the meeting, signed by the office the same day and by the chair later.

    The second signature freezes them.
    """
    if call.meeting_at is None:
        return
    written = call.meeting_at + DAY + 4 * HOUR
    yield written, partial(_write, call, data["meeting"]["minutes"], office)
    yield written + HOUR, partial(_sign, call, office)
    yield written + 3 * DAY, partial(_sign, call, chair)


def _write(call: Call, texts: Mapping[str, str], by: User, at: datetime) -> None:
    for section, text in texts.items():
        actions.write_minutes(_of(call), section, text, by=by, at=at)


def _sign(call: Call, by: User, at: datetime) -> None:
    meeting = _of(call)
    seen = canonical.sha256(minutes.content_of(meeting))
    actions.sign_minutes(meeting, seen=seen, by=by, at=at)


def _of(call: Call) -> Meeting:
    return Meeting.objects.select_related("chair").get(call=call)
