"""How a jury decides in browsers: by circular procedure, by a rank vote; and its minutes."""

from __future__ import annotations

import io
import json
import re

import pikepdf
import pytest

from ..initiatives.test_documents import text_of
from .hands import Keys
from .person import Person
from .test_meeting import SOON, press
from .test_team import letter_to, look

pytestmark = pytest.mark.browser
MEETINGS = "/verwaltung/sitzungen/"
SPECIAL, MOTION = "Sonderpreis der Jury 2026", "Die nächste Auslobung beginnt im März."
TALAUE, STAHLBOGEN, ELSTERTAL, HOCHLAND = (
    "Industriebündnis Talaue",
    "Bündnis Stahlbogen",
    "Zukunftswerk Elstertal",
    "Textilwerkstatt Hochland",
)
STRONG = [STAHLBOGEN, ELSTERTAL, HOCHLAND]  # nobody is barred from one of them

# What the others do on their own screens meanwhile.
OTHERS = """
from awards import actions, room
from awards.models import Meeting
from initiatives import clock
at = clock.now()
meeting = Meeting.objects.get(key="{key}")
free = lambda case: [seat.juror.user for seat in room.of(meeting, at=at, case=case).unbarred]
"""
VOTE = """
for vote in meeting.votes.select_related("meeting"):
    for user in free(vote.application_id):
        if user.email not in {voted}:
            actions.cast(vote, "yes", by=user, at=at)
"""
ORDER = """
vote = meeting.rank_votes.select_related("meeting").get()
cases = [row.application for row in vote.cases.select_related("application__initiative")]
cases.sort(key=lambda case: {order}.index(case.initiative.name))
places = {{str(case.key): place for place, case in enumerate(cases, start=1)}}
for user in free(None):
    if user.email not in {voted}:
        actions.cast_order(vote, places, by=user, at=at)
"""


def meanwhile(demo, key: str, what: str, **said: object) -> None:
    demo.shell(OTHERS.format(key=key) + what.format(**said))


@pytest.fixture
def join(convened, browser):
    """Somebody signs in, the office at a desk, all others on a phone."""
    people = []

    def come(name: str) -> Person:
        size = {} if name == "office" else {"width": 375, "height": 800}
        person = Person(browser, convened, f"{name}@demo.example", **size)
        people.append(person)
        person.sign_in()
        return person

    yield come
    for person in people:
        person.close()


def key_of(person: Person) -> str:
    found = re.search(r"sitzungen/([0-9a-f-]{36})/", person.page.url)
    assert found, person.page.url
    return found[1]


def cast(person: Person, question: str, choice: str) -> None:
    form = person.page.locator(f"form:has(legend:has-text('{question}'))")
    form.get_by_label(choice, exact=True).check()
    with person.page.expect_navigation():
        form.locator("button[type=submit]").click()
    person.reads("Ihre Stimme ist gespeichert.")


def test_a_decision_by_circular_procedure(convened, join):
    office, juror, barred = join("office"), join("juror1"), join("juror2")
    page = office.goto(MEETINGS)
    page.click("text=Umlaufverfahren vorbereiten")
    office.arrive(f"**{MEETINGS}neu/")
    look(office)
    press(page, "main form button[type=submit]")
    office.reads("Das Umlaufverfahren ist in Vorbereitung")
    key = key_of(office)
    press(page, "button[value=open]")
    office.reads("Stellen Sie zuerst mindestens eine Frage.")
    page.select_option("select[name=prize]", label=SPECIAL)
    page.select_option("select[name=application]", label=TALAUE)
    press(page, "button[value=ask]")
    office.reads(f"{SPECIAL}: {TALAUE}")
    page.select_option("select[name=prize]", value="")
    page.fill("textarea[name=motion]", MOTION)
    press(page, "button[value=ask]")
    office.reads(MOTION)
    look(office)
    press(page, "button[value=open]")
    office.reads("Das Umlaufverfahren läuft. Die Briefe gehen hinaus.")
    office.reads("Es fehlen noch Stimmen von:")
    look(office)

    # By the letter to the questions; who is barred from the case is asked the other one only.
    assert f"/jury/sitzung/{key}/" in letter_to(convened, juror.email, "meeting_invitation")
    for person in (juror, barred):
        person.goto(f"/jury/sitzung/{key}/")
        person.reads("Bitte stimmen Sie ab")
        person.check()
    cast(juror, TALAUE, "Ja")
    cast(juror, MOTION, "Nein")
    cast(juror, MOTION, "Enthaltung")  # changed one's mind
    juror.reads("Sie haben abgestimmt")
    juror.check()
    assert TALAUE not in barred.page.content()
    cast(barred, MOTION, "Ja")
    barred.reads("Sie haben abgestimmt")

    page.reload()
    waited_for = page.locator("text=Es fehlen noch Stimmen von:").inner_text()
    assert "Dr. Hanna Albers" not in waited_for
    assert "Nesrin Yildiz" in waited_for
    assert page.locator("button[value=close]").count() == 0
    meanwhile(convened, key, VOTE, voted=[juror.email, barred.email])
    page.get_by_text("Alle haben abgestimmt.").wait_for(timeout=SOON)
    press(page, "button[value=close]")
    office.reads("Ausgezählt. Wer wie gestimmt hat, ist gelöscht.")
    office.reads("7 Ja, 0 Nein, 0 Enthaltungen von 7 Stimmberechtigten")
    office.reads("8 Ja, 0 Nein, 1 Enthaltungen von 9 Stimmberechtigten")
    look(office)
    page.fill("textarea[name=statement_de]", "Sieben Gießereien lernen gemeinsam.")
    press(page, "form[action$='/beschluss/'] button[type=submit]")
    office.reads("Der Beschluss ist festgehalten.")
    juror.page.reload()
    juror.reads("7 Ja, 0 Nein, 0 Enthaltungen von 7 Stimmberechtigten")
    juror.check()
    barred.page.reload()
    barred.reads("8 Ja, 0 Nein, 1 Enthaltungen von 9 Stimmberechtigten")
    assert TALAUE not in barred.page.content()


