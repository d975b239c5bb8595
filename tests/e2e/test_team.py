"""A team comes together: invited, registered on the way, writing along, handed over to; a claim."""

from __future__ import annotations

import re
import time
from urllib.parse import urlsplit

import pytest

from .person import Person
from .test_travel import code_for

pytestmark = pytest.mark.browser
NEW = "neu@demo.example"
LINK = re.compile(r"https?://\S+/einladung/\S+")
TASKS = re.compile(r"/bewerbungen/[0-9a-f-]{36}/$")


def test_a_team_comes_together_and_a_claim_is_confirmed(demo, browser):
    demo.start(phase="call")
    owner_invites(demo, browser)
    tasks = invited_person_registers_and_writes(demo, browser)
    owner_hands_over(demo, browser)
    new_owner_leads_the_team(demo, browser, tasks)
    slug = somebody_claims(demo, browser)
    office_confirms(demo, browser)
    claimant_may_apply(demo, browser, slug)


def look(person: Person) -> None:
    """As it is, and on a phone in the dark."""
    person.check()
    size = person.page.viewport_size
    person.page.emulate_media(color_scheme="dark")
    person.page.set_viewport_size({"width": 375, "height": 800})
    # What has just appeared takes the other colours with the next frame.
    person.page.evaluate("new Promise((go) => requestAnimationFrame(() => setTimeout(go, 50)))")
    person.check()
    person.page.emulate_media(color_scheme="light")
    person.page.set_viewport_size(size)


def letter_to(demo, address: str, kind: str) -> str:
    for _attempt in range(100):
        for letter in demo.letters():
            if (letter["to"], letter["kind"]) == (address, kind):
                return letter["text"]
        time.sleep(0.1)
    raise AssertionError(demo.letters())


def owner_invites(demo, browser) -> None:
    owner = Person(browser, demo, "applicant@demo.example")
    owner.sign_in()
    page = owner.goto("/bewerbungen/")
    look(owner)
    page.click("main .ap-list a")
    owner.arrive(TASKS)
    page.click("main aside a:has-text('Team')")
    owner.arrive("**/team/")
    look(owner)
    page.fill("input[name=email]", "neu@")
    page.check("input[name=role][value=reader]")
    page.click("main form:has(input[name=email]) button[type=submit]")
    look(owner)  # refused
    page.fill("input[name=email]", NEW)
    page.check("input[name=role][value=editor]")
    page.click("main form:has(input[name=email]) button[type=submit]")
    page.wait_for_load_state()
    owner.reads(f"Die Einladung an {NEW} ist unterwegs.")
    look(owner)
    page.click("main a:has-text('Rolle ändern') >> nth=0")
    owner.arrive(re.compile(r"/team/[0-9a-f-]{36}/$"))
    look(owner)
    owner.close()


def invited_person_registers_and_writes(demo, browser) -> str:
    link = LINK.search(letter_to(demo, NEW, "invitation"))[0]
    person = Person(browser, demo, NEW)
    page = person.goto(urlsplit(link).path)
    assert "Talaue" not in page.content()
    assert person.context.cookies() == []
    look(person)
    page.click("main a:has-text('Konto anlegen')")
    look(person)
    page.fill("input[name=name]", "Nora Neumann")
    page.fill("input[name=email]", NEW)
    page.click("main form:has(input[name=email]) button[type=submit]")
    page.wait_for_selector("input[name=code]")
    look(person)
    page.fill("input[name=code]", code_for(person))
    page.click("main form:has(input[name=code]) button[type=submit]")
    person.arrive(re.compile(r"^[^?]*/bewerbungen/einladung/[^?]*$"))
    look(person)
    person.reads("Mira Rehberg lädt Sie ein")
    page.dblclick("main form[action$='/annehmen/'] button")
    person.arrive(TASKS)
    tasks = urlsplit(page.url).path
    person.reads("Sie gehören jetzt zum Team")
    assert "hat die Einladung angenommen" in " ".join(
        letter["subject"] for letter in demo.letters() if letter["to"] == "applicant@demo.example"
    )
    page.click("main a[href*='/ansprechperson/']")
    page.fill("input[name=contact_phone]", "0000 47 11")
    person.save()
    person.goto(tasks + "ansprechperson/")
    assert page.input_value("input[name=contact_phone]") == "0000 47 11"
    person.close()
    return tasks


