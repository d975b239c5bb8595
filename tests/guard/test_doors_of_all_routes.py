"""Role × object over every route: who gets in, who is told that there is nothing, who may write."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import resolve, translate_url
from django.utils import translation

from . import policy
from .panel import JURORS
from .routes import ask, every, own
from .world import OFFICE, World

TABLE = policy.table()
ASK_FOR = """{names}: new routes without a line in tests/guard/lines.py or lines_of_the_office.py.
Say there what each address names, who gets in and who may change something by it."""
AREAS = ("office:call", "office:", "jury:", "apply:", "")
# Whom every route is asked by, beside those its area is for; all others take turns.
ALWAYS = ("anonymous", "stranger", "owner", "juror", "chair", "office reader")
AT_HOME = {
    "office:": OFFICE,
    "jury:": tuple(JURORS),
    "apply:": ("owner", "editor", "reader", "former", "colleague", "invited"),
    "": ("owner", "editor", "reader", "former", "candidate", "office lead"),
}
TURNS = 9  # of those who take turns, one in so many is asked
WHOLE = ("owner", "colleague", "office reader")  # asked about everything
MORE = ("our draft", "our admitted", "their admitted")
SOME = ("our draft", "our admitted")
IN = {200, 302, 400, 409}
SLOW = {  # files that take long to make: of those who get in, one gets them
    "jury:pack": "chair",
    "jury:read": "juror",
    "jury:yardstick_pdf": "juror",
    "jury:minutes_pdf": "juror",
    "office:minutes_pdf": "office reader",
    "office:minutes_redacted": "office reader",
    "own_data_zip": "owner",
    "own_application": "owner",
    "questionnaire_pdf": "stranger",
    "apply:receipt_pdf": "owner",
    "certificate": "owner",
    "seal_png": "stranger",
    "seal_dark_png": "stranger",
    "office:certificates_pdf": "office reader",
    "office:certificate_pdf": "office reader",
    "office:call_yardstick": "office reader",
    "office:run_sheet_pdf": "office reader",
    "office:laudation_cards": "office reader",
    "office:laudation_card": "office reader",
    "office:badges": "office reader",
}


def area_of(name: str) -> str:
    return next(area for area in AREAS if name.startswith(area))


def test_every_route_has_a_line_and_every_line_a_route():
    lacking = sorted(set(own()) - set(TABLE))
    assert not lacking, ASK_FOR.format(names=", ".join(lacking))
    assert not set(TABLE) - set(own()), "lines without a route"


def test_routes_without_a_name_only_lead_on_or_end():
    nameless = {route.name for route in every() if not route.group} - set(own())
    assert {name for name in nameless if not name.startswith("admin/")} == {
        "favicon.ico",
        "konto/login/",
        "^konto/password/",
    }


def test_the_english_pages_are_the_same_pages():
    machines = ("healthz", "readyz", "demo/", "api/", "robots.txt", "sitemap.xml")
    for route in own().values():
        if not route.wants and not route.pattern.startswith(machines):
            german = route.at({})
            english = translate_url(german, "en")
            assert english == f"/en{german}"
            with translation.override("en"):
                assert resolve(english).view_name == route.name


def asked(world: World, number: int, name: str, line: policy.Line) -> Iterator[tuple]:
    """By whom and about what a route is asked: (role, label, thing)."""
    area = area_of(name)
    home = (*ALWAYS, *AT_HOME[area.removesuffix("call")])
    for place, role in enumerate(["anonymous", *world.people]):
        if role not in home and place % TURNS != number % TURNS:
            continue
        for label, thing in things(world, line.kind, role, at_home=role in home):
            if not is_slow(name, line, role, label):
                yield role, label, thing


def is_slow(name: str, line: policy.Line, role: str, label: str) -> bool:
    """Whether this would be the same file once more."""
    again = SLOW.get(name, role) != role or (name in SLOW and label.startswith("their "))
    return again and policy.is_in(line.door, role, label)


def things(world: World, kind: str, role: str, *, at_home: bool) -> Iterator[tuple[str, dict]]:
    """What a role is asked about: those concerned everything, others what is telling."""
    found = world.about(kind)
    for place, (label, thing) in enumerate(found.items()):
        if label.startswith(("our ", "their ")):
            wanted = role in WHOLE or label in (MORE if at_home else SOME)
        elif kind in ("assignment", "case-file", "reader"):
            wanted = place == 0 or label.startswith(role) or role == "chair"
        else:
            wanted = role in WHOLE or place == 0 or role in OFFICE
        if wanted:
            yield label, thing


@pytest.mark.parametrize("area", AREAS)
def test_who_gets_in(world, clients, plain_404, area):
    wrong = []
    for number, (name, line) in enumerate(TABLE.items()):
        if area_of(name) != area:
            continue
        for role, label, thing in asked(world, number, name, line):
            got = told(ask(clients[role], own()[name].at(thing)))
            wanted = expected(name, line, role, label)
            if got != wanted:
                wrong.append(f"{name} [{label}] {role}: {got}, not {wanted}")
    assert not wrong, "\n".join(wrong)


def told(answer) -> str:
    """An answer in a word."""
    if answer.status_code == 302 and "/konto/login/" in answer.url:
        return "sign in"
    if answer.status_code == 302 and "/jury/erklaerung/" in answer.url:
        return "shut"
    words = {403: "shut", 404: "nothing", 405: "forms only"}
    return "in" if answer.status_code in IN else words.get(answer.status_code, str(answer))


def expected(name: str, line: policy.Line, role: str, label: str) -> str:
    if policy.is_shut(name, role):
        return "shut"
    if line.forms == "POST":
        return "forms only"
    if policy.is_in(line.door, role, label):
        return "forms only" if line.forms else "in"
    is_public = {"all", "anonymous", "-"} & {word.partition(":")[0] for word in line.door.split()}
    return "sign in" if role == "anonymous" and not is_public else "nothing"
