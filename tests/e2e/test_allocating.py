"""The office allocates in a browser: dry run, look, apply; then the progress and a reminder."""

from __future__ import annotations

import pytest

from .person import Person

pytestmark = pytest.mark.browser
HOME = "/verwaltung/jury/zuteilung/"


def both(person: Person) -> None:
    """By day and by night, wide and narrow."""
    for scheme in ("light", "dark"):
        person.page.emulate_media(color_scheme=scheme)
        person.page.evaluate("new Promise((go) => requestAnimationFrame(() => setTimeout(go, 50)))")
        person.check()
    person.page.set_viewport_size({"width": 375, "height": 800})
    person.check()
    person.page.set_viewport_size({"width": 1280, "height": 900})


def test_a_dry_run_is_looked_at_and_applied(demo, browser):
    demo.start(phase="judging")
    office = Person(browser, demo, "office@demo.example")
    office.sign_in()
    page = office.goto(HOME)
    both(office)
    page.fill("#id_readers", "7")
    page.click("main form:has(#id_readers) button[type=submit]")
    office.arrive("**/zuteilung/*-*/")
    office.reads("1 Fall lässt sich nicht füllen")  # three of nine may not read it
    both(office)
    page.click("text=Plan übernehmen")
    with page.expect_navigation():
        page.click("text=Ja, übernehmen")
    office.reads("Übernommen:")
    both(office)
    office.goto(HOME)
    page.fill("#id_readers", "51")
    office.page.click("main form:has(#id_readers) button[type=submit]")
    page.wait_for_load_state()
    office.reads("Nennen Sie eine Zahl von 1 bis 50")
    both(office)
    for path in ("/verwaltung/jury/", "/verwaltung/jury/erinnern/"):
        office.goto(path)
        both(office)
    office.close()
    chair = Person(browser, demo, "chair@demo.example")
    chair.sign_in()
    chair.goto("/jury/fortschritt/")
    both(chair)
    chair.close()
