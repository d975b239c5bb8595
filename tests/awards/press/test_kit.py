"""The press kit: what lies in it, that it is the same every time, and who gets it when."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from awards import actions
from awards.models import Laureate, Licence
from awards.press import kit
from awards.seals import terms
from initiatives.models import Local

from ...make import DAY, NOON, SECOND, at
from ..photos.shots import pictured

END = NOON + DAY
HOME = "/preistraeger/2026/presse/"
ZIP = f"{HOME}pressemappe.zip"
LOGOS = [f"Logos/{name}.svg" for name in ("vierpass", "wortmarke", "wortmarke-dunkel")]
TEXTS = [f"Pressemitteilung.{ending}" for ending in ("pdf", "docx", "txt")]
ENGLISH = [f"press-release.{ending}" for ending in ("pdf", "docx", "txt")]


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert parts.testzip() is None
        names = parts.namelist()
        assert all(name.startswith("pressemappe-2026/") for name in names)
        return {name.removeprefix("pressemappe-2026/"): parts.read(name) for name in names}


def taken(client, moment, address=ZIP) -> bytes:
    with at(moment):
        answer = client.get(address)
        assert answer.status_code == 200
        return answer.getvalue()


def test_the_kit_holds_texts_in_two_languages_and_the_logos(client, release):
    files = unpacked(taken(client, END))
    assert list(files) == [*TEXTS, *ENGLISH, *LOGOS]
    assert "Zwei Preise für Wärme" in files["Pressemitteilung.txt"].decode()
    assert "Two prizes for warmth" in files["press-release.txt"].decode()
    assert files["Pressemitteilung.pdf"][:5] == b"%PDF-"


def test_without_english_reasons_it_is_german_only(client, release):
    laureate = Laureate.objects.first()
    laureate.jury_statement = {"de": "Nur deutsch."}
    laureate.save()
    assert list(unpacked(taken(client, END))) == [*TEXTS, *LOGOS]


def test_two_downloads_are_the_same_bytes(client, release):
    first = taken(client, END)
    assert first == taken(client, END + 40 * DAY)
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(2026, 3, 1, 12, 0, 0)}


def test_the_kit_comes_in_parts_and_is_kept_nowhere(client, release):
    with at(END):
        answer = client.get(ZIP)
    assert answer.streaming
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"] == 'attachment; filename="pressemappe-2026.zip"'
    assert answer["Content-Type"] == "application/zip"


@pytest.mark.parametrize(
    "path", ["", "pressemappe.zip", *(f"pressemitteilung.{one}" for one in kit.FORMATS)]
)
def test_nothing_is_there_before_its_second(client, release, path):
    with at(END - SECOND):
        early = client.get(HOME + path)
        nowhere = client.get("/preistraeger/1999/presse/" + path)
    assert (early.status_code, nowhere.status_code) == (404, 404)
    assert early.content.replace(b"2026", b"1999") == nowhere.content.replace(b"2026", b"1999")
    with at(END):
        assert client.get(HOME + path).status_code == 200


def test_a_draft_has_no_press_page(client, release):
    release.confirmed_at = release.confirmed_by = None
    release.save()
    with at(END):
        assert [client.get(one).status_code for one in (HOME, ZIP)] == [404, 404]


@pytest.mark.parametrize("which", ["exe", "zip", "pdf2", "PDF"])
def test_other_formats_do_not_exist(client, release, which):
    with at(END):
        assert client.get(f"{HOME}pressemitteilung.{which}").status_code == 404


def test_the_page_holds_the_text_the_contact_and_every_file(client, release):
    with at(END):
        text = client.get(HOME).content.decode()
    assert "Sperrfrist" not in text
    for words in (
        "Zwei Preise für Wärme",
        "Ährenfeld &amp; Söhne",
        "Weil „Wärme“ &lt;verbindet&gt;.",
        "mailto:presse@auszeichnung.example",
        *(f'href="{HOME}pressemitteilung.{which}"' for which in kit.FORMATS),
        f'href="{ZIP}"',
    ):
        assert words in text


def test_the_announcement_leads_to_kit_and_page(client, release):
    with at(END):
        text = client.get("/preistraeger/2026/").content.decode()
    assert f'href="{ZIP}"' in text
    assert f'href="{HOME}"' in text


def test_the_page_asks_four_questions_whatever_the_laureates(client, release, make):
    def asked() -> int:
        with at(END), CaptureQueriesContext(connection) as queries:
            client.get(HOME)
        return len(queries)

    asked()
    few = asked()
    for number in range(4):
        laureate = release.laureates.first()
        laureate.pk = laureate.key = laureate.application_id = None
        laureate.slug, laureate.key = f"weiterer-{number}", make.initiative().key
        laureate.save(force_insert=True)
    assert (few, asked()) == (4, 4)


def test_who_asks_again_and_again_waits(client, release):
    with at(END):
        answers = [client.get(f"{HOME}pressemitteilung.txt").status_code for _ in range(31)]
    assert (set(answers[:30]), answers[30]) == ({200}, 429)


def test_a_stopped_release_has_no_kit(client, release, make):
    actions.revoke(release, by=make.office(), at=NOON)
    with at(END):
        assert client.get(ZIP).status_code == 404


def test_whose_prize_is_taken_back_leaves_the_kit_with_a_note(client, release, make):
    actions.withdraw_laureate(
        release.laureates.get(name="Zinnwald"),
        note=Local(de="Die Angaben waren falsch."),
        by=make.office("lead"),
        at=END,
    )
    text = unpacked(taken(client, END + SECOND))["Pressemitteilung.txt"].decode()
    assert "Weil alle mitmachen." not in text
    assert "Zinnwald: Die Angaben waren falsch." in text


def test_a_withdrawn_announcement_has_no_kit(client, release, make):
    actions.withdraw_release(
        release, note=Local(de="Sie war verfrüht."), by=make.office("lead"), at=END
    )
    with at(END + SECOND):
        assert [client.get(one).status_code for one in (HOME, ZIP)] == [404, 404]


def test_a_laureate_called_press_does_not_stand_in_the_place_of_the_page(make):
    decision = make.decision(application__initiative__name="Presse")
    make.release(call=decision.prize.call, confirmed=True)
    number = decision.application.number.lower()
    assert Laureate.objects.get().slug == f"presse-{number}"


def test_the_seal_of_the_year_lies_in_it_while_somebody_carries_it(client, release, make):
    laureate = release.laureates.first()
    owner, held = make.owner(laureate.application), release.call.ceremony_at
    assert not [name for name in unpacked(taken(client, END)) if name.startswith("Siegel/")]
    actions.accept_terms(laureate, version=terms.CURRENT, by=owner, at=held)
    expected = [
        f"Siegel/siegel-2026-{style}.{end}"
        for style in ("hell", "dunkel", "einfarbig")
        for end in ("svg", "png")
    ]
    files = unpacked(taken(client, held + SECOND))
    assert [name for name in files if name.startswith("Siegel/")] == expected
    later = unpacked(taken(client, held + 400 * DAY))
    assert not [name for name in later if name.startswith("Siegel/")]


# -- Photos --------------------------------------------------------------------------------------


@pytest.fixture
def photo(release, make):
    """Of a laureate, drawn, with two people who agree; and one of the whole release."""
    office = make.office("editor")
    laureate = release.laureates.get(name="Zinnwald")
    made = pictured(release, owner=str(laureate.key), names=("Ada Lüders", "=Bo"), by=office)
    pictured(release, drawn=False, by=office)
    made.credit, made.licence = "Jo Foto", Licence.PRESS
    made.alt_text = {"de": "Zwei Menschen", "en": "Two people"}
    made.save()
    return made


def test_photos_come_in_print_and_web_size_with_captions(client, photo):
    files = unpacked(taken(client, END))
    pictures = [name for name in files if name.endswith(".jpg")]
    assert pictures == [
        "Fotos-Druck/01-zinnwald.jpg",
        "Fotos-Web/01-zinnwald.jpg",
        "Fotos-Druck/02-preisverleihung.jpg",
    ]
    with photo.file.open() as original:
        assert files["Fotos-Druck/01-zinnwald.jpg"] == original.read()
    assert Image.open(io.BytesIO(files["Fotos-Web/01-zinnwald.jpg"])).format == "JPEG"
    said = "[01-zinnwald] Zinnwald. V.\xa0l.\xa0n.\xa0r.: Ada Lüders und =Bo. Foto: © Jo Foto"
    assert files["Bildunterschriften.txt"].decode().split("\n\n")[0] == said
    assert said in files["Pressemitteilung.txt"].decode()
    table = files["Bildunterschriften.csv"].decode("utf-8-sig").splitlines()
    rows = list(csv.reader(table, delimiter=";"))
    assert rows[:2] == [
        ["Datei", "Initiative", "Bildunterschrift", "Bildnachweis", "Bildbeschreibung"],
        [
            "01-zinnwald.jpg",
            "Zinnwald",
            "V.\xa0l.\xa0n.\xa0r.: Ada Lüders und =Bo.",
            "Foto: © Jo Foto",
            "Zwei Menschen",
        ],
    ]
    assert "Two people" in files["captions.csv"].decode("utf-8-sig")


def test_two_downloads_with_photos_are_the_same_bytes(client, photo):
    assert taken(client, END) == taken(client, END)


def test_a_withdrawn_consent_takes_the_photo_out_of_the_kit_at_once(client, photo, make):
    person = photo.persons.first()
    actions.withdraw_consent(person, by=make.office("editor"), at=NOON)
    files = unpacked(taken(client, END))
    assert [name for name in files if name.endswith(".jpg")] == [
        "Fotos-Druck/01-preisverleihung.jpg"
    ]
    texts = b"".join(content for name, content in files.items() if name.endswith((".txt", ".csv")))
    assert b"Ada" not in texts


def test_a_photo_all_rights_of_which_are_reserved_is_not_for_the_press(client, photo):
    photo.licence = Licence.RESERVED
    photo.save()
    assert not [name for name in unpacked(taken(client, END)) if "zinnwald" in name]


def test_a_file_that_is_gone_does_not_break_the_kit(client, photo):
    photo.file.storage.delete(photo.file.name)
    files = unpacked(taken(client, END))
    assert "Fotos-Web/01-zinnwald.jpg" in files
    assert "Fotos-Druck/01-zinnwald.jpg" not in files


def test_the_kit_asks_as_much_for_five_photos_as_for_two(client, release, photo, make):
    def asked() -> int:
        with at(END), CaptureQueriesContext(connection) as queries:
            client.get(ZIP).getvalue()
        return len(queries)

    asked()
    few = asked()
    for _number in range(3):
        pictured(release, by=make.office("editor"))
    assert asked() == few
