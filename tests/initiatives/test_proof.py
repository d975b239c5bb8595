"""The journal's proof: an export checked by itself, the command, and what a head from outside adds.

The stand-alone program runs as an auditor runs it: by another interpreter, in an empty folder,
without the packages of the house.
"""

from __future__ import annotations

import ast
import io
import json
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from initiatives.models import JournalEntry
from initiatives.records import heads, journal, proof
from initiatives.records.verify_journal import (
    GENESIS,
    WORDS,
    Broken,
    Finding,
    Head,
    canonical,
    check,
    closing_line,
    entries_in,
    seal,
)

from ..make import NOON, SECOND

TABLE = "initiatives_journalentry"


def entry(place: int, last: Head, **said) -> dict:
    """An entry as the journal seals one."""
    made = {
        "about_key": "0199-ü",
        "about_kind": "initiatives.call",
        "action": "call.made",
        "actor": None if place % 2 else "018f0000-0000-7000-8000-000000000000",
        "at": f"2026-05-12T10:{place // 60:02}:{place % 60:02}.000000+00:00",
        "data": {"place": place, "texts": ["Ä „ß“ 😀", 'q"\\', "\u2028\n\x7f", True, None]},
        "number": place,
        "previous_hash": last.hash,
        **said,
    }
    return made | {"hash": seal(made)}


def chain(length: int, **changed: dict) -> list[dict]:
    """A chain written in one go; `changed` says what the entry of a place says instead (`n3`)."""
    last, made = Head(0, GENESIS), []
    for place in range(1, length + 1):
        one = entry(place, last, **changed.get(f"n{place}", {}))
        last = Head(place, one["hash"])
        made.append(one)
    return made


def head_of(entries: list[dict]) -> Head:
    return Head(entries[-1]["number"], entries[-1]["hash"])


def lines_of(entries: list[dict]) -> list[bytes]:
    return [canonical(one) + b"\n" for one in entries] + [closing_line(head_of(entries))]


def broken(file: bytes | list[bytes], known: Head | None = None) -> Broken | None:
    return found(file, known).broken


def found(file: bytes | list[bytes], known: Head | None = None) -> Finding:
    whole = file if isinstance(file, bytes) else b"".join(file)
    return check(entries_in(io.BytesIO(whole)), known)


def place_of(file: bytes, position: int) -> int:
    """The number of the line in which a byte stands."""
    return file.count(b"\n", 0, position) + 1


# -- One byte ------------------------------------------------------------------------------------

SMALL = b"".join(lines_of(chain(4)))
LARGE = b"".join(lines_of(chain(300)))


def test_what_was_not_touched_holds():
    assert broken(SMALL) is broken(LARGE) is None
    assert found(SMALL).head == head_of(chain(4))


@pytest.mark.parametrize("mask", [0x01, 0x02, 0x10, 0x20, 0x80, 0xFF])
def test_every_byte_of_a_small_export_is_watched_and_names_its_link(mask):
    for position in range(len(SMALL)):
        forged = bytearray(SMALL)
        forged[position] ^= mask
        link = broken(bytes(forged))
        assert link is not None, position
        assert link.number == place_of(SMALL, position), (position, link)


@pytest.mark.parametrize("how", ["deleted", "doubled", "put in"])
def test_no_byte_is_taken_or_added_anywhere(how):
    for position in range(len(SMALL)):
        rest = SMALL[position + 1 :] if how == "deleted" else SMALL[position:]
        added = {"deleted": b"", "doubled": SMALL[position : position + 1], "put in": b" "}[how]
        link = broken(SMALL[:position] + added + rest)
        assert link is not None, position
        # A line end too many makes an empty line after the one it ends.
        assert link.number - place_of(SMALL, position) in {0, 1}, (position, link)


@given(st.integers(0, len(LARGE) - 1), st.integers(1, 255))
@settings(max_examples=300)
def test_any_byte_of_a_larger_export(position, mask):
    forged = bytearray(LARGE)
    forged[position] ^= mask
    link = broken(bytes(forged))
    assert link is not None
    assert link.number == place_of(LARGE, position)


