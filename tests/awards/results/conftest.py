"""Two laureates and two others, a confirmed list of decisions, an announcement that is prepared."""

from __future__ import annotations

import pytest

from awards import actions, result_letters
from awards.models import Release
from awards.outgoing import Outgoing
from initiatives.models import Local

from ... import make as builders
from ...make import DAY, NOON

END = NOON + 13 * DAY  # of the embargo, and the ceremony
WINNERS = ("Ährenfeld", "Zinnwald")
OTHERS = ("Birkenau", "Moosgrund")


@pytest.fixture
def release(make) -> Release:
    """Ährenfeld has a second person who acts, in English, and one who only reads."""
    call = make.call(year=2026, meeting_at=NOON - DAY, title=Local(de="Auszeichnung 2026"))
    name = Local(de="Ausgezeichnete Initiative 2026", en="Distinguished Initiative 2026")
    prize = make.prize(call=call, places=2, name=name)
    cases = {name: make.admitted(call=call, initiative__name=name) for name in (*OTHERS, *WINNERS)}
    for name in WINNERS:
        make.decision(prize=prize, application=cases[name])
    first = cases["Ährenfeld"].initiative
    make.member(first, "editor", name="Kim Field", language="en")
    make.member(first, "reader")
    return make.release(call=call, place="Berlin", told=False)


@pytest.fixture
def office(make):
    return make.office("editor")


def case(release, name):
    return release.call.applications.get(initiative__name=name)


def letter(release, name) -> Outgoing:
    return result_letters.one(release, case(release, name).key)


def read(release, *names, by, at=NOON) -> None:
    for name in names:
        seal = letter(release, name).seal
        actions.see_result_letter(case(release, name), seen=seal, by=by, at=at)


def told(release, *, by, at=NOON) -> Release:
    """Both laureates have their letters, and one that is right."""
    read(release, *(name for name in WINNERS if letter(release, name).waits), by=by)
    actions.tell_laureates(release, by=by, at=at)
    return release


def announced(release, *, by) -> Release:
    """Everything was read, laureates told, and a second person confirmed the release."""
    told(release, by=by)
    read(release, *OTHERS, by=by)
    return actions.confirm(release, by=builders.office("lead"), at=NOON)
