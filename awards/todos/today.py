"""All that is to do today, out of every part of the office's work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from initiatives.models import Call, User
from jury import duties

from . import (
    checking,
    entering,
    impartiality,
    meetings,
    outcome,
    portraying,
    preparing,
    reading,
    service,
)
from .todo import Todo


def of(
    call: Call | None,
    *,
    at: datetime,
    user: User,
    sheets: dict[str, int],
    drafts: Iterable[Call] = (),
) -> list[Todo]:
    """Overdue things first. `sheets` counts those `expected` and `finished`, and what `reading`
    asks for.

    `drafts` are the calls that only the office sees so far.
    """
    found = [*service.letters(at=at), *entering.claims()]
    found += [preparing.of(draft, at=at) for draft in drafts]
    if call is not None:
        found += entering.proposals(call, at=at)
        found += service.files(call, at=at)
        found += checking.of(call, at=at)
        found += [Todo(*duty) for duty in duties.of(call, at)]
        found += reading.of(call, at=at, sheets=sheets)
        found += impartiality.of(call, at=at)
        found += meetings.of(call, at=at)
        found += reading.sheets_missing(
            call, at=at, missing=sheets["expected"] - sheets["finished"]
        )
        if call.judging_until and at >= call.judging_until:
            found += outcome.of(call, user=user, at=at)
            found += portraying.of(call, at=at)
    return sorted(found, key=lambda todo: todo.mark != "overdue")
