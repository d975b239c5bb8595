"""What makes texts get lost elsewhere: the server, the session, the tab, the deadline. Not here."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from initiatives.keys import uuid7

from .person import Person
from .writing import Judging, Writing, enter, jurors, stored

pytestmark = pytest.mark.browser

MIRA, JONAS = "applicant@demo.example", "olt@demo.example"
CLOSED = "Das lässt sich nicht mehr speichern"
END_SESSION = """
from django.contrib.sessions.models import Session
Session.objects.get(session_key="{key}").delete()
"""
OFFLINE = "Zurzeit keine Verbindung zum Server"
SIGNED_OUT = "Sie sind nicht mehr angemeldet"


@pytest.fixture
def applicant(open_call, browser):
    """The owner of an application, signed in."""
    person = Person(browser, open_call, MIRA)
    enter(person)
    yield person
    person.close()


@pytest.fixture(params=["answer", "sheet"])
def mira(request, open_call, browser):
    """Who writes: the owner of an application, or a juror with one case; and beside her Jonas."""
    is_juror = request.param == "sheet"
    names = (f"{who} {uuid7()}" for who in ("Mira", "Jonas"))
    email, other = jurors(open_call, *names) if is_juror else (MIRA, JONAS)
    person = Person(browser, open_call, email)
    enter(person)
    person.other, person.writes = other, Judging if is_juror else Writing
    yield person
    person.close()


def tab_of(person: Person, path: str = "", **more) -> Writing:
    """What `person` writes in, opened in the person's tab or another one."""
    return person.writes(person, path, **more)


def end_session(person: Person) -> None:
    (key,) = (one["value"] for one in person.context.cookies() if one["name"] == "session")
    person.demo.shell(END_SESSION.format(key=key))


def test_typing_saves_by_itself(mira):
    tab = tab_of(mira)
    tab.write("Sieben Gießereien teilen sich die Wärme.")
    tab.is_saved()
    assert stored(mira, tab.path) == "Sieben Gießereien teilen sich die Wärme."
    mira.check()
    tab.send()  # no conflict with oneself
    mira.arrive(tab.next)


def test_a_stopped_server_loses_nothing(mira, open_call):
    tab = tab_of(mira)
    tab.write("Vorher.")
    tab.is_saved()
    mira.outage = True
    open_call.stop()
    tab.type(" Währenddessen.")
    tab.is_kept()
    expect(tab.note(OFFLINE)).to_be_visible()
    mira.check()
    tab.send()
    expect(tab.field).to_have_value("Vorher. Währenddessen.")  # no page of the browser's instead
    open_call.start()
    tab.is_saved()
    expect(tab.note(OFFLINE)).to_have_count(0)
    assert stored(mira, tab.path) == "Vorher. Währenddessen."


def test_a_session_that_ended_loses_nothing(mira, open_call):
    tab = tab_of(mira)
    tab.write("Angemeldet.")
    tab.is_saved()
    end_session(mira)
    tab.type(" Abgemeldet.")
    tab.is_kept()
    expect(tab.note(SIGNED_OUT)).to_be_visible()
    mira.check()
    with mira.context.expect_page() as opened:
        tab.note(SIGNED_OUT).get_by_role("link").click()
    mira.sign_in_here(opened.value)
    assert opened.value.url == open_call.address + tab.path  # where one was writing
    tab.is_saved()  # by itself, since somebody is signed in again
    expect(tab.note(SIGNED_OUT)).to_have_count(0)
    assert stored(mira, tab.path) == "Angemeldet. Abgemeldet."
    other = tab_of(mira, tab.path, page=opened.value)
    expect(other.offer).to_have_count(0)


def test_text_of_an_ended_session_is_offered_after_signing_in_again(mira):
    tab = tab_of(mira)
    tab.write("Vor dem Ende.")
    tab.is_saved()
    end_session(mira)
    tab.type(" Danach.")
    tab.is_kept()
    tab.page.close()
    mira.page = mira.context.new_page()
    mira.sign_in()
    again = tab_of(mira, tab.path)
    expect(again.field).to_have_value("Vor dem Ende.")
    expect(again.offer).to_be_visible()
    mira.check()
    again.do("Übernehmen", again.offer)
    again.is_saved()
    expect(again.offer).to_have_count(0)
    assert stored(mira, tab.path) == "Vor dem Ende. Danach."
    again.open()
    again.page.wait_for_timeout(1500)
    expect(again.offer).to_have_count(0)


