"""A juror's calibration in a browser: score, finish, see the spread, speak; the office sums up."""

from __future__ import annotations

import pytest

from .person import Person

pytestmark = pytest.mark.browser

OFFICE = "/verwaltung/jury/kalibrierung/"
JURY = "/jury/kalibrierung/"
TITLE = "Musterfall: Werk Irgendwo"
SAVE = "main .su-form button[type=submit]"


@pytest.fixture
def people(open_call, browser):
    found = [
        Person(browser, open_call, f"{name}@demo.example")
        for name in ("office", "juror1", "juror2")
    ]
    for person in found:
        person.sign_in()
    yield found
    for person in found:
        person.close()


def seen_by_all(person: Person) -> None:
    """Checked in both lights, on a wide screen and on a phone."""
    for width, light in ((1280, "light"), (375, "dark")):
        person.page.set_viewport_size({"width": width, "height": 900})
        person.page.emulate_media(color_scheme=light)
        person.check()
    person.page.set_viewport_size({"width": 1280, "height": 900})
    person.page.emulate_media(color_scheme="light")


def score(person: Person, points: tuple[int, int]) -> None:
    """Find the way from the worklist, and finish the sheet."""
    page = person.goto("/jury/")
    page.click("text=Zur Kalibrierung")
    person.arrive(f"**{JURY}")
    page.click(f"a:has-text('{TITLE}')")
    person.arrive("**/faelle/**")
    for place, given in enumerate(points):
        card = page.locator("[data-criterion]").nth(place)
        card.locator(".aw-cell").nth(given).click()
        card.locator("textarea").fill("Darum.")
    page.click("button[name=finish]")
    page.wait_for_selector("text=ist abgeschlossen")


def test_a_jury_calibrates(people):
    office, first, second = people
    page = office.goto(OFFICE)
    seen_by_all(office)
    page.click("a:has-text('Neuer Musterfall')")
    office.arrive("**/neu/")
    page.click(SAVE)
    page.wait_for_selector(".kern-error-summary")
    seen_by_all(office)
    page.fill("input[name=title_de]", TITLE)
    page.fill("textarea[name=text_de]", "Alles erfunden.\n\nAuch dieser Satz.")
    page.check("input[value=dk]")
    page.check("input[value=dm]")
    page.click(SAVE)
    office.arrive(f"**{OFFICE}")
    page.click("a:has-text('Kalibrierung öffnen')")
    office.arrive("**/oeffnen/")
    seen_by_all(office)
    page.click("button:has-text('Ja, öffnen')")
    page.wait_for_selector("h1:has-text('Die Kalibrierung läuft')")

    sheet = first.goto("/jury/")
    seen_by_all(first)
    sheet.click("text=Zur Kalibrierung")
    first.arrive(f"**{JURY}")
    seen_by_all(first)
    sheet.click(f"a:has-text('{TITLE}')")
    first.arrive("**/faelle/**")
    seen_by_all(first)
    sheet.click("button[name=finish]")
    sheet.wait_for_selector(".kern-error-summary")
    seen_by_all(first)
    score(first, (8, 5))
    assert sheet.locator("text=Sie sind zuerst fertig").count() == 1
    seen_by_all(first)
    score(second, (3, 5))
    sheet.reload()
    assert "Von 3 bis 8 Punkten, Spanne 5, Median 5,5. Sie gaben 8 Punkte." in sheet.inner_text(
        "figure >> nth=0"
    )
    assert not sheet.locator("button:has-text('wieder öffnen')").count()
    sheet.click("summary >> nth=0")
    seen_by_all(first)

    sheet.click("a:has-text('Über die Stufen sprechen') >> nth=0")
    first.arrive("**/kriterien/dk/")
    sheet.fill("textarea[name=text]", "Ist die 5 schon belegt?")
    sheet.click("button:has-text('Wortmeldung abschicken')")
    sheet.wait_for_selector("text=Zurückziehen")
    seen_by_all(first)

    page = office.goto(OFFICE)
    seen_by_all(office)
    page.click("a:has-text('Dekarbonisierung') >> nth=0")
    office.arrive("**/kriterien/dk/")
    page.wait_for_selector("text=Ist die 5 schon belegt?")
    page.fill("textarea[name=text_de]", "Die 5 ist gemessen.")
    seen_by_all(office)
    page.click(SAVE)
    office.arrive(f"**{OFFICE}")
    page.click("a:has-text('Kalibrierung beenden')")
    office.arrive("**/beenden/")
    seen_by_all(office)
    page.click("button:has-text('Ja, beenden')")
    page.wait_for_selector("h1:has-text('Die Kalibrierung ist beendet')")

    first.goto("/jury/massstab/")
    assert "Die 5 ist gemessen." in sheet.inner_text("main")
    assert sheet.goto(first.demo.address + f"{JURY}kriterien/dk/").status == 200
    assert "das Gespräch ist geschlossen" in sheet.inner_text("main")
    seen_by_all(first)