@given(st.integers(0, len(LARGE) - 1))
@settings(max_examples=100)
def test_an_export_that_ends_too_early_is_no_export(length):
    assert broken(LARGE[:length]) is not None


@given(st.binary(max_size=400))
@settings(max_examples=200)
def test_no_other_file_is_taken_for_a_journal(content):
    assert broken(content) is not None


# -- Whole lines ---------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [1, 2, 9])
def test_a_line_taken_out_is_missing(place):
    lines = lines_of(chain(10))
    del lines[place - 1]
    assert broken(lines) == Broken(place, "missing", place + 1)


def test_the_last_line_taken_out_is_missed_by_the_closing_line():
    lines = lines_of(chain(10))
    del lines[9]
    assert broken(lines) == Broken(10, "ending")


def test_who_cuts_the_end_and_closes_anew_is_found_against_a_head_alone():
    whole = chain(10)
    lines = lines_of(whole[:7])
    assert broken(lines) is None
    assert broken(lines, head_of(whole)) == Broken(8, "short", 10)


@pytest.mark.parametrize("place", [1, 5, 10])
def test_a_line_that_stands_twice(place):
    lines = lines_of(chain(10))
    lines.insert(place, lines[place - 1])
    assert broken(lines) == Broken(place + 1, "repeated", place)


@pytest.mark.parametrize("place", [1, 5, 9])
def test_neighbours_that_changed_places(place):
    lines = lines_of(chain(10))
    lines[place - 1], lines[place] = lines[place], lines[place - 1]
    assert broken(lines) == Broken(place, "swapped", place + 1)


def test_lines_far_apart_that_changed_places():
    lines = lines_of(chain(10))
    lines[2], lines[7] = lines[7], lines[2]
    assert broken(lines) == Broken(3, "missing", 8)


def test_an_entry_that_was_sealed_anew_breaks_the_next_link():
    entries = chain(10)
    entries[4] = entry(5, head_of(entries[:4]), action="nothing.happened")
    assert broken(lines_of(entries)) == Broken(6, "unlinked", 5)


@given(st.lists(st.integers(0, 4), max_size=7))
@settings(max_examples=500)
def test_of_any_choice_of_lines_only_all_in_their_order_hold(chosen):
    """Deleted, doubled, moved: the first place that differs is named; the fifth line closes."""
    whole = lines_of(chain(4))
    link = broken([whole[place] for place in chosen])
    same = 0
    while same < min(len(chosen), 5) and chosen[same] == same:
        same += 1
    if chosen == [0, 1, 2, 3, 4]:
        assert link is None
    else:
        assert link is not None
        assert link.number == min(same + 1, 5)


def test_what_stands_behind_the_closing_line_is_none_of_it():
    assert broken(SMALL + b"\n") == broken(SMALL + SMALL) == Broken(5, "ending")


@pytest.mark.parametrize(
    "said",
    [
        {"number": True},
        {"number": "3"},
        {"actor": 5},
        {"at": None},
        {"hash": 7},
        {"more": 1},
        {"data": float("nan")},
        {"data": 0.5},
    ],
)
def test_a_line_that_is_no_entry(said):
    entries = chain(4)
    line = json.dumps(entries[2] | said, sort_keys=True, separators=(",", ":")).encode() + b"\n"
    lines = lines_of(entries)
    lines[2] = line
    assert broken(lines) == Broken(3, "unreadable")


@pytest.mark.parametrize("line", [b"[" * 100_000, b'"\\ud800"', b"{}", b"5", b"null", b""])
def test_a_line_that_is_anything_else(line):
    lines = lines_of(chain(4))
    lines[2] = line + b"\n"
    assert broken(lines) == Broken(3, "unreadable")


