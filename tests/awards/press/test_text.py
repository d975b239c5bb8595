"""The press text in its form, and read back from each of its files."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
from django.utils import translation
from docx import Document

from awards.models import Role
from awards.press import kit, paper, plain, word
from awards.press import text as press_text
from awards.press.pictures import Picture
from awards.press.text import Kind
from initiatives.models import Local

from ...make import DAY, NOON, SECOND

END = NOON + DAY
EMBARGO = "Sperrfrist: Dienstag, 3.\xa0März 2026, 12:00\xa0Uhr (MEZ)"


def made(release, at=NOON, photos=()):
    return kit.material(release, at=at).text(list(photos))


def test_it_has_the_parts_of_a_german_press_release_in_their_order(release):
    text = made(release)
    assert (text.embargo, text.kicker) == (EMBARGO, "Pressemitteilung")
    assert (text.title, text.subline) == ("Zwei Preise für Wärme", "Ährenfeld und Zinnwald geehrt")
    assert [(str(block.kind), block.text) for block in text.blocks] == [
        ("lead", "Berlin, 3.\xa0März 2026 – Die Jury hat entschieden."),
        ("heading", "Die Auslobung"),
        ("text", "Gesucht wurden Initiativen."),
        ("heading", "Die Ausgezeichneten"),
        *laureate(text, "Ährenfeld & Söhne"),
        ("label", "Die Begründung der Jury im Wortlaut:"),
        ("reasons", "Weil „Wärme“ <verbindet>."),
        ("reasons", "Und weil es wirkt."),
        *laureate(text, "Zinnwald"),
        ("label", "Die Begründung der Jury im Wortlaut:"),
        ("reasons", "Weil alle mitmachen."),
        ("heading", "Überreicht haben"),
        ("text", "Dr. Edda Falkner überreichte die Preise."),
        ("heading", "Hintergrund"),
        ("text", "Zwanzig Bewerbungen lagen vor."),
        ("heading", "Über die Auszeichnung"),
        ("text", "Die Auszeichnung ehrt Bündnisse."),
        ("heading", "Pressekontakt"),
        (
            "text",
            "Ruth Thiel\nPressestelle\nTelefon: 0000 10 20 26\nE-Mail: presse@auszeichnung.example",
        ),
    ]


def laureate(text, name):
    """Name and facts as they stand there, and nothing of another."""
    place = next(n for n, block in enumerate(text.blocks) if block == (Kind.LAUREATE, name))
    found = [text.blocks[place]]
    for block in text.blocks[place + 1 :]:
        if block.kind == Kind.LABEL:
            break
        found.append(block)
    assert "Nordtal" in found[1].text
    return [(str(block.kind), block.text) for block in found]


@pytest.mark.parametrize(("at", "words"), [(END - SECOND, EMBARGO), (END, ""), (END + SECOND, "")])
def test_the_embargo_stands_on_top_until_its_second(release, at, words):
    text = made(release, at)
    assert text.embargo == words
    assert plain.written(text).decode().startswith(words or "Pressemitteilung")


def test_without_contact_boilerplate_and_texts_there_is_no_empty_heading(release):
    release.call.press_contact.delete()
    release.call.refresh_from_db()
    release.call_text = release.background = release.presenters_text = Local()
    headings = [block.text for block in made(release).blocks if block.kind == Kind.HEADING]
    assert headings == ["Die Ausgezeichneten"]


def test_without_a_text_the_roles_say_who_presented(release):
    release.presenters_text = Local()
    Role.objects.create(release=release, kind="presenter", name="Jo", office=Local(de="Amt"))
    Role.objects.create(release=release, kind="laudator", name="Li")
    blocks = made(release).blocks
    place = blocks.index((Kind.HEADING, "Überreicht haben"))
    assert [block.text for block in blocks[place + 1 : place + 3]] == ["Jo, Amt", "Hintergrund"]


def test_a_draft_is_read_with_the_laureates_to_be(make, release):
    release.laureates.all().delete()
    release.confirmed_at = release.confirmed_by = None
    release.save()
    names = [block.text for block in made(release).blocks if block.kind == Kind.LAUREATE]
    assert names == ["Ährenfeld & Söhne", "Zinnwald"]


def test_a_year_of_the_archive_does_not_call_itself_a_press_release(release):
    release.call.is_archive = True
    assert made(release, END).kicker == "Pressetext aus dem Archiv"


def test_captions_name_file_people_and_credit(release):
    photo = Picture("01-zinnwald", "Zinnwald", "V. l. n. r.: A und B.", "Foto: © C", "", None)
    blocks = made(release, photos=[photo]).blocks
    assert blocks[-2:] == [
        (Kind.HEADING, "Bildunterschriften"),
        (Kind.CAPTION, "[01-zinnwald] Zinnwald. V. l. n. r.: A und B. Foto: © C"),
    ]


def test_it_is_english_only_where_all_of_it_is(release):
    laureates = list(release.laureates.all())
    assert press_text.languages(release, laureates) == ["de", "en"]
    with translation.override("en"):
        text = made(release)
    assert (text.title, text.embargo) == (
        "Two prizes for warmth",
        "Embargo: Tuesday, 3 March 2026, 12:00 h (CET)",
    )
    laureates[1].jury_statement = Local(de="Nur deutsch.")
    assert press_text.languages(release, laureates) == ["de"]


# -- Files ---------------------------------------------------------------------------------------


def test_plain_text_wraps_nothing(release):
    long = "Wort " * 200
    release.background = Local(de=long)
    content = plain.written(made(release))
    assert long.strip() in content.decode("utf-8").split("\n")
    assert not content.startswith(b"\xef\xbb\xbf")


def test_the_document_has_real_headings_language_and_title(release):
    text = made(release)
    paper = Document(io.BytesIO(word.docx(text)))
    said = [(p.style.name, p.text) for p in paper.paragraphs]
    assert said[:4] == [
        ("Sperrfrist", EMBARGO),
        ("Art", "Pressemitteilung"),
        ("Title", "Zwei Preise für Wärme"),
        ("Subtitle", "Ährenfeld und Zinnwald geehrt"),
    ]
    assert [words for style, words in said if style == "Heading 1"] == [
        block.text for block in text.blocks if block.kind == Kind.HEADING
    ]
    assert [words for style, words in said if style == "Heading 2"] == [
        "Ährenfeld & Söhne",
        "Zinnwald",
    ]
    assert ("Quote", "Weil „Wärme“ <verbindet>.") in said
    assert [words for _style, words in said[4:]] == [block.text for block in text.blocks]
    core = paper.core_properties
    assert (core.title, core.language, core.author) == (
        "Zwei Preise für Wärme",
        "de-DE",
        "Auszeichnung 2026",
    )
    assert core.created == core.modified == text.moment
    languages = paper.styles.element.xpath("//w:lang/@w:val")
    assert set(languages) == {"de-DE"}


def test_the_document_says_no_embargo_once_there_is_none(release):
    paper = Document(io.BytesIO(word.docx(made(release, END))))
    assert "Sperrfrist" not in " ".join(p.text for p in paper.paragraphs)
    assert "Sperrfrist" not in paper.sections[0].footer.paragraphs[0].text
    assert paper.core_properties.comments == ""


def test_the_document_is_the_same_every_time_and_knows_no_other_hour(release):
    text = made(release)
    first = word.docx(text)
    assert first == word.docx(text)
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(2026, 3, 1, 12, 0, 0)}
        assert not [name for name in parts.namelist() if "thumbnail" in name or "app.xml" in name]


def test_the_paper_is_accessible_and_the_same_every_time(release):
    text = made(release)
    first = paper.pdf(text)
    assert first == paper.pdf(text)
    with pikepdf.open(io.BytesIO(first)) as pdf:
        assert pdf.Root.Lang == "de-DE"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]) == "Zwei Preise für Wärme"
        with pdf.open_metadata() as meta:
            assert meta["pdfuaid:part"] == "1"