def test_a_killed_tab_loses_nothing(mira):
    tab = tab_of(mira)
    tab.write("Vor dem Absturz.")
    tab.is_saved()
    tab.type(" Letzte Worte.")
    tab.page.wait_for_timeout(300)  # less than saving waits for a pause
    tab.kill()
    assert stored(mira, tab.path) == "Vor dem Absturz."
    mira.page = mira.context.new_page()
    mira.goto(tab.above)
    offers = mira.page.locator("[data-notes] > section")
    expect(offers).to_contain_text(tab.label)
    mira.check()
    offers.get_by_role("link", name="Zum Feld").click()
    again = tab_of(mira, tab.path)
    again.do("Beide vergleichen", again.offer)
    expect(again.both).to_contain_text("Vor dem Absturz. Letzte Worte.")
    mira.check()
    again.do("Meinen Text nehmen", again.both)
    again.is_saved()
    assert stored(mira, tab.path) == "Vor dem Absturz. Letzte Worte."


def test_discarding_is_asked_for_once_more(mira):
    tab = tab_of(mira)
    tab.write("Fassung A.")
    tab.is_saved()
    tab.type(" Entwurf B.")
    tab.page.wait_for_timeout(300)
    tab.kill()
    mira.page = mira.context.new_page()
    again = tab_of(mira, tab.path)
    again.page.once("dialog", lambda dialog: dialog.dismiss())
    again.do("Verwerfen", again.offer)
    expect(again.offer).to_be_visible()
    again.page.once("dialog", lambda dialog: dialog.accept())
    again.do("Verwerfen", again.offer)
    expect(again.offer).to_have_count(0)
    again.open()
    again.page.wait_for_timeout(1500)
    expect(again.offer).to_have_count(0)
    assert stored(mira, tab.path) == "Fassung A."


@pytest.fixture
def offered(mira):
    """“Fassung A.” is stored, and offered is what was written on top of it."""
    tab = tab_of(mira)
    tab.write("Fassung A.")
    tab.is_saved()
    tab.type(" Entwurf B.")
    tab.page.wait_for_timeout(300)
    tab.kill()
    mira.page = mira.context.new_page()
    again = tab_of(mira, tab.path)
    expect(again.offer).to_be_visible()
    return again


def test_taking_over_does_not_replace_what_was_written_since_it_was_offered(offered):
    offered.write("Ganz neu.")
    offered.is_saved()
    expect(offered.offer).to_be_visible()
    offered.do("Übernehmen", offered.offer)
    expect(offered.field).to_have_value("Ganz neu.")
    expect(offered.both.locator("[data-text=mine]")).to_have_text("Fassung A. Entwurf B.")
    expect(offered.both.locator("[data-text=theirs]")).to_have_text("Ganz neu.")
    offered.do("Zusammenführen", offered.both)
    expect(offered.offer).to_have_count(0)
    offered.is_saved()
    merged = "Fassung A. Entwurf B.\n\n——— Ab hier der andere Text ———\n\nGanz neu."
    assert stored(offered.person, offered.path) == merged


def test_nothing_is_saved_while_two_texts_are_compared(offered):
    offered.do("Beide vergleichen", offered.offer)
    offered.type(" Und weiter.")
    expect(offered.both.locator("[data-text=theirs]")).to_have_text("Fassung A. Und weiter.")
    offered.page.wait_for_timeout(2000)
    assert stored(offered.person, offered.path) == "Fassung A."
    offered.is_kept()
    offered.do("Den anderen Text nehmen", offered.both)
    offered.is_saved()
    expect(offered.field).to_have_value("Fassung A. Und weiter.")
    assert stored(offered.person, offered.path) == "Fassung A. Und weiter."


