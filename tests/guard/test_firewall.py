"""The firewall: what a juror may have nothing to do with changes no byte that reaches this juror.

Everything a barred juror can fetch is fetched, then the case's sheets are changed in every way,
then everything is fetched again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from lxml import html

import jury.own
from initiatives.models import Letter
from jury import actions, progress
from jury.actions import scoring
from jury.models import Assignment, Score, ScoreSheet
from jury.querysets import assignments, sheets
from jury.views import sheet

from .. import make
from ..make import NOON
from .filling import undone
from .routes import ask, body, own
from .test_doors_of_all_routes import TABLE
from .world import World

KEPT = ("conflicted", "asked", "chair", "colleague")
BARRED = {  # who is kept from which case; others than those KEPT judge nothing of it, or nothing
    "conflicted": "our admitted",
    "asked": "our admitted",
    "chair": "their admitted",
    "colleague": "their admitted",
    "undeclared": "our admitted",
    "unassigned": "our admitted",
    "silent": "our admitted",
    "left": "our admitted",
    "owner": "our admitted",
    "anonymous": "their admitted",
}
WRITTEN = ((jury.own, "ALL"), (sheet, "CASE"), (scoring, "OWN"))  # once, by the rules of then
FORMS = ("jury:save", "jury:reopen", "jury:look", "jury:sheet", "jury:finish_all")


class Answer(NamedTuple):
    """All of an answer that could tell something."""

    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes
    queries: int


def fetch(client: Any, address: str, method: str = "get") -> Answer:
    connection.queries_log.clear()  # it holds so many only
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        given = ask(client, address, method)
        content = body(given)
        transaction.set_rollback(True)
    headers = tuple(sorted((k, v) for k, v in given.headers.items() if k not in UNSTEADY))
    return Answer(given.status_code, headers, content, len(queries))


UNSTEADY = {"Set-Cookie"}
NEW_EACH_TIME = {"mfa_add_webauthn"}  # a random challenge
READERS = ("juror", "finished")  # whose sheets are changed


def addresses(world: World, role: str) -> Iterator[str]:
    """Every route, about the case and the sheets on it; of the rest of the world one row a kind."""
    for name, line in TABLE.items():
        if name in NEW_EACH_TIME:
            continue
        for place, (label, thing) in enumerate(world.about(line.kind).items()):
            if place == 0 or label == BARRED[role] or label.startswith((role, *READERS)):
                yield own()[name].at(thing)


def everything(world: World, client: Any, role: str) -> dict[str, Answer]:
    """All that somebody can fetch, with what the pages found lead on to, and what forms answer."""
    found: dict[str, Answer] = {}
    waiting = list(addresses(world, role))
    while waiting:
        address = waiting.pop()
        if address not in found:
            found[address] = answer = fetch(client, address)
            waiting += onward(address, answer)
    for name in FORMS:
        for label, thing in world.about(TABLE[name].kind).items():
            if label and not label.startswith((role, *READERS)):
                continue
            address = own()[name].at(thing)
            found[f"POST {address}"] = fetch(client, address, "post")
    found["letters"] = letters_to(world, role)
    return found


def onward(address: str, answer: Answer) -> list[str]:
    """Where the filters and pages of a list lead."""
    if answer.status != 200 or "?" in address or b"<a " not in answer.content:
        return []
    links = html.fromstring(answer.content).xpath("//a/@href")
    path = address.partition("?")[0]
    return [path + link for link in links if re.match(r"\?[a-z]+=", link)][:12]


def letters_to(world: World, role: str) -> Answer:
    """What is posted to somebody when the office reminds all who are behind."""
    text = ""
    with undone():
        call = world.rows["call"]
        behind = [row.juror for row in actions.to_remind(call, at=NOON)]
        if behind:
            actions.remind(call, behind, by=world.people["office lead"], at=NOON)
        own_letters = Letter.objects.filter(to=getattr(world.people.get(role), "email", ""))
        for letter in own_letters.order_by("pk"):
            text += f"{letter.kind}\n{letter.subject}\n{letter.text}\n"
    return Answer(0, (), text.encode(), 0)


# -- What can happen to the sheets of a case -----------------------------------------------------


def sheets_of(world: World, label: str) -> Any:
    return ScoreSheet.objects.filter(application=world.rows[f"application {label}"])


def other_points(world: World, label: str) -> None:
    scores = Score.objects.filter(sheet__in=sheets_of(world, label))
    scores.update(points=1, reason="Ganz anders. " * 40, for_applicant="Mehr davon.")


def all_finished(world: World, label: str) -> None:
    sheets_of(world, label).update(finished_at=NOON)


def none_finished(world: World, label: str) -> None:
    sheets_of(world, label).update(finished_at=None)


def no_sheet(world: World, label: str) -> None:
    Score.objects.filter(sheet__in=sheets_of(world, label)).delete()
    sheets_of(world, label).delete()


def reader_more(world: World, label: str) -> None:
    """Somebody of the jury who had nothing to read before, and is done at once."""
    case, juror = world.rows[f"application {label}"], world.rows["juror unassigned"]
    make.sheet({"dk": 10}, assignment=make.assignment(juror=juror, application=case))


def readers_less(world: World, label: str) -> None:
    case = world.rows[f"application {label}"]
    Assignment.objects.filter(application=case).update(withdrawn_at=NOON)


WAYS: list[Callable[[World, str], None]] = [
    other_points,
    all_finished,
    none_finished,
    no_sheet,
    reader_more,
    readers_less,
]


# Whom it concerns: they may well see that a case comes to them, or is taken away.
OWN_AFFAIR = {("unassigned", reader_more), ("undeclared", readers_less)}


# Who is barred from nothing sees in the meeting what it speaks about, without reading it.
IN_THE_MEETING = ("undeclared", "unassigned")


def is_spoken_about(role: str, address: str) -> bool:
    return role in IN_THE_MEETING and "/jury/sitzung/" in address


@contextmanager
def changed(way: Callable[..., None], world: World, label: str) -> Iterator[None]:
    with transaction.atomic():
        way(world, label)
        yield
        transaction.set_rollback(True)


def differences(world: World, client: Any, role: str, ways: Any, *, whole: bool) -> list[str]:
    """What somebody could tell the changes by.

    `whole` compares documents after each change, and asks anew for what was not there, too.
    """
    before = everything(world, client, role)
    there = [
        address
        for address, answer in before.items()
        if address.startswith("/") and answer.status != 404 and (whole or not is_document(answer))
    ]
    found = []
    for way in ways:
        if (role, way) in OWN_AFFAIR:
            continue
        with changed(way, world, BARRED[role]):
            if whole and way is WAYS[0]:
                after = everything(world, client, role)
            else:
                after = {address: fetch(client, address) for address in there}
                after["letters"] = letters_to(world, role)
        found += [
            f"{role}, {way.__name__}: {address} {_how(before.get(address), answer)}"
            for address, answer in after.items()
            if before.get(address) != answer and not is_spoken_about(role, address)
        ]
    return found


def is_document(answer: Answer) -> bool:
    """What takes long to make: a PDF, a workbook, a parcel."""
    return answer.content.startswith((b"%PDF", b"PK"))


def _how(before: Answer | None, after: Answer) -> str:
    if before is None:
        return "is new"
    parts = zip(Answer._fields, before, after, strict=True)
    return ", ".join(
        f"{name}: {_short(old)} → {_short(new)}" for name, old, new in parts if old != new
    )


def _short(value: Any) -> str:
    return f"{len(value)} bytes" if isinstance(value, bytes) else str(value)


@pytest.mark.parametrize("role", KEPT)
def test_no_byte_depends_on_what_a_juror_has_nothing_to_do_with(world, clients, role):
    assert not differences(world, clients[role], role, WAYS, whole=True)


@pytest.mark.parametrize("role", [role for role in BARRED if role not in KEPT])
def test_no_byte_of_others_depends_on_it_either(world, clients, role):
    ways = (other_points, all_finished, no_sheet)
    assert not differences(world, clients[role], role, ways, whole=False)


# -- That the tests above have teeth -------------------------------------------------------------


def always(**_paths: Any) -> Q:
    return Q()


@pytest.mark.parametrize("role", ["conflicted", "asked"])
def test_a_rule_that_is_forgotten_is_found(world, clients, role, monkeypatch):
    for module in (assignments, sheets):
        monkeypatch.setattr(module, "is_free", always)
    for module, name in WRITTEN:
        monkeypatch.setattr(module, name, getattr(module, name).anew())
    assert differences(world, clients[role], role, [other_points], whole=False)


def test_a_chair_who_sees_all_cases_is_found(world, clients, monkeypatch):
    shown = progress.of_call
    monkeypatch.setattr(progress, "of_call", lambda call, seen_by=None: shown(call))
    assert differences(world, clients["chair"], "chair", [none_finished], whole=False)
