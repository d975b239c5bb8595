"""Applicants in the last seconds: complete drafts, who clicks when, and what each was answered."""

from __future__ import annotations

import http.client
import random
import secrets
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.test import Client

from initiatives import editions
from initiatives.keys import uuid7
from initiatives.models import Application, Call

from .. import make
from ..applying import YEAR
from ..make import NOON

LINE = "Wir messen jeden Monat, was die Betriebe gemeinsam einsparen, und zeigen es offen. "
RUSH = 5.0  # seconds before the line, over which the clicks are spread evenly
BEFORE = 4.0  # and before those the seconds of a calm evening: a server that has just begun is slow


@dataclass
class Click:
    """One sent form: by whom, at which second beside the line, and what came of it."""

    draft: Application
    session: str
    once: UUID
    beside: float
    status: int = 0
    location: str = ""
    seconds: float = 0.0
    receipt: int = 0
    error: str = ""


SHARES = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0))


def told(clicks: Sequence[Click]) -> str:
    """What came of those in the rush and after it, and how long they took, in one line."""
    clicks = [click for click in clicks if click.beside > -RUSH]
    taken = sorted(click.seconds for click in clicks)
    at = {name: taken[min(int(len(taken) * share), len(taken) - 1)] for name, share in SHARES}
    figures = ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in at.items())
    refused = [click for click in clicks if click.status == 409]
    in_time = sum(click.beside < 0 for click in refused)
    return (
        f"{len(taken)} clicks, {sum(click.status == 302 for click in clicks)} acknowledged, "
        f"{len(refused)} refused (of them {in_time} sent before the line), "
        f"{sum(bool(click.error) for click in clicks)} errors; {figures}"
    )


def real_call(*, grace_minutes: int) -> Call:
    """The call of 2026 with the form it has."""
    call = editions.load_call(editions.FOLDER / "call-2026.toml", announced_at=NOON)
    Call.objects.filter(pk=call.pk).update(grace_minutes=grace_minutes)
    return Call.objects.get(pk=call.pk)


def close_in(call: Call, seconds: float) -> datetime:
    """Move the dates so that the call closes so soon; when, by the clock of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        closes = cursor.fetchone()[0] + timedelta(seconds=seconds)
    moved = closes - call.closes_at
    dates = {name: getattr(call, name) + moved for name in YEAR}
    Call.objects.filter(pk=call.pk).update(**dates)
    return closes


def drafts(call: Call, number: int) -> list[Application]:
    """Complete ones of different initiatives and people, with answers as long as they may be."""
    made = [
        make.application(complete=True, declared=("dk", "dg", "dv", "dm"), call=call)
        for _ in range(number)
    ]
    for question in call.questions.all():
        text = (LINE * (question.limit // len(LINE) + 1))[: question.limit]
        question.answers.update(text=text)
    half = [draft.pk for draft in made[::2]]  # the others are the contact themselves
    Application.objects.filter(pk__in=half).update(contact_email="kontakt@people.example")
    return made


def signed_in(draft: Application) -> str:
    browser = Client()
    browser.force_login(make.owner(draft))
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def plan(made: Sequence[Application], *, early: int, late: int, twice: int) -> list[Click]:
    """All but a few click within the rush, `twice` of them twice at once; `late` ones after it.

    The `early` ones come before, one after the other.
    """
    chance = random.Random(2027)
    clicks = []
    for place, draft in enumerate(made):
        beside = chance.uniform(0.001, 1) if place < late else -chance.uniform(0.02, RUSH)
        if place >= len(made) - early:
            beside = -RUSH - BEFORE * (len(made) - place) / early
        session, once = signed_in(draft), uuid7()
        times = 2 if late <= place < late + twice else 1
        clicks += [Click(draft, session, once, beside) for _ in range(times)]
    return clicks


def let_loose(clicks: list[Click], *, closes: datetime, address: str) -> None:
    """Everybody clicks at their own moment, each on a connection of their own."""
    line = time.monotonic() + (closes - datetime.now(closes.tzinfo)).total_seconds()
    threads = [
        threading.Thread(target=_click, args=(click, line, address), daemon=True)
        for click in clicks
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _click(click: Click, line: float, address: str) -> None:
    token = secrets.token_hex(16)
    cookies = {settings.SESSION_COOKIE_NAME: click.session, settings.CSRF_COOKIE_NAME: token}
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
    }
    body = urlencode({"csrfmiddlewaretoken": token, "once": str(click.once)})
    server = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    time.sleep(max(line + click.beside - time.monotonic(), 0))
    began = time.monotonic()
    try:
        server.request("POST", f"/bewerbungen/{click.draft.key}/einreichen/", body, headers)
        answer = server.getresponse()
        answer.read()
        click.seconds = time.monotonic() - began
        click.status, click.location = answer.status, answer.headers.get("Location", "")
        if click.status == 302:  # as a browser does
            server.request("GET", click.location, headers=headers)
            click.receipt = server.getresponse().status
    except OSError as failure:
        click.seconds, click.error = time.monotonic() - began, repr(failure)
    finally:
        server.close()
