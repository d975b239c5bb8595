"""A whole jury of five: asked, promised, calibrated, one not impartial, all sheets done."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from .jury_at_work import Jury
from .person import Person
from .test_calibration import score
from .test_team import letter_to, look
from .writing import enter

pytestmark = pytest.mark.browser
OFFICE = "/verwaltung"
LINK = re.compile(r"https?://\S+/jury/einladung/\S+")
NAMES = ["Anton Eins", "Berta Zwei", "Cäsar Drei", "Dora Vier", "Emil Fünf", "Frieda Sechs"]
CASES = 4
# The demonstration's own jury makes room; a few applications are left to be judged.
BEGIN = f"""
from initiatives.models import Application, Call
from jury.models import Concern, Juror, JurorInvitation, Sample
from tests import make

call = Call.objects.current()
Concern.objects.filter(juror__call=call).delete()
JurorInvitation.objects.filter(call=call).delete()
Sample.objects.filter(call=call).delete()
Juror.objects.filter(call=call, deputy_of__isnull=False).delete()
Juror.objects.filter(call=call).delete()
left = call.applications.filter(status="submitted", reopened_at=None, change_requests=None)
kept = [row.pk for row in left.order_by("pk")[:{CASES}]]
call.applications.exclude(pk__in=kept).update(status="withdrawn", reopened_at=None)
for name in {NAMES}:
    user = make.user(name)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    print(user.email)
"""


@pytest.fixture
def people(demo, browser) -> dict[str, Person]:
    """The office, and six who have an account."""
    demo.start(phase="screening")
    emails = [line for line in demo.shell(BEGIN).split() if "@" in line]
    found = {
        who: Person(browser, demo, email)
        for who, email in zip(["office", *NAMES], ["office@demo.example", *emails], strict=True)
    }
    for person in found.values():
        enter(person)
    yield found
    for person in found.values():
        person.close()


def test_a_whole_jury(demo, people):
    office = people["office"]
    first, *others = [people[name] for name in NAMES]
    invites(office, people)
    declines(people[NAMES[4]])
    asks_a_sixth(office, people[NAMES[5]])
    jury = [first, *others[:3], people[NAMES[5]]]
    for person in jury:
        joins(person)
    admits(office)
    calibrates(office, jury)
    allocates(office)
    at_work = Jury(demo, office, jury)
    at_work.reaches_the_first_day_of_judging()
    at_work.declares_and_one_is_not_impartial()
    at_work.gets_another_reader()
    at_work.judges_by_keys_alone()
    at_work.judges_without_a_network()
    at_work.hands_in_on_paper()
    at_work.judges_the_rest_but_one()
    at_work.is_reminded()
    at_work.finishes()
    looks_at_the_result(office)


def invites(office: Person, people: dict[str, Person]) -> None:
    """Five by a file; the third is in the chair."""
    rows = ["name;email;vorsitz"]
    rows += [f"{name};{people[name].email};{'ja' * (name == NAMES[2])}" for name in NAMES[:5]]
    page = office.goto(f"{OFFICE}/jury/mitglieder/datei/")
    look(office)
    file = {"name": "jury.csv", "mimeType": "text/csv", "buffer": "\r\n".join(rows).encode()}
    page.set_input_files("input[name=file]", files=[file])
    page.click("text=Datei prüfen")
    look(office)
    page.click("text=Alle einladen")
    office.arrive(re.compile(r"/jury/mitglieder/\?"))
    office.reads("5 Einladungen sind unterwegs.")
    look(office)


def opened_letter(person: Person) -> None:
    letter = letter_to(person.demo, person.email, "jury_invitation")
    person.goto(urlsplit(LINK.search(letter)[0]).path)


def declines(person: Person) -> None:
    opened_letter(person)
    page = person.page
    page.click("main details summary")
    page.locator("main form[action$='/ablehnen/'] input[value=time]").check()
    look(person)
    page.click("main form[action$='/ablehnen/'] button")
    page.wait_for_load_state()
    look(person)
    assert page.request.get(f"{person.demo.address}/jury/").status == 404


def asks_a_sixth(office: Person, sixth: Person) -> None:
    page = office.goto(f"{OFFICE}/jury/mitglieder/")
    office.reads("Mir fehlt die Zeit")
    page.click("main a:has-text('Person einladen')")
    page.fill("input[name=name]", NAMES[5])
    page.fill("input[name=email]", sixth.email)
    page.click("main form button[type=submit]")
    office.arrive(re.compile(r"/jury/mitglieder/\?"))


def joins(person: Person) -> None:
    """Accepts, and promises before anything else is shown."""
    opened_letter(person)
    person.page.click("main form[action$='/annehmen/'] button")
    person.arrive("**/jury/erklaerung/")
    person.page.check("input[name=agreed]")
    person.page.click("main form button[type=submit]")
    person.page.wait_for_load_state()
    person.goto("/jury/")
    person.check()


def admits(office: Person) -> None:
    page = office.goto(f"{OFFICE}/bewerbungen/?status=submitted")
    links = page.locator(f"main table a[href*='{OFFICE}/bewerbungen/']").all()
    paths = {str(link.get_attribute("href")) for link in links}
    assert len(paths) == CASES
    for path in paths:
        office.goto(path)
        page.click("form[action$='/zulassen/'] button")
        page.wait_for_selector("text=ist zugelassen")
    look(office)


def calibrates(office: Person, jury: list[Person]) -> None:
    page = office.goto(f"{OFFICE}/jury/kalibrierung/neu/")
    page.fill("input[name=title_de]", "Musterfall: Werk Irgendwo")
    page.fill("textarea[name=text_de]", "Alles erfunden.")
    page.check("input[value=dk]")
    page.check("input[value=dm]")
    page.click("main .su-form button[type=submit]")
    office.arrive("**/kalibrierung/")
    office.goto(f"{OFFICE}/jury/kalibrierung/oeffnen/")
    page.click("button:has-text('Ja, öffnen')")
    page.wait_for_selector("h1:has-text('Die Kalibrierung läuft')")
    for points, person in enumerate(jury, start=3):
        score(person, (points, 5))
    jury[0].page.reload()
    assert "Von 3 bis 7 Punkten, Spanne 4, Median 5,0." in jury[0].page.inner_text(
        "figure >> nth=0"
    )
    look(jury[0])
    office.goto(f"{OFFICE}/jury/kalibrierung/beenden/")
    page.click("button:has-text('Ja, beenden')")
    page.wait_for_selector("h1:has-text('Die Kalibrierung ist beendet')")


def allocates(office: Person) -> None:
    page = office.goto(f"{OFFICE}/jury/zuteilung/")
    page.fill("#id_readers", "3")
    page.click("main form:has(#id_readers) button[type=submit]")
    office.arrive("**/zuteilung/*-*/")
    page.wait_for_selector("text=Plan übernehmen", timeout=60_000)
    look(office)
    page.click("text=Plan übernehmen")
    with page.expect_navigation():
        page.click("text=Ja, übernehmen")
    office.reads("Übernommen:")


def looks_at_the_result(office: Person) -> None:
    page = office.goto(f"{OFFICE}/ergebnis/")
    assert page.locator("main table tbody tr").count() >= CASES
    look(office)
    page.goto(f"{office.demo.address}{OFFICE}/jury/")
    look(office)
