"""Seats, the entrance, speeches, files of guests and papers."""

import io
from uuid import uuid4

import pikepdf
import pytest

from awards import actions
from awards.ceremonies import codes, guest_file, laudations, papers, programme, speaking
from awards.models import CheckIn, Invitee, Role
from initiatives.models import Local

from .. import evenings
from ..make import DAY, NOON, SECOND, refused

MINUTE = 60 * SECOND
EVENING = evenings.EVENING


@pytest.fixture
def evening(make):
    return evenings.ceremony()


@pytest.fixture
def office(make):
    return make.office()


# -- Tables --------------------------------------------------------------------------------------


def test_a_table_takes_no_more_than_its_seats(evening, office):
    table = evenings.table(evening, seats=1)
    ada, bo = (evenings.guest(evening, name, comes=True) for name in ("Ada", "Bo"))
    actions.seat_guests(evening, {ada.pk: table.pk}, by=office, at=NOON)
    with refused("Tisch 1 has 1 seats; there would be 2 guests."):
        actions.seat_guests(evening, {bo.pk: table.pk}, by=office, at=NOON)
    assert actions.seat_guests(evening, {ada.pk: None, bo.pk: table.pk}, by=office, at=NOON) == 2
    ada.refresh_from_db()
    bo.refresh_from_db()
    assert (ada.table, bo.table) == (None, table)


def test_only_who_comes_gets_a_seat(evening, office):
    table, ada = evenings.table(evening), evenings.guest(evening)
    with refused("Only who has accepted gets a seat."):
        actions.seat_guests(evening, {ada.pk: table.pk}, by=office, at=NOON)


def test_several_tables_are_numbered_and_names_are_not_used_twice(evening, office):
    actions.set_tables(evening, "Tisch", 8, 2, by=office, at=NOON)
    actions.set_tables(evening, "Tisch", 8, 1, by=office, at=NOON)
    actions.set_tables(evening, "Tisch", 8, 2, by=office, at=NOON)
    names = [table.name for table in evening.tables.all()]
    assert names == ["Tisch 1", "Tisch 2", "Tisch", "Tisch 3", "Tisch 4"]
    with refused("There is a table of this name already."):
        actions.set_tables(evening, "Tisch", 8, 1, by=office, at=NOON)


def test_a_table_is_not_made_smaller_than_those_who_sit_there(evening, office):
    table = evenings.table(evening)
    for name in ("Ada", "Bo"):
        evenings.guest(evening, name, comes=True, table=table)
    with refused("2 guests sit here already."):
        actions.change_table(table, "Tisch 1", 1, by=office, at=NOON)


# -- The entrance --------------------------------------------------------------------------------


def let_in(guest, *, by, seen_at, at, once=None):
    return actions.check_in(guest, once=once or uuid4(), seen_at=seen_at, by=by, at=at)


def test_the_phones_time_counts_and_the_servers_is_kept(evening, office):
    guest = evenings.guest(evening, comes=True)
    made = let_in(guest, by=office, seen_at=EVENING, at=EVENING + 10 * MINUTE)
    assert (made.row.at, made.row.stored_at) == (EVENING, EVENING + 10 * MINUTE)


@pytest.mark.parametrize("off", [MINUTE, -DAY - SECOND])
def test_a_phone_whose_clock_is_wrong_is_not_believed(evening, office, off):
    guest = evenings.guest(evening, comes=True)
    assert let_in(guest, by=office, seen_at=EVENING + off, at=EVENING).row.at == EVENING


def test_the_earliest_counts_whoever_tells_first(evening, office, make):
    guest, other = evenings.guest(evening, comes=True), make.office()
    late = EVENING + 10 * MINUTE
    first = let_in(guest, by=office, seen_at=EVENING + MINUTE, at=late)
    second = let_in(guest, by=other, seen_at=EVENING, at=late)
    assert (first.is_double, second.is_double) == (False, True)
    row = CheckIn.objects.get()
    assert (row.at, row.by, row.doubles) == (EVENING, other, 1)
    third = let_in(guest, by=office, seen_at=EVENING + MINUTE, at=late)
    assert (third.is_double, third.row.at) == (True, EVENING)


def test_the_same_report_twice_is_no_double(evening, office):
    guest, once = evenings.guest(evening, comes=True), uuid4()
    for _time in range(2):
        done = let_in(guest, by=office, seen_at=EVENING, at=EVENING, once=once)
    assert (done.is_double, done.row.doubles) == (False, 0)


