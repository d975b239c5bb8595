"""The invented jury at work: who reads what, who is not impartial, how they score and why."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from initiatives.models import Call, Criterion, User
from jury import actions
from jury.models import Assignment, Juror

from .entries import Entry
from .timeline import Step, between

READERS = 5
NOISE = 0.9  # how far apart two judgements of one juror on the same quality lie, in points
# The present of the phase "judging" lies this long before its end; nothing is scored that day.
JUDGING_SEEN = timedelta(days=11)


BANDS = {"low": range(5), "middle": range(5, 8), "high": range(8, 11)}


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

    @property
    def user(self) -> User:
        return self.juror.user

    def may_take(self, case: Entry) -> bool:
        return case.slug not in self.recused and case not in self.cases

    def rank(self, case: Entry) -> int:
        """Cases at the head of the list in their order, then all others alike."""
        first = self.bench.first
        return first.index(case.slug) if case.slug in first else len(first)


class Mark(NamedTuple):
    """What a juror will give on one criterion."""

    criterion: Criterion
    points: int
    reason: str


class Deck:
    """Reasons drawn like cards: none twice on a case, none twice running by a juror."""

    def __init__(self, pools: Mapping[str, Mapping[str, list[str]]], seed: str) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        self.pools = pools
        self.piles: dict[tuple[str, str], list[str]] = {}
        self.said: dict[object, set[str]] = {}

    def draw(self, code: str, points: int, *, case: str, juror: str) -> str:
        band = next(name for name, span in BANDS.items() if points in span)
        reasons = self.pools[code][band]
        pile = self.piles.setdefault((code, band), [])
        if len(pile) < len(reasons):
            pile.extend(self.chance.sample(reasons, len(reasons)))
        on_case = self.said.setdefault((case, code), set())
        last = self.said.setdefault((juror, code), set())
        found = next((r for r in pile if r not in on_case and r not in last), pile[0])
        pile.remove(found)
        on_case.add(found)
        self.said[juror, code] = {found}
        return found


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
    readers = list(by_email.values())
    members = [reader for reader in readers if not reader.juror.is_chair]
    for reader in members:
        reader.cases.extend(case for case in cases if case.slug in reader.bench.first)
    for case in chance.sample(cases, len(cases)):
        free = [reader for reader in members if reader.may_take(case)]
        free.sort(key=lambda reader: (len(reader.cases), chance.random()))
        taken = sum(case in reader.cases for reader in members)
        for reader in free[: READERS - taken]:
            reader.cases.append(case)
        for reader in readers:
            if reader.juror.is_chair and any(case.slug in member.recused for member in members):
                reader.cases.extend([case] if reader.may_take(case) else [])
    for reader in readers:
        chance.shuffle(reader.cases)
        reader.cases.sort(key=reader.rank)
    return readers


def steps(
    readers: list[Reader], deck: Deck, *, call: Call, by: User, entries: list[Entry], seed: str
) -> Iterator[Step]:
    """Allocation, declarations and every sheet until the end of judging."""
    if call.judging_from is None or call.judging_until is None:
        return
    allotted = between(call.checked_until or call.judging_from, call.judging_from, 0.2)
    for number, entry in enumerate(entries):
        jurors = [r for r in readers if entry in r.cases or entry.slug in r.recused]
        yield allotted + timedelta(minutes=number), partial(_assign, entry, jurors, by)
    for reader in readers:
        yield from Desk(reader, call, deck, seed).steps()


def _assign(entry: Entry, readers: list[Reader], by: User, at: datetime) -> None:
    """By the real action; then each juror's order is set, which is random otherwise."""
    actions.assign(entry.application, [reader.juror for reader in readers], by=by, at=at)
    for reader in readers:
        place = reader.cases.index(entry) if entry in reader.cases else len(reader.cases)
        Assignment.objects.filter(juror=reader.juror, application=entry.application).update(
            position=place
        )


