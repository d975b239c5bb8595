"""Somebody's data travel with them: checked, taken along, and gone when they say so."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from .person import Person
from .test_travel import code_for, fill_answers, register, sections

pytestmark = pytest.mark.browser

NAME = "Probebündnis Hagelstein"


def test_receipt_copy_draft_and_account(demo, browser):
    demo.start(phase="call")
    person = Person(browser, demo, "nora@demo.example")
    register(person)
    kept = begin(person, NAME)
    draft = begin(person, "Zweites Bündnis")
    deletes_the_draft(person, draft)
    receipt = hands_in(person, kept)
    anybody_checks_the_receipt(demo, browser, person, receipt)
    takes_everything_along(person)
    sees_who_did_what(person, kept)
    cannot_go_before_withdrawing(person, kept)
    deletes_the_account(person)
    registers_anew(demo, browser)
    person.close()


def begin(person: Person, name: str) -> str:
    """A draft; its path."""
    page = person.goto("/bewerbungen/neu/")
    page.fill("input[name=name]", name)
    page.fill("input[name=carrier]", "Wirtschaftsförderung Hagelstein GmbH")
    page.fill("input[name=region]", "Hagelsteiner Land")
    page.check("input[name=states][value=DE-NI]")
    page.click("main form:has(input[name=carrier]) button[type=submit]")
    person.arrive("**/bewerbungen/*-*/")
    return urlsplit(page.url).path


def deletes_the_draft(person: Person, draft: str) -> None:
    page = person.goto(draft)
    page.click("text=Entwurf löschen")
    person.arrive(f"**{draft}loeschen/")
    person.check()
    page.click("text=Entwurf endgültig löschen")
    person.arrive("**/bewerbungen/")
    person.check()
    person.reads("ist gelöscht")
    assert page.query_selector(f"a[href='{draft}']") is None
    page.goto(person.demo.address + draft)
    person.reads("Diese Seite gibt es hier nicht")


def hands_in(person: Person, kept: str) -> str:
    """The path of the receipt."""
    page = person.goto(f"{kept}themen/")
    page.check("input[name=criteria][value=dk]")
    person.save()
    for address in sections(person, person.demo.address + kept):
        page.goto(address)
        fill_answers(page)
        person.save()
    person.goto(f"{kept}erklaerungen/")
    for box in page.query_selector_all("main form input[type=checkbox]"):
        box.check()
    person.save()
    person.goto(f"{kept}pruefen/")
    page.click("form[action$='/einreichen/'] button[type=submit]")
    person.arrive("**/bewerbungen/eingang/**")
    person.check()
    return urlsplit(page.url).path


def anybody_checks_the_receipt(demo, browser, person: Person, receipt: str) -> None:
    page = person.goto(receipt)
    link = urlsplit(str(page.get_attribute("a[href*='/pruefen/?']", "href")))
    printed = page.inner_text(".ap-sum").replace(" ", "").strip()
    with page.expect_download() as download:
        page.click("a[href$='/json/']")
    assert hashlib.sha256(download.value.path().read_bytes()).hexdigest() == printed
    anybody = Person(browser, demo)
    anybody.goto(f"{link.path}?{link.query}")
    anybody.check()
    anybody.reads("Ja, die Prüfsumme stimmt")
    assert NAME not in anybody.text()
    page = anybody.goto("/pruefen/")
    anybody.check()
    page.fill("input[name=nummer]", link.query.split("nummer=")[1].split("&")[0].lower())
    page.fill("textarea[name=pruefsumme]", printed[:-1])
    page.click("main form button[type=submit]")
    anybody.check()
    anybody.reads("Die Prüfsumme hat 64 Zeichen, eingegeben sind 63")
    page.fill("textarea[name=pruefsumme]", f"{printed[:-1]}{'0' if printed[-1] != '0' else '1'}")
    page.click("main form button[type=submit]")
    anybody.check()
    anybody.reads("Nein, einen solchen Eingang gibt es nicht")
    assert anybody.context.cookies() == []
    anybody.close()


def takes_everything_along(person: Person) -> None:
    page = person.goto("/konto/uebersicht/")
    page.click("text=Ihre Daten herunterladen")
    person.arrive("**/konto/daten/")
    person.check()
    with page.expect_download() as download:
        page.click("text=Alles herunterladen (ZIP)")
    with zipfile.ZipFile(Path(download.value.path())) as found:
        names = found.namelist()
        account = json.loads(found.read("konto.json"))
        frozen = next(name for name in names if name.endswith("fassung-1.json"))
        sums = found.read(frozen.replace("fassung-1.json", "SHA256SUMS")).decode()
        digest = hashlib.sha256(found.read(frozen)).hexdigest()
    assert (account["name"], account["email"]) == ("Nora Neumann", person.email)
    assert [row["initiative"] for row in account["memberships"]] == [NAME, "Zweites Bündnis"]
    assert sums == f"{digest}  fassung-1.json\n"
    assert any(name.startswith("briefe/") and "receipt" in name for name in names)


def sees_who_did_what(person: Person, kept: str) -> None:
    person.goto(f"{kept}verlauf/")
    person.check()
    person.reads("Bewerbung eingereicht")
    person.reads("Nora Neumann")


def cannot_go_before_withdrawing(person: Person, kept: str) -> None:
    page = person.goto("/konto/loeschen/")
    person.check()
    person.reads("Vorher ist noch etwas zu tun")
    assert page.query_selector("main form") is None
    person.goto(f"{kept}zurueckziehen/")
    page.click("text=Endgültig zurückziehen")
    person.arrive(f"**{kept}")


def deletes_the_account(person: Person) -> None:
    page = person.goto("/konto/loeschen/")
    person.check()
    page.click("text=Code per E-Mail anfordern")
    page.wait_for_selector("input[name=code]")
    person.check()
    page.fill("input[name=code]", "AAAAAA")
    page.click("text=Konto endgültig löschen")
    person.check()
    person.reads("Dieser Code stimmt nicht")
    page.fill("input[name=code]", code_for(person))
    page.click("text=Konto endgültig löschen")
    person.arrive("**/konto/geloescht/")
    person.check()
    person.goto("/bewerbungen/")
    person.arrive("**/konto/login/**")
    kinds = [row["kind"] for row in person.demo.letters() if row["to"] == person.email]
    assert "account_deleted" in kinds


def registers_anew(demo, browser) -> None:
    person = Person(browser, demo, "nora@demo.example")
    register(person)
    person.goto("/bewerbungen/")
    person.check()
    person.reads("Noch keine Bewerbung")
    assert NAME not in person.text()
    person.close()
