"""A portrait on its way: the office changes and asks, the laureate corrects on a phone, the office
takes it over. Nobody else learns of it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from .person import Person

pytestmark = pytest.mark.browser
LIST = "/verwaltung/veroeffentlichung/2026/portraets/"
LATER = """
from datetime import timedelta
from awards.models import Release
from initiatives import clock
Release.objects.filter(call__year=2026).update(embargo_until=clock.now() + timedelta(days=2))
"""
LINK = re.compile(r"https?://[^/\s]+(/bewerbungen/\S+/portraet/)")


def both(person: Person, name: str) -> None:
    """By day and by night; kept as pictures where somebody wants to look."""
    for scheme in ("light", "dark"):
        person.page.emulate_media(color_scheme=scheme)
        person.check()
        if folder := os.environ.get("SHOTS"):
            person.page.screenshot(path=Path(folder) / f"{name}-{scheme}.png", full_page=True)


def letter_to(demo, address: str) -> str:
    return next(one["text"] for one in demo.letters() if one["to"] == address)


def test_a_portrait_is_corrected_and_agreed_to(demo, browser):
    demo.start(phase="released")
    demo.shell(LATER)
    office = Person(browser, demo, "office@demo.example")
    office.sign_in()
    page = office.goto("/verwaltung/veroeffentlichung/")
    page.click("summary:has-text('Veröffentlichung anhalten')")
    page.click("button:has-text('Ja, anhalten')")
    office.reads("Die Veröffentlichung ist angehalten.")
    page.click("text=Porträts und Zustimmungen")
    office.reads("Alle haben ihrem Porträt zugestimmt")
    both(office, "liste-alle")
    page.click("th >> text=Talaue")
    office.reads("Diesem Text ist zugestimmt. Jede Änderung nimmt die Zustimmung weg.")
    text = page.input_value("[name='text_de']")
    page.fill("[name='text_de']", text.replace("nur eine Straße", "nur eine schmale Straße"))
    page.click("main button:has-text('Speichern')")
    office.reads("Die Zustimmung galt dem früheren Text und ist erloschen")
    both(office, "geaendert")
    page.click("text=Zu den Briefen")
    office.reads("2 von 3 haben ihrem Porträt zugestimmt")
    page.click("summary:has-text('Brief ansehen')")
    office.reads("Ihr Porträt ist geändert")
    both(office, "briefe")
    page.click("text=Angekreuzte Briefe senden")
    office.reads("Eine Initiative ist um Zustimmung gebeten")
    link = LINK.search(letter_to(demo, "applicant@demo.example"))[1]

    stranger = Person(browser, demo, "chair@demo.example")
    stranger.sign_in()
    assert stranger.page.goto(demo.address + link).status == 404
    stranger.close()

    phone = {"width": 375, "height": 667, "has_touch": True, "is_mobile": True}
    owner = Person(browser, demo, "applicant@demo.example", **phone)
    owner.sign_in()
    hers = owner.goto(link)
    owner.reads("Bitte lesen Sie Ihr Porträt")
    owner.reads("nur eine schmale Straße")
    both(owner, "lesen-375")
    hers.tap("summary:has-text('Änderungen vorschlagen')")
    typed = hers.input_value("[name='text_de']").replace("schmale Straße", "Brücke")
    hers.fill("[name='text_de']", typed)
    hers.tap("button:has-text('Zustimmen, so veröffentlichen')")
    owner.reads("Sie haben den Text geändert.")
    assert "nur eine Brücke" in hers.input_value("[name='text_de']")
    both(owner, "abgelehnt-375")
    hers.fill("#id_remark", "Die Straße gibt es nicht mehr.")
    hers.tap("button:has-text('Vorschlag senden')")
    owner.reads("Ihr Vorschlag liegt der Geschäftsstelle vor")
    both(owner, "vorgeschlagen-375")

    office.goto("/verwaltung/")
    office.reads("Änderungsvorschlag zu einem Porträt beantworten")
    office.goto(LIST)
    page.click("th >> text=Talaue")
    office.reads("Die Straße gibt es nicht mehr.")
    assert "Brücke" in page.locator("main ins").inner_text()
    both(office, "vorschlag")
    page.click("text=Wort für Wort übernehmen")
    office.reads("Der Vorschlag ist übernommen")
    office.goto(LIST)
    office.reads("Alle haben ihrem Porträt zugestimmt")
    office.close()

    assert "Wort für Wort" in letter_to(demo, "applicant@demo.example")
    owner.goto("/bewerbungen/")
    with hers.expect_navigation():
        hers.tap("main a:has-text('Talaue')")
    owner.reads("Ihr Porträt für die Bekanntgabe")
    owner.check()
    hers.tap("main a:has-text('Nachlesen')")
    owner.reads("Dem Porträt ist zugestimmt")
    owner.reads("nur eine Brücke")
    both(owner, "zugestimmt-375")
    owner.close()


def test_it_works_without_javascript(demo, browser):
    demo.start(phase="released")
    demo.shell(LATER)
    owner = Person(browser, demo, "applicant@demo.example", java_script_enabled=False)
    owner.sign_in()
    link = next(
        found[1] for one in demo.letters() if (found := LINK.search(one["text"])) is not None
    )
    page = owner.goto(link)
    owner.reads("Dem Porträt ist zugestimmt")
    page.click("summary:has-text('Änderungen vorschlagen')")
    page.fill("#id_remark", "Bitte noch einmal prüfen.")
    page.click("button:has-text('Vorschlag senden')")
    owner.reads("Ihr Vorschlag liegt der Geschäftsstelle vor")
    page.click("button:has-text('Vorschlag zurückziehen')")
    owner.reads("Bitte lesen Sie Ihr Porträt")
    page.click("button:has-text('Zustimmen, so veröffentlichen')")
    owner.reads("Dem Porträt ist zugestimmt")
    owner.close()
