"""The journal: who did what, when. Append-only, each entry sealed with the hash of the one before.

The database refuses UPDATE, DELETE and TRUNCATE on it by trigger; whoever goes round the trigger
breaks the chain, and `proof.check` names the first broken link.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models, transaction

from ..models import JournalEntry, User
from . import canonical
from .verify_journal import GENESIS

LOCK = 0x6A6F7572  # "jour": serialises writers of the chain until their transactions end

# One round trip: while an entry is written everybody else waits, and a statement reads what is
# committed when it begins, so the entry before is looked up only once the lock is held. The hash is
# that of `seal`: in canonical JSON the number and the hash before come after all else.
APPEND = """
SELECT pg_advisory_xact_lock(%(lock)s);
WITH link (number, previous_hash) AS (
  SELECT coalesce(max(number), 0) + 1, coalesce(max(hash), %(genesis)s)
  FROM (SELECT number, hash FROM initiatives_journalentry ORDER BY number DESC LIMIT 1) AS last
)
INSERT INTO initiatives_journalentry
  (number, at, action, actor, about_kind, about_key, data, previous_hash, hash)
SELECT number, %(at)s, %(action)s, %(actor)s, %(about_kind)s, %(about_key)s, %(data)s,
  previous_hash, encode(sha256(convert_to(
    %(sealed)s || ',"number":' || number || ',"previous_hash":"' || previous_hash || '"}', 'UTF8'
  )), 'hex')
FROM link
RETURNING id, number, previous_hash, hash
"""


def record(
    action: str, *, about: models.Model, by: User | None, at: datetime, **data: Any
) -> JournalEntry:
    """Append one entry in the caller's transaction; `by` is None for the system itself.

    `data` is stored as canonical JSON: strings, integers, lists, no floats, no personal texts.
    """
    values: dict[str, Any] = {
        "at": at,
        "action": action,
        "actor": by.key if by else None,
        "about_kind": about._meta.label_lower,
        "about_key": str(getattr(about, "key", about.pk)),
    }
    entry = JournalEntry(**values, data=data)
    sealed = canonical.dumps(_said(entry)).removesuffix("}")
    values |= {"data": json.dumps(data), "sealed": sealed, "lock": LOCK, "genesis": GENESIS}
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(APPEND, values)
        cursor.nextset()
        entry.pk, entry.number, entry.previous_hash, entry.hash = cursor.fetchone()
    entry._state.adding, entry._state.db = False, connection.alias
    return entry


def seal(entry: JournalEntry) -> str:
    """The hash of an entry over all it says and the hash before it."""
    link = {"number": entry.number, "previous_hash": entry.previous_hash}
    return canonical.sha256(_said(entry) | link)


def _said(entry: JournalEntry) -> dict[str, Any]:
    return {
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "action": entry.action,
        "actor": str(entry.actor) if entry.actor else None,
        "about_kind": entry.about_kind,
        "about_key": entry.about_key,
        "data": entry.data,
    }


def about(thing: models.Model) -> models.QuerySet[JournalEntry]:
    """The entries that speak of `thing`, oldest first."""
    return JournalEntry.objects.filter(
        about_kind=thing._meta.label_lower, about_key=str(getattr(thing, "key", thing.pk))
    ).order_by("number")
