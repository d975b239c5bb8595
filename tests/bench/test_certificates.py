"""How long certificates take: one while somebody waits, 200 for the printer."""

from __future__ import annotations

import time

from awards.certificates import content
from awards.models import Prize, Release, Role
from initiatives.models import Call, Criterion, Local
from initiatives.records import documents

from ..make import NOON

# Seconds of computing, doubled below for a machine that has other things to do.
ONE, ALL, PAGES = 0.05, 3, 200
STATEMENT = "Sieben Gießereien legen ihre Zahlen offen und bauen, was keine allein begonnen"


def made(names: list[str]) -> float:
    call = Call(year=2026, ceremony_at=NOON)
    release = Release(call=call, place="Berlin", embargo_until=NOON)
    prize = Prize(call=call, name=Local(de="Preis"))
    themes = [Criterion(code="dk", name=Local(de="Dekarbonisierung"))]
    people = [
        content.Honour(
            key="",
            name=name,
            carrier="Wirtschaftsförderung Talaue GmbH; Industrie- und Handelskammer Talaue",
            entry="Gemeinsam schmelzen: ein Wärmenetz für sieben Gießereien",
            prize=prize,
            statement=Local(de=f"{STATEMENT} hätte. Das überzeugt."),
            themes=themes,
            address="https://auszeichnung.example/preistraeger/2026/talaue/",
        )
        for name in names
    ]
    signing = [Role(name=f"Dr. Anna Berg {one}", office=Local(de="Amt")) for one in range(2)]
    began = time.process_time()
    data = content.data(release, people, signing=signing, language="de", preview=False, at=NOON)
    assert documents.render("certificate", data)[:5] == b"%PDF-"
    return time.process_time() - began


def test_one_and_two_hundred(db):
    made(["Aufgewärmt"])
    one = min(made([f"Bündnis {number}"]) for number in range(5))
    every = made([f"Bündnis Nummer {number} an der Elster" for number in range(PAGES)])
    print(f"one certificate {one * 1000:.0f} ms, {PAGES} in one file {every:.2f} s")  # noqa: T201
    assert one < 2 * ONE
    assert every < 2 * ALL
