"""axe on every page of an applicant in every state, empty to locked, by day and by night."""

from __future__ import annotations

import json

import pytest

from .person import Person
from .writing import enter

pytestmark = pytest.mark.browser
# On the server of the demonstration: one application of each kind, of a person of its own.
MAKE = """
import json
from datetime import timedelta
from django.db.models import F
from initiatives import clock
from initiatives.models import Application, Call
from tests import applying as make

call, made = Call.objects.current(), {}

def one(state, kind=make.application, **fields):
    person = make.user(f"Zustand {state}", email=f"{state}@zustand.example")
    found = kind(owner=person, **{"call": call} | fields)
    made[state] = [person.email, str(found.key), str(getattr(found.snapshots.first(), "key", ""))]
    return found

one("empty", declared=(), contact_name="", contact_email="", initiative__carrier="")
filled = one("filled", complete=True)
closed = make.call(announced_at=None, closes_at=clock.now() - timedelta(days=1))
closed.sections.update(slug="title-summary")  # the address it has in the open call
closed.questions.update(prompt=F("label"))
one("late", call=closed, complete=True)
one("reopened", make.submitted, reopened_at=clock.now())
one("submitted", make.submitted)
one("withdrawn", make.submitted, status="withdrawn")
one("excluded", make.submitted, status="excluded", exclusion_reason="Kein Industriebezug.")
asked = one("asked", make.submitted)
request = asked.change_requests.create(
    asked_at=clock.now(), until=clock.now() + timedelta(days=3), message="Bitte ergänzen."
)
request.points.create(page="contact", note="Eine Telefonnummer, bitte.")
reader = make.member(filled.initiative, "reader", email="reader@zustand.example")
made["reader"] = [reader.email, str(filled.key), ""]
print(json.dumps(made))
"""
FORM = ("initiative", "ansprechperson", "themen", "anlagen", "erklaerungen", "pruefen")
PAGES = ("", *(f"{name}/" for name in FORM), "abschnitt/title-summary/")
MORE = ("verlauf/", "fassungen/", "weiter-bearbeiten/", "zurueckziehen/")
FIELDS = ("initiative/", "ansprechperson/", "themen/", "title-summary/", "erklaerungen/")
LOCKED = {"late", "reader", "submitted"}
STATES = {
    "empty": (*PAGES, "verlauf/", "uebernehmen/", "loeschen/"),
    "filled": PAGES,
    "late": PAGES,
    "reader": PAGES,
    "reopened": ("", "pruefen/", *MORE),
    "submitted": (*PAGES, *MORE),
    "withdrawn": ("", "fassungen/"),
    "excluded": ("", "pruefen/"),
    "asked": ("", "ansprechperson/", "themen/", "pruefen/"),
}


@pytest.fixture(scope="module")
def states(shared) -> dict[str, list[str]]:
    return json.loads(shared.shell(MAKE))


def both(person: Person) -> None:
    """By day and by night."""
    for scheme in ("light", "dark"):
        person.page.emulate_media(color_scheme=scheme)
        # What has just appeared takes the other colours with the next frame.
        person.page.evaluate("new Promise((go) => requestAnimationFrame(() => setTimeout(go, 50)))")
        person.check()


@pytest.mark.parametrize("state", STATES)
def test_no_page_has_a_barrier_in_this_state(open_call, browser, states, state):
    email, key, snapshot = states[state]
    person = Person(browser, open_call)
    enter(person, email)
    addresses = [f"/bewerbungen/{key}/{page}" for page in STATES[state]]
    addresses += [f"/bewerbungen/eingang/{snapshot}/"] if snapshot else []
    for address in (*addresses, "/bewerbungen/"):
        answer = person.page.goto(open_call.address + address)
        assert answer is not None
        assert answer.status == 200, address
        if state in LOCKED and address.endswith(FIELDS):
            assert person.page.locator("main form:not([action]) button[type=submit]").count() == 0
            assert (
                person.page.locator("main form :is(input, textarea):enabled:visible").count() == 0
            )
        both(person)
    person.close()


def test_no_page_has_a_barrier_when_something_is_wrong(open_call, browser, states):
    """What cannot be saved is said at its field; the summary has the focus."""
    email, key, _snapshot = states["filled"]
    person = Person(browser, open_call)
    enter(person, email)
    wrong = {
        "initiative": ("input[name=name]", ""),
        "ansprechperson": ("input[name=contact_email]", "keine-adresse"),
        "abschnitt/title-summary": ("#id_summary", "zu lang " * 400),
        "themen": ("input[name=criteria]", None),
    }
    for page, (field, text) in wrong.items():
        person.goto(f"/bewerbungen/{key}/{page}/")
        found = person.page.locator(field)
        if text is None:
            for box in found.all():
                box.uncheck()
        else:
            found.first.fill(text)
        person.save()
        assert person.page.locator(".kern-form-input--error, [data-focus-on-load]").count(), page
        both(person)
    person.goto(f"/bewerbungen/{key}/anlagen/")
    upload = {"name": "Brief.txt", "mimeType": "text/plain", "buffer": b"kein Bild"}
    person.page.set_input_files("input[name=file]", upload)
    person.page.click("main form:has(input[name=file]) button[type=submit]")
    person.page.wait_for_load_state()
    both(person)
    person.close()


def test_beginning_has_no_barrier_empty_and_wrong(open_call, browser, states):
    person = Person(browser, open_call)
    enter(person, states["withdrawn"][0])
    page = person.goto("/bewerbungen/neu/")
    both(person)
    page.click("main form:has(input[name=carrier]) button[type=submit]")
    page.wait_for_load_state()
    both(person)
    person.close()
