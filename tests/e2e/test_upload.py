"""Files at a browser: seen on their way, cancelled, refused, sent again, put in order."""

from __future__ import annotations

import io
import os
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from ..hostile_pdfs import opens_a_script, pdf
from ..hostile_pictures import picture
from .person import Person
from .writing import enter

pytestmark = pytest.mark.browser
ACTS = "Die PDF-Datei enthält Programme oder andere Dateien."


def given(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def slowly(person: Person, bytes_a_second: int):
    """The network of a train; the answer of the returned function brings the usual one back."""
    session = person.context.new_cdp_session(person.page)
    session.send("Network.enable")

    def set_speed(up: int, offline: bool = False) -> None:
        speed = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": up}
        session.send("Network.emulateNetworkConditions", {"offline": offline, **speed})

    set_speed(bytes_a_second)
    return set_speed


def send(page: Page, *files: dict) -> None:
    page.set_input_files("[data-upload] input[type=file]", list(files))
    page.click("[data-upload] form button[type=submit]")


def are(page: Page, *names: str) -> None:
    """These files stand there in this order, or do so after a while."""
    found = page.locator("[data-row] > div:first-child strong")
    expect(found).to_have_text(list(names), timeout=30_000)


def described(page: Page, name: str):
    return page.locator("[data-row]", has_text=name)


def noise(size=(1400, 1400)) -> bytes:
    """A picture that does not pack well: some megabytes."""
    target = io.BytesIO()
    Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3)).save(target, "PNG")
    return target.getvalue()


def test_files_at_a_browser(demo, browser):
    demo.start(phase="call")
    person = Person(browser, demo)
    enter(person, "applicant@demo.example")
    page = person.goto("/bewerbungen/")
    page.click(".ap-list h2 a:has-text('Talaue')")
    page.goto(page.url + "anlagen/")
    files_from_choosing_to_their_order(person)
    remove_all(page)
    an_ended_session_keeps_what_was_said_about_a_picture(person)
    remove_all(page)
    a_network_that_breaks_costs_a_click(person)
    remove_all(page)
    what_others_said_meanwhile_is_shown_where_nobody_types(person)
    remove_all(page)
    without_script_it_is_the_plain_form(person, browser)
    person.close()


def remove_all(page: Page) -> None:
    for left in range(page.locator("[data-row]").count() - 1, -1, -1):
        page.locator("[data-row] button", has_text="Entfernen").first.click()
        expect(page.locator("[data-row]")).to_have_count(left)