@pytest.mark.parametrize("old", [b"\n", b'{"about_key"', "ü".encode()])
def test_a_file_that_an_editor_saved_otherwise(old):
    new = {b"\n": b"\r\n", b'{"about_key"': b'{ "about_key"', "ü".encode(): b"\\u00fc"}[old]
    assert broken(SMALL.replace(old, new)) == Broken(1, "respelt")


# -- A head from outside -------------------------------------------------------------------------


@pytest.mark.parametrize("place", [1, 6, 10])
def test_a_chain_written_anew_is_found_against_a_head_alone(place):
    """Whoever changes an entry and seals all after it anew leaves a chain that holds in itself."""
    true, forged = chain(10), chain(10, **{f"n{place}": {"action": "nothing.happened"}})
    assert broken(lines_of(forged)) is None
    assert broken(lines_of(forged), head_of(true)) == Broken(10, "foreign")
    early = found(lines_of(forged), head_of(true[: place - 1])) if place > 1 else None
    assert early is None or (early.broken, early.has_known) == (None, True)


def test_what_came_after_a_known_head_is_counted():
    told = found(SMALL, head_of(chain(4)[:2]))
    assert (told.broken, told.has_known, told.after) == (None, True, {"call.made": 2})


def test_a_head_before_the_first_broken_link_is_still_known_to_be_in_it():
    lines = lines_of(chain(10))
    del lines[6]
    told = found(lines, head_of(chain(10)[:4]))
    assert (told.broken, told.has_known) == (Broken(7, "missing", 8), True)
    assert not found(lines, head_of(chain(10))).has_known


def test_both_languages_say_all_of_it():
    assert WORDS["de"].keys() == WORDS["en"].keys()


# -- The program by itself -----------------------------------------------------------------------