def test_a_rank_vote_and_the_minutes_of_it(convened, join):
    office, juror = join("office"), join("juror1")
    page = office.goto(MEETINGS)
    page.click("main ul a:has-text('Sitzung')")
    office.arrive(f"**{MEETINGS}*-*/")
    key = key_of(office)
    while page.locator("button[value^='came:']").count():
        press(page, "button[value^='came:']")
    press(page, "button[value=open]")
    _order_by_keys(convened, office, juror, key)
    _take_it_up(office)
    press(page, "button[value=close]")
    office.reads("Die Sitzung ist geschlossen")
    _write(office)
    _sign(convened, office, join("chair"), key)
    _read(office, key)


def _order_by_keys(demo, office: Person, juror: Person, key: str) -> None:
    """Three cases are put into an order without a mouse; the office counts what all have given."""
    page = office.page
    page.click("text=Gleichauf liegende Fälle ordnen lassen")
    page.get_by_label(STAHLBOGEN, exact=True).check()
    press(page, "form[action$='/rang/'] button[value=open]")
    office.reads("Wählen Sie zwei bis sechs Fälle für die Rangabstimmung.")
    look(office)
    for name in STRONG:
        page.get_by_label(name, exact=True).check()
    press(page, "form[action$='/rang/'] button[value=open]")
    office.reads("Läuft: 0 von 9 haben ihre Reihenfolge abgegeben.")
    look(office)
    juror.goto(f"/jury/sitzung/{key}/")
    juror.reads("In welche Reihenfolge gehören diese Fälle?")
    juror.check()
    hand = Keys(juror.page)
    rows = juror.page.locator("[data-order] li label")
    assert rows.all_inner_texts() == [STAHLBOGEN, HOCHLAND, ELSTERTAL]
    hand.press(f"[data-order] button[aria-label='↑ {ELSTERTAL}']")
    assert rows.all_inner_texts() == [STAHLBOGEN, ELSTERTAL, HOCHLAND]
    with juror.page.expect_navigation():
        hand.press("[data-order] button[type=submit]")
    juror.reads("Ihre Reihenfolge ist gespeichert.")
    places = juror.page.locator("[data-order] select")
    assert [one.input_value() for one in places.all()] == ["1", "2", "3"]
    juror.check()
    page.get_by_text("Läuft: 1 von 9 haben ihre Reihenfolge abgegeben.").wait_for(timeout=SOON)
    press(page, "form[action$='/rang/'] button[value^='count:']")
    office.reads("Erst 1 von 9 Stimmberechtigten haben abgestimmt.")
    meanwhile(demo, key, ORDER, order=[ELSTERTAL, STAHLBOGEN, HOCHLAND], voted=[juror.email])
    page.get_by_text("Läuft: 9 von 9 haben").wait_for(timeout=SOON)
    press(page, "form[action$='/rang/'] button[value^='count:']")
    office.reads("Rangabstimmung: 9 von 9 Stimmzetteln.")
    sums = page.locator("[data-live=rank] tbody tr").all_inner_texts()
    assert [" ".join(row.split()) for row in sums] == [
        f"{ELSTERTAL} 10",
        f"{STAHLBOGEN} 17",
        f"{HOCHLAND} 27",
    ]
    look(office)
    juror.page.get_by_text("Rangabstimmung: 9 von 9 Stimmzetteln.").wait_for(timeout=SOON)
    juror.check()


