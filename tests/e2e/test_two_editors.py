"""Two people write one answer: both texts are shown, and nothing is stored before one chose."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .person import Person
from .writing import Writing, enter, stored

pytestmark = pytest.mark.browser

BOTH = "Jonas Olt hat inzwischen gespeichert"


@pytest.fixture
def tabs(open_call, browser):
    """Mira, who owns the application, and Jonas, who edits it, on the same page."""
    people = []
    for email, width in (("applicant@demo.example", 1280), ("olt@demo.example", 375)):
        person = Person(browser, open_call, email, width=width)
        enter(person)
        people.append(person)
    mira = Writing(people[0])
    mira.write("Gemeinsamer Anfang.")
    mira.is_saved()
    mira.open()
    yield mira, Writing(people[1], mira.path)
    for person in people:
        person.close()


@pytest.fixture
def conflict(tabs):
    """Jonas has saved while Mira was writing; she sees both texts."""
    mira, jonas = tabs
    jonas.write("<b>Von Jonas</b>\n\n„Zweiter“ Absatz.")
    jonas.is_saved()
    mira.write("Von Mira.")
    expect(mira.both).to_contain_text(BOTH)
    return tabs


def test_both_texts_stand_beside_each_other_and_nothing_is_overwritten(conflict):
    mira, jonas = conflict
    expect(mira.both.locator("[data-text=theirs]")).to_have_text(
        "<b>Von Jonas</b>\n\n„Zweiter“ Absatz."
    )
    expect(mira.both.locator("[data-text=mine]")).to_have_text("Von Mira.")
    assert mira.both.locator("b").count() == 0
    mira.is_kept()
    mira.person.check()
    left, right = (mira.both.locator(".ap-both > div").nth(n).bounding_box() for n in (0, 1))
    assert left["y"] == right["y"]
    mira.type(" Und weiter.")
    expect(mira.both.locator("[data-text=mine]")).to_have_text("Von Mira. Und weiter.")
    mira.page.wait_for_timeout(2000)
    assert stored(mira.person, mira.path).startswith("<b>Von Jonas")
    # The other one writes on, too; on the phone both stand above each other.
    mira.do("Meinen Text nehmen", mira.both)
    mira.is_saved()
    jonas.type(" Noch etwas.")
    expect(jonas.both).to_contain_text("Mira Rehberg hat inzwischen gespeichert")
    jonas.person.check()
    above, below = (jonas.both.locator(".ap-both > div").nth(n).bounding_box() for n in (0, 1))
    assert above["x"] == below["x"]


def test_my_text_is_taken(conflict):
    mira, _jonas = conflict
    mira.do("Meinen Text nehmen", mira.both)
    mira.is_saved()
    expect(mira.both).to_have_count(0)
    expect(mira.field).to_be_focused()
    assert stored(mira.person, mira.path) == "Von Mira."


def test_the_other_text_is_taken(conflict):
    mira, _jonas = conflict
    mira.do("Den anderen Text nehmen", mira.both)
    expect(mira.field).to_have_value("<b>Von Jonas</b>\n\n„Zweiter“ Absatz.")
    mira.open()
    mira.page.wait_for_timeout(1500)
    expect(mira.offer).to_have_count(0)
    assert stored(mira.person, mira.path).startswith("<b>Von Jonas")


def test_both_are_merged_by_keyboard_and_saved(conflict):
    mira, jonas = conflict
    mira.both.get_by_role("button", name="Meinen Text nehmen").focus()
    mira.page.keyboard.press("Tab")
    mira.page.keyboard.press("Tab")
    mira.page.keyboard.press("Enter")
    merged = "Von Mira.\n\n——— Ab hier der andere Text ———\n\n<b>Von Jonas</b>\n\n„Zweiter“ Absatz."
    expect(mira.field).to_have_value(merged)
    mira.is_saved()
    assert stored(mira.person, mira.path) == merged
    mira.write("Von beiden.")
    mira.is_saved()
    jonas.open()
    expect(jonas.field).to_have_value("Von beiden.")


def test_a_conflict_of_the_whole_page_lets_one_choose_too(tabs):
    mira, jonas = tabs
    mira.person.outage = True
    mira.page.route("**/speichern/", lambda route: route.abort())
    mira.write("Ganze Seite von Mira.")
    jonas.write("Von Jonas.")
    jonas.is_saved()
    mira.page.evaluate("document.querySelector('main form').submit()")  # as without script
    expect(mira.both).to_contain_text("Von Jonas.")
    expect(mira.field).to_have_value("Ganze Seite von Mira.")
    mira.page.unroute("**/speichern/")
    mira.person.check()
    mira.do("Zusammenführen", mira.both)
    mira.is_saved()
    assert stored(mira.person, mira.path).startswith("Ganze Seite von Mira.\n\n———")
