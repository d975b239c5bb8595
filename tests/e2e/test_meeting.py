"""A meeting on three screens at once: what one changes arrives on the others by itself."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .person import Person
from .test_team import look

pytestmark = pytest.mark.browser
SOON = 20_000
CASE = "Industriebündnis Talaue"
KEPT = ("Stefan Voss", "Tilo Brückner")  # of the case


@pytest.fixture
def three(demo, browser):
    demo.start(phase="meeting")
    people = [
        Person(browser, demo, "office@demo.example"),
        Person(browser, demo, "juror1@demo.example", width=375, height=800),
        Person(browser, demo, "juror2@demo.example", width=375, height=800),
    ]
    for person in people:
        person.sign_in()
    yield people
    for person in people:
        person.close()


def press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.locator(button).first.click()


def test_a_case_on_three_screens(three):
    office, juror, barred = three
    page = office.goto("/verwaltung/sitzungen/")
    look(office)
    page.click("main ul a")
    key = re.search(r"sitzungen/([0-9a-f-]{36})/", page.url)
    assert key
    office.check()
    for person in (juror, barred):
        person.goto(f"/jury/sitzung/{key[1]}/")
        assert CASE not in person.text()
        person.check()
    while page.locator("button[value^='came:']").count():
        press(page, "button[value^='came:']")
    press(page, "button[value=open]")
    for person in (juror, barred):
        expect(person.page.locator("h1")).to_have_text("Die Sitzung ist eröffnet", timeout=SOON)
    while CASE not in page.inner_text("h1"):
        press(page, "button[value=next]")

    # Nobody reloads: the case arrives where it may, and a kind request where it may not.
    expect(juror.page.locator("h1")).to_have_text(CASE, timeout=SOON)
    expect(barred.page.locator("h1")).to_have_text("Ein Fall ohne Sie", timeout=SOON)
    assert CASE not in barred.page.content()
    barred.reads("Bitte verlassen Sie den Raum.")
    for name in KEPT:
        juror.reads(name)
    for person in three:
        person.check()

    # Who types keeps the text, whatever happens elsewhere.
    page.fill("textarea[name=vermerk-notes]", "Noch nicht gespeichert.")
    for _ in KEPT:
        page.evaluate("document.activeElement.blur()")
        page.fill("textarea[name=vermerk-notes]", "Beraten.")
        press(page, "form:has(textarea[name=vermerk-notes]) button")
        press(page, "button[value^='left:']")
    expect(barred.page.get_by_text("Danke. Sie können zurückkommen")).to_be_visible(timeout=SOON)
    expect(juror.page.get_by_text("Noch im Raum und befangen")).to_have_count(0, timeout=SOON)

    press(page, "button[value=ask]")
    question = f"Ausgezeichnete regionale Industrieinitiative 2026: {CASE}"
    expect(juror.page.get_by_text(question)).to_be_visible(timeout=SOON)
    assert question not in barred.page.content()
    for name, votes in (("yes", "6"), ("no", "0"), ("abstained", "1")):
        page.fill(f"input[name={name}]", votes)
    office.check()
    press(page, "button[value^='count:']")
    expect(juror.page.get_by_text("6 Ja, 0 Nein, 1 Enthaltungen")).to_be_visible(timeout=SOON)
    assert "6 Ja" not in barred.page.content()

    page.fill("textarea[name=statement_de]", "Sieben Gießereien legen ihre Zahlen offen.")
    page.fill("textarea[name=deviation]", "Im Band.")
    press(page, "form[action$='/beschluss/'] button[type=submit]")
    office.reads("Der Beschluss ist festgehalten.")

    press(page, "button[value=next]")
    expect(barred.page.get_by_text("Sie können zurückkommen.")).to_be_visible(timeout=SOON)
    for person in three:
        person.check()
