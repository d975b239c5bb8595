"""The office makes next year's call of this year's: dates, a question, check list, announcement."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from .person import Person

pytestmark = pytest.mark.browser

# After the ceremony of 2026 and before the opening of 2027, whenever this runs.
NOVEMBER = datetime(2026, 11, 24, 10, tzinfo=UTC)
DATES = {
    "opens_at": ("01.03.2027", "09:00"),
    "closes_at": ("14.05.2027", "23:59"),
    "checked_until": ("28.05.2027", "23:59"),
    "judging_from": ("07.06.2027", "00:00"),
    "judging_until": ("30.07.2027", "23:59"),
    "meeting_at": ("16.09.2027", "10:00"),
    "ceremony_at": ("02.11.2027", "16:00"),
    "feedback_at": ("01.12.2027", "09:00"),
}
ASKED = "Was ist das Schwerste, das Ihre Region jetzt anpackt?"
SAVE = "main form button[type=submit]:not([name])"


def test_a_call_is_copied_changed_and_announced(demo, browser):
    demo.start(offset=NOVEMBER - datetime.now(UTC), phase="released")
    office = Person(browser, demo, "office@demo.example")
    office.sign_in()
    make_the_call(office)
    edit_a_question(office)
    look_at_every_page(office)
    assert demo.status("/auslobung/2027/") == 404
    announce(office)
    assert demo.status("/auslobung/2027/") == 200
    everybody_reads_it(browser, demo)
    office.close()


def seen_by_all(person: Person) -> None:
    """Checked in both lights, on a wide screen and on a phone."""
    for width, light in ((1280, "light"), (375, "dark")):
        person.page.set_viewport_size({"width": width, "height": 900})
        person.page.emulate_media(color_scheme=light)
        person.check()
    person.page.set_viewport_size({"width": 1280, "height": 900})
    person.page.emulate_media(color_scheme="light")


def type_dates(person: Person, **changed: tuple[str, str]) -> None:
    for name, (day, time) in {**DATES, **changed}.items():
        person.page.fill(f"input[name={name}_day]", day)
        person.page.fill(f"input[name={name}_time]", time)


def make_the_call(office: Person) -> None:
    page = office.goto("/verwaltung/auslobungen/")
    seen_by_all(office)
    page.click("text=Neue Auslobung")
    seen_by_all(office)
    assert page.input_value("input[name=jahr]") == "2027"
    page.click(SAVE)
    office.arrive("**/neu/termine/**")
    seen_by_all(office)

    type_dates(office, opens_at=("28.03.2027", "02:30"))
    page.click(SAVE)
    page.wait_for_selector(".kern-error-summary")
    office.reads("Diese Uhrzeit gibt es nicht")
    assert page.input_value("input[name=opens_at_time]") == "02:30"
    seen_by_all(office)

    type_dates(office, ceremony_at=("31.10.2027", "02:30"))
    page.click(SAVE)
    page.wait_for_selector("input[name=ceremony_at_season]")
    seen_by_all(office)
    page.check("input[name=ceremony_at_season][value=winter]")
    page.wait_for_selector("#preview-of:has-text('Sonntag, 31. Oktober 2027, 02:30 Uhr (MEZ)')")
    page.click(SAVE)
    office.arrive(re.compile(r"/auslobungen/2027/$"))
    office.reads("Die Auslobung 2027 ist angelegt.")
    seen_by_all(office)

    office.goto("/verwaltung/auslobungen/2027/termine/")
    type_dates(office)
    page.wait_for_selector("#preview-of:has-text('Dienstag, 2. November 2027, 16:00 Uhr (MEZ)')")
    page.click(SAVE)
    page.wait_for_selector("text=Die Termine sind gespeichert.")
    assert "31.\xa0Oktober 2027" in page.inner_text(".aw-history")
    seen_by_all(office)


def preview_lies(office: Person, where: str) -> None:
    """Wait until it does; a page that has just got another width moves for a while."""
    office.page.wait_for_function(
        f"""() => {{
            const [form, preview] = [".su-form", ".su-preview"].map(
                (one) => document.querySelector(one).getBoundingClientRect());
            return {where};
        }}"""
    )


def edit_a_question(office: Person) -> None:
    page = office.goto("/verwaltung/auslobungen/2027/fragen/")
    seen_by_all(office)
    page.click("a:has-text('Welche Herausforderung Ihrer Region')")
    office.arrive("**/frage/situation/")
    page.fill("textarea[name=prompt_de]", ASKED)
    page.fill("input[name=limit]", "900")
    shown = page.locator("#preview-of .su-sketch").first
    shown.locator(f"label:has-text('{ASKED}')").wait_for()
    shown.locator("text=0 von 900 Zeichen").wait_for()
    shown.locator("textarea").fill("Zwölf Zeichen")
    shown.locator("text=13 von 900 Zeichen").wait_for()
    preview_lies(office, "preview.left > form.right")
    seen_by_all(office)
    page.set_viewport_size({"width": 375, "height": 900})
    preview_lies(office, "preview.top >= form.bottom")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.click(SAVE)
    page.wait_for_selector("text=Die Frage ist gespeichert.")
    assert ASKED in page.inner_text("main")

    row = page.locator("#question-situation")
    row.locator("button:has-text('Nach unten')").press("Enter")
    office.arrive("**/fragen/#question-situation")
    codes = page.eval_on_selector_all(".su-list > li", "all => all.map(one => one.id)")
    assert codes.index("question-situation") == codes.index("question-approach") + 1


def look_at_every_page(office: Person) -> None:
    base = "/verwaltung/auslobungen/2027/"
    for path in (
        "texte/",
        "kriterien/",
        "fragen/neu/?abschnitt=effect",
        "fragen/frage/impact/entfernen/",
        "abschnitte/abschnitt/effect/",
        "erklaerungen/",
        "erklaerungen/1/",
        "haeufige-fragen/",
        "haeufige-fragen/1/",
        "selbsteinschaetzung/1/",
        "preise/",
        "preise/neu/",
        "formular/?thema=dk",
        "oeffentlich/",
        "bekannt-machen/",
    ):
        office.goto(base + path)
        seen_by_all(office)


def announce(office: Person) -> None:
    page = office.goto("/verwaltung/auslobungen/2027/")
    page.click("a:has-text('Bekannt machen')")
    office.arrive("**/bekannt-machen/")
    page.click("button:has-text('Ja, bekannt machen')")
    page.wait_for_selector("text=Die Auslobung 2027 ist bekannt gemacht.")
    seen_by_all(office)


def everybody_reads_it(browser, demo) -> None:
    visitor = Person(browser, demo)
    visitor.goto("/auslobung/2027/")
    visitor.reads(ASKED)
    visitor.reads("1.\xa0März")
    visitor.check()
    visitor.close()