def run(folder: Path, *told: str) -> subprocess.CompletedProcess[str]:
    """As on a machine that has Python and the file, and nothing of ours."""
    program = folder / "verify_journal.py"
    program.write_bytes(proof.PROGRAM.read_bytes())
    return subprocess.run(
        [sys.executable, "-I", "-S", str(program), *told],
        cwd=folder,
        env={"PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=30,
    )


@pytest.fixture
def journalled(make) -> list[JournalEntry]:
    """Twelve entries of several kinds."""
    person, application = make.user(), make.application()
    for place in range(1, 12):
        by = person if place % 3 else None
        journal.record("standings.viewed", about=application, by=by, at=NOON + place * SECOND)
    journal.record(
        "call.made",
        about=application.call,
        by=None,
        at=NOON + 12 * SECOND,
        texts=["Ä „ß“ 😀", "\x7f"],
    )
    return list(JournalEntry.objects.order_by("number"))


def command(*told: str, **options) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("verify_journal", *told, stdout=out, **options)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def unchecked(*told: str) -> str:
    with pytest.raises(CommandError) as refusal:
        call_command("verify_journal", *told)
    assert refusal.value.returncode == 2
    return str(refusal.value)


def test_program_and_command_say_the_same(tmp_path, journalled):
    status, said = command("--export", str(tmp_path / "journal.jsonl"))
    alone = run(tmp_path, "journal.jsonl")
    assert (alone.returncode, alone.stdout, alone.stderr) == (status, said, "")
    assert (status, command()[1]) == (0, said)
    assert said.startswith(
        "Die Kette hält\n12 Einträge, vom 02.03.2026, 11:00:01 Uhr (UTC) bis zum 02.03.2026, "
        "11:00:12 Uhr (UTC), schließen lückenlos aneinander an.\nStand: Nr. 12, Prüfsumme"
    )
    assert "Mit einem Stand von außen wurde nicht verglichen." in said


def test_program_and_command_say_the_same_of_a_head_from_outside(tmp_path, journalled):
    known = journalled[8]
    groups = [known.hash[start : start + 16] for start in range(0, 64, 16)]
    status, said = command("--export", str(tmp_path / "j.jsonl"), "--head", "9", *groups)
    alone = run(tmp_path, "j.jsonl", "--head", "9", *groups)
    assert (alone.returncode, alone.stdout) == (status, said)
    assert "Der Stand von außen, Nr. 9, ist darin enthalten." in said
    assert "Danach kamen hinzu: 2 × standings.viewed, 1 × call.made." in said


def test_program_and_command_say_the_same_of_a_forgery(tmp_path, journalled):
    round_the_triggers(f"UPDATE {TABLE} SET action = 'x' WHERE number = 5")  # noqa: S608
    status, said = command("--export", str(tmp_path / "j.jsonl"))
    alone = run(tmp_path, "j.jsonl")
    assert (alone.returncode, alone.stdout) == (status, said) == (1, command()[1])
    assert said == (
        "Die Kette ist bei Eintrag 5 gebrochen\nEr wurde nach dem Schreiben geändert: Was er sagt, "
        "ergibt seine Prüfsumme nicht.\nBis Nr. 4 hält sie.\n"
    )


def test_the_program_reads_minutes_and_speaks_english(tmp_path, journalled):
    command("--export", str(tmp_path / "j.jsonl"))
    told = {"journal": {"number": 12, "hash": journalled[-1].hash.upper()}, "place": "Berlin"}
    (tmp_path / "niederschrift.json").write_text(json.dumps(told))
    alone = run(tmp_path, "j.jsonl", "--minutes", "niederschrift.json", "--language", "en")
    assert alone.returncode == 0
    assert "The head from outside, no. 12, is in it.\nNothing came after it." in alone.stdout


@pytest.mark.parametrize(
    "told",
    [
        ["nothing.jsonl"],
        [],
        ["j.jsonl", "--head", "12"],
        ["j.jsonl", "--head", "0", "a" * 64],
        ["j.jsonl", "--minutes", "j.jsonl"],
        ["j.jsonl", "--minutes", "nothing.json"],
    ],
)
def test_what_the_program_cannot_check_it_does_not_judge(tmp_path, told):
    (tmp_path / "j.jsonl").write_bytes(SMALL)
    alone = run(tmp_path, *told)
    assert (alone.returncode, alone.stdout) == (2, "")
    assert "error" in alone.stderr


def test_the_program_is_written_for_python_3_9_and_asks_for_nothing_else():
    source = proof.PROGRAM.read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 9))
    modules = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [one.name for one in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert modules <= sys.stdlib_module_names


# -- The database --------------------------------------------------------------------------------


def round_the_triggers(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER USER")


def test_writer_and_checker_seal_alike(journalled):
    assert [seal(one) for one in proof.entries()] == [one.hash for one in journalled]


@pytest.mark.parametrize(
    "column",
    ["data = '{\"a\": 0.5}'", f"data = '{'9' * 5000}'", "at = 'infinity'", "at = '4000-01-01 BC'"],
)
def test_values_that_no_journal_writes_are_named_and_exported(tmp_path, journalled, column):
    round_the_triggers(f"UPDATE {TABLE} SET {column} WHERE number = 5")  # noqa: S608
    assert proof.check().broken == Broken(5, "changed")
    assert command("--export", str(tmp_path / "j.jsonl"))[0] == 1


def test_a_gap_before_an_entry_that_cannot_be_read_is_named_first(journalled):
    round_the_triggers(f"DELETE FROM {TABLE} WHERE number = 4")  # noqa: S608
    round_the_triggers(f"UPDATE {TABLE} SET data = '0.5' WHERE number = 5")  # noqa: S608
    assert proof.check().broken == Broken(4, "missing", 5)


def test_a_number_below_the_first_is_named(journalled):
    round_the_triggers(f"UPDATE {TABLE} SET number = 0 WHERE number = 5")  # noqa: S608
    assert proof.check().broken == Broken(1, "changed")


@pytest.mark.parametrize("until", [1, 4, 8, 12])
def test_it_is_read_piece_by_piece(monkeypatch, journalled, until, django_assert_num_queries):
    monkeypatch.setattr(proof, "CHUNK", 4)
    with django_assert_num_queries(until // 4 + 1):
        entries = list(proof.entries(until))
    assert [one["number"] for one in entries] == list(range(1, until + 1))


def test_an_empty_journal_holds(db, tmp_path):
    assert command() == (0, "Die Kette hält\nDas Journal ist noch leer.\n")
    assert command("--export", str(tmp_path / "j.jsonl")) == command()


def test_checking_changes_nothing(journalled, tmp_path):
    command("--export", str(tmp_path / "j.jsonl"))
    assert list(JournalEntry.objects.order_by("number")) == journalled
    assert (tmp_path / "j.jsonl").stat().st_mode & 0o777 == 0o600


def test_no_file_is_written_over(journalled, tmp_path):
    (tmp_path / "j.jsonl").write_text("anders")
    assert "j.jsonl" in unchecked("--export", str(tmp_path / "j.jsonl"))
    assert (tmp_path / "j.jsonl").read_text() == "anders"


# -- Minutes -------------------------------------------------------------------------------------


def pdf(path: Path, *, attached: bytes = b"", info: str = "", xmp: str = "", password="") -> str:
    with pikepdf.new() as made:
        made.add_blank_page()
        if attached:
            made.attachments[heads.ATTACHED] = attached
        if info:
            made.docinfo["/Keywords"] = info
        if xmp:
            with made.open_metadata() as metadata:
                metadata["pdf:Keywords"] = xmp
        encrypted = pikepdf.Encryption(owner=password, user=password) if password else None
        made.save(path, encryption=encrypted or False)
    return str(path)


@pytest.mark.parametrize("how", ["json", "attached", "info", "xmp"])
def test_minutes_name_a_head(tmp_path, journalled, how):
    head = Head(9, journalled[8].hash)
    told = json.dumps({"journal": head._asdict()}).encode()
    file = tmp_path / "niederschrift"
    if how == "json":
        file.write_bytes(told)
    else:
        words = told if how == "attached" else f"Jury, {heads.mark(head)}"
        pdf(file, **{how: words})
    status, said = command("--minutes", str(file))
    assert status == 0
    assert "Der Stand von außen, Nr. 9, ist darin enthalten." in said


def test_minutes_of_a_journal_written_anew(tmp_path, journalled):
    file = tmp_path / "niederschrift.json"
    file.write_text(json.dumps({"journal": {"number": 9, "hash": "a" * 64}}))
    status, said = command("--minutes", str(file))
    assert status == 1
    assert said.startswith(
        "Die Kette enthält den Stand von außen nicht\nNr. 9 trägt eine andere Prüfsumme."
    )
    assert "im Ganzen neu geschrieben" in said
    assert "Bis Nr. 8 hält sie." not in said


def test_minutes_of_a_journal_that_was_longer(tmp_path, journalled):
    status, said = command("--head", "40", "b" * 64)
    assert status == 1
    assert said.startswith(
        "Die Kette enthält den Stand von außen nicht\n"
        "Sie endet vor Nr. 13, der Stand nennt Nr. 40: "
    )


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b'{"journal": 5}', b'{"journal": {"number": 9}}', b"%PDF-1.7 kaputt"],
)
def test_minutes_without_a_head_are_not_judged(tmp_path, db, content):
    file = tmp_path / "niederschrift"
    file.write_bytes(content)
    assert unchecked("--minutes", str(file)).startswith("Darin steht kein Stand des Journals")


def test_minutes_as_pdf_without_a_head_or_locked_are_not_judged(tmp_path, db):
    assert "kein Stand" in unchecked("--minutes", pdf(tmp_path / "a.pdf", info="Jury"))
    locked = pdf(tmp_path / "b.pdf", info="Jury", password="geheim")
    assert "kein Stand" in unchecked("--minutes", locked)


def test_minutes_that_are_not_there(tmp_path, db):
    assert "nichts.json" in unchecked("--minutes", str(tmp_path / "nichts.json"))
