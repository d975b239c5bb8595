"""What happens beside the straight way: an invitation, a second version, changes asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from initiatives import actions
from initiatives.models import Call, Question, User

from .entries import TALAUE, Entry
from .timeline import Step

DAY = timedelta(days=1)


def steps(
    data: Mapping[str, Any], entries: Mapping[str, Entry], *, call: Call, by: User
) -> Iterator[Step]:
    """Seen as it is in the phase: the invitation waits, one is open again, one is asked."""
    if call.closes_at is None or call.checked_until is None:
        return
    closes, seen = call.closes_at, call.closes_at - 26 * DAY
    yield seen - DAY, partial(_invite, entries[TALAUE], data["invited"])
    again = entries[data["reopened"]["slug"]]
    yield seen - 2 * DAY, partial(_reopen, again)
    yield seen + 3 * DAY, partial(_amend, again, data["reopened"])
    yield seen + 3 * DAY + timedelta(minutes=9), again.submit
    for asked in data["asked"]:
        case = entries[asked["slug"]]
        begins = closes + asked["days"] * DAY + timedelta(hours=10)
        yield begins, partial(_ask, case, asked, by)
        yield begins + 3 * DAY, partial(_amend, case, asked)
        yield begins + 3 * DAY + timedelta(minutes=6), case.submit
        yield begins + 4 * DAY, partial(case.admit, by)


def _invite(entry: Entry, invited: Mapping[str, Any], at: datetime) -> None:
    actions.invite(entry.initiative, invited["email"], invited["role"], by=entry.owner, at=at)


def _reopen(entry: Entry, at: datetime) -> None:
    actions.reopen(entry.application, by=entry.owner, at=at)


def _amend(entry: Entry, change: Mapping[str, Any], at: datetime) -> None:
    entry.write(
        {change["question"]: entry.row["answers"][change["question"]] + change["added"]}, at
    )


def _ask(entry: Entry, asked: Mapping[str, Any], by: User, at: datetime) -> None:
    """One question, until the sixth midnight after the deadline's and the days named."""
    question = Question.objects.get(call=entry.call, code=asked["question"])
    points = [actions.Point("section", question, asked["note"])]
    if entry.call.closes_at is None:
        return
    until = entry.call.closes_at + (asked["days"] + 6) * DAY
    actions.request_changes(entry.application, points, until=until, by=by, at=at)
