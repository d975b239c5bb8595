"""What hangs on a call in an order, changed below the lock of the call, one entry a change.

Shared by all that is listed: pages and questions of the form, declarations, answers to frequent
questions, questions on eligibility; and by the prizes, which live a floor above.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models

from ... import shown
from ...models import Call, Declaration, Question, User
from ...records import journal

UNSAID = {"id", "call", "position", "code", "slug"}  # what an entry is called, not what it says


def said(row: models.Model) -> dict[str, Any]:
    """What the office has entered in it, as plain JSON values, by the names of the fields."""
    return {
        field.name: plain(getattr(row, field.name))
        for field in row._meta.concrete_fields
        if field.name not in UNSAID
    }


def plain(value: Any) -> Any:
    """A value as journal and digest hold it: texts by language, rows by what they are called."""
    if isinstance(value, dict):
        return {language: text for language, text in sorted(value.items()) if text}
    return name(value) if isinstance(value, models.Model) else value


def name(row: Any) -> str:
    """What an entry is called in addresses and in the journal: its code, else its position."""
    return str(getattr(row, "code", "") or getattr(row, "slug", "") or row.position)


def siblings(row: Any) -> models.QuerySet[Any]:
    """Those among which it has its position: a question on its page, all others in their call."""
    if isinstance(row, Question):
        return row.section.questions.all()
    if isinstance(row, Declaration):
        return row.call.declarations.current()
    return type(row)._default_manager.filter(call=row.call)


def insert(row: Any, call: Call, *, by: User, at: datetime) -> None:
    """Put a new one at the end."""
    last = siblings(row).aggregate(last=models.Max("position"))["last"] or 0
    row.position = last + 1
    row.save(force_insert=True)
    _record("call.added_to", row, call, by=by, at=at, after=said(row))


def update(
    row: Any,
    values: Mapping[str, Any],
    call: Call,
    *,
    by: User,
    at: datetime,
    seen: str | None = None,
    reason: str = "",
) -> bool:
    """Write the values that differ; whether there were any. Raises Stale, see `shown`.

    With a `reason` it is the correction of a typing mistake.
    """
    before = said(row)
    after = before | {name: plain(value) for name, value in values.items()}
    if not shown.is_news(seen, stored=before, given=after) or after == before:
        return False
    changed = [name for name in after if after[name] != before[name]]
    for field in changed:
        setattr(row, field, values[field])
    row.save(update_fields=changed)
    kept = {
        "before": {field: before[field] for field in changed},
        "after": {field: after[field] for field in changed},
    }
    action = "call.corrected" if reason else "call.changed"
    _record(action, row, call, by=by, at=at, **kept, **({"reason": reason} if reason else {}))
    return True


def swap(row: Any, call: Call, *, up: bool, by: User, at: datetime) -> None:
    """One place up or down; at the end of the list nothing happens."""
    ordered = list(siblings(row))
    place = next(i for i, one in enumerate(ordered) if one.pk == row.pk)
    target = place - 1 if up else place + 1
    if not 0 <= target < len(ordered):
        return
    ordered[place], ordered[target] = ordered[target], ordered[place]
    called = name(row)  # before it may be called by another position
    number(ordered)
    journal.record(
        "call.reordered",
        about=call,
        by=by,
        at=at,
        what=row._meta.model_name,
        name=called,
        up=up,
    )


def number(ordered: list[Any]) -> None:
    """Positions from 1 on, without gaps, in this order."""
    moved = []
    for position, row in enumerate(ordered, start=1):
        if row.position != position:
            row.position = position
            moved.append(row)
    if moved:
        type(moved[0])._default_manager.bulk_update(moved, ["position"])


def delete(row: Any, call: Call, *, by: User, at: datetime) -> None:
    """Take it away; the journal keeps what it said."""
    others = [one for one in siblings(row) if one.pk != row.pk]
    _record("call.taken_from", row, call, by=by, at=at, before=said(row))
    row.delete()
    number(others)


def _record(action: str, row: Any, call: Call, *, by: User, at: datetime, **data: Any) -> None:
    journal.record(
        action, about=call, by=by, at=at, what=row._meta.model_name, name=name(row), **data
    )
