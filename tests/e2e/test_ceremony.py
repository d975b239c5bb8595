"""The evening: a guest answers on a phone, and the entrance works while the server is gone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .person import Person

pytestmark = pytest.mark.browser

OFFICE = "office@demo.example"
LINK = re.compile(r"http://\S+/preisverleihung/\d+/einladung/[\w-]+/")
PHONE = {"width": 375, "height": 720, "has_touch": True, "is_mobile": True}
OFFLINE = "Kein Netz."
NEW = """
from awards.models import Invitee, Ceremony
evening = Ceremony.objects.get()
for name in {names!r}:
    Invitee.objects.create(
        ceremony=evening, name=name, sort_name=name.lower(), answer="yes",
        answered_at=evening.starts_at,
    )
print(" ".join(evening.invitees.get(name=name).code for name in {names!r}))
"""
CAME = """
from awards.models import CheckIn
row = CheckIn.objects.select_related("by").get(invitee__name={name!r})
print(row.doubles, row.at <= row.stored_at)
"""


@pytest.fixture
def evening(demo):
    """A demonstration in which guests are invited and answer."""
    demo.start(phase="meeting")
    return demo


@pytest.fixture
def office(evening, browser):
    person = Person(browser, evening, OFFICE)
    person.sign_in()
    yield person
    person.close()


def link_to(demo, email):
    letters = [one for one in demo.letters() if one["to"] == email]
    found = [match[0] for one in letters if (match := LINK.search(one["text"]))]
    return found[0].removeprefix(demo.address.partition("//")[0])


def test_a_guest_answers_on_a_phone_without_account_or_cookie(evening, office, browser):
    office.goto("/verwaltung/preisverleihung/gaeste/neu/")
    office.page.fill("#id_name", "Ida Neu")
    office.page.fill("#id_email", "ida@people.example")
    office.page.select_option("#id_companions_allowed", "1")
    office.save()
    office.reads("Ida Neu steht auf der Gästeliste.")
    office.check()
    office.goto("/verwaltung/preisverleihung/gaeste/einladen/")
    office.reads("[hier steht der persönliche Link]")
    office.check()
    office.page.get_by_role("button", name="Angekreuzte Briefe senden").click()
    office.reads("1 Einladung geht hinaus.")
    guest = Person(browser, evening, **PHONE)
    path = LINK.search(
        next(one["text"] for one in evening.letters() if one["to"] == "ida@people.example")
    )[0]
    guest.goto(path[path.index("/preisverleihung") :])
    guest.reads("Einladung zur Preisverleihung")
    guest.check()
    answered = guest.page.request.get(guest.page.url)
    assert "set-cookie" not in answered.headers
    assert answered.headers["referrer-policy"] == "no-referrer"
    assert answered.headers["x-robots-tag"] == "noindex, nofollow"
    guest.page.get_by_role("button", name="Antwort senden").click()
    guest.reads("Wählen Sie, ob Sie kommen")
    guest.check()
    guest.page.get_by_label("Ja, ich komme gern").check()
    guest.page.fill("#id_companion_1", "Bo Neu")
    guest.page.fill("#id_diet", "vegan")
    guest.page.get_by_role("button", name="Antwort senden").click()
    guest.reads("Wir freuen uns auf Sie")
    expect(guest.page.get_by_role("img", name="Code zum Scannen")).to_have_count(2)
    expect(guest.page.locator("main")).to_contain_text("Nicht eingewilligt.")
    guest.check()
    with guest.page.expect_download() as download:
        guest.page.get_by_role("link", name="In den Kalender").click()
    assert download.value.suggested_filename.endswith(".ics")
    guest.page.get_by_role("link", name="Antwort ändern").click()
    guest.reads("Ihre Antwort")
    guest.page.get_by_label("Nein, ich kann leider nicht").check()
    guest.page.get_by_role("button", name="Antwort senden").click()
    guest.reads("Schade, dass Sie nicht kommen können")
    assert guest.context.cookies() == []
    guest.close()


def new_guests(demo, *names):
    return demo.shell(NEW.format(names=names)).split()


def at_the_door(browser, demo):
    person = Person(browser, demo, OFFICE, **PHONE)
    person.sign_in()
    person.goto("/verwaltung/preisverleihung/einlass/")
    expect(person.page.locator("[data-part=count]")).to_contain_text("sind da")
    person.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    person.page.wait_for_function(
        "async () => Boolean(await (await caches.open('einlass')).match(location.pathname))"
    )
    return person


def let_in(person, words):
    person.page.fill("[data-part=search]", words)
    row = person.page.locator("[data-part=results] li").first
    row.get_by_role("button").click()
    return person.page.locator("[data-part=said]")


def test_the_entrance_works_while_the_server_is_gone(evening, browser):
    _code, other, _third = new_guests(evening, "Zoe Eins", "Zoe Zwei", "Zoe Drei")
    first, second = at_the_door(browser, evening), at_the_door(browser, evening)
    expect(let_in(first, "zoe ein")).to_have_text("Herein: Zoe Eins.")
    expect(first.page.locator("[data-part=waits]")).to_have_text("")
    first.check()
    for phone in (first, second):
        phone.outage = True
    evening.stop()
    said = let_in(first, "Zoe Zwei")
    expect(said).to_have_text("Herein: Zoe Zwei.")
    expect(first.page.locator("[data-part=waits]")).to_have_text("1 warten auf das Netz.")
    first.reads(OFFLINE)
    first.check()
    # Opened anew in the meantime: page, list and what waits are still there.
    first.page.reload()
    expect(first.page.locator("[data-part=waits]")).to_have_text("1 warten auf das Netz.")
    expect(let_in(first, "Zoe Drei")).to_have_text("Herein: Zoe Drei.")
    # A second phone, which cannot know of the first, by the code.
    second.page.fill("[data-part=search]", other.lower())
    second.page.keyboard.press("Enter")
    expect(second.page.locator("[data-part=said]")).to_have_text("Herein: Zoe Zwei.")
    evening.start()
    expect(first.page.locator("[data-part=waits]")).to_have_text("", timeout=30_000)
    expect(second.page.locator("[data-part=waits]")).to_have_text("", timeout=30_000)
    told = [
        text
        for phone in (first, second)
        for text in phone.page.locator("[data-part=told] li [data-text]").all_inner_texts()
    ]
    assert len(told) == 1, told
    assert told[0].startswith("Zoe Zwei ist schon da, seit ")
    assert evening.shell(CAME.format(name="Zoe Zwei")).split() == ["1", "True"]
    assert evening.shell(CAME.format(name="Zoe Drei")).split() == ["0", "True"]
    for phone in (first, second):
        phone.close()


def test_a_code_that_nobody_has_and_the_list_leaves_the_phone(evening, browser):
    (code,) = new_guests(evening, "Zoe Eins")
    person = at_the_door(browser, evening)
    person.page.fill("[data-part=search]", "0000-0000")
    person.page.keyboard.press("Enter")
    expect(person.page.locator("[data-part=said]")).to_have_text(
        "Diesen Code kennt die Gästeliste nicht."
    )
    person.page.fill("[data-part=search]", code)
    person.page.keyboard.press("Enter")
    expect(person.page.locator("[data-part=said]")).to_have_text("Herein: Zoe Eins.")
    expect(person.page.locator("[data-part=waits]")).to_have_text("")
    person.page.fill("[data-part=search]", code)
    person.page.keyboard.press("Enter")
    expect(person.page.locator("[data-part=said]")).to_contain_text("Zoe Eins ist schon da")
    person.check()
    person.page.get_by_role("button", name="Jetzt vom Telefon löschen").click()
    expect(person.page.locator("[data-part=said]")).to_contain_text("keine Gästeliste mehr")
    person.close()


def test_the_office_sets_tables_by_keyboard(office):
    office.goto("/verwaltung/preisverleihung/")
    office.check()
    for path in ("programm/", "mitwirkende/", "ablauf/", "laudationes/", "gaeste/", "tische/"):
        office.goto(f"/verwaltung/preisverleihung/{path}")
        office.check()
    boxes = office.page.locator(".aw-waiting input[type=checkbox]")
    before = boxes.count()
    for place in range(2):
        boxes.nth(place).check()
    office.page.select_option("#all", index=1)
    office.page.get_by_role("button", name="Setzen", exact=True).press("Enter")
    office.reads("2 Plätze geändert.")
    expect(boxes).to_have_count(before - 2)
    office.goto("/verwaltung/preisverleihung/tische/plan/")
    office.check()
