"""Certificates, read back from the file: what they say, to whom, and that they can be printed."""

import io
import re
import shutil
import subprocess
from datetime import UTC, datetime

import pikepdf
import pytest
from django.urls import reverse

from awards import actions
from awards.certificates import content, sentences
from awards.models import Prize, Release, Role
from initiatives.models import JournalEntry, Local
from initiatives.refusals import Conflict

from .. import make as builders
from ..make import DAY, NOON, SECOND, at, refused

HELD = NOON + 12 * DAY
A4 = (595.276, 841.89)
LONG = "Transformationsnetzwerk der Automobilzulieferindustrie und Kunststoffverarbeitung "


@pytest.fixture
def laureate(make):
    return make.laureate(application__initiative__name="Industriebündnis Talaue")


@pytest.fixture
def signed(make, laureate):
    make.signatories(laureate.release)
    return laureate


def get(client, person, name, *, key=None, prefix=""):
    client.force_login(person)
    address = reverse(name, args=[key] if key else [])
    return client.get(prefix + address)


def pdf(answer) -> pikepdf.Pdf:
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    return pikepdf.open(io.BytesIO(answer.content))


def text_of(answer) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext")
    command = ["pdftotext", "-enc", "UTF-8", "-layout", "-", "-"]
    done = subprocess.run(command, input=answer.content, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


# -- The sentence --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Es wirkt. Es bleibt.", "Es wirkt."),
        ("Nur eine", "Nur eine"),
        ("Am 3. November begann es. Dann mehr.", "Am 3. November begann es."),
        ("Das Netz, z. B. im Tal, trägt. Es bleibt.", "Das Netz, z. B. im Tal, trägt."),
        ("Prof. Dr. Berg leitet es. Gut.", "Prof. Dr. Berg leitet es."),
        ("58 Betriebe, ca. 900 Leute. Mehr.", "58 Betriebe, ca. 900 Leute."),
        ("„Wir können das.“ So fing es an.", "„Wir können das.“"),
        ("Was bleibt? Viel.", "Was bleibt?"),
        ("Seit 2021. Die Region wächst.", "Seit 2021."),
        ("Eins\n zwei.\n\nDrei.", "Eins zwei."),
        ("1,5 Mio. Euro kamen. Sie halfen.", "1,5 Mio. Euro kamen."),
    ],
)
def test_the_first_sentence(text, sentence):
    assert sentences.first(text) == sentence


def test_what_is_short_is_set_whole_and_nothing_is_cut():
    whole = "Es wirkt. " + "A" + "a" * (sentences.SHORT - 12) + "."
    assert len(whole) == sentences.SHORT
    assert sentences.standing_for(whole) == whole
    assert sentences.standing_for(whole.replace("aa", "aaa", 1)) == "Es wirkt."
    endless = "Weil " + "sie es können und " * 60
    assert sentences.standing_for(endless) == endless.strip()


# -- What it says --------------------------------------------------------------------------------


def test_a_member_gets_it_in_german(client, signed):
    owner = builders.owner(signed.application)
    with at(HELD):
        answer = get(client, owner, "certificate", key=signed.application.key)
    name = f"urkunde-2026-{signed.slug}.pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    text = text_of(answer)
    for words in (
        "Urkunde Die Jury zeichnet Industriebündnis Talaue",
        "als Ausgezeichnete regionale Industrieinitiative 2026 aus.",
        "Weil es wirkt.",
        "Berlin, 14. März 2026",
        "Dr. Edda Falkner",
        "Staatssekretärin",
        f"/preistraeger/2026/{signed.slug}/",
    ):
        assert words in text
    assert "Vorschau" not in text


def test_and_in_english(client, signed):
    owner = builders.owner(signed.application)
    with at(HELD):
        answer = get(client, owner, "certificate", key=signed.application.key, prefix="/en")
    text = text_of(answer)
    for words in (
        "Certificate The jury honours Industriebündnis Talaue",
        "as Distinguished Regional Industry Initiative 2026 with this certificate.",
        "Berlin, 14 March 2026",
        "State Secretary",
    ):
        assert words in text