class Desk:
    """One juror's weeks: some sheets before the judging is seen, the others after."""

    def __init__(self, reader: Reader, call: Call, deck: Deck, seed: str) -> None:
        self.reader, self.user = reader, reader.user
        self.criteria = {criterion.code: criterion for criterion in call.criteria.all()}
        self.begins, self.ends = call.judging_from, call.judging_until
        self.chance = random.Random(seed + self.user.email)  # noqa: S311
        self.sheets = [self._marks(entry, deck) for entry in reader.cases]
        self.assignments: dict[str, Assignment] = {}

    def _marks(self, entry: Entry, deck: Deck) -> list[Mark]:
        marks = []
        for code in entry.row["criteria"]:
            opinion = entry.row["quality"][code] - self.reader.severity
            points = min(max(round(self.chance.gauss(opinion, NOISE)), 0), 10)
            reason = deck.draw(code, points, case=entry.slug, juror=self.user.email)
            marks.append(Mark(self.criteria[code], points, reason))
        return marks

    def steps(self) -> Iterator[Step]:
        cases, bench = self.reader.cases, self.reader.bench
        if self.begins is None or self.ends is None:
            return
        seen = self.ends - JUDGING_SEEN
        undeclared = set(range(len(cases))[len(cases) - bench.undeclared :])
        declared = self.begins - timedelta(days=4) + timedelta(hours=self.chance.randrange(8, 19))
        early = [entry for number, entry in enumerate(cases) if number not in undeclared]
        yield declared, partial(self.declare, early, self.reader.recused)
        finished = round(bench.finished * len(cases))
        for number, (entry, marks) in enumerate(zip(cases, self.sheets, strict=True)):
            if number < finished:
                share = (number + self.chance.random()) / finished
                when = between(self.begins + timedelta(days=1), seen - timedelta(days=2), share)
                yield from self.score(entry, marks, when)
                continue
            share = (number - finished + self.chance.random()) / (len(cases) - finished)
            late = between(seen + timedelta(days=2), self.ends - timedelta(hours=10), share)
            if number < finished + bench.begun:
                when = between(seen - timedelta(days=1), seen - timedelta(hours=3), 0.5)
                first = marks[0] if len(marks) > 1 else marks[0]._replace(reason="")
                yield when, partial(self.give, entry, first)
            elif number in undeclared:
                yield late - timedelta(minutes=5), partial(self.declare, [entry], {})
            yield from self.score(entry, marks, late)

    def assignment(self, slug: str) -> Assignment:
        if slug not in self.assignments:
            self.assignments[slug] = Assignment.objects.get(
                juror=self.reader.juror, application__initiative__slug=slug
            )
        return self.assignments[slug]

    def declare(
        self, entries: list[Entry], recused: Mapping[str, tuple[str, str]], at: datetime
    ) -> None:
        grounds = {self.assignment(entry.slug): "" for entry in entries}
        notes = {}
        for slug, (ground, note) in recused.items():
            assignment = self.assignment(slug)
            grounds[assignment], notes[assignment] = ground, note
        actions.declare(self.reader.juror, grounds, notes=notes, by=self.user, at=at)

    def score(self, entry: Entry, marks: list[Mark], when: datetime) -> Iterator[Step]:
        for number, mark in enumerate(marks):
            yield when + timedelta(minutes=7 * number), partial(self.give, entry, mark)
        yield when + timedelta(minutes=7 * len(marks)), partial(self.finish, entry)

    def give(self, entry: Entry, mark: Mark, at: datetime) -> None:
        actions.save_score(
            self.assignment(entry.slug),
            mark.criterion,
            by=self.user,
            at=at,
            points=mark.points,
            reason=mark.reason,
            seen=1,  # a score that was begun is completed; without one it does not count
        )

    def finish(self, entry: Entry, at: datetime) -> None:
        actions.finish(self.assignment(entry.slug), by=self.user, at=at)