def _take_it_up(office: Person) -> None:
    """The case ahead is called, voted on and decided on."""
    page = office.page
    while ELSTERTAL not in page.inner_text("h1"):
        press(page, "button[value=next]")
        for moved in ("left", "returned"):
            while page.locator(f"button[value^='{moved}:']").count():
                press(page, f"button[value^='{moved}:']")
    page.select_option("select[name=prize]", index=1)
    press(page, "button[value=ask]")
    for name, votes in (("yes", "8"), ("no", "1"), ("abstained", "0")):
        page.fill(f"input[name={name}]", votes)
    press(page, "button[value^='count:']")
    page.fill("textarea[name=statement_de]", "Die Lernfabrik kommt zu denen, die keine haben.")
    page.fill("textarea[name=deviation]", "Die Rangabstimmung setzte sie an die erste Stelle.")
    press(page, "form[action$='/beschluss/'] button[type=submit]")
    office.reads("Der Beschluss ist festgehalten.")


def _write(office: Person) -> None:
    page = office.page
    page.click("main a:has-text('Niederschrift') >> nth=0")
    office.reads("Entwurf, Fassung 1")
    look(office)
    remarks = page.locator("form:has(input[value=remarks])")
    remarks.locator("textarea").fill("Die Jury dankt Gerda Gastgeberin für den Saal.")
    with page.expect_navigation():
        remarks.locator("button").click()
    office.reads("Der Abschnitt ist gespeichert.")
    office.reads("Entwurf, Fassung 2")


def _sign(demo, office: Person, chair: Person, key: str) -> None:
    """Two sign; what is typed in a window that was open before is refused, and not lost."""
    late = office.context.new_page()
    late.goto(office.page.url)
    page = office.page
    page.click("text=Zum Unterzeichnen")
    office.reads("Sie unterzeichnen als Protokollführung.")
    look(office)
    press(page, "main form button[type=submit]")
    office.reads("Ihre Unterschrift ist gesetzt. Es fehlt noch die zweite.")
    chair.goto(f"/jury/sitzung/{key}/niederschrift/")
    chair.check()
    chair.page.click("text=Zum Unterzeichnen")
    chair.reads("Sie unterzeichnen als Sitzungsleitung.")
    chair.check()
    press(chair.page, "main form button[type=submit]")
    chair.reads("Beide haben unterzeichnet. Die Niederschrift ist eingefroren.")
    chair.check()
    for person in (office, chair):
        assert "Prüfsumme" in letter_to(demo, person.email, "minutes_frozen")

    remarks = late.locator("form:has(input[value=remarks])")
    remarks.locator("textarea").fill("Noch ein Satz.")
    with late.expect_navigation():
        remarks.locator("button").click()
    assert "ändert sich nicht mehr" in late.inner_text("main")
    assert late.locator("textarea").input_value() == "Noch ein Satz."
    late.close()


def _read(office: Person, key: str) -> None:
    """What is handed out says what was decided; the redacted version does not say who was there."""
    page = office.goto(f"{MEETINGS}{key}/niederschrift/")
    office.reads("von beiden unterzeichnet und eingefroren")
    assert page.locator("main textarea").count() == 0
    look(office)
    whole, redacted = (
        _downloaded(office, link) for link in ("Niederschrift (PDF)", "Geschwärzte Fassung (PDF)")
    )
    for said in (
        "Die Jury dankt Gerda Gastgeberin für den Saal.",
        "Dr. Hanna Albers",
        f"an {ELSTERTAL}",
        "Prof. Dr. Wolfgang Zeller, elektronisch unterzeichnet am",
    ):
        assert said in text_of(whole)
        assert said not in text_of(redacted)
    assert "[geschwärzt: Beratung]" in text_of(redacted)
    for made in (whole, redacted):
        with pikepdf.open(io.BytesIO(made)) as pdf:
            assert str(pdf.Root.Lang).startswith("de")
            (file,) = pdf.attachments.values()
            data = json.loads(file.get_file().read_bytes())
    assert data["remarks"] == "[geschwärzt: Beratung]"
    assert "Gastgeberin" not in json.dumps(data)


def _downloaded(office: Person, link: str) -> bytes:
    address = office.page.get_by_role("link", name=link, exact=True).get_attribute("href")
    answer = office.context.request.get(f"{office.demo.address}{address}")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    return answer.body()