def files_from_choosing_to_their_order(person):
    page = person.page
    person.check()

    # one that takes a while is seen on its way, and arrives with what was said about it
    speed = slowly(person, 2_000_000)
    page.fill("[data-upload] [name=caption]", "Die Halle")
    page.fill("[data-upload] [name=alt_text]", "Eine Halle im Abendlicht.")
    page.check("[data-upload] [name=rights]")
    send(page, given("Halle.png", noise()))
    expect(page.locator("[data-items] [data-state]")).to_have_text(
        re.compile(r"[1-9]\d?\s% – \d+(,\d)? MB von \d+(,\d)? MB")
    )
    assert 0 < page.locator("[data-items] progress").evaluate("bar => bar.value") < 100
    person.check()
    expect(page.locator("[data-row]")).to_have_count(1, timeout=30_000)
    row = described(page, "Halle.jpg")
    expect(row.locator("[name$=caption]")).to_have_value("Die Halle")
    expect(row.locator("[name$=rights]")).to_be_checked()
    expect(row.locator("[name$=alt_text]")).to_be_focused()
    expect(page.locator("[data-upload] [name=caption]")).to_have_value("")

    # one that is cancelled on its way is not kept
    send(page, given("Abbruch.png", noise()))
    page.locator("[data-items] [data-do=cancel]").press("Enter")
    expect(page.locator("[data-items] li")).to_have_count(0)
    expect(page.locator("[data-files-aloud]")).to_have_text("„Abbruch.png“ abgebrochen")
    are(page, "Halle.jpg")
    speed(-1)

    # a refused one says why beside its name; what was typed stays, here and in the other row
    row.locator("[name$=credit]").fill("Foto: A. Berg")
    page.fill("[data-upload] [name=caption]", "Der Plan")
    send(page, given("Plan.pdf", pdf(opens_a_script)))
    refused = page.locator("[data-items] li")
    expect(refused).to_contain_text(ACTS)
    expect(refused.locator("[data-name]")).to_have_text("Plan.pdf")
    expect(page.locator("[data-upload] [name=caption]")).to_have_value("Der Plan")
    expect(row.locator("[name$=credit]")).to_have_value("Foto: A. Berg")
    person.check()
    refused.locator("[data-do=drop]").click()
    page.fill("[data-upload] [name=caption]", "")

    # several go one after the other; one that is refused keeps no other from being stored
    send(
        page,
        given("Ofen.jpg", picture(color="red")),
        given("Seite.html", b"<html>"),
        given("Rohr.jpg", picture(color="blue")),
        given("Bericht.pdf", pdf()),
    )
    expect(page.locator("[data-row]")).to_have_count(4, timeout=30_000)
    expect(page.locator("[data-items] li")).to_have_count(1)
    are(page, "Halle.jpg", "Ofen.jpg", "Rohr.jpg", "Bericht.pdf")
    person.check()
    page.click("[data-items] [data-do=drop]")

    # order, by keys: the focus stays on the button, and nothing typed is lost
    described(page, "Ofen.jpg").locator("[name$=alt_text]").fill("Ein Ofen.")
    up = described(page, "Rohr.jpg").locator("button[name=up]")
    up.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-files-aloud]")).to_contain_text(
        "„Rohr.jpg“ steht jetzt an Stelle 2."
    )
    are(page, "Halle.jpg", "Rohr.jpg", "Ofen.jpg", "Bericht.pdf")
    expect(up).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-files-aloud]")).to_contain_text(
        "„Rohr.jpg“ steht jetzt an Stelle 1."
    )
    expect(up).to_be_focused()
    expect(up).to_have_attribute("aria-disabled", "true")
    expect(described(page, "Ofen.jpg").locator("[name$=alt_text]")).to_have_value("Ein Ofen.")
    page.reload()
    are(page, "Rohr.jpg", "Halle.jpg", "Ofen.jpg", "Bericht.pdf")
    expect(described(page, "Ofen.jpg").locator("[name$=alt_text]")).to_have_value("Ein Ofen.")
    expect(described(page, "Halle.jpg").locator("[name$=credit]")).to_have_value("Foto: A. Berg")

    # what is missing is named where one hands in, and leads to its field
    page.goto(page.url.replace("anlagen/", "pruefen/"))
    person.check()
    page.click("a[href*='-rights']:has-text('Ofen.jpg')")
    expect(described(page, "Ofen.jpg").locator("[name$=rights]")).to_be_focused()

    # removing leads on to the next one
    described(page, "Rohr.jpg").locator("button", has_text="Entfernen").press("Enter")
    expect(page.locator("[data-row]")).to_have_count(3)
    person.check()


def an_ended_session_keeps_what_was_said_about_a_picture(person):
    page = person.page
    send(page, given("Halle.jpg", picture()), given("Ofen.jpg", picture(color="red")))
    are(page, "Halle.jpg", "Ofen.jpg")
    halle, ofen = described(page, "Halle.jpg"), described(page, "Ofen.jpg")
    cookies = person.context.cookies()
    person.context.clear_cookies()
    for row, text in ((halle, "Eine Halle."), (ofen, "Ein Ofen.")):
        row.locator("[name$=alt_text]").fill(text)
        row.locator("[name$=alt_text]").blur()
        expect(row.locator("[data-said]")).to_contain_text("Sie sind nicht mehr angemeldet.")
    # The button does not take the page away either, since the other row would go with it.
    ofen.locator("button[id$=-save]").click()
    expect(ofen.locator("[data-said]")).to_contain_text("Sie sind nicht mehr angemeldet.")
    expect(halle.locator("[name$=alt_text]")).to_have_value("Eine Halle.")
    person.check()
    # Signed in again there is another token, too.
    person.context.add_cookies([one for one in cookies if one["name"] == "session"])
    for row in (halle, ofen):
        row.locator("button[id$=-save]").click()
        expect(row.locator("[data-said]")).to_contain_text("gespeichert")
    page.reload()
    expect(halle.locator("[name$=alt_text]")).to_have_value("Eine Halle.")
    expect(ofen.locator("[name$=alt_text]")).to_have_value("Ein Ofen.")


