"""The invented edition 2026: a whole year of the award, lived up to the present.

Everything happens through the actions of the house, each at its own moment, so that journal,
versions and letters are those of a real year. The same `at` always gives the same scores.
"""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from awards import archive
from awards.editions import load_prizes
from initiatives import directory, editions
from initiatives.models import Call, JournalEntry, Section
from initiatives.records import journal

from . import (
    bench,
    calibrating,
    evening,
    followups,
    judging,
    meeting,
    minuting,
    outcome,
    people,
    portraying,
    timeline,
)
from . import entries as applying
from .people import PEOPLE
from .timeline import PHASES

__all__ = ["PEOPLE", "PHASES", "exists", "fill", "phase_filled"]

# Of many seeds the one whose standings tell the story of the file: one case ahead, three that
# cannot be told apart, about which the jury decides.
SEED = "2026-1040"
FOLDER = Path(archive.__file__).parent / "data"
FILLED = "demo.filled"


def exists() -> bool:
    """Whether a demonstration was filled into this database."""
    return Call.objects.filter(is_demo=True).exists()


def phase_filled() -> str | None:
    """Up to which phase it was filled, whatever was entered since."""
    entry = JournalEntry.objects.filter(action=FILLED).order_by("number").last()
    return entry.data["phase"] if entry else None


@transaction.atomic
def fill(*, phase: str, at: datetime) -> None:
    """Fill the directory, the archive and the invented edition so that `at` lies in `phase`."""
    edition = editions.read(editions.FOLDER / "call-2026.toml")
    data = tomllib.loads((FOLDER / "demo-2026.toml").read_text(encoding="utf-8"))
    days = timeline.shift(editions.milestones(edition), phase=phase, at=at)
    dates = editions.milestones(edition, days=days)
    before = dates["opens_at"] - timedelta(days=14)
    _load_what_is_real(at=before)
    call = editions.load_call(edition, dates=dates, announced_at=before, is_demo=True)
    prizes = load_prizes(call, edition["prizes"])
    rows = applying.read()
    contacts = {row["contact"]["email"]: row["contact"]["name"] for row in rows}
    users = people.welcome(
        [*data["people"], *data["jurors"], *data["asked_to_judge"]], contacts, at=before
    )
    office, lead = users["office@demo.example"], users["lead@demo.example"]
    seats = people.seat(call, data["jurors"], users, by=office, at=before)
    entries = [
        applying.Entry(row, call=call, owner=users[row["contact"]["email"]], days=days)
        for row in rows
    ]
    people.join(data["people"], users, {entry.slug: entry.initiative for entry in entries})
    admitted = [entry for entry in entries if entry.row["fate"] == "admitted"]
    jury = bench.sit(seats, data, admitted, seed=SEED)
    asked = {row["slug"] for row in data["asked"]}
    deck = judging.Deck(data["reasons"], data["feedback"], SEED)
    timeline.live(
        [
            *people.ask(call, data, seats, users, by=office, at=at),
            *(step for entry in entries for step in entry.steps(_sections(call), SEED)),
            *applying.screening(
                [entry for entry in entries if entry.slug not in asked], call=call, by=office
            ),
            *followups.steps(data, {e.slug: e for e in entries}, call=call, by=office),
            *calibrating.steps(call, seats, by=office),
            *judging.steps(jury, deck, call=call, by=office, entries=admitted, seed=SEED),
            *judging.exclusion(
                data["exclusion"],
                next(entry for entry in entries if entry.slug == data["exclusion"]["slug"]),
                seats[data["exclusion"]["juror"]],
                call=call,
                by=office,
            ),
            *meeting.steps(
                data,
                {entry.slug: entry for entry in entries},
                call=call,
                prizes=prizes,
                office=office,
                lead=lead,
            ),
            *minuting.steps(data, call=call, office=office, chair=users["chair@demo.example"]),
            *evening.steps(data, call=call, office=office),
            *portraying.steps(data, call=call, office=office),
            *outcome.steps(
                data,
                call=call,
                office=office,
                lead=lead,
                embargo_until=timeline.lifted(at),
            ),
        ],
        until=at,
    )
    journal.record(FILLED, about=call, by=None, at=at, phase=phase)


def _load_what_is_real(*, at: datetime) -> None:
    themes = directory.read_themes((editions.FOLDER / "themes.csv").read_bytes())
    reading = directory.read((editions.FOLDER / "initiatives.csv").read_bytes(), themes)
    directory.store(reading.rows, at=at)
    for path in archive.files():
        archive.load(path, at=at)


def _sections(call: Call) -> list[list[str]]:
    """The codes of the questions, section by section."""
    sections = Section.objects.filter(call=call).prefetch_related("questions")
    return [[question.code for question in section.questions.all()] for section in sections]
