"""Somebody who writes an application at a browser, and what the page says of saving."""

from __future__ import annotations

import os
import re
import signal
import time

from playwright.sync_api import CDPSession, Locator, Page, expect

from .person import Person
from .served import Demo

SAVED = re.compile(r"Gespeichert \d\d:\d\d")
KEPT = "Noch nicht übertragen – auf diesem Gerät gesichert"
OFFERED = "Auf diesem Gerät liegt Text, der noch nicht übertragen ist"


class Writing:
    """One open tab with the page “Titel und Kurzfassung” of the person's application."""

    control = "id_summary"
    label = "Kurzfassung"
    next = "**/abschnitt/situation/"  # where the button leads
    too_late = "Die Frist ist vorbei."

    def __init__(self, person: Person, path: str = "", *, page: Page | None = None) -> None:
        self.person = person
        self.page = page or person.page
        self.path = path or self.way()
        self.open()

    def way(self) -> str:
        """The address of the page, found by who looks for it."""
        page = self.person.goto("/bewerbungen/")
        page.click(".ap-list h2 a:has-text('Talaue')")
        return str(page.get_attribute("main a[href$='/abschnitt/title-summary/']", "href"))

    @property
    def above(self) -> str:
        """The page from which one comes; it names the copies on this device."""
        return self.path.replace("/abschnitt/title-summary/", "/")

    def send(self) -> None:
        """The whole page, by its button."""
        self.page.click("main form button[type=submit] >> nth=0")

    def open(self) -> None:
        self.page.goto(self.person.demo.address + self.path)

    @property
    def field(self) -> Locator:
        return self.page.locator(f"#{self.control}")

    @property
    def mark(self) -> Locator:
        return self.page.locator(f"#div_{self.control} [data-mark]")

    def note(self, text: str) -> Locator:
        return self.page.locator("[data-notes] > section", has_text=text)

    @property
    def offer(self) -> Locator:
        return self.note(OFFERED)

    @property
    def both(self) -> Locator:
        """The panel with two versions of the text."""
        return self.page.locator(f"#div_{self.control} .ap-conflict")

    def type(self, text: str) -> None:
        """At the end of what stands there, key by key."""
        self.field.focus()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)

    def write(self, text: str) -> None:
        """Instead of what stands there."""
        self.field.fill(text)

    def is_saved(self) -> None:
        expect(self.mark).to_have_text(SAVED, timeout=45_000)

    def is_kept(self) -> None:
        expect(self.mark).to_have_text(KEPT)

    def do(self, button: str, where: Locator | None = None) -> None:
        (where or self.page).get_by_role("button", name=button, exact=True).click()

    def kill(self) -> None:
        """Every tab of the browser dies at once: nothing that runs in it is asked or told."""
        browser = self.page.context.browser
        assert browser
        session = browser.new_browser_cdp_session()
        with self.page.expect_event("crash"):
            killed = _tabs(session)
            for process in killed:
                os.kill(process, signal.SIGKILL)
        # One that it holds ready for the next tab may be among them: it has to notice that first.
        for _attempt in range(100):
            if killed.isdisjoint(_tabs(session)):
                break
            time.sleep(0.05)
        session.detach()


def _tabs(session: CDPSession) -> set[int]:
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    return {process["id"] for process in found if process["type"] == "renderer"}


KEYS: dict[tuple[str, str], list[str]] = {}  # sessions by demonstration and person, not used yet
SIGN_IN = """
from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.backends.db import SessionStore

user = auth.get_user_model().objects.get(email="{email}")
for _ in range(20):
    session = SessionStore()
    session[auth.SESSION_KEY] = str(user.pk)
    session[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    print(session.session_key)
"""


def enter(person: Person, email: str = "") -> None:
    """Signed in without a code, of which one person gets only so many: as `email`, who stays."""
    person.email = email or person.email
    keys = KEYS.setdefault((person.demo.address, person.email), [])
    if not keys:
        keys += person.demo.shell(SIGN_IN.format(email=person.email)).split()
    person.context.clear_cookies()
    person.context.add_cookies(
        [{"name": "session", "value": keys.pop(), "url": person.demo.address}]
    )


def stored(person: Person, path: str) -> str:
    """What the server has, by its own account."""
    if path.startswith("/jury/"):
        answer = person.context.request.get(f"{person.demo.address}{path}speichern/")
        fields = answer.json()["sheet"]
        return next((found["value"] for name, found in fields.items() if "-reason" in name), "")
    key = path.split("/")[2]
    answer = person.context.request.get(f"{person.demo.address}/bewerbungen/{key}/speichern/")
    text: str = answer.json()["section"]["summary"]["value"]
    return text


class Judging(Writing):
    """One open tab with the sheet of the juror's only case, which has one criterion."""

    label = "Dekarbonisierung: Begründung"
    next = re.compile(r"/jury/faelle/[^/]+/(#bogen)?$")
    too_late = "Die Bewertung ist derzeit geschlossen."
    above = "/jury/"

    def way(self) -> str:
        page = self.person.goto("/jury/")
        return str(page.get_attribute(".aw-work a", "href"))

    @property
    def control(self) -> str:  # type: ignore[override]
        return str(self.page.get_attribute("textarea[name$=-reason]", "id"))

    def send(self) -> None:
        self.do("Speichern")


JURY = """
from datetime import timedelta
from initiatives import clock
from initiatives.models import Call, Local
from tests import make

now = clock.now()
call = make.call(
    year=Call.objects.latest("year").year + 1,
    announced_at=None,
    judging_from=now - timedelta(days=2),
    judging_until=now + timedelta(days=9),
)
for criterion in call.criteria.all():
    for points, words in {{0: "nicht erkennbar", 5: "solide", 10: "herausragend"}}.items():
        criterion.anchors.create(points=points, text=Local(de=words))
for name in {names}:
    user = make.user(name)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    juror = make.juror(call=call, user=user)
    make.assignment(
        juror=juror, application__call=call, application__declared=("dk",),
        application__initiative__name=f"Bündnis {{name}}",
        application__owner=make.user(f"Antrag {{name}}"),
    )
    print(user.email)
"""


def jurors(demo: Demo, *names: str) -> list[str]:
    """New people, each with one case to judge until nine days from now; their addresses."""
    return demo.shell(JURY.format(names=names)).split()
