"""After handing in: a second version, changes the office asks for, the answer; withdrawing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from .person import Person
from .test_travel import SCREENING, fill_answers, sections

pytestmark = pytest.mark.browser

NAME = "Industriebündnis Talaue"
SECOND_THOUGHT = "Seit dem Frühjahr sind es zwölf Betriebe. "
ANSWERED = "Es sind zwölf Betriebe, und 2025 waren es neun. "


def test_a_version_is_replaced_changed_on_request_and_admitted(demo, browser):
    demo.start(phase="call")
    applicant = Person(browser, demo, "applicant@demo.example")
    applicant.sign_in()
    base = hands_in(applicant)
    goes_on_writing(applicant, base)
    hands_in_the_second_version(applicant, base)
    applicant.close()

    demo.move_to(SCREENING)
    office = Person(browser, demo, "office@demo.example")
    office.sign_in()
    dossier = asks_for_changes_at_two_points(office)
    applicant = Person(browser, demo, "applicant@demo.example")
    applicant.sign_in()
    answers_there_and_only_there(applicant, base)
    admits_what_was_answered(office, dossier)
    looks_right_everywhere(applicant, base)


def test_what_was_handed_in_is_withdrawn_with_a_letter_to_all(demo, browser):
    demo.start(phase="call")
    person = Person(browser, demo, "applicant@demo.example")
    person.sign_in()
    base = hands_in(person)
    page = person.goto(base)
    page.click(f"main a[href='{base}zurueckziehen/']")
    person.arrive("**/zurueckziehen/")
    person.check()
    page.click("main form button[type=submit]")
    person.arrive(f"**{base}")
    person.check()
    person.reads("zurückgezogen")
    letters = [letter for letter in demo.letters() if letter["kind"] == "withdrawn"]
    assert {letter["to"] for letter in letters} == {
        f"{name}@demo.example" for name in ("applicant", "olt", "sommer")
    }


def hands_in(person: Person) -> str:
    """The demonstration's draft, completed; returns its address."""
    page = person.goto("/bewerbungen/")
    page.click(f"main a:has-text('{NAME}')")
    person.arrive("**/bewerbungen/*-*/")
    tasks = page.url
    base = tasks.removeprefix(person.demo.address)
    for address in sections(person, tasks):
        page.goto(address)
        fill_answers(page)
        person.save()
    person.goto(f"{base}erklaerungen/")
    for box in page.query_selector_all("main form input[type=checkbox]"):
        box.check()
    person.save()
    person.goto(f"{base}pruefen/")
    page.click(f"form[action='{base}einreichen/'] button[type=submit]")
    person.arrive("**/bewerbungen/eingang/**")
    person.check()
    person.goto(base)
    person.check()
    return base


def goes_on_writing(person: Person, base: str) -> None:
    page = person.page
    page.click(f"main a[href='{base}weiter-bearbeiten/'] >> nth=0")
    person.arrive("**/weiter-bearbeiten/")
    person.check()
    page.click("main form button[type=submit]")
    person.arrive(f"**{base}")
    person.reads("Fassung 1 vom")
    person.check()
    write(person, sections(person, page.url)[1], SECOND_THOUGHT)
    person.goto(base)
    assert SECOND_THOUGHT.strip() in page.inner_text("main ins")
    person.check()


def write(person: Person, address: str, words: str) -> None:
    """Put words before what stands in the first long text that can be written there."""
    page = person.page
    page.goto(address)
    field = page.query_selector("main form textarea")
    limit = int(field.get_attribute("data-limit"))
    field.fill((words + field.input_value())[: limit - 1])
    person.save()


def hands_in_the_second_version(person: Person, base: str) -> None:
    page = person.goto(f"{base}pruefen/")
    person.check()
    assert SECOND_THOUGHT.strip() in page.inner_text("main ins >> nth=0")
    page.dblclick(f"form[action='{base}einreichen/'] button[type=submit]")
    person.arrive("**/bewerbungen/eingang/**")
    person.check()
    person.goto(f"{base}fassungen/")
    person.check()
    assert page.inner_text("main h2 >> nth=0").startswith("Fassung 2")
    assert len(page.query_selector_all("main .aw-versions > li")) == 2