def test_a_special_prize_is_called_by_its_name(client, make, signed):
    Prize.objects.update(kind="special", name=Local(de="Sonderpreis „Lernen“"))
    owner = builders.owner(signed.application)
    with at(HELD):
        text = text_of(get(client, owner, "certificate", key=signed.application.key))
    assert "aus: Sonderpreis „Lernen“ Ausgezeichnete regionale Industrieinitiative 2026" in text


# -- The file ------------------------------------------------------------------------------------


@pytest.fixture
def paper(client, signed):
    owner = builders.owner(signed.application)
    with at(HELD):
        return get(client, owner, "certificate", key=signed.application.key)


def test_it_is_pdf_ua_and_pdf_a(paper):
    with pdf(paper) as document, document.open_metadata() as meta:
        assert meta["pdfuaid:part"] == "1"
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")
        assert document.Root.MarkInfo.Marked
        assert document.Root.Lang == "de-DE"
        assert str(document.docinfo["/Title"]) == "Urkunde 2026: Industriebündnis Talaue"


def test_it_is_one_page_of_a4_without_a_dot_of_raster(paper):
    with pdf(paper) as document:
        (page,) = document.pages
        box = [float(number) for number in page.mediabox]
        assert box[:2] == [0, 0]
        assert box[2:] == pytest.approx(A4, abs=0.1)
        kinds = {str(one.get("/Subtype")) for one in document.objects if is_stream(one)}
        assert "/Image" not in kinds


def is_stream(one) -> bool:
    return isinstance(one, pikepdf.Stream)