def a_network_that_breaks_costs_a_click(person):
    page = person.page
    page.fill("[data-upload] [name=caption]", "Die Halle")
    speed = slowly(person, -1)
    person.outage = True
    speed(0, offline=True)
    send(page, given("Halle.png", noise()), given("Rohr.jpg", picture()))
    broken = page.locator("[data-items] li").first
    expect(broken).to_contain_text("Die Verbindung ist abgebrochen.")
    expect(page.locator("[data-items] li").last).to_contain_text("Wartet")
    person.check()
    speed(-1)
    broken.locator("[data-do=retry]").press("Enter")
    expect(page.locator("[data-row]")).to_have_count(2, timeout=30_000)
    are(page, "Halle.jpg", "Rohr.jpg")
    expect(page.locator("[data-upload] [name=caption]")).to_have_value("Die Halle")


def what_others_said_meanwhile_is_shown_where_nobody_types(person):
    page = person.page
    page.fill("[data-upload] [name=caption]", "")
    send(page, given("Eins.jpg", picture()), given("Zwei.jpg", picture(color="blue")))
    send(page, given("Drei.jpg", picture(color="red")))
    expect(page.locator("[data-row]")).to_have_count(3, timeout=30_000)
    elsewhere = person.context.new_page()
    elsewhere.goto(page.url)
    for name in ("Zwei.jpg", "Drei.jpg"):
        described(elsewhere, name).locator("[name$=caption]").fill(f"{name} von nebenan")
        described(elsewhere, name).locator("[name$=caption]").blur()
        expect(described(elsewhere, name).locator("[data-said]")).to_contain_text("gespeichert")
    elsewhere.close()
    described(page, "Drei.jpg").locator("[name$=caption]").press_sequentially("Hier getippt")
    described(page, "Eins.jpg").locator("button[name=down]").evaluate("one => one.click()")
    are(page, "Zwei.jpg", "Eins.jpg", "Drei.jpg")
    stored, typed = (described(page, name) for name in ("Zwei.jpg", "Drei.jpg"))
    expect(stored.locator("[name$=caption]")).to_have_value("Zwei.jpg von nebenan")
    expect(typed.locator("[name$=caption]")).to_have_value("Hier getippt")


def without_script_it_is_the_plain_form(person, browser):
    plain = browser.new_context(
        java_script_enabled=False, storage_state=person.context.storage_state()
    )
    page = plain.new_page()
    page.goto(person.page.url)
    page.fill("[data-upload] [name=alt_text]", "Eine Halle.")
    for name, content in (("Halle.jpg", picture()), ("Ofen.jpg", picture(color="blue"))):
        send(page, given(name, content))
    are(page, "Halle.jpg", "Ofen.jpg")
    described(page, "Ofen.jpg").locator("button[name=up]").click()
    are(page, "Ofen.jpg", "Halle.jpg")
    expect(described(page, "Ofen.jpg").locator("button[name=up]")).to_be_focused()
    page.fill("[data-upload] [name=caption]", "Der Plan")
    send(page, given("Plan.pdf", pdf(opens_a_script)))
    assert ACTS in page.inner_text("main")
    assert page.input_value("[data-upload] [name=caption]") == "Der Plan"
    plain.close()
