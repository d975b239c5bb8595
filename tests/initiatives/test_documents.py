"""Documents: accessible by two standards, and what people typed stays text in them."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from itertools import pairwise

import pikepdf
import pytest
from django.conf import settings

from initiatives import snapshots
from initiatives.keys import uuid7
from initiatives.models import Local, Snapshot
from initiatives.records import documents, glyphs
from initiatives.templatetags.applying import lateness

FONTS = settings.BASE_DIR / "documents" / "fonts"
MARGIN = 25 * 72 / 25.4  # of the page, in points
HOSTILE = [
    '#panic("x")',
    '#read("/etc/passwd")',
    "= Kein Titel",
    "*nicht fett* _nicht kursiv_",
    "$x^2$ `roh` @niemand <marke> \\ // kein Kommentar",
    "<script>alert(1)</script>",
    "{{ sha256 }} {% include 'x' %}",
]


def handed_in(make, *texts: str, **fields) -> Snapshot:
    """A version handed in whose answers are `texts`."""
    call = make.call(title=Local(de="Auslobung 2026"), **fields)
    for number in range(len(texts)):
        make.question(call, f"frage-{number}", prompt=Local(de=f"Frage {number}?"), limit=2000)
    application = make.application(call=call, complete=True)
    for number, text in enumerate(texts):
        application.answers.filter(question__code=f"frage-{number}").update(text=text)
    return snapshots.freeze(application, by=make.owner(application), at=make.NOON, once=uuid7())


def pdftotext(document: bytes, *options: str) -> str:
    program = shutil.which("pdftotext")
    if not program:
        pytest.skip("no pdftotext on this machine")
    command = [program, "-enc", "UTF-8", *options, "-", "-"]
    return subprocess.run(command, input=document, capture_output=True, check=True).stdout.decode()


def text_of(document: bytes) -> str:
    """What a reader copies out of it, line breaks and breaks of long words aside."""
    return " ".join(pdftotext(document, "-nopgbrk").replace("\u200b", "").split())


def test_the_receipt_tells_number_time_checksum_and_everything_handed_in(make):
    snapshot = handed_in(make, "Erster Absatz.\n\nZweiter Absatz,\nmit Umbruch.")
    told = text_of(documents.receipt(snapshot))
    content = snapshot.content
    for part in [
        snapshot.application.number,
        "2. März 2026, 12:00:00 Uhr (MEZ)",
        " ".join(snapshot.sha256[at : at + 8] for at in range(0, 64, 8)),
        content["initiative"]["name"],
        content["initiative"]["carrier"],
        "Sachsen-Anhalt",
        content["contact"]["name"],
        content["contact"]["email"],
        "Dekarbonisierung",
        "Frage 0? Erster Absatz. Zweiter Absatz, mit Umbruch.",
        "Ich habe die Bedingungen gelesen.",
        "Seite 1 von",
    ]:
        assert part in told, part


def test_the_receipt_says_how_late_it_came_and_what_it_replaces(make):
    application = make.submitted(call__closes_at=make.NOON)
    said = {"by": make.owner(application), "at": make.NOON, "once": uuid7(), "late_by": 140}
    told = text_of(documents.receipt(snapshots.freeze(application, **said)))
    late = lateness(140)
    assert f"Verspätung {late} nach dem Bewerbungsschluss, innerhalb der Kulanzfrist" in told
    assert "Fassung 2, ersetzt alle früher eingereichten Fassungen" in told
    first = text_of(documents.receipt(application.snapshots.get(version=1)))
    assert "Verspätung" not in first
    assert "ersetzt" not in first


def test_the_receipt_meets_pdf_ua_and_pdf_a(make):
    snapshot = handed_in(make, "Text")
    with pikepdf.open(io.BytesIO(documents.receipt(snapshot))) as pdf:
        assert str(pdf.Root.Lang).startswith("de")
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            title = f"Eingangsbestätigung {snapshot.application.number}"
            assert metadata["dc:title"] == title
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


def test_headings_follow_one_another(make):
    snapshot = handed_in(make, "Text")
    with pikepdf.open(io.BytesIO(documents.receipt(snapshot))) as pdf:
        levels = [int(name[1]) for name in structure(pdf.Root.StructTreeRoot) if name[1:].isdigit()]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert levels.count(1) == 1


def structure(element) -> list[str]:
    """The kinds of all elements below, in reading order."""
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    names = [str(element.S).strip("/")] if "/S" in element else []
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary) and ("/K" in kid or "/S" in kid):
            names += structure(kid)
    return names


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_typed_stays_text(make, text):
    assert text in text_of(documents.receipt(handed_in(make, text)))


def test_a_text_of_full_length_is_whole(make):
    text = ("Wir messen, was wir sparen, und zeigen es offen. " * 50)[:1999] + "."
    assert " ".join(text.split()) in text_of(documents.receipt(handed_in(make, text)))


def test_a_word_longer_than_the_line_breaks_within_the_page(make):
    document = documents.receipt(handed_in(make, "Donau" * 400))
    assert text_of(document).replace(" ", "").count("Donau") == 400
    right_edges = re.findall(r'xMax="([\d.]+)"', pdftotext(document, "-bbox"))
    assert max(map(float, right_edges)) <= 210 * 72 / 25.4 - MARGIN + 1  # rounding


def test_signs_that_no_font_has_stop_nothing(make):
    told = text_of(
        documents.receipt(handed_in(make, "Werk 😀 中文 \u202e\x07 a\u0301 CO₂ ≤ 5 → gut"))
    )
    assert "Werk ■ ■■ á CO₂ ≤ 5 → gut" in told


def test_every_sign_said_to_be_there_can_be_set(make):
    signs = "".join(chr(code) for code in sorted(glyphs.covered(FONTS)) if code > 32)
    documents.receipt(handed_in(make, *(signs[at : at + 500] for at in range(0, len(signs), 500))))


def test_the_same_version_gives_the_same_file(make):
    snapshot = handed_in(make, "Text")
    assert documents.receipt(snapshot) == documents.receipt(snapshot)


def test_an_invented_call_says_so(make):
    assert "Vorführung" in text_of(documents.receipt(handed_in(make, "Text", is_demo=True)))
    assert "Vorführung" not in text_of(documents.receipt(handed_in(make, "Text")))
