"""How long a long journal takes to check, and that its length costs no memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

from django.db import connection
from psycopg.types.json import Jsonb

from initiatives.records import proof
from initiatives.records.verify_journal import GENESIS, Head, seal

from ..make import NOON, SECOND

ENTRIES = int(os.environ.get("ENTRIES", "100_000"))
A_THOUSAND = 0.1  # seconds for as many; a third of it on a machine that has nothing else to do
MORE = 60_000  # kilobytes, however many entries
COLUMNS = (
    "number", "at", "action", "actor", "about_kind", "about_key", "data", "previous_hash", "hash"
)  # fmt: skip
COPY = f"COPY initiatives_journalentry ({', '.join(COLUMNS)}) FROM STDIN"


def entries() -> Iterator[tuple]:
    last = Head(0, GENESIS)
    for number in range(1, ENTRIES + 1):
        at = NOON + number * SECOND
        said = {
            "number": number,
            "action": "sheet.finished",
            "actor": "018f0000-0000-7000-8000-000000000000",
            "about_kind": "jury.scoresheet",
            "about_key": "018f0000-0000-7000-8000-000000000001",
            "data": {"digest": "a" * 64, "n": number},
            "previous_hash": last.hash,
        }
        last = Head(number, seal(said | {"at": at.isoformat(timespec="microseconds")}))
        made = said | {"at": at, "hash": last.hash, "data": Jsonb(said["data"])}
        yield tuple(made[name] for name in COLUMNS)


def peak(of: int) -> int:
    return resource.getrusage(of).ru_maxrss


def test_a_long_journal_is_checked_in_constant_memory(db, tmp_path):
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in entries():
            copy.write_row(row)
    before, began = peak(resource.RUSAGE_SELF), time.perf_counter()
    finding = proof.check()
    walked = time.perf_counter() - began
    grown = peak(resource.RUSAGE_SELF) - before
    assert (finding.broken, finding.head.number) == (None, ENTRIES)

    file, began = tmp_path / "journal.jsonl", time.perf_counter()
    with file.open("wb") as written:
        written.writelines(proof.exported(finding.head))
    exported = time.perf_counter() - began
    began = time.perf_counter()
    subprocess.run([sys.executable, "-I", "-S", str(proof.PROGRAM), str(file)], check=True)
    alone = time.perf_counter() - began
    print(  # noqa: T201
        f"\n{ENTRIES:,} entries: walked {walked:.1f} s, {grown / 1000:.0f} MB more; exported "
        f"{exported:.1f} s, {file.stat().st_size / 1e6:.0f} MB; alone {alone:.1f} s"
    )
    for took in (walked, exported, alone):
        assert took <= A_THOUSAND * ENTRIES / 1000
    assert grown <= MORE
