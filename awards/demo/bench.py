"""The invented jury's seats: who reads what, who is not impartial, who is how far."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from initiatives.models import User
from jury.models import Juror

from .entries import Entry

READERS = 5


class Bench(NamedTuple):
    """How far a juror is on the day the judging is seen."""

    finished: float  # share of the own cases
    begun: int
    first: tuple[str, ...] = ()  # cases at the head of the list
    undeclared: int = 0  # cases on which no word on impartiality was said yet


# Frau Dr. Albers is juror1: her list is the one the manual shows.
FIRST = (
    "buendnis-stahlbogen",
    "werkverbund-oberheide",
    "fachkraefteallianz-nordkette",
    "industriebuendnis-talaue",
    "h2-kreis-moorland",
    "zukunftswerk-elstertal",
    "kunststoffkreis-mittelfurt",
    "leichtbauring-ostsee",
)
BENCHES = {
    "juror1": Bench(0.22, 1, first=FIRST),
    "juror2": Bench(0.4, 1, undeclared=2),
    "juror3": Bench(0.9, 0),
    "juror4": Bench(0.7, 1),
    "juror5": Bench(0.3, 2),
    "juror6": Bench(1.0, 0),
    "juror7": Bench(0.8, 1),
    "juror8": Bench(0.7, 1),
    "chair": Bench(0.5, 1),
}


@dataclass
class Reader:
    """A juror with the cases to read, in the juror's own order."""

    juror: Juror
    severity: float  # in points: this much less than the quality is given
    bench: Bench
    cases: list[Entry] = field(default_factory=list)
    recused: dict[str, tuple[str, str]] = field(default_factory=dict)  # case → ground and note
    answers: dict[str, str] = field(default_factory=dict)  # case → why impartial all the same

    @property
    def user(self) -> User:
        return self.juror.user

    def may_take(self, case: Entry) -> bool:
        return case.slug not in self.recused and case not in self.cases

    def rank(self, case: Entry) -> int:
        """Cases at the head of the list in their order, then all others alike."""
        first = self.bench.first
        return first.index(case.slug) if case.slug in first else len(first)


def sit(
    seats: Mapping[str, Juror], data: Mapping[str, Any], cases: list[Entry], *, seed: str
) -> list[Reader]:
    """The jury with its cases: five readers each, loads even, nobody with a conflict.

    The chair reads where somebody had to step back.
    """
    chance = random.Random(seed)  # noqa: S311
    by_email = {
        row["email"]: Reader(
            seats[row["email"]], row["severity"], BENCHES[row["email"].split("@")[0]]
        )
        for row in data["jurors"]
    }
    for row in data["conflicts"]:
        by_email[row["juror"]].recused[row["slug"]] = (row["ground"], row["note"])
    for row in data["answered"]:
        by_email[row["juror"]].answers[row["slug"]] = row["note"]
    readers = list(by_email.values())
    members = [reader for reader in readers if not reader.juror.is_chair]
    chair = next(reader for reader in readers if reader.juror.is_chair)
    for reader in members:
        reader.cases.extend(case for case in cases if case.slug in reader.bench.first)
    for case in chance.sample(cases, len(cases)):
        free = [reader for reader in members if reader.may_take(case)]
        free.sort(key=lambda reader: (len(reader.cases), chance.random()))
        taken = sum(case in reader.cases for reader in members)
        for reader in free[: READERS - taken]:
            reader.cases.append(case)
        if any(case.slug in reader.recused for reader in members):
            chair.cases.extend([case] if chair.may_take(case) else [])
    for reader in readers:
        chance.shuffle(reader.cases)
        reader.cases.sort(key=reader.rank)
    return readers
