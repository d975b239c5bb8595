"""Passkeys in a real browser, with an authenticator that Chromium plays: set up, sign in, register.

They work at a name only, so this browser asks for localhost where the others ask for 127.0.0.1.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from .person import Person
from .test_travel import code_for

pytestmark = pytest.mark.browser
TASKS = re.compile(r"/bewerbungen/[0-9a-f-]{36}/$")
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class WithDevice(Person):
    """Somebody whose device has passkeys."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.cdp = self.context.new_cdp_session(self.page)
        self.cdp.send("WebAuthn.enable")
        added = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        self.device = added["authenticatorId"]

    def _watch(self, url: str) -> None:
        if urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname != "localhost":
            self.foreign.append(url)

    def goto(self, path: str) -> Page:
        self.page.goto(f"http://localhost:{self.demo.port}{path}")
        return self.page

    def keys(self) -> int:
        found = self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.device})
        return len(found["credentials"])

    def know(self, known: bool) -> None:
        """Whether the device recognises finger or face from now on."""
        self.cdp.send(
            "WebAuthn.setUserVerified",
            {"authenticatorId": self.device, "isUserVerified": known},
        )

    def reach(self, path: str) -> None:
        """Wait for exactly this page; the page for signing in has it behind its own address."""
        self.arrive(re.compile(rf"^http://localhost:\d+{re.escape(path)}$"))

    def sign_out(self) -> None:
        self.goto("/konto/logout/")
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(lambda url: "/konto/logout" not in url)


def test_a_passkey_is_set_up_and_leads_to_the_page_that_was_wanted(demo, browser):
    demo.start(phase="call")
    person = WithDevice(browser, demo, "applicant@demo.example")
    person.sign_in()
    page = person.goto("/bewerbungen/")
    page.click("main .ap-list a")
    person.arrive(TASKS)
    deep = urlsplit(page.url).path + "themen/"

    a_device_that_does_not_know_its_owner_says_so(person)
    page.fill("input[name=name]", "Laptop im Büro")
    page.click("#mfa_webauthn_add")
    person.arrive("**/konto/2fa/")
    assert person.keys() == 1
    person.reads("1 Schlüssel eingerichtet")
    assert "Wiederherstellungscodes" not in person.text()
    person.check()
    page.click("main a:has-text('Schlüssel verwalten')")
    person.reads("Laptop im Büro")
    person.check()
    person.sign_out()

    person.goto(deep)
    person.check()
    page.click("#passkey_login")
    person.reach(deep)
    person.sign_out()

    elsewhere = Person(browser, demo, "applicant@demo.example")  # without the device
    elsewhere.sign_in()
    assert urlsplit(elsewhere.page.url).path == "/bewerbungen/"
    elsewhere.close()

    page = person.goto("/en" + deep)
    page.click("#passkey_login")
    person.reach(f"/en{deep}")
    person.check()
    person.close()


def a_device_that_does_not_know_its_owner_says_so(person: WithDevice) -> None:
    page = person.goto("/konto/2fa/")
    person.check()
    page.click("main a:has-text('Passkey einrichten')")
    person.check()
    person.know(False)
    page.click("#mfa_webauthn_add")
    page.wait_for_selector("[data-passkey-said]:visible")
    person.reads("Das wurde abgebrochen oder hat zu lange gedauert.")
    person.check()
    person.know(True)
    assert person.keys() == 0


def test_an_account_is_opened_with_a_passkey_on_the_way_to_a_page(demo, browser):
    demo.start(phase="call")
    person = WithDevice(browser, demo, "neu@demo.example", width=375)
    page = person.goto("/bewerbungen/neu/")
    page.click("main a:has-text('Konto anlegen')")
    page.click("main a:has-text('Konto mit einem Passkey anlegen')")
    person.check()
    page.fill("input[name=name]", "Nora Neumann")
    page.fill("input[name=email]", person.email)
    page.click("main form:has(input[name=email]) button[type=submit]")
    page.wait_for_selector("input[name=code]")
    page.fill("input[name=code]", code_for(person))
    page.click("main form:has(input[name=code]) button[type=submit]")
    person.arrive("**/konto/2fa/webauthn/signup/")
    person.check()
    page.click("#mfa_webauthn_signup")
    person.reach("/bewerbungen/neu/")
    assert person.keys() == 1
    person.sign_out()
    page = person.goto("/bewerbungen/neu/")
    page.click("#passkey_login")
    person.reach("/bewerbungen/neu/")
    person.close()


def test_where_passkeys_cannot_work_the_page_says_so_and_the_code_stays(demo, browser):
    demo.start(phase="call")
    person = Person(browser, demo)
    page = person.goto("/konto/login/code/")
    page.click("#passkey_login")
    page.wait_for_selector("[data-passkey-said]:visible")
    person.reads("localhost statt 127.0.0.1")
    person.check()
    person.close()