def test_its_fonts_are_inside(paper):
    with pdf(paper) as document:
        described = [
            one
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
        assert described
        assert all("/FontFile3" in one or "/FontFile2" in one for one in described)


def test_the_mark_has_words_and_the_name_is_the_heading(paper):
    with pdf(paper) as document:
        tags = [
            one
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem"
        ]
        figures = [one for one in tags if one.S == "/Figure"]
        assert [str(one.Alt) for one in figures] == [
            "Zeichen der Auszeichnung 2026: vier Formen um ein Quadrat"
        ]
        assert [str(one.S) for one in tags].count("/H1") == 1


def test_a_commendation_is_not_given_the_awards_name(client, signed):
    Prize.objects.update(kind="commendation", name=Local(de="Lobende Erwähnung"))
    owner = builders.owner(signed.application)
    with at(HELD):
        text = text_of(get(client, owner, "certificate", key=signed.application.key))
    assert "Die Jury würdigt" in text
    assert (
        "mit dieser Anerkennung: Lobende Erwähnung bei der Auszeichnung „Ausgezeichnete regionale "
        "Industrieinitiative 2026“"
    ) in text
    assert "zeichnet" not in text.replace("Ausgezeichnete", "").replace("Auszeichnung", "")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_commendation_shows_no_mark(client, signed, prefix):
    Prize.objects.update(kind="commendation", name=Local(de="Lobende Erwähnung"))
    owner = builders.owner(signed.application)
    with at(HELD):
        answer = get(client, owner, "certificate", key=signed.application.key, prefix=prefix)
    with pdf(answer) as document:
        tags = [one for one in document.objects if isinstance(one, pikepdf.Dictionary)]
        assert [one for one in tags if one.get("/S") == "/Figure"] == []
    assert "Lobende Erwähnung" in text_of(answer)


# -- Whatever it has to hold ---------------------------------------------------------------------


@pytest.mark.parametrize("people", [2, 3, 4])
def test_the_worst_fits_on_its_page(client, make, laureate, people):
    statement = "Weil " + ("hundertzwanzig Betriebe zeigen, was keiner allein kann, " * 30)[:1480]
    laureate.name = (LONG * 3)[:200].strip()
    laureate.entry = (LONG * 3)[:200].strip()
    laureate.carrier = (LONG * 4)[:250].strip()
    laureate.jury_statement = Local(de=f"{statement.strip()} und bleibt.")
    laureate.save()
    for number in range(people):
        Role.objects.create(
            release=laureate.release,
            kind="signatory",
            name="Prof. Dr.-Ing. Maria-Theresia von und zu Hohenfels-Brandenburg",
            office=Local(de="Präsidentin des Verbandes der regionalen Industrieinitiativen"),
            position=number,
        )
    owner = builders.owner(laureate.application)
    with at(HELD):
        answer = get(client, owner, "certificate", key=laureate.application.key)
    with pdf(answer) as document:
        assert len(document.pages) == 1
    assert bottom_of("und bleibt.", answer) < top_of("Berlin,", answer)
    assert bottom_of("/preistraeger/", answer) < A4[1] - 28


def boxes(answer) -> list[tuple[float, float, str]]:
    """Top, bottom and word, from above."""
    command = ["pdftotext", "-bbox", "-", "-"]
    done = subprocess.run(command, input=answer.content, capture_output=True, check=True)
    found = re.findall(r'yMin="([\d.]+)".*?yMax="([\d.]+)">(.*?)</word>', done.stdout.decode())
    return [(float(top), float(bottom), word) for top, bottom, word in found]


def top_of(word, answer) -> float:
    return max(top for top, _bottom, found in boxes(answer) if word in found)


def bottom_of(words, answer) -> float:
    return max(bottom for _top, bottom, found in boxes(answer) if words.split()[-1] in found)


def test_signs_no_font_has_stop_nothing(client, signed):
    signed.name = "Bündnis 東京 🙂 Źdźbło"
    signed.save()
    with at(HELD):
        answer = get(
            client, builders.owner(signed.application), "certificate", key=signed.application.key
        )
    with pdf(answer) as document:
        assert len(document.pages) == 1


# -- Who gets it, and when -----------------------------------------------------------------------


def test_not_a_second_before_the_embargo_ends(client, signed):
    owner, key = builders.owner(signed.application), signed.application.key
    with at(HELD - SECOND):
        assert get(client, owner, "certificate", key=key).status_code == 404
    with at(HELD):
        assert get(client, owner, "certificate", key=key).status_code == 200


def test_all_members_and_nobody_else(client, make, signed):
    team, key = signed.application.initiative, signed.application.key
    with at(HELD):
        for role in ("editor", "reader"):
            assert get(client, make.member(team, role), "certificate", key=key).status_code == 200
        for person in (make.user(), make.office("lead")):
            assert get(client, person, "certificate", key=key).status_code == 404


def test_not_before_it_is_known_who_signs(client, make, laureate):
    with at(HELD):
        owner, key = builders.owner(laureate.application), laureate.application.key
        assert get(client, owner, "certificate", key=key).status_code == 404
        page = get(client, owner, "honours", key=key).content.decode()
    assert "sobald die Geschäftsstelle eingetragen hat, wer unterzeichnet" in page
    assert "urkunde.pdf" not in page


def test_the_office_sees_a_preview_before(client, make):
    won = make.decision(prize__call__meeting_at=NOON - 2 * DAY)
    release = make.release(call=won.prize.call, place="Berlin")
    lead, key = make.office("lead"), won.application.key
    with at(NOON):
        preview = text_of(get(client, lead, "office:certificate_pdf", key=key))
        assert "Vorschau – nicht zur Ausgabe" in preview
        assert won.application.initiative.name in preview
        assert "/preistraeger/" not in preview
        make.signatories(release)
        assert "Vorschau" in text_of(get(client, lead, "office:certificate_pdf", key=key))
        actions.confirm(release, by=make.office(), at=NOON)
        assert "Vorschau" not in text_of(get(client, lead, "office:certificate_pdf", key=key))


def test_all_in_one_file_a_page_each(client, make):
    call = make.call(meeting_at=NOON - 2 * DAY)
    prize = make.prize(call=call, places=3)
    names = ["Bündnis Ost", "Bündnis Süd", "Bündnis West"]
    for name in names:
        make.decision(prize=prize, application__initiative__name=name)
    make.signatories(make.release(call=call, confirmed=True))
    with at(NOON):
        answer = get(client, make.office(), "office:certificates_pdf")
    with pdf(answer) as document:
        assert len(document.pages) == 3
        assert str(document.docinfo["/Title"]) == "Urkunden 2026"
    text = text_of(answer)
    assert re.findall(r"Bündnis \w+", text) == names


def test_more_laureates_cost_no_more_queries(client, make, django_assert_num_queries):
    call = make.call(meeting_at=NOON - 2 * DAY)
    prize = make.prize(call=call, places=9)
    for _ in range(2):
        make.decision(prize=prize)
    release = make.release(call=call, confirmed=True)
    with django_assert_num_queries(2):
        assert len(content.honours(release)) == 2
    actions.revoke(release, by=make.office("lead"), at=NOON)
    for _ in range(3):
        make.decision(prize=prize)
    release.refresh_from_db()
    make.results_told(release)
    actions.confirm(release, by=make.office(), at=NOON)
    release = Release.objects.select_related("call").get()
    with django_assert_num_queries(2):
        assert len(content.honours(release)) == 5


# -- Who signs -----------------------------------------------------------------------------------

TWO = [("Anna Berg", Local(de="Ministerin")), ("Ben Tal", Local(de="Vorsitz der Jury"))]


def name(release, rows=TWO, *, by=None, **given):
    actions.name_signatories(release, rows, by=by or builders.office(), at=NOON, **given)


def test_the_office_names_who_signs_in_order(make):
    release = make.release()
    Role.objects.create(release=release, kind="patron", name="Dr. Falkner")
    name(release)
    name(release, TWO[::-1])
    assert [one.name for one in content.signatories(release)] == ["Ben Tal", "Anna Berg"]
    assert release.roles.filter(kind="patron").count() == 1
    assert JournalEntry.objects.filter(action="release.signatories_named").count() == 2


@pytest.mark.parametrize("rows", [[], TWO[:1], TWO + TWO + TWO[:1]])
def test_two_to_four_sign(make, rows):
    with refused("Name two to four people who sign."):
        name(make.release(), rows)


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_names_nobody(make, role):
    with refused("Your role reads and does not decide."):
        name(make.release(), by=make.office(role))


def test_what_somebody_else_changed_is_not_overwritten(make):
    release = make.release()
    seen = actions.signatories_seal(release)
    name(release, seen=seen)
    words = "Somebody changed the signatures meanwhile. Save again to replace them."
    with refused(words, Conflict):
        name(release, TWO[::-1], seen=seen)


def test_they_can_be_changed_while_a_release_is_confirmed(make, laureate):
    name(laureate.release)
    assert len(content.signatories(laureate.release)) == 2


def test_the_form_keeps_what_was_typed(client, make):
    make.release()
    client.force_login(make.office())
    typed = {"name_1": "Anna Berg", "office_1": "", "name_2": "", "office_2": "Vorsitz"}
    with at(NOON):
        answer = client.post("/verwaltung/urkunden/", typed)
    page = answer.content.decode()
    assert 'value="Anna Berg"' in page
    assert 'value="Vorsitz"' in page
    assert "Nennen Sie das Amt oder die Funktion" in page
    assert "Nennen Sie den Namen" in page


def test_the_office_saves_them_by_the_page(client, make):
    release = make.release()
    client.force_login(make.office())
    with at(NOON):
        page = client.get("/verwaltung/urkunden/")
        seen = page.context["form"]["seen"].value()
        rows = {"name_1": "Anna Berg", "office_1": "Ministerin", "office_en_1": "Minister"}
        rows |= {"name_2": "Ben Tal", "office_2": "Vorsitz", "seen": seen}
        assert client.post("/verwaltung/urkunden/", rows).status_code == 302
    found = [(one.name, one.office) for one in content.signatories(release)]
    assert found == [
        ("Anna Berg", {"de": "Ministerin", "en": "Minister"}),
        ("Ben Tal", {"de": "Vorsitz"}),
    ]


def test_without_a_release_the_page_says_what_comes_first(client, make):
    make.call()
    client.force_login(make.office())
    with at(NOON):
        page = client.get("/verwaltung/urkunden/").content.decode()
        assert client.get("/verwaltung/urkunden/alle.pdf").status_code == 404
    assert "Noch keine Veröffentlichung" in page


def test_the_day_is_that_of_the_ceremony_in_berlin(make, signed):
    call = signed.release.call
    call.ceremony_at = datetime(2026, 3, 14, 23, 30, tzinfo=UTC)
    made = content.data(signed.release, [], signing=[], language="de", preview=False, at=HELD)
    assert made["held"] == "Berlin, 15.\u00a0März 2026"
