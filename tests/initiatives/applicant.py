"""Somebody new who applies, page by page, through the middle of the site: no browser, no script."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from initiatives.models import Letter

from .test_uploads import pdf

CODE = re.compile(r"^\s*([A-Z]{6})\s*$", re.MULTILINE)
FRAME = re.compile("BEGIN|COMMIT|SAVEPOINT|RELEASE")  # of transactions; they ask for nothing
INITIATIVE = {
    "name": "Probebündnis Hagelstein",
    "carrier": "Wirtschaftsförderung Hagelstein GmbH",
    "region": "Hagelsteiner Land",
    "states": ["DE-NI"],
}
ANSWER = "Wir messen jeden Monat, was die Betriebe gemeinsam einsparen."


class Form(HTMLParser):
    """The fields of the form on a page that is sent to `action`: names and values."""

    def __init__(self, html: str, action: str = "") -> None:
        super().__init__()
        self.action, self.inside, self.area = action, False, ""
        self.hidden: dict[str, str] = {}
        self.areas: list[str] = []
        self.boxes: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "main":
            self.inside = True
        if not self.inside or not name or name == "csrfmiddlewaretoken":
            return
        if tag == "textarea" or (tag == "input" and given.get("type", "text") == "text"):
            self.areas.append(name)
        elif tag == "input" and given.get("type") == "hidden":
            self.hidden[name] = given.get("value") or ""
        elif tag == "input" and given.get("type") == "checkbox":
            self.boxes.append(name)

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "main"


class Applicant:
    """Notes how many times each request asks the database, by the name of its page."""

    def __init__(self, email: str) -> None:
        self.email = email
        self.client = Client()
        self.asked: list[tuple[str, int]] = []

    def get(self, address: str) -> HttpResponse:
        return self.noted("GET", address)

    def post(self, address: str, data: dict[str, Any]) -> str:
        """Send a form that leads on; to where."""
        answer = self.noted("POST", address, data)
        assert answer.status_code == 302, (address, answer.status_code, errors(answer))
        return answer.headers["Location"]

    def noted(self, method: str, address: str, data: dict[str, Any] | None = None) -> HttpResponse:
        with CaptureQueriesContext(connection) as queries:
            answer = getattr(self.client, method.lower())(address, data)
        found = resolve(address.partition("?")[0])
        step = f"{method} {found.view_name} {found.kwargs.get('slug', '')}".strip()
        self.asked.append((step, sum(not FRAME.match(query["sql"]) for query in queries)))
        return answer

    def fill(self, address: str, **values: Any) -> str:
        """Look at a page and send its form, with what it hides and these values."""
        page = self.get(address)
        assert page.status_code == 200, address
        form = Form(page.content.decode())
        return self.post(address, {**form.hidden, **values})

    def register(self) -> None:
        self.get("/konto/signup/")
        person = {"name": "Nora Neumann", "email": self.email, "next": "/bewerbungen/neu/"}
        confirm = self.post("/konto/signup/", person)
        self.get(confirm)
        code = CODE.findall(Letter.objects.filter(to=self.email).latest("pk").text)[-1]
        assert self.post(confirm, {"code": code}) == "/bewerbungen/neu/"

    def apply(self) -> str:
        """From the first page to the receipt; its address."""
        self.register()
        tasks = self.fill("/bewerbungen/neu/", **INITIATIVE)
        overview = self.get(tasks).content.decode()
        self.fill(f"{tasks}initiative/", **INITIATIVE)
        contact = {"contact_name": "Nora Neumann", "contact_email": self.email}
        self.fill(f"{tasks}ansprechperson/", **contact)
        self.fill(f"{tasks}themen/", criteria=["dk", "dm"])
        overview = self.get(tasks).content.decode()
        for section in dict.fromkeys(re.findall(rf"{tasks}abschnitt/[a-z0-9-]+/", overview)):
            self.answer(section)
        self.attach(f"{tasks}anlagen/")
        declarations = Form(self.get(f"{tasks}erklaerungen/").content.decode())
        ticked = dict.fromkeys(declarations.boxes, "on")
        self.fill(f"{tasks}erklaerungen/", **ticked)
        check = Form(self.get(f"{tasks}pruefen/").content.decode())
        receipt = self.post(f"{tasks}einreichen/", check.hidden)
        assert self.get(receipt).status_code == 200
        return receipt

    def answer(self, address: str) -> None:
        form = Form(self.get(address).content.decode())
        self.post(address, {**form.hidden, **dict.fromkeys(form.areas, ANSWER)})

    def attach(self, address: str) -> None:
        form = Form(self.get(address).content.decode())
        upload = SimpleUploadedFile("Bericht.pdf", pdf(), "application/pdf")
        self.post(address, {**form.hidden, "file": upload})


def errors(answer: HttpResponse) -> Any:
    form = (answer.context or {}).get("form")
    return form.errors if form is not None else answer.content.decode()[-3000:]
