"""The PDF read back: accessible, archivable, with the data inside."""

from __future__ import annotations

import hashlib
import io
from itertools import pairwise

import pikepdf
import pytest
from django.core.management import call_command

from awards import actions, minutes

from ...initiatives.test_documents import pdftotext, structure, text_of
from ...make import NOON
from .sat import HOUR

AFTER = NOON + 4 * HOUR
HOSTILE = '#panic("x") *fett* <script>alert(1)</script> {{ x }} $y$ 🦊'


@pytest.fixture
def draft(sat):
    content = minutes.content_of(sat.meeting)
    return minutes.as_pdf(sat.meeting, sat.meeting.minutes, content, at=AFTER)


@pytest.fixture
def signed(sat, frozen):
    return minutes.as_pdf(sat.meeting, frozen, frozen.content, at=AFTER)


def opened(document: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(document))


def test_it_says_everything_in_office_form(signed, frozen):
    text = text_of(signed)
    for part in [
        "Niederschrift der Jurysitzung",
        "Sitzung, nicht öffentlich",
        "2. März 2026, 12:00 Uhr (MEZ)",
        "Von 5 stimmberechtigten Mitgliedern sind 4 anwesend; erforderlich sind 3.",
        "Die Jury ist beschlussfähig.",
        "TOP 2 – Befangenheit",
        "Förderung, Vertrag oder Beratung",
        "13:00 Uhr bis 13:20 Uhr",
        "Solo Ost",
        "6,00 bis 9,00",
        "Daneben steht der bereinigte Mittelwert",
        "Die Jury vergibt „Hauptpreis“ an Bündnis Süd",
        "Abweichung von der Reihenfolge der Werte",
        "Nicht vergeben: Sonderpreis",
        "Weil es den Süden verbindet.",
        "TOP 8 – Sperrfrist und nächste Schritte",
        "Öznur Albers, elektronisch unterzeichnet am 2. März 2026, 16:00 Uhr (MEZ)",
        frozen.content["journal"]["hash"][:8],
        "Seite 1 von",
    ]:
        assert part in text, part


def test_signed_minutes_are_pdf_ua_and_pdf_a_3_with_title_and_language(signed, sat):
    with opened(signed) as pdf:
        assert str(pdf.Root.Lang).startswith("de")
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == f"Niederschrift der Jurysitzung {sat.call.year}"
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")


def test_headings_follow_one_another_and_tables_have_headers(signed):
    with opened(signed) as pdf:
        names = structure(pdf.Root.StructTreeRoot)
    levels = [int(name[1]) for name in names if name[0] == "H" and name[1:].isdigit()]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert names.count("Table") >= 5
    assert "TH" in names


def test_bookmarks_lead_to_each_item(signed):
    with opened(signed) as pdf, pdf.open_outline() as outline:
        (top,) = outline.root
        titles = [str(item.title) for item in top.children]
    assert titles[:3] == [
        "Anwesenheit",
        "TOP 1 – Begrüßung und Beschlussfähigkeit",
        "TOP 2 – Befangenheit",
    ]
    assert titles[-1] == "Unterschriften und Nachweis"


def test_the_data_lie_inside_byte_for_byte(signed, frozen):
    with opened(signed) as pdf:
        assert list(pdf.attachments) == ["niederschrift.json"]
        file = pdf.attachments["niederschrift.json"].get_file()
        assert hashlib.sha256(file.read_bytes()).hexdigest() == frozen.sha256
        assert file.mime_type == "application/json"
        (associated,) = pdf.Root.AF
        assert str(associated.AFRelationship) == "/Data"


def test_a_draft_says_so_on_every_page_and_carries_nothing(draft):
    pages = pdftotext(draft).split("\f")[:-1]
    assert len(pages) > 1
    for page in pages:
        assert "Entwurf · Fassung 1 · nicht von beiden unterzeichnet" in page
    with opened(draft) as pdf:
        assert not list(pdf.attachments)


def test_signed_minutes_bear_no_such_mark(signed):
    assert "Entwurf" not in text_of(signed)


def test_the_same_minutes_give_the_same_file(sat, frozen, signed):
    again = minutes.as_pdf(sat.meeting, frozen, frozen.content, at=AFTER + 9 * HOUR)
    assert again == signed


def test_what_people_typed_stays_text_and_the_data_keep_what_no_font_has(sat, digest):
    actions.write_minutes(sat.meeting, "remarks", HOSTILE, by=sat.taker, at=AFTER)
    seen = digest()
    actions.sign_minutes(sat.meeting, seen=seen, by=sat.chair, at=AFTER)
    row = actions.sign_minutes(sat.meeting, seen=seen, by=sat.taker, at=AFTER)
    document = minutes.as_pdf(sat.meeting, row, row.content, at=AFTER)
    assert HOSTILE.replace("🦊", "■") in text_of(document)
    with opened(document) as pdf:
        file = pdf.attachments["niederschrift.json"].get_file().read_bytes()
    assert HOSTILE.encode().replace(b'"', b'\\"') in file


def test_minutes_of_nothing_are_a_document_too(make):
    meeting = make.meeting()
    made = minutes.as_pdf(meeting, None, minutes.content_of(meeting), at=AFTER)
    text = text_of(made)
    assert "Kein Fall stand auf der Tagesordnung." in text
    assert "Es wurde nichts beschlossen." in text


def test_the_journal_is_checked_with_either_file(sat, frozen, signed, tmp_path, capsys):
    files = {"niederschrift.json": minutes.as_json(frozen.content), "niederschrift.pdf": signed}
    for name, made in files.items():
        file = tmp_path / name
        file.write_bytes(made)
        call_command("verify_journal", minutes=file)
    barred = minutes.for_juror(sat.meeting, sat.jurors["Dora Dietz"].user)
    left = minutes.redacted(frozen.content, barred).content
    file.write_bytes(minutes.as_pdf(sat.meeting, frozen, left, at=AFTER))
    call_command("verify_journal", minutes=file)
    head = frozen.content["journal"]
    other = head | {"hash": "0" * 64}
    file.write_bytes(minutes.as_json(frozen.content | {"journal": other}))
    with pytest.raises(SystemExit) as ended:
        call_command("verify_journal", minutes=file)
    assert ended.value.code == 1
