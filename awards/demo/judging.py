"""The invented jury at work: when they read, how they score and why."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from initiatives.models import Call, Criterion, User
from jury import actions
from jury.models import Assignment, Juror

from .bench import Reader
from .entries import Entry
from .timeline import Step, between

NOISE = 0.9  # how far apart two judgements of one juror on the same quality lie, in points
# The present of the phase "judging" lies this long before its end; nothing is scored that day.
JUDGING_SEEN = timedelta(days=11)
BANDS = {"low": range(5), "middle": range(5, 8), "high": range(8, 11)}


ADVISED = 0.6
Pools = Mapping[str, Mapping[str, list[str]]]


def _band(points: int) -> str:
    return next(name for name, span in BANDS.items() if points in span)


class Mark(NamedTuple):
    """What a juror will give on one criterion."""

    criterion: Criterion
    points: int
    reason: str
    for_applicant: str


class Deck:
    """Reasons drawn like cards: none twice on a case, none twice running by a juror."""

    def __init__(self, pools: Pools, advice: Pools, seed: str) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        self.pools, self.advice = pools, advice
        self.piles: dict[tuple[str, str], list[str]] = {}
        self.said: dict[object, set[str]] = {}

    def advise(self, code: str, points: int, *, case: str, juror: str) -> str:
        """What a juror writes to the initiative, "" for two in five; the other cards stay."""
        chance = random.Random(f"{case} {juror} {code}")  # noqa: S311
        return chance.choice(self.advice[code][_band(points)]) if chance.random() < ADVISED else ""

    def draw(self, code: str, points: int, *, case: str, juror: str) -> str:
        band = _band(points)
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


def exclusion(
    asked: Mapping[str, str], entry: Entry, juror: Juror, *, call: Call, by: User
) -> Iterator[Step]:
    """An initiative names a juror before judging; it is decided after the judging is seen."""
    if call.judging_from is None or call.judging_until is None:
        return
    ask = partial(_ask, asked["reason"], entry, juror)
    yield call.judging_from - timedelta(days=2), ask
    dismiss = partial(_dismiss, asked["answer"], entry, by)
    yield call.judging_until - timedelta(days=2), dismiss


def _ask(reason: str, entry: Entry, juror: Juror, at: datetime) -> None:
    actions.request_exclusion(entry.application, juror, reason=reason, by=entry.owner, at=at)


def _dismiss(answer: str, entry: Entry, by: User, at: datetime) -> None:
    request = entry.application.concerns.open_requests().get()
    actions.dismiss_request(request, reason=answer, by=by, at=at)


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
            advice = deck.advise(code, points, case=entry.slug, juror=self.user.email)
            marks.append(Mark(self.criteria[code], points, reason, advice))
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
        slugs = {entry.slug for entry in entries}
        grounds = {self.assignment(slug): "" for slug in sorted(slugs)}
        answers = self.reader.answers
        notes = {self.assignment(slug): answers[slug] for slug in answers if slug in slugs}
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
            for_applicant=mark.for_applicant,
        )

    def finish(self, entry: Entry, at: datetime) -> None:
        actions.finish(self.assignment(entry.slug), by=self.user, at=at)
