"""A case judged by keys alone, on a phone and in two tabs; and axe on the sheet in every state."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from initiatives.keys import uuid7

from .hands import Finger, Keys
from .person import Person
from .writing import Judging, enter, jurors, stored

pytestmark = pytest.mark.browser
PHONE = {"width": 375, "height": 720, "has_touch": True}
LIST = re.compile("/jury/(#bogen)?$")
NAMELESS = """
from jury.models import Juror, Procedure
juror = Juror.objects.get(user__email="{email}")
Procedure.objects.create(call=juror.call, sees="nameless")
"""


@pytest.fixture
def albers(request, open_call, browser):
    """A juror with one case, signed in; `albers.other` is another juror of the same call."""
    options = getattr(request, "param", {})
    email, other = jurors(open_call, *(f"{who} {uuid7()}" for who in ("Albers", "Brandt")))
    person = Person(browser, open_call, email, **options)
    enter(person)
    person.other = other
    yield person
    person.close()


def both(person: Person) -> None:
    """By day and by night."""
    for scheme in ("light", "dark"):
        person.page.emulate_media(color_scheme=scheme)
        person.page.evaluate("new Promise((go) => requestAnimationFrame(() => setTimeout(go, 50)))")
        person.check()


def test_a_whole_case_is_judged_by_keys_alone(albers):
    page = albers.goto("/jury/")
    keys = Keys(page)
    keys.press("main .kern-btn--primary")
    albers.arrive(re.compile("/jury/faelle/"))
    page.keyboard.press("x")
    expect(page.locator("[data-figure]")).to_have_text("10")
    page.keyboard.press("7")
    expect(page.locator("[data-figure]")).to_have_text("7")
    page.keyboard.press("ArrowLeft")  # as in any group of choices
    expect(page.locator("[data-figure]")).to_have_text("6")
    expect(page.locator("fieldset.aw-points [data-mark]")).to_contain_text("Gespeichert")
    page.keyboard.press("Delete")
    expect(page.locator("[data-figure]")).to_have_text("offen")
    page.keyboard.press("6")
    expect(page.locator("[data-figure]")).to_have_text("6")
    keys.write("textarea[name$=-reason]", "Gemessen: 9 von 10 Betrieben, x-mal besser.")
    expect(page.locator("[data-figure]")).to_have_text("6")  # keys in a text are text
    expect(page.locator("[id$=reason] [data-mark]")).to_contain_text("Gespeichert")
    albers.check()
    keys.press("button[name=finish]")
    albers.arrive(LIST)
    expect(page.locator(".aw-work__state")).to_contain_text("Abgeschlossen")
    albers.check()


def test_a_score_is_taken_back_and_stays_open(albers):
    tab = Judging(albers)
    page = tab.page
    back = page.get_by_role("button", name="Wertung zurücknehmen")
    mark = page.locator("fieldset.aw-points [data-mark]")
    for take in (back.click, lambda: page.keyboard.press("Backspace")):
        expect(back).to_be_hidden()
        page.keyboard.press("4")
        expect(page.locator("[data-figure]")).to_have_text("4")
        expect(mark).to_contain_text("Gespeichert")
        expect(back).to_be_visible()
        both(albers)
        with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
            take()
        assert sent.value.json()["state"] == "saved"
        expect(page.locator("[data-figure]")).to_have_text("offen")
        tab.open()
        expect(page.locator("[data-figure]")).to_have_text("offen")
        expect(page.locator(".aw-cell input:checked")).to_have_count(0)


def test_the_keys_can_be_switched_off(albers):
    tab = Judging(albers)
    page = tab.page
    page.keyboard.press("?")
    page.get_by_label("Tasten verwenden").uncheck()
    albers.check()
    page.keyboard.press("Escape")
    page.keyboard.press("7")
    expect(page.locator("[data-figure]")).to_have_text("offen")


@pytest.mark.parametrize(
    "albers", [{"width": 375, "height": 720, "has_touch": True}], indirect=True
)
def test_a_case_is_judged_on_a_phone(albers):
    page = albers.goto("/jury/")
    finger = Finger(page)
    finger.press("main .kern-btn--primary")
    albers.arrive(re.compile("/jury/faelle/"))
    finger.press(".aw-doc__jump")
    finger.press(".aw-cell:nth-child(9)")
    expect(page.locator("[data-figure]")).to_have_text("8")
    finger.write("textarea[name$=-reason]", "Im Zug geschrieben.")
    expect(page.locator("[id$=reason] [data-mark]")).to_contain_text("Gespeichert")
    both(albers)
    finger.press("button[name=finish]")
    albers.arrive(LIST)
    both(albers)


def test_two_tabs_on_one_sheet(albers):
    """Different fields never conflict; the same one shows both."""
    first = Judging(albers)
    second = Judging(albers, first.path, page=albers.context.new_page())
    first.page.locator(".aw-cell").nth(4).click()
    second.write("Aus dem zweiten Tab.")
    second.is_saved()
    expect(first.field).to_have_value("Aus dem zweiten Tab.")  # nobody was writing there
    second.page.context.set_offline(True)
    second.type(" Ohne Netz.")
    second.is_kept()
    second.page.context.set_offline(False)
    second.is_saved()
    expect(first.field).to_have_value("Aus dem zweiten Tab. Ohne Netz.")
    assert stored(albers, first.path) == "Aus dem zweiten Tab. Ohne Netz."


def test_no_state_of_the_sheet_has_a_barrier(open_call, albers):
    open_call.shell(NAMELESS.format(email=albers.email))
    tab = Judging(albers)
    page = tab.page
    both(albers)  # open
    page.get_by_role("button", name="Bogen abschließen").click()
    expect(page.locator("[data-focus-on-load]")).to_be_focused()
    both(albers)  # with what is missing
    page.locator(".aw-cell").nth(5).click()
    tab.write("Solide.")
    tab.is_saved()
    both(albers)  # begun
    albers.goto("/jury/abschliessen/")
    both(albers)
    page.get_by_role("button", name="Diesen Bogen abschließen").click()
    albers.arrive(LIST)
    both(albers)  # all is done
    page.get_by_role("link", name="Neben der Jury ansehen").click()
    both(albers)
    tab.open()
    both(albers)  # finished
    page.locator("#id_note").fill("Für die Sitzung.")
    expect(page.locator("#div_id_note [data-mark]")).to_contain_text("Gespeichert")
    page.get_by_role("button", name="Andere Bögen ansehen").click()
    albers.arrive("**/andere/")
    both(albers)  # without names
    tab.open()
    page.get_by_role("link", name="Verlauf Ihres Bogens").click()
    both(albers)
    tab.open()
    page.get_by_role("button", name="Bogen wieder öffnen").click()
    expect(tab.field).to_be_editable()
    both(albers)  # opened again