def test_nobody_else_at_the_same_browser_sees_a_copy(mira):
    tab = tab_of(mira)
    tab.write("Von Mira.")
    tab.is_saved()
    tab.type(" Nur für Mira.")
    tab.page.wait_for_timeout(300)
    tab.kill()
    mira.page = mira.context.new_page()
    email = mira.email
    enter(mira, mira.other)
    for path in (tab.path, "/bewerbungen/", "/jury/", "/konto/logout/"):
        mira.goto(path)
        mira.page.wait_for_timeout(1500)
        assert "Nur für Mira" not in mira.page.content()
        expect(mira.page.locator("[data-notes] > section")).to_have_count(0)
    enter(mira, email)
    mine = tab_of(mira, tab.path)
    expect(mine.offer).to_be_visible()


def test_somebody_else_signed_in_meanwhile_does_not_send_it_as_theirs(mira):
    tab = tab_of(mira)
    tab.write("Mira schreibt.")
    tab.is_saved()
    email = mira.email
    enter(mira, mira.other)
    tab.type(" Weiter.")
    expect(tab.note("In diesem Browser ist jetzt jemand anderes angemeldet")).to_be_visible()
    tab.is_kept()
    enter(mira, email)
    assert stored(mira, tab.path) == "Mira schreibt."


def test_a_new_initiative_described_and_not_sent_is_offered_again(applicant):
    page = applicant.goto("/bewerbungen/neu/")
    page.fill("#id_name", "Bündnis  Neuland")
    page.fill("#id_carrier", "Kammer Neuland")
    page.check("input[name=states][value=DE-NI]")
    page.wait_for_timeout(300)
    page.close()
    page = applicant.page = applicant.context.new_page()
    applicant.goto("/bewerbungen/neu/")
    offers = page.locator("[data-notes] > section")
    applicant.check()
    offers.get_by_role("button", name="Alles übernehmen").click()
    expect(page.locator("#id_name")).to_have_value("Bündnis  Neuland")
    expect(page.locator("input[name=states][value=DE-NI]")).to_be_checked()
    page.fill("#id_region", "Neuland")
    page.click("form[data-fields] button[type=submit]")
    applicant.arrive("**/bewerbungen/*-*/")
    expect(page.locator("h1")).to_have_text("Bündnis Neuland")
    applicant.goto("/bewerbungen/neu/")
    page.wait_for_timeout(1500)
    expect(offers).to_have_count(0)


def test_the_profile_saves_by_itself_and_says_what_is_no_value(applicant):
    path = Writing(applicant).path.replace("abschnitt/title-summary/", "ansprechperson/")
    page = applicant.goto(path)
    page.fill("#id_contact_phone", "030 12345")
    mark = page.locator("#div_id_contact_phone [data-mark]")
    expect(mark).to_contain_text("Gespeichert")
    page.fill("#id_contact_email", "mira@")
    wrong = page.locator("#div_id_contact_email [data-mark]")
    expect(wrong).to_contain_text("name@beispiel.de")
    applicant.check()
    page.fill("#id_contact_email", "mira@people.example")
    expect(wrong).to_contain_text("Gespeichert")
    page.click("main form button[type=submit] >> nth=0")
    applicant.arrive("**/themen/")


def test_the_deadline_passing_keeps_the_text_readable_and_to_be_kept(mira, open_call):
    tab = tab_of(mira)
    tab.write("Rechtzeitig.")
    tab.is_saved()
    mira.outage = True
    open_call.move_to(timedelta(days=30))
    tab.type(" Zu spät.")
    expect(tab.note(CLOSED)).to_contain_text(tab.too_late)
    expect(tab.mark).to_contain_text(tab.too_late)
    expect(tab.field).to_have_value("Rechtzeitig. Zu spät.")
    expect(tab.field).not_to_be_editable()
    mira.check()
    with tab.page.expect_download() as download:
        tab.do("Als Textdatei sichern", tab.note(CLOSED))
    assert download.value.suggested_filename == "nicht-uebertragen.txt"
    assert "Rechtzeitig. Zu spät." in download.value.path().read_text(encoding="utf-8")
    assert stored(mira, tab.path) == "Rechtzeitig."
    tab.open()  # closed now, and the text is still there
    with tab.page.expect_download() as download:
        tab.do("Als Textdatei sichern", tab.offer)
    assert "Zu spät." in download.value.path().read_text(encoding="utf-8")
    mira.check()
