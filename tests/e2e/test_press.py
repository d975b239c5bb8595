"""A newsroom reads under embargo: the office invites, a journalist agrees and reads on a phone."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from urllib.request import urlopen

import pytest

from .person import Person

pytestmark = pytest.mark.browser
HOME = "/verwaltung/veroeffentlichung/2026/presse/"
LATER = """
from datetime import timedelta
from awards.models import Release
from initiatives import clock
Release.objects.filter(call__year=2026).update(embargo_until=clock.now() + timedelta(days=2))
"""
LINK = re.compile(r"https?://[^/\s]+(/presse/vorab/\S+/)")


def test_a_newsroom_reads_under_embargo(demo, browser):
    demo.start(phase="released")
    demo.shell(LATER)
    office = Person(browser, demo, "lead@demo.example")
    office.sign_in()
    page = office.goto(HOME)
    office.reads("Sperrfrist: ")
    office.check()
    page.click("text=Redaktionen unter Sperrfrist")
    office.reads("Auf die Liste setzen")
    page.fill("#id_name", "Mara Klee")
    page.fill("#id_medium", "Elstertal heute")
    page.fill("#id_email", "mara@elstertal.example")
    page.click("button:has-text('Auf die Liste setzen')")
    office.reads("Mara Klee steht auf der Liste.")
    page.click("summary:has-text('Brief ansehen – Mara Klee')")
    office.reads("hier steht der persönliche Link")
    office.check()
    page.click("text=Angekreuzte Briefe senden")
    office.reads("auf dem Weg")
    letter = letter_to(demo, "mara@elstertal.example")

    phone = {"width": 375, "height": 667, "has_touch": True, "is_mobile": True}
    reader = Person(browser, demo, **phone)
    hers = reader.goto(LINK.search(letter)[1])
    reader.reads("Unter Sperrfrist für Mara Klee")
    assert "Stahlbogen" not in reader.text()
    reader.check()
    hers.tap("text=Zusagen und lesen")
    reader.reads("Setzen Sie den Haken, damit sich der Text öffnet.")
    reader.check()
    hers.check("#id_agreed")
    hers.tap("text=Zusagen und lesen")
    reader.reads("Bündnis Stahlbogen")
    reader.check()
    with hers.expect_download() as download:
        hers.tap("text=Pressemappe laden (ZIP)")
    names = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())).namelist()
    assert "pressemappe-2026/Pressemitteilung.docx" in names
    assert demo.status("/preistraeger/2026/presse/") == 404
    assert reader.context.cookies() == []

    page.reload()
    office.reads("Angeschrieben")
    row = page.locator("tr:has-text('Mara Klee')")
    assert row.locator("td").nth(2).inner_text() != "–"
    with page.expect_navigation():
        row.locator("button:has-text('Zurücknehmen')").click()
    office.reads("Der Link von Mara Klee öffnet nichts mehr.")
    assert demo.status(LINK.search(letter)[1]) == 404
    reader.close()
    office.close()


def letter_to(demo, address: str) -> str:
    return next(one["text"] for one in demo.letters() if one["to"] == address)


def test_the_public_press_page(demo, browser):
    demo.start(phase="released")
    for width in (1280, 375):
        visitor = Person(browser, demo, width=width)
        visitor.goto("/preistraeger/2026/presse/")
        visitor.reads("Ruth Thiel")
        visitor.check()
        visitor.close()
    with urlopen(f"{demo.address}/preistraeger/2026/presse/pressemitteilung.txt") as answer:
        assert answer.read().decode().startswith("Pressemitteilung")