def asks_for_changes_at_two_points(person: Person) -> str:
    page = person.goto("/verwaltung/bewerbungen/?suche=Talaue")
    page.click(f"main a:has-text('{NAME}')")
    person.arrive("**/verwaltung/bewerbungen/*-*/")
    dossier = page.url.removeprefix(person.demo.address)
    person.check()
    page.click(f"main a[href='{dossier}aenderungen/']")
    person.arrive("**/aenderungen/")
    person.check()
    question = page.locator("main input[type=checkbox][name^=section-]").nth(2)
    name = question.get_attribute("name")
    question.check()
    page.fill(f"textarea[name='{name}-note']", "Wie viele Betriebe sind es heute?")
    page.check("input[name=contact]")
    page.fill("textarea[name=contact-note]", "Wer antwortet uns im Sommer?")
    until = person.demo.now() + timedelta(days=5)
    page.fill("input[name=day]", until.strftime("%Y-%m-%d"))
    page.click("main form button[type=submit]")
    page.wait_for_selector("#letter")
    person.check()
    assert "Wie viele Betriebe sind es heute?" in page.inner_text(".aw-letter__text")
    assert not [one for one in person.demo.letters() if one["kind"] == "changes_requested"]
    page.dblclick("main form button[type=submit]")
    person.arrive(f"**{dossier}")
    person.check()
    assert page.query_selector("form[action$='/zulassen/']") is None
    letters = [one for one in person.demo.letters() if one["kind"] == "changes_requested"]
    assert {one["to"] for one in letters} == {"applicant@demo.example", "olt@demo.example"}
    assert len(letters) == 2
    return dossier


def answers_there_and_only_there(person: Person, base: str) -> None:
    page = person.goto(base)
    person.check()
    points = page.query_selector_all("main .ap-points a")
    assert len(points) == 2
    section = next(str(a.get_attribute("href")) for a in points if "#" in a.get_attribute("href"))
    for closed in ("themen/", "anlagen/", "erklaerungen/", "initiative/"):
        person.goto(base + closed)
        person.check()
        assert page.query_selector("main form button[type=submit]") is None
    person.goto(section)
    person.check()
    person.reads("Wie viele Betriebe sind es heute?")
    assert len(page.query_selector_all("main form textarea, main form input[type=text]")) == 1
    write(person, person.demo.address + section, ANSWERED)
    person.goto(f"{base}ansprechperson/")
    person.check()
    page.fill("input[name=contact_name]", "Ayla Sommer")
    person.save()
    person.goto(f"{base}pruefen/")
    person.check()
    page.click(f"form[action='{base}einreichen/'] button[type=submit]")
    person.arrive("**/bewerbungen/eingang/**")
    person.check()


def admits_what_was_answered(person: Person, dossier: str) -> None:
    page = person.goto("/verwaltung/")
    page.click(f"main a[href='{dossier}']")
    person.arrive(f"**{dossier}")
    person.check()
    added = " ".join(one.inner_text() for one in page.query_selector_all("main ins"))
    assert ANSWERED.strip() in added
    assert "Ayla Sommer" in added
    page.click("form[action$='/zulassen/'] button[type=submit]")
    page.wait_for_load_state()
    person.check()
    assert page.query_selector("form[action$='/zuteilen/']")
    person.goto(f"{dossier}fassungen/?fassung=2")
    person.check()


def looks_right_everywhere(person: Person, base: str) -> None:
    """On a phone and in the dark, too."""
    for scheme in ("light", "dark"):
        for width in (375, 1280):
            person.page.set_viewport_size({"width": width, "height": 900})
            person.page.emulate_media(color_scheme=scheme)
            for path in ("fassungen/", "pruefen/", ""):
                person.goto(base + path)
                person.check()
    person.reads("zugelassen")
