"""A laureate takes the seal on a phone, a stranger reads its proof, the office sees both."""

from __future__ import annotations

import io
import os
from pathlib import Path
from zipfile import ZipFile

import pytest

from .person import Person

pytestmark = pytest.mark.browser


def both(person: Person, name: str) -> None:
    """By day and by night; kept as pictures where somebody wants to look."""
    for scheme in ("light", "dark"):
        person.page.emulate_media(color_scheme=scheme)
        person.page.evaluate("new Promise((go) => requestAnimationFrame(() => setTimeout(go, 50)))")
        person.check()
        if folder := os.environ.get("SHOTS"):
            person.page.screenshot(path=Path(folder) / f"{name}-{scheme}.png", full_page=True)


def test_a_laureate_accepts_the_seal_on_a_phone(demo, browser):
    demo.start(phase="released")
    owner = Person(browser, demo, "applicant@demo.example", width=375, height=800)
    owner.sign_in()
    page = owner.goto("/bewerbungen/")
    with page.expect_navigation():
        page.click("main a:has-text('Talaue')")
    owner.reads("Ihre Initiative ist ausgezeichnet")
    with page.expect_navigation():
        page.click("text=Urkunde und Siegel")
    owner.reads("Sie sind ausgezeichnet")
    both(owner, "annehmen")
    with page.expect_download() as loading:
        page.click("text=Urkunde auf Deutsch (PDF)")
    assert loading.value.path().read_bytes()[:5] == b"%PDF-"
    page.click("text=Siegel annehmen")
    owner.reads("Nehmen Sie die Nutzungsbedingungen an, um das Siegel zu erhalten")
    owner.check()
    page.check("#id_accepted")
    page.click("text=Siegel annehmen")
    owner.reads("Alle Dateien (ZIP)")
    both(owner, "angenommen")
    with page.expect_download() as loading:
        page.click("text=Alle Dateien (ZIP)")
    with ZipFile(io.BytesIO(loading.value.path().read_bytes())) as files:
        assert len(files.namelist()) == 20
    with page.expect_navigation():
        page.click("text=Nachweisseite ansehen")
    owner.reads("Dieses Siegel gilt.")
    proof = page.url
    owner.close()

    stranger = Person(browser, demo, width=375, height=800)
    page = stranger.goto(proof.removeprefix(demo.address))
    stranger.reads("Industriebündnis Talaue")
    both(stranger, "nachweis-375")
    page.set_viewport_size({"width": 1280, "height": 900})
    both(stranger, "nachweis")
    shown = "[...document.images].every((one) => one.complete && one.naturalWidth > 0)"
    assert page.evaluate(shown)
    assert stranger.context.cookies() == []
    stranger.goto("/siegel/")
    stranger.reads("Wer das Siegel führt oder geführt hat")
    both(stranger, "alle")
    stranger.close()

    office = Person(browser, demo, "office@demo.example")
    office.sign_in()
    page = office.goto("/verwaltung/urkunden/")
    office.reads("Fertig zum Drucken, A4.")
    both(office, "urkunden")
    office.goto("/verwaltung/siegel/")
    office.reads("noch nicht angenommen")
    both(office, "verwaltung-siegel")
    with page.expect_navigation():
        page.click("tr:has-text('Talaue') >> text=Entziehen")
    page.fill("#id_reason_de", "Die Angaben zum Träger waren falsch (erfunden).")
    both(office, "entziehen")
    page.check("#id_sure")
    with page.expect_navigation():
        page.click("text=Endgültig entziehen")
    office.reads("Das Siegel von Industriebündnis Talaue ist entzogen.")
    page = office.goto(proof.removeprefix(demo.address))
    office.reads("Dieses Siegel ist entzogen.")
    office.reads("Die Angaben zum Träger waren falsch (erfunden).")
    both(office, "entzogen")
    office.close()
