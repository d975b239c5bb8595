"""A prize is taken back after the announcement: the office reads the letter, the laureate gets it
on a phone, and nobody is told two things.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from .person import Person

pytestmark = pytest.mark.browser
PHONE = {"width": 375, "height": 667, "has_touch": True, "is_mobile": True}
NOTE = "Ein Teil der Angaben zum Wärmenetz hat sich als falsch erwiesen."
LINK = re.compile(r"https?://[^/\s]+(/bewerbungen/\S+/)portraet/")


def look(person: Person, name: str) -> None:
    """By day and by night; kept as pictures where somebody wants to look."""
    for scheme in ("light", "dark"):
        person.page.emulate_media(color_scheme=scheme)
        person.check()
        if folder := os.environ.get("SHOTS"):
            person.page.screenshot(path=Path(folder) / f"{name}-{scheme}.png", full_page=True)


def test_who_loses_a_prize_is_told_by_a_letter_that_was_read(demo, browser):
    demo.start(phase="released")
    owner = Person(browser, demo, "applicant@demo.example", **PHONE)
    owner.sign_in()
    mine = next(
        found[1] for one in demo.letters() if (found := LINK.search(one["text"])) is not None
    )
    owner.goto(f"{mine}auszeichnung/")
    owner.reads("Sie sind ausgezeichnet")
    look(owner, "ausgezeichnet-375")

    office = Person(browser, demo, "lead@demo.example")
    office.sign_in()
    page = office.goto("/verwaltung/veroeffentlichung/2026/berichtigen/")
    section = page.locator("section", has=page.locator("h2", has_text="Talaue"))
    section.locator("summary").click()
    section.locator("[name=note_de]").fill(NOTE)
    look(office, "zuruecknehmen")
    section.locator("button:has-text('Ja, zurücknehmen')").click()
    office.reads("Zurückgenommen. Der Hinweis steht dort, wo es stand.")
    office.reads("Ihr Preis 2026 ist zurückgenommen")
    office.reads(NOTE)
    look(office, "brief")
    letters = [one for one in demo.letters() if "zurückgenommen" in one["subject"]]
    assert letters == []
    office.goto("/verwaltung/")
    office.reads("Initiative schreiben, dass der Preis zurückgenommen ist")
    page.click("main a[href*='ergebnisbriefe']")
    office.reads("1 Brief ist noch zu lesen")
    look(office, "liste-zu-lesen")
    page.click("text=Ersten ungelesenen Brief lesen")
    page.click("button:has-text('Gelesen, jetzt senden')")
    office.reads("Rücknahme des Preises mitgeteilt am")
    look(office, "liste-gesendet")
    page.click("th >> text=Talaue")
    office.reads("Was hinausgegangen ist")
    look(office, "gesendet")
    office.goto("/verwaltung/")
    office.reads("Zu tun")
    assert "Preis zurückgenommen" not in office.text()
    office.close()

    told = [one for one in demo.letters() if "Ihr Preis 2026 ist zurückgenommen" in one["subject"]]
    assert {one["to"] for one in told} >= {"applicant@demo.example"}
    assert all(NOTE in one["text"] for one in told)
    assert owner.page.goto(f"{demo.address}{mine}auszeichnung/").status == 404
    owner.goto(f"{mine}portraet/")
    owner.reads("Ihr Porträt wird nicht mehr gezeigt")
    look(owner, "portraet-375")
    owner.page.tap("text=Was dort jetzt steht")
    owner.reads("Dieser Preis wurde zurückgenommen")
    owner.reads(NOTE)
    look(owner, "oeffentlich-375")
    owner.goto("/bewerbungen/")
    owner.reads("Talaue")
    look(owner, "bewerbungen-375")
    owner.goto(mine)
    owner.reads("Was alle lesen")
    assert "Vertraulich bis zur Bekanntgabe" not in owner.text()
    look(owner, "bewerbung-375")
    owner.close()
