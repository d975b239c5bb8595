"""Everything before registering: read, find out, print, note the dates; and proposing somebody."""

from __future__ import annotations

import io
import re
from urllib.request import urlopen

import pikepdf
import pytest
from icalendar import Calendar

from .person import Person

pytestmark = pytest.mark.browser

NAME = "Werkbund Moorrand"
PROPOSER, CONTACT = "vogt@people.example", "post@werkbund.example"
SEND = "main form button[type=submit]"


def test_from_reading_the_call_to_an_initiative_that_somebody_proposed(demo, browser):
    demo.start(phase="call")
    reader_finds_out_all_without_an_account(demo, browser)
    somebody_proposes_and_confirms(demo, browser)
    office_reads_and_writes(demo, browser)
    initiative_takes_it_up(demo, browser)
    office_sees_that_it_was_taken_up(demo, browser)


def reader_finds_out_all_without_an_account(demo, browser) -> None:
    person = Person(browser, demo, width=375)
    page = person.goto("/auslobung/")
    person.check()
    for words in ("höchstens 2.000 Zeichen", "nur bei Demografie", "Noch 25 Tage"):
        person.reads(words)

    page.click("text=In zwei Minuten prüfen")
    page.wait_for_selector("h1 >> text=Können Sie sich bewerben?")
    person.check()
    page.click(SEND)
    page.wait_for_selector("text=Sechs Angaben brauchen noch etwas")
    person.check()
    answer(page, ["nein", "ja", "ja", "ja", "ja", "nein"])
    page.wait_for_selector("h1 >> text=Nach Ihren Angaben können Sie sich nicht bewerben")
    person.check()
    person.reads("Ein einzelnes Unternehmen kann sich nicht bewerben")
    person.reads("Politische Parteien")
    answer(page, ["ja", "ja", "ja", "ja", "nein", "nein"])
    page.wait_for_selector("h1 >> text=Sie können sich bewerben")
    person.check()
    page.click("text=Kriterien und Fragen lesen")
    person.arrive("**/auslobung/2026/")

    form = fetch(person, page.get_attribute("text=Fragebogen als PDF", "href"))
    with pikepdf.open(io.BytesIO(form)) as pdf:
        assert str(pdf.Root.Lang).startswith("de")
        assert len(pdf.pages) > 3
    dates = Calendar.from_ical(
        fetch(person, page.get_attribute("text=Termine in den Kalender", "href"))
    )
    assert len(dates.walk("VEVENT")) == 6
    assert person.context.cookies() == []
    person.close()


def answer(page, given: list[str]) -> None:
    for number, said in enumerate(given, start=1):
        page.check(f"input[name=frage-{number}][value={said}]")
    page.click(SEND)


def fetch(person: Person, address: str | None) -> bytes:
    with urlopen(person.demo.address + str(address)) as file:
        return file.read()


def somebody_proposes_and_confirms(demo, browser) -> None:
    person = Person(browser, demo)
    page = person.goto("/vorschlagen/")
    person.check()
    page.click(SEND)
    page.wait_for_selector(".kern-error-summary:focus")
    person.check()
    page.fill("input[name=name]", NAME)
    page.select_option("select[name=state]", "DE-NI")
    page.fill("input[name=region]", "Moorrand")
    page.fill("input[name=contact_email]", CONTACT)
    page.fill("textarea[name=why]", "Dort heizt die Abwärme des Glaswerks drei Dörfer.")
    page.fill("input[name=proposer_name]", "Paula Vogt")
    page.fill("input[name=proposer_email]", PROPOSER)
    page.wait_for_timeout(3100)  # the form is not taken sooner
    page.click(SEND)
    person.arrive("**/vorschlagen/danke/")
    person.check()

    link = link_in(demo, PROPOSER, "/vorschlagen/bestaetigen/")
    person.goto(link)
    person.check()
    person.reads("Dort heizt die Abwärme")
    page.click("text=Vorschlag bestätigen >> nth=-1")
    page.wait_for_selector("text=Ihr Vorschlag ist bestätigt")
    person.check()
    assert person.context.cookies() == []
    person.close()


def link_in(demo, to: str, path: str) -> str:
    (letter, *_older) = [letter for letter in demo.letters() if letter["to"] == to]
    found = re.search(rf"https?://\S+?({re.escape(path)}\S+)", letter["text"])
    assert found, letter["text"]
    return found[1]


def office_reads_and_writes(demo, browser) -> None:
    person = Person(browser, demo, "office@demo.example")
    person.sign_in()
    page = person.goto("/verwaltung/")
    page.click("a[href*='/verwaltung/vorschlaege/']")
    person.arrive("**/verwaltung/vorschlaege/**")
    person.check()
    page.click(f"text={NAME}")
    page.wait_for_selector("textarea[name=text]")
    person.check()
    assert page.input_value("input[name=to]") == CONTACT
    assert "Paula Vogt" not in page.input_value("textarea[name=text]")
    page.click("text=Brief senden")
    page.wait_for_selector("text=Der Brief ist unterwegs.")
    person.check()
    person.close()


def initiative_takes_it_up(demo, browser) -> None:
    person = Person(browser, demo, CONTACT)
    page = person.goto(link_in(demo, CONTACT, "/bewerbungen/neu/?vorschlag="))
    page.click("a[href*='/konto/signup/']")
    page.fill("input[name=name]", "Jonas Moor")
    page.fill("input[name=email]", CONTACT)
    before = len(person._codes())
    page.click(SEND)
    page.wait_for_selector("input[name=code]")
    page.fill("input[name=code]", new_code(person, before))
    page.click("main form:has(input[name=code]) button[type=submit]")
    person.arrive("**/bewerbungen/neu/?vorschlag=*")
    person.check()
    assert page.input_value("input[name=name]") == NAME
    assert page.is_checked("input[name=states][value=DE-NI]")
    assert "Paula Vogt" not in person.text()
    page.fill("input[name=carrier]", "Kammer Moorrand")
    page.click("main form:has(input[name=carrier]) button[type=submit]")
    person.arrive("**/bewerbungen/*-*/")
    person.close()


def new_code(person: Person, before: int) -> str:
    for _attempt in range(100):
        codes = person._codes()
        if len(codes) > before:
            return codes[0]
        person.page.wait_for_timeout(100)
    raise AssertionError("no code came")


def office_sees_that_it_was_taken_up(demo, browser) -> None:
    person = Person(browser, demo, "office@demo.example")
    person.sign_in()
    page = person.goto("/verwaltung/vorschlaege/?stand=taken_up")
    page.click(f"text={NAME}")
    page.wait_for_selector("text=Vorschlag aufgegriffen")
    person.check()
    person.close()