def test_who_was_withdrawn_does_not_come_in(evening, office):
    guest = evenings.guest(evening, comes=True, withdrawn_at=NOON)
    with refused("This invitation was withdrawn."):
        let_in(guest, by=office, seen_at=EVENING, at=EVENING)


def test_readers_let_nobody_in(evening, make):
    guest = evenings.guest(evening, comes=True)
    with refused("Your role reads and does not decide."):
        let_in(guest, by=make.office("reader"), seen_at=EVENING, at=EVENING)


def test_a_check_in_is_taken_back_once(evening, office):
    guest = evenings.guest(evening, comes=True)
    let_in(guest, by=office, seen_at=EVENING, at=EVENING)
    actions.take_back_check_in(guest, by=office, at=EVENING)
    with refused("This guest is not noted as having come."):
        actions.take_back_check_in(guest, by=office, at=EVENING)


def test_codes_are_read_as_people_type_them(evening):
    assert codes.as_typed("7kq4-m2xp") == "7KQ4M2XP"
    assert codes.as_typed("OI1l 0000") == "01110000"
    assert codes.as_typed("7KQ4") == ""
    assert codes.as_typed("Ada Gast") == ""


# -- The programme and what is said --------------------------------------------------------------


def test_each_item_begins_when_the_one_before_ends(evening):
    for minutes in (10, 25, 5):
        evenings.item(evening, minutes=minutes)
    found = programme.of(evening)
    assert [line.begins - EVENING for line in found.lines] == [0 * MINUTE, 10 * MINUTE, 35 * MINUTE]
    assert (found.minutes, found.over) == (40, 0)


@pytest.mark.parametrize(
    ("words", "is_short", "is_long"),
    [(239, True, False), (240, False, False), (390, False, False), (391, False, True)],
)
def test_two_to_three_minutes_at_120_to_130_words(words, is_short, is_long):
    found = speaking.length("Wort " * words)
    assert (found.words, found.is_short, found.is_long) == (words, is_short, is_long)


def test_words_are_counted_as_they_are_spoken():
    assert speaking.length("Das H2-Netz – es läuft: 58 Betriebe, Dr. Ada!").words == 8


def test_a_laudation_is_about_a_prize(evening, office, make):
    case = make.admitted(call=evening.call)
    with refused("A laudation is about an application with a prize."):
        actions.write_laudation(evening, case, {"text": "Schön."}, by=office, at=NOON)


# -- Files of guests -----------------------------------------------------------------------------


def test_a_file_as_german_spreadsheets_write_it(evening):
    text = (
        "Name;E-Mail;Anrede;Gruppe;Begleitung\r\nÄnne Über;AE@people.example;Frau Über;Presse;2\r\n"
    )
    reading = guest_file.read(text.encode("cp1252"), evening)
    assert reading.faults == []
    assert reading.rows == [
        (
            2,
            {
                "name": "Änne Über",
                "email": "ae@people.example",
                "salutation": "Frau Über",
                "organisation": "",
                "kind": "press",
                "language": "de",
                "companions_allowed": 2,
            },
        )
    ]


def test_every_fault_is_told_with_its_line(evening):
    evenings.guest(evening, email="da@people.example")
    text = (
        "name,email,gruppe,sprache,begleitung\n"
        "Ada,ada@people.example,Jury,de,1\n"
        ",leer@people.example,,,\n"
        "\n"
        "Bo,keine,Könige,fr,9\n"
        "Cem,da@people.example,,,\n"
        "Dea,ada@people.example,,,\n"
        "Eva,zu,viele\n"
    )
    reading = guest_file.read(text.encode(), evening)
    assert [tuple(one) for one in reading.faults] == [
        (3, "Der Name fehlt."),
        (5, "„keine“ ist keine E-Mail-Adresse."),
        (
            5,
            "Die Gruppe „Könige“ ist unbekannt. Es gibt: Initiative, Jury, Politik und Verwaltung, "
            "Partner, Presse, Andere.",
        ),
        (5, "Die Sprache „fr“ ist unbekannt. Schreiben Sie „de“ oder „en“."),
        (5, "Bei „Begleitung“ steht „9“. Schreiben Sie eine Zahl von 0 bis 5."),
        (6, "da@people.example steht schon auf der Gästeliste."),
        (7, "ada@people.example steht schon in Zeile 2."),
        (8, "Die Zeile hat 3 Zellen, die erste Zeile hat 5."),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Die Datei ist leer."),
        ("name;email\n", "Unter der Kopfzeile steht niemand."),
        ("email\nada@people.example\n", "Die Spalte „name“ fehlt."),
        ("name;farbe\nAda;rot\n", "Die Spalte „farbe“ ist unbekannt."),
        ("name;name\nAda;Ada\n", "Die Spalte „name“ steht zweimal da."),
    ],
)
def test_what_is_wrong_with_the_whole_file(evening, text, words):
    assert words in [one.words for one in guest_file.read(text.encode(), evening).faults]


