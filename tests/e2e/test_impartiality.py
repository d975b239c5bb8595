"""Impartiality on every screen: a concern, an initiative's request, the office's decision."""

from __future__ import annotations

import pytest

from .person import Person

pytestmark = pytest.mark.browser

DECLARE = "/jury/befangenheit/"
OFFICE = "/verwaltung/jury/befangenheit/"


def seen_by_all(person: Person) -> None:
    """Checked in both lights, on a wide screen and on a phone."""
    for width, light in ((1280, "light"), (375, "dark")):
        person.page.set_viewport_size({"width": width, "height": 900})
        person.page.emulate_media(color_scheme=light)
        person.check()
    person.page.set_viewport_size({"width": 1280, "height": 900})
    person.page.emulate_media(color_scheme="light")


def test_concern_request_and_decision(demo, browser):
    demo.start(phase="judging")
    a_juror_answers_a_concern(browser, demo)
    an_initiative_sees_its_request(browser, demo)
    the_office_decides(browser, demo)


def a_juror_answers_a_concern(browser, demo) -> None:
    juror = Person(browser, demo, "juror2@demo.example")
    juror.sign_in()
    page = juror.goto(DECLARE)
    juror.reads("Das könnte gegen Ihre Unparteilichkeit sprechen")
    page.click("summary:has-text('Was die Gründe bedeuten')")
    seen_by_all(juror)
    ours = page.locator("fieldset:has-text('Keramikbund Weißgrund')")
    ours.locator("input[value=none]").check()
    page.click("main form button[type=submit]")
    page.wait_for_selector(".kern-fieldset--error")
    seen_by_all(juror)
    ours.locator("input[type=text]").fill("Die Werte stehen allen offen.")
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=11 von 12 Fällen erklärt")
    assert "Keramikbund" not in page.inner_text("main form")
    # The case left is declared by keyboard alone: the ground is chosen by arrow key and Enter.
    page.locator("main form input[type=radio]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    juror.arrive("**/jury/")
    juror.goto(DECLARE)
    juror.reads("Alles ist erklärt")
    juror.reads("Beschäftigung dort")
    seen_by_all(juror)


def an_initiative_sees_its_request(browser, demo) -> None:
    owner = Person(browser, demo, "applicant@demo.example")
    owner.sign_in()
    page = owner.goto("/bewerbungen/")
    page.click("text=Industriebündnis Talaue")
    page.click("text=Jury und Befangenheit")
    owner.reads("Wird geprüft")
    seen_by_all(owner)


def the_office_decides(browser, demo) -> None:
    office = Person(browser, demo, "office@demo.example")
    office.sign_in()
    page = office.goto("/verwaltung/")
    office.reads("1 Antrag zur Jury entscheiden")
    page.goto(f"{demo.address}{OFFICE}")
    seen_by_all(office)
    for liste in ("geklaert", "befangen", "antraege"):
        office.goto(f"{OFFICE}?liste={liste}")
        seen_by_all(office)
    office.goto(f"{OFFICE}?liste=befangen")
    page.locator("a:has-text('Aufheben')").first.click()
    seen_by_all(office)
    office.goto(OFFICE)
    page.click("a:has-text('Entscheiden')")
    seen_by_all(office)
    page.click("summary:has-text('Den Antrag zurückweisen')")
    page.click("text=Zurückweisung festhalten")
    page.wait_for_selector(".kern-form-input--error")
    seen_by_all(office)
    page.locator("textarea[name=no-reason]").fill("Ein anderes Verfahren.")
    page.click("text=Zurückweisung festhalten")
    office.arrive("**/jury/befangenheit/")
    office.reads("Entschieden.")
