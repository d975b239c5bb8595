"""Whether the journal is as it was written: the chain as the database holds it, checked by the same
program that ships with an export.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import batched
from pathlib import Path
from typing import Any

from django.db import connection

from ..models import JournalEntry
from . import verify_journal
from .verify_journal import GENESIS, Broken, Finding, Head

PROGRAM = Path(verify_journal.__file__)
CHUNK = 2000

# As text: whatever a forger made of a column can be read, and is then no entry as it was sealed.
ENTRIES = """
SELECT number, about_key, about_kind, action, actor::text, data::text, hash, previous_hash,
  to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
FROM initiatives_journalentry WHERE number > %s AND number <= %s ORDER BY number LIMIT %s
"""
FIELDS = (
    "number", "about_key", "about_kind", "action", "actor", "data", "hash", "previous_hash", "at"
)  # fmt: skip
LAST = 2**63 - 1


def head() -> Head:
    """The last entry there is; number 0 where there is none."""
    last = JournalEntry.objects.order_by("-number").values_list("number", "hash").first()
    return Head(*last) if last else Head(0, GENESIS)


def check(known: Head | None = None) -> Finding:
    """Walk the whole chain. A query for every 2,000 entries; the memory of as many."""
    return verify_journal.check(entries(), known)


def entries(until: int = LAST) -> Iterator[dict[str, Any] | Broken]:
    """The entries as they were sealed, oldest first; one that cannot be read as a broken link."""
    for place, row in enumerate(_rows(until), 1):
        entry = dict(zip(FIELDS, row, strict=True))
        try:
            yield entry | {"data": verify_journal.parse(entry["data"])}
        except ValueError:
            number = entry["number"]
            missing = Broken(place, "missing", number)
            yield missing if number > place else Broken(place, "changed")


def exported(until: Head) -> Iterator[bytes]:
    """The file that the program checks, in pieces: an entry a line, then the head."""
    for some in batched(_rows(until.number), CHUNK):
        yield b"".join(_line(dict(zip(FIELDS, row, strict=True))) for row in some)
    yield verify_journal.closing_line(until)


def _rows(until: int) -> Iterator[tuple[Any, ...]]:
    """In several queries, so that a slow reader of an export holds no transaction open."""
    last = -1
    while True:
        with connection.cursor() as cursor:
            cursor.execute(ENTRIES, [last, until, CHUNK])
            rows = cursor.fetchall()
        yield from rows
        if len(rows) < CHUNK:
            return
        last = rows[-1][0]


def _line(entry: dict[str, Any]) -> bytes:
    """An entry as a line; details that no journal writes stay text, and the program finds them."""
    with suppress(ValueError):
        entry["data"] = verify_journal.parse(entry["data"])
    return verify_journal.canonical(entry) + b"\n"
