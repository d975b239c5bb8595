"""The journal: who did what, when. Append-only, each entry sealed with the hash of the one before.

The database refuses UPDATE, DELETE and TRUNCATE on it by trigger; whoever goes round the trigger
breaks the chain, and `verify` names the first broken link.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection, models, transaction

from ..models import JournalEntry, User
from . import canonical

GENESIS = "0" * 64
LOCK = 0x6A6F7572  # "jour": serialises writers of the chain until their transactions end


class Broken(NamedTuple):
    """The first link that does not hold, and in what way."""

    number: int
    reason: str


@transaction.atomic
def record(
    action: str, *, about: models.Model, by: User | None, at: datetime, **data: Any
) -> JournalEntry:
    """Append one entry in the caller's transaction; `by` is None for the system itself.

    `data` is stored as canonical JSON: strings, integers, lists, no floats, no personal texts.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = JournalEntry.objects.order_by("-number").values_list("number", "hash").first()
    number, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    entry = JournalEntry(
        number=number,
        at=at,
        action=action,
        actor=by.key if by else None,
        about_kind=about._meta.label_lower,
        about_key=str(getattr(about, "key", about.pk)),
        data=data,
        previous_hash=previous,
    )
    entry.hash = seal(entry)
    entry.save(force_insert=True)
    return entry


def seal(entry: JournalEntry) -> str:
    """The hash of an entry over all it says and the hash before it."""
    return canonical.sha256(
        {
            "number": entry.number,
            "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "action": entry.action,
            "actor": str(entry.actor) if entry.actor else None,
            "about_kind": entry.about_kind,
            "about_key": entry.about_key,
            "data": entry.data,
            "previous_hash": entry.previous_hash,
        }
    )


def verify() -> Broken | None:
    """Walk the whole chain; None if every link holds. One streamed query."""
    expected, previous = 1, GENESIS
    for entry in JournalEntry.objects.order_by("number").iterator(chunk_size=2000):
        if entry.number != expected:
            return Broken(expected, "is missing")
        if entry.previous_hash != previous:
            return Broken(entry.number, "does not follow the entry before it")
        if entry.hash != seal(entry):
            return Broken(entry.number, "was changed after it was written")
        expected, previous = expected + 1, entry.hash
    return None


def about(thing: models.Model) -> models.QuerySet[JournalEntry]:
    """The entries that speak of `thing`, oldest first."""
    return JournalEntry.objects.filter(
        about_kind=thing._meta.label_lower, about_key=str(getattr(thing, "key", thing.pk))
    ).order_by("number")
