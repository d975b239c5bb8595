"""Role × field: who ever reads which words, on any page, in any file."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections import defaultdict

import pytest

from . import policy
from .canaries import CANARY
from .routes import ask, body, own
from .test_doors_of_all_routes import TABLE, area_of, is_slow


def words_in(content: bytes) -> set[str]:
    """The canaries in a page, a table, a PDF file or a ZIP file of those."""
    if content.startswith(b"%PDF") and shutil.which("pdftotext"):
        command = ["pdftotext", "-enc", "UTF-8", "-", "-"]
        content = subprocess.run(command, input=content, capture_output=True, check=False).stdout
    elif content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            inner = (words_in(file.read(name)) for name in file.namelist())
            return set().union(*inner, words_in("".join(file.namelist()).encode()))
    return {word.decode() for word in CANARY.findall(content)}


@pytest.fixture(scope="module")
def read(world, clients) -> dict[str, dict[str, str]]:
    """What each role reads: the canaries, and where first."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name, line in TABLE.items():
        if area_of(name) == "office:call":
            continue  # what is asked of everybody: no word of anybody's
        route = own()[name]
        for label, thing in world.about(line.kind).items():
            for role in clients:
                if line.forms or not policy.is_in(line.door, role, label):
                    continue
                if is_slow(name, line, role, label) or role in ("office editor", "auditor"):
                    continue
                if role == "office lead" and policy.is_in(line.door, "office reader", label):
                    continue  # reads the same
                for word in words_in(body(ask(clients[role], route.at(thing)))):
                    found[role].setdefault(word, f"{name} [{label}]")
    return found


def test_nobody_reads_what_is_not_for_them(world, read):
    leaks = [
        f"{role} reads {world.flock.known[word].field} [{world.flock.known[word].label}] at {where}"
        for role, words in read.items()
        for word, where in words.items()
        if not world.flock.known[word].may(role)
    ]
    assert not leaks, "\n".join(leaks)


def test_what_is_written_is_read_by_somebody(world, read):
    """Else the test above would not see it either."""
    seen = {world.flock.known[word].field for words in read.values() for word in words}
    fields = {canary.field for canary in world.flock.known.values()}
    assert seen == fields


def test_a_private_note_is_read_by_its_juror_alone(world, read):
    notes = {w: c for w, c in world.flock.known.items() if c.field == "Assignment.note"}
    readers = {
        (role, notes[word].label) for role, words in read.items() for word in words if word in notes
    }
    assert readers == {(role, case) for role, cases in policy.READING.items() for case in cases}
