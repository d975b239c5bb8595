"""The whole application in English: no page of it speaks German."""

import re

import pytest

from .hands import Mouse
from .journey import new_initiative_to_receipt
from .person import Person

pytestmark = pytest.mark.browser
GERMAN = re.compile(
    r"\b(und|oder|der|dem|den|des|die|das|ein|eine|einen|einer|nicht|noch|mit|für|von|zur|zum|bei"
    r"|auf|ist|sind|wird|werden|haben|können|Sie|Ihre?n?|Ihrer|wir|uns|bitte|zurück|weiter"
    r"|Speichern|Bewerbung(?:en)?|Anmelden|Abmelden|Startseite|Jahr)\b"
)
# The text of a page without what is quoted: marked as German, or typed by somebody.
SAID = """() => {
    const copy = document.body.cloneNode(true);
    copy.querySelectorAll("[lang=de], textarea, script, style, template, .aw-answers dd")
        .forEach((one) => one.remove());
    document.body.append(copy);
    const text = copy.innerText;
    copy.remove();
    return text;
}"""


def test_from_the_start_page_to_the_receipt_in_english(open_call, browser):
    person = Person(browser, open_call, "english@demo.example", locale="en-GB")
    page, spoken = person.page, {}

    def look() -> None:
        assert page.get_attribute("html", "lang") == "en", page.url
        assert "/en/" in page.url
        found = {
            line
            for line in (page.title() + "\n" + page.evaluate(SAID)).splitlines()
            if GERMAN.search(line)
        }
        if found:
            spoken[page.url] = found

    new_initiative_to_receipt(person, Mouse(page), look=look, start="/en/")
    for path in ("/en/auslobung/", "/en/bewerbungen/", "/en/konto/uebersicht/", "/en/pruefen/"):
        person.goto(path)
        look()
    assert spoken == {}
    letters = [letter for letter in open_call.letters() if letter["to"] == person.email]
    assert letters[0]["kind"] == "receipt"
    in_german = {letter["kind"] for letter in letters if GERMAN.search(letter["text"])}
    assert in_german == set()
    person.close()
