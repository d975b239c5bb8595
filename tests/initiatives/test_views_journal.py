"""The journal's page: its head, the check on request, the journal as a file and what checks it."""

from __future__ import annotations

import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.models import JournalEntry
from initiatives.records import journal, proof
from initiatives.records.verify_journal import check, entries_in, grouped

from ..make import NOON, at

PAGE, FILE = "/verwaltung/journal/", "/verwaltung/journal/journal.jsonl"
PROGRAM = "/verwaltung/journal/verify_journal.py"
TABLE = "initiatives_journalentry"


@pytest.fixture(autouse=True)
def noon():
    with at(NOON):
        yield


@pytest.fixture
def entries(make) -> list[JournalEntry]:
    call, person = make.call(), make.office("lead", name="Ruth Thiel")
    for _n in range(5):
        journal.record("standings.viewed", about=call, by=person, at=NOON)
    return list(JournalEntry.objects.order_by("number"))


@pytest.fixture(params=["reader", "editor", "lead", "auditor"])
def office(client, make, request):
    """Each role of the office: who may only read checks and takes along as well."""
    client.force_login(make.office(request.param))
    return client


@pytest.fixture
def auditor(client, make):
    client.force_login(make.office("auditor"))
    return client


def page(answer) -> str:
    html = answer.content.decode().split("<main")[1].split("</main")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def asked(client, **told: str) -> str:
    return page(client.get(PAGE, {"pruefen": "1", "nummer": "", "pruefsumme": "", **told}))


# -- The page ------------------------------------------------------------------------------------


def test_an_empty_journal_offers_nothing_to_check(auditor):
    said = page(auditor.get(PAGE))
    assert "Noch kein Eintrag" in said
    assert "Kette prüfen" not in said


def test_the_head_is_shown_and_the_chain_not_checked_unasked(office, entries):
    with CaptureQueriesContext(connection) as queries:
        said = page(office.get(PAGE))
    assert "Nr. 5 vom 2. März 2026, 12:00:00 Uhr (MEZ)" in said
    assert grouped(entries[-1].hash) in said
    assert "noch kein Stand" in said
    assert "Die Kette" not in said
    assert len(queries) == 8


def test_the_chain_is_checked_on_request(office, entries):
    said = asked(office)
    assert "Die Kette hält 5 Einträge, vom 02.03.2026, 11:00:00 Uhr (UTC)" in said
    assert "Mit einem Stand von außen wurde nicht verglichen." in said
    assert "Rufen Sie den Betrieb an" not in said


def test_it_is_held_against_a_head_from_outside(auditor, entries):
    said = asked(auditor, nummer="3", pruefsumme=f" {grouped(entries[2].hash.upper())} ")
    assert "Der Stand von außen, Nr. 3, ist darin enthalten." in said
    assert "Danach kamen hinzu: 2 × standings.viewed." in said


def test_a_head_that_is_not_in_it(auditor, entries):
    said = asked(auditor, nummer="3", pruefsumme="a" * 64)
    assert "Die Kette enthält den Stand von außen nicht Nr. 3 trägt eine andere Prüfsumme." in said
    assert "Ist die Eingabe richtig, rufen Sie den Betrieb an" in said


@pytest.mark.parametrize(
    ("number", "digest", "refusal"),
    [
        ("", "a" * 64, "Geben Sie die Nummer an, etwa 4711"),
        ("0", "a" * 64, "Geben Sie die Nummer an, etwa 4711"),
        ("3", "", "Geben Sie alle 64 Zeichen der Prüfsumme an"),
        ("3", "a" * 63, "Geben Sie alle 64 Zeichen der Prüfsumme an"),
        ("3", "x" * 64, "Geben Sie alle 64 Zeichen der Prüfsumme an"),
    ],
)
def test_half_a_head_is_not_checked_and_stays_typed(auditor, entries, number, digest, refusal):
    answer = auditor.get(PAGE, {"pruefen": "1", "nummer": number, "pruefsumme": digest})
    assert refusal in page(answer)
    assert "Die Kette hält" not in page(answer)
    assert f'value="{number or digest}"' in answer.content.decode()


def test_a_broken_chain_says_whom_to_call(auditor, entries):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        cursor.execute(f"DELETE FROM {TABLE} WHERE number = 2")  # noqa: S608
        cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER USER")
    for known in ({}, {"nummer": "5", "pruefsumme": entries[4].hash}):
        said = asked(auditor, **known)
        assert "Die Kette ist bei Eintrag 2 gebrochen Er fehlt; an seiner Stelle steht" in said
        assert "Rufen Sie den Betrieb an, und schreiben Sie nichts weiter." in said


# -- To take along -------------------------------------------------------------------------------


def test_the_file_holds_in_itself_and_ends_with_who_took_it(office, entries):
    answer = office.get(FILE)
    file = answer.getvalue()
    last = JournalEntry.objects.latest("number")
    assert (last.number, last.action) == (6, "journal.exported")
    assert str(last.actor) == str(answer.wsgi_request.user.key)
    finding = check(entries_in(io.BytesIO(file)))
    assert (finding.broken, finding.head) == (None, (6, last.hash))
    assert answer["Content-Disposition"] == (
        f'attachment; filename="journal-6-{last.hash[:8]}.jsonl"'
    )
    assert answer["Cache-Control"] == "private, no-store"
    assert proof.check().broken is None


def test_what_is_written_while_it_is_sent_does_not_make_it_differ(auditor, entries, make):
    answer = auditor.get(FILE)
    journal.record("standings.viewed", about=make.initiative(), by=None, at=NOON)
    finding = check(entries_in(io.BytesIO(answer.getvalue())))
    assert (finding.broken, finding.head.number) == (None, 6)


@pytest.mark.parametrize("number", [1, 300])
def test_the_file_costs_the_same_however_long(auditor, make, number):
    call = make.call()
    for _n in range(number):
        journal.record("standings.viewed", about=call, by=None, at=NOON)
    with CaptureQueriesContext(connection) as queries:
        auditor.get(FILE).getvalue()
    assert len(queries) == 7


def test_an_empty_journal_is_not_taken_along(auditor):
    assert "Das Journal ist noch leer." in auditor.get(FILE, follow=True).content.decode()
    assert not JournalEntry.objects.exists()


def test_the_program_comes_as_it_stands_in_the_source(office):
    answer = office.get(PROGRAM)
    assert answer.content == proof.PROGRAM.read_bytes()
    assert answer["Content-Disposition"] == 'attachment; filename="verify_journal.py"'


@pytest.mark.parametrize("address", [PAGE, FILE, PROGRAM])
def test_to_all_others_there_is_nothing(client, make, entries, address):
    assert client.get(address).status_code == 302
    for person in (make.user(), make.juror(is_chair=True).user):
        client.force_login(person)
        assert client.get(address).status_code == 404
    assert JournalEntry.objects.count() == 5