def test_a_workbook_is_told_from_a_table(evening):
    fault = guest_file.read(b"PK\x03\x04...", evening).faults[0]
    assert (fault.line, "Arbeitsmappe" in fault.words) == (0, True)


# -- Papers --------------------------------------------------------------------------------------


def pages_of(made: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(made))


def size_of(page) -> tuple[int, int]:
    return tuple(round(float(n) * 25.4 / 72) for n in page.mediabox[2:])


def standard(pdf: pikepdf.Pdf) -> tuple[str, str]:
    with pdf.open_metadata() as meta:
        return meta.get(
            "pdfuaid:part"
        ), f"{meta.get('pdfaid:part')}{meta.get('pdfaid:conformance')}"


def test_the_run_sheet_is_a_document_for_everybody(evening):
    evenings.item(evening, minutes=10, persons="Dr. Ada Falk", stand="Pult links")
    made = papers.run_sheet(evening, programme.of(evening), [], at=NOON)
    with pages_of(made) as pdf:
        assert standard(pdf) == ("1", "2A")
        assert str(pdf.docinfo["/Title"]) == f"Ablaufplan Preisverleihung {evening.call.year}"
        assert pdf.Root.Lang == "de-DE" or str(pdf.Root.Lang).startswith("de")
        assert size_of(pdf.pages[0]) == (210, 297)


@pytest.fixture
def cards(make, evening, office):
    prize = make.prize(call=evening.call)
    decision = make.decision(
        prize=prize,
        application=make.admitted(call=evening.call),
        jury_statement=Local(de="Die Jury lobt den Mut."),
    )
    role = Role.objects.create(ceremony=evening, kind="laudator", name="Dr. Hanna Albers")
    text = {"text": "Wort " * 300, "pronunciation": "Nguyen – ngu-JEN", "laudator": role}
    actions.write_laudation(evening, decision.application, text, by=office, at=NOON)
    return laudations.of(evening)


@pytest.mark.parametrize(("upright", "size"), [(False, (210, 148)), (True, (148, 210))])
def test_cards_are_din_a5_in_large_type(evening, cards, upright, size):
    made = papers.cards(evening, cards, upright=upright, at=NOON)
    with pages_of(made) as pdf:
        assert standard(pdf) == ("1", "2A")
        assert {size_of(page) for page in pdf.pages} == {size}
        assert len(pdf.pages) > 1
        assert min(type_sizes(pdf)) >= 16


def type_sizes(pdf: pikepdf.Pdf) -> set[float]:
    """The sizes in which text is set: of the font, times the matrix it is drawn with."""
    found = set()
    for page in pdf.pages:
        scale = 1.0
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                found.add(round(float(operands[1]) * scale, 1))
    return found


def test_the_card_counts_text_and_reasons(cards):
    (card,) = cards
    assert (card.length.words, card.reasons) == (305, "Die Jury lobt den Mut.")
    assert not card.length.is_short


def test_ten_badges_a_page_with_a_code_that_reads_back(evening):
    guests = evenings.many_guests(evening, 11, answer="yes", answered_at=NOON)
    made = papers.badges(evening, guests, at=NOON)
    with pages_of(made) as pdf:
        assert standard(pdf) == ("1", "2A")
        assert len(pdf.pages) == 2
    rows = codes.matrix(guests[0].code)
    assert len(rows) == len(rows[0])
    assert set("".join(rows)) == {"0", "1"}


def test_what_a_phone_keeps_has_no_code(evening):
    guest = evenings.guest(evening, comes=True)
    assert guest.code not in codes.fingerprint(evening, guest)
    assert codes.fingerprint(evening, guest) != codes.fingerprint(
        evening, Invitee(code=guest.code[::-1])
    )
