"""A criterion made beside what jurors see of it; axe looks at all pages of the rules of judging."""

from __future__ import annotations

import pytest

from .person import Person

pytestmark = pytest.mark.browser

BASE = "/verwaltung/auslobungen/2026/"
SAVE = "main .su-form button[type=submit]:not([name])"


@pytest.fixture
def office(browser, open_call):
    person = Person(browser, open_call, "office@demo.example")
    person.sign_in()
    yield person
    person.close()


def seen_by_all(person: Person) -> None:
    """Checked in both lights, on a wide screen and on a phone."""
    for width, light in ((1280, "light"), (375, "dark")):
        person.page.set_viewport_size({"width": width, "height": 900})
        person.page.emulate_media(color_scheme=light)
        person.check()
    person.page.set_viewport_size({"width": 1280, "height": 900})
    person.page.emulate_media(color_scheme="light")


def test_a_criterion_is_seen_as_a_juror_sees_it_while_it_is_written(office):
    page = office.goto(f"{BASE}kriterien/")
    seen_by_all(office)
    page.click("a:has-text('Neues Kriterium')")
    office.arrive("**/kriterien/neu/")
    page.fill("input[name=name_de]", "Kooperation")
    page.fill("textarea[name=anchor_0_de]", "Niemand wirkt mit.")
    page.fill("textarea[name=anchor_10_de]", "Alle wirken mit.")
    shown = page.locator("#preview-of .aw-crit").first
    shown.locator("h3:has-text('Kooperation')").wait_for()
    shown.locator("text=Alle wirken mit.").first.wait_for()
    seen_by_all(office)
    page.fill("input[name=weight]", "viel")
    page.fill("textarea[name=reason]", "vergessen")
    page.click(SAVE)
    page.wait_for_selector(".kern-error-summary")
    assert page.input_value("textarea[name=anchor_10_de]") == "Alle wirken mit."
    seen_by_all(office)
    page.fill("input[name=weight]", "0,5")
    page.click(SAVE)
    office.arrive("**/kriterien/")
    assert "Kooperation" in page.inner_text(".su-list > li:last-child")
    page.click(".su-list > li:last-child a:has-text('Entfernen')")
    office.arrive("**/entfernen/")
    seen_by_all(office)
    page.fill("textarea[name=reason]", "nur zur Probe")
    page.click("button:has-text('Ja, entfernen')")
    office.arrive("**/kriterien/")
    assert "Kooperation" not in page.inner_text(".su-list")


def test_axe_looks_at_the_pages_of_the_rules(office):
    for path in ("kriterien/ansicht/", "kriterien/zaehlweise/", "kriterien/kriterium/dk/", "jury/"):
        office.goto(BASE + path)
        seen_by_all(office)


def test_a_juror_reads_the_yardstick(browser, open_call):
    juror = Person(browser, open_call, "juror1@demo.example")
    juror.sign_in()
    juror.goto("/jury/massstab/")
    seen_by_all(juror)
    juror.close()
