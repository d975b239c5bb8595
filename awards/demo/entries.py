"""The invented applications: written over weeks, handed in, checked by the office."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from initiatives import actions
from initiatives.models import Application, Call, Initiative, Membership, User
from initiatives.names import sort_key

from .timeline import Step, between, moved

FOLDER = Path(__file__).parent.parent / "data" / "demo"
# How long before the closing date the call's picture is taken: drafts lie open on the day before.
DRAFTS_SEEN = timedelta(days=26)
EARLY = timedelta(days=10)  # who begins in the first days hands in long before the end


def read() -> list[dict[str, Any]]:
    """The applications as their files tell them, by address."""
    return [
        tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))
    ]


TALAUE = "industriebuendnis-talaue"  # the applicant's; its task list is the one the manual shows


class Entry:
    """One application on its way through the year; each step is an action of the house."""

    def __init__(self, row: dict[str, Any], *, call: Call, owner: User, days: int) -> None:
        self.row, self.call, self.owner, self.days = row, call, owner, days
        self.slug: str = row["slug"]
        self.started = self.moment("started_at")
        self.submitted = self.moment("submitted_at") if "submitted_at" in row else None
        if self.submitted and call.opens_at and self.started - call.opens_at < EARLY:
            self.submitted = min(self.submitted, self.started + timedelta(days=30))
        self.versions: dict[str, int] = {}
        self.initiative = self._found()
        self.application: Application

    def moment(self, name: str) -> datetime:
        return moved(self.row[name], self.days)

    def _found(self) -> Initiative:
        row = self.row
        initiative = Initiative.objects.create(
            slug=row["slug"],
            name=row["name"],
            sort_name=sort_key(row["name"]),
            search_text=sort_key(f"{row['name']} {row['region']} {row['carrier']}"),
            region=row["region"],
            states=row["states"],
            carrier=row["carrier"],
            carrier_type=row["carrier_type"],
            website=row["website"],
            founded=row.get("founded"),
            members=row.get("members"),
            is_demo=True,
        )
        Membership.objects.create(
            initiative=initiative, user=self.owner, role=Membership.Role.OWNER
        )
        return initiative

    # -- The applicant --------------------------------------------------------------------------

    def steps(self, sections: list[list[str]], seed: str) -> Iterator[Step]:
        """From the first sign-in to handing in, and for some to withdrawing."""
        yield self.started, self.start
        yield self.started + timedelta(minutes=4), self.contact
        yield self.started + timedelta(minutes=9), self.declare
        yield from self._writing(sections, random.Random(seed + self.slug))  # noqa: S311
        if self.submitted:
            yield self.submitted - timedelta(minutes=3), self.confirm
            yield self.submitted, self.submit
        if "withdrawn_at" in self.row:
            yield self.moment("withdrawn_at"), self.withdraw

    def _writing(self, sections: list[list[str]], chance: random.Random) -> Iterator[Step]:
        """The sections one by one; where a draft is seen half way, one is only begun."""
        ends = (self.submitted or self.started + timedelta(days=2)) - timedelta(minutes=10)
        seen = (self.call.closes_at or self.started) - DRAFTS_SEEN
        first = self.started + timedelta(minutes=15)
        answered = [[code for code in codes if self._texts().get(code)] for codes in sections]
        asked = [codes for codes in answered if codes]
        done = 0
        if seen > self.started and ends > seen:
            done = 1 if self.slug == TALAUE else chance.randrange(1, max(len(asked) - 2, 2))
            for number, codes in enumerate(asked[:done], start=1):
                when = between(first, seen, number / (done + 2))
                yield when, partial(self.write, self._whole(codes))
            yield between(first, seen, 0.9), partial(self.write, self._begun(asked[done]))
            first = seen + timedelta(days=2)
        for number, codes in enumerate(asked[done:], start=1):
            when = between(first, ends, number / (len(asked) - done + 1))
            yield when, partial(self.write, self._whole(codes))

    def _texts(self) -> dict[str, str]:
        texts: dict[str, str] = self.row["answers"]
        return texts

    def _whole(self, codes: list[str]) -> dict[str, str]:
        return {code: self._texts()[code] for code in codes}

    def _begun(self, codes: list[str]) -> dict[str, str]:
        """The first question of several, or the first sentences of the only one."""
        text = self._texts()[codes[0]]
        return {codes[0]: text if len(codes) > 1 else text[:212].rpartition(" ")[0]}

    def start(self, at: datetime) -> None:
        self.application = actions.start(
            self.call, by=self.owner, at=at, initiative=self.initiative
        )

    def contact(self, at: datetime) -> None:
        contact = self.row["contact"]
        values = {
            "contact_name": contact["name"],
            "contact_email": contact["email"],
            "contact_phone": contact["phone"],
        }
        actions.save_contact(self.application, values, by=self.owner, at=at)

    def declare(self, at: datetime) -> None:
        actions.declare(self.application, self.row["criteria"], by=self.owner, at=at)

    def write(self, texts: dict[str, str], at: datetime) -> None:
        answers = {code: (text, self.versions.get(code, 0)) for code, text in texts.items()}
        saved = actions.save_answers(self.application, answers, by=self.owner, at=at)
        self.versions |= saved.versions

    def confirm(self, at: datetime) -> None:
        codes = [declaration.code for declaration in self.call.declarations.all()]
        actions.confirm(self.application, codes, by=self.owner, at=at)

    def submit(self, at: datetime) -> None:
        actions.submit(self.application, by=self.owner, at=at, once=uuid4())

    def withdraw(self, at: datetime) -> None:
        actions.withdraw(self.application, by=self.owner, at=at)

    # -- The office -----------------------------------------------------------------------------

    def admit(self, by: User, at: datetime) -> None:
        actions.admit(self.application, by=by, at=at)

    def exclude(self, by: User, at: datetime) -> None:
        reason = self.row["exclusion_reason"]
        actions.exclude(self.application, reason=reason, by=by, at=at)


def screening(entries: list[Entry], *, call: Call, by: User) -> Iterator[Step]:
    """The formal check in the order of arrival; exclusions have their own day, the last one."""
    if call.closes_at is None or call.checked_until is None:
        return
    begins = call.closes_at + timedelta(days=3)
    good = [entry for entry in entries if entry.row["fate"] == "admitted"]
    good.sort(key=lambda entry: (entry.submitted, entry.slug))
    for number, entry in enumerate(good, start=1):
        when = between(begins, call.checked_until, number / (len(good) + 1))
        yield when, partial(entry.admit, by)
    for entry in entries:
        if "excluded_at" in entry.row:
            yield entry.moment("excluded_at"), partial(entry.exclude, by)
