"""Somebody is asked into the jury, registers on the way, accepts, and gives the statement."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from .person import Person
from .test_team import letter_to, look
from .test_travel import code_for

pytestmark = pytest.mark.browser
NEW = "neu-in-der-jury@demo.example"
LINK = re.compile(r"https?://\S+/jury/einladung/\S+")


def test_somebody_is_asked_into_the_jury_and_promises(open_call, browser):
    office_invites(open_call, browser)
    invited_person_joins(open_call, browser)
    office_lets_the_person_leave(open_call, browser)


def office_invites(demo, browser) -> None:
    office = Person(browser, demo, "office@demo.example")
    office.sign_in()
    page = office.goto("/verwaltung/jury/")
    page.click("main nav a:has-text('Mitglieder und Einladungen')")
    office.arrive(re.compile(r"/jury/mitglieder/"))
    look(office)
    page.click("main a:has-text('Person einladen')")
    page.click("main form button[type=submit]")
    look(office)  # refused: who?
    page.fill("input[name=name]", "Dr. Neele Stromer")
    page.fill("input[name=email]", NEW)
    page.fill("input[name=salutation]", "Frau Dr. Stromer")
    page.select_option("select[name=expertise_dk]", "3")
    page.click("main form button[type=submit]")
    office.arrive(re.compile(r"/jury/mitglieder/\?"))
    office.reads(f"Die Einladung an {NEW} ist unterwegs.")
    page.goto(f"{demo.address}/verwaltung/jury/erklaerung/")
    look(office)
    office.close()


def invited_person_joins(demo, browser) -> None:
    letter = letter_to(demo, NEW, "jury_invitation")
    assert letter.startswith("Guten Tag, Frau Dr. Stromer,")
    path = urlsplit(LINK.search(letter)[0]).path
    person = Person(browser, demo, NEW)
    page = person.goto(path)
    assert "Stromer" not in page.content()
    assert person.context.cookies() == []
    look(person)
    page.click("main a:has-text('Konto anlegen')")
    page.fill("input[name=name]", "Neele Stromer")
    page.fill("input[name=email]", NEW)
    page.click("main form:has(input[name=email]) button[type=submit]")
    page.wait_for_selector("input[name=code]")
    page.fill("input[name=code]", code_for(person))
    page.click("main form:has(input[name=code]) button[type=submit]")
    person.arrive(re.compile(rf"^[^?]*{path}$"))
    look(person)
    page.click("main details summary")
    page.click("main form[action$='/ablehnen/'] button")
    look(person)  # refused: no ground
    page.dblclick("main form[action$='/annehmen/'] button")
    person.arrive("**/jury/erklaerung/")
    person.goto("/jury/befangenheit/")
    person.arrive(re.compile(r"/jury/erklaerung/\?weiter="))
    look(person)
    page.click("main form button[type=submit]")
    look(person)  # refused: not ticked
    page.check("input[name=agreed]")
    page.click("main form button[type=submit]")
    person.arrive("**/jury/befangenheit/")
    page.click("header a:has-text('Meine Erklärung')")
    person.reads("Ihre Erklärung vom")
    look(person)
    person.goto("/jury/")
    person.reads("Guten Tag, Frau Dr. Stromer")
    person.close()


def office_lets_the_person_leave(demo, browser) -> None:
    office = Person(browser, demo, "office@demo.example")
    office.sign_in()
    page = office.goto("/verwaltung/jury/mitglieder/")
    page.click("main table a:has-text('Neele Stromer')")
    look(office)
    page.click("main a:has-text('Ausscheiden lassen oder ersetzen')")
    page.fill("input[name=reason]", "Nur zur Probe")
    page.click("main form button[type=submit]")
    office.reads("Das geschieht")
    look(office)
    page.click("main form button[name=confirmed]")
    office.arrive(re.compile(r"/jury/mitglieder/\?"))
    office.reads("Neele Stromer ist ausgeschieden.")
    office.close()
    person = Person(browser, demo, NEW)
    person.sign_in()
    person.goto("/jury/")
    person.reads("Sie sind aus der Jury ausgeschieden")
    look(person)
    person.close()