def owner_hands_over(demo, browser) -> None:
    owner = Person(browser, demo, "applicant@demo.example")
    owner.sign_in()
    page = owner.goto("/bewerbungen/")
    page.click("main a:has-text('Team ansehen') >> nth=0")
    owner.arrive("**/team/")
    page.click("main a:has-text('Team verlassen')")
    look(owner)
    page.click("main form button[type=submit]")
    owner.reads("Übergeben Sie sie zuerst")
    look(owner)
    page.click("main a:has-text('Initiative übergeben')")
    look(owner)
    page.check("label:has-text('Nora Neumann')")
    page.click("main form button[type=submit]")
    owner.reads("An Nora Neumann übergeben?")
    look(owner)
    page.click("main form button[type=submit]")
    owner.arrive("**/team/")
    owner.reads("Nora Neumann ist nun für die Initiative verantwortlich")
    assert page.query_selector("input[name=email]") is None
    look(owner)
    owner.close()


def new_owner_leads_the_team(demo, browser, tasks: str) -> None:
    person = Person(browser, demo, NEW)
    person.sign_in()
    page = person.goto(tasks)
    page.click("main aside a:has-text('Team')")
    person.arrive("**/team/")
    assert page.query_selector("input[name=email]") is not None
    assert "hat Ihnen die Initiative" in letter_to(demo, NEW, "handed_over")
    person.close()


def somebody_claims(demo, browser) -> str:
    person = Person(browser, demo, "olt@demo.example")
    page = person.goto("/initiativen/")
    page.click("main article a, main li h3 a, main li h2 a >> nth=0")
    person.arrive(re.compile(r"/initiativen/[a-z0-9-]+/$"))
    slug = urlsplit(page.url).path.split("/")[2]
    look(person)
    page.click("main a:has-text('Sie vertreten diese Initiative?')")
    page.fill("input[name=email]", person.email)
    page.click("main form:has(input[name=email]) button[type=submit]")
    page.wait_for_selector("input[name=code]")
    page.fill("input[name=code]", code_for(person))
    page.click("main form:has(input[name=code]) button[type=submit]")
    person.arrive(re.compile(rf"^[^?]*/initiativen/{slug}/vertreten/$"))
    look(person)
    page.click("main form button[type=submit]")
    look(person)  # refused
    page.fill("textarea[name=reason]", "Ich leite zum Üben die Geschäftsstelle dieser Initiative.")
    page.click("main form button[type=submit]")
    page.wait_for_load_state()
    person.reads("Ihre Anfrage wird geprüft")
    look(person)
    assert "Wir prüfen das" in letter_to(demo, person.email, "claim_received")
    person.goto("/bewerbungen/")
    person.reads("Wird geprüft")
    look(person)
    person.close()
    return slug


def office_confirms(demo, browser) -> None:
    auditor = Person(browser, demo, "auditor@demo.example")
    auditor.sign_in()
    page = auditor.goto("/verwaltung/initiativen/anspruch/")
    page.click("main table a")
    auditor.arrive(re.compile(r"/anspruch/[0-9a-f-]{36}/$"))
    assert page.query_selector("main form") is None
    look(auditor)
    auditor.close()
    office = Person(browser, demo, "office@demo.example")
    office.sign_in()
    page = office.goto("/verwaltung/")
    page.click("main a[href$='/initiativen/anspruch/']")
    look(office)
    page.click("main table a")
    office.arrive(re.compile(r"/anspruch/[0-9a-f-]{36}/$"))
    look(office)
    page.click("main details summary")
    page.click("main details form button[type=submit]")
    look(office)  # refused: no reason
    page.click("main form:has(input[name=grant]) button[type=submit]")
    office.arrive("**/initiativen/anspruch/")
    office.reads("Bestätigt. Jonas Olt hat einen Brief bekommen.")
    look(office)
    office.close()


def claimant_may_apply(demo, browser, slug: str) -> None:
    person = Person(browser, demo, "olt@demo.example")
    person.sign_in()
    assert "Sie vertreten jetzt" in letter_to(demo, person.email, "claim_granted")
    page = person.goto(f"/initiativen/{slug}/vertreten/")
    look(person)
    name = page.inner_text("main .aw-kicker")
    person.goto("/bewerbungen/neu/")
    assert page.is_visible(f"main label:has-text('{name}')")
    look(person)
    person.close()
