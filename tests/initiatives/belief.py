"""What the life of an application ought to look like, said a second time and in other words.

The machine of `test_life_of_an_application` compares the database with it after every step. It
asks nothing of the code it is compared with, but for `texts`, which have tests of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from initiatives import texts

# What may be what next; anything else is a fault.
NEXT = {
    "": {"draft", "submitted"},  # a life may begin with what was handed in
    "draft": {"submitted", "withdrawn"},
    "submitted": {"withdrawn", "admitted", "excluded"},
    "admitted": {"excluded"},
    "excluded": {"admitted"},
    "withdrawn": set(),
}
LIMITS = {"title": 120, "summary": 1000, "dk-frage": 1000, "dm-frage": 1000}


@dataclass
class Asked:
    """A request for changes that is neither answered nor taken back."""

    until: datetime
    points: frozenset[str]


@dataclass
class Frozen:
    """A version handed in, and to whom its receipt goes."""

    at: datetime
    late: int
    once: UUID
    addresses: set[str]
    contact: str
    answers: dict[str, str]
    files: list[str]


@dataclass
class Belief:
    """One application as the people who work on it believe it to be."""

    opens: datetime
    closes: datetime
    grace: timedelta
    judging: datetime
    status: str = ""
    own: datetime | None = None
    own_reason: str = ""
    reopened: bool = False
    asked: Asked | None = None
    contact: str = ""
    history: dict[str, list[str]] = field(default_factory=dict)  # texts by code, oldest first
    themes: set[str] = field(default_factory=set)
    confirmed: set[str] = field(default_factory=set)
    files: list[UUID] = field(default_factory=list)
    versions: list[Frozen] = field(default_factory=list)

    def begin(self, contact: str) -> None:
        """As `make.application(complete=True)` writes it."""
        self.status, self.contact = "draft", contact
        self.themes, self.confirmed = {"dk"}, {"terms"}
        self.history = {code: [f"Antwort {code}"] for code in self.questions()}

    # -- When ------------------------------------------------------------------------------------

    def deadline(self) -> datetime:
        return self.own or self.closes

    def lines(self) -> list[datetime]:
        """The moments that change what is allowed."""
        own = [self.deadline(), self.deadline() + self.grace]
        until = [self.asked.until] if self.asked else []
        return [self.opens, self.closes, self.judging, *own, *until]

    def all_open(self, now: datetime) -> bool:
        """Everything may be written: a draft or one opened again, up to the end of the grace."""
        writing = self.status == "draft" or (self.status == "submitted" and self.reopened)
        return writing and self.opens <= now < self.deadline() + self.grace

    def points(self, now: datetime) -> frozenset[str]:
        """What alone may be written because the office asked for it."""
        if self.status != "submitted" or self.all_open(now):
            return frozenset()
        if not self.asked or now >= self.asked.until:
            return frozenset()
        if "themes" not in self.asked.points:
            return self.asked.points
        return self.asked.points | {"section:dk-frage", "section:dm-frage"}  # of other themes

    def may_write(self, point: str, now: datetime) -> bool:
        return self.all_open(now) or point in self.points(now)

    def may_hand_in(self, now: datetime) -> bool:
        return self.all_open(now) or bool(self.points(now))

    def may_reopen(self, now: datetime) -> bool:
        """Before the deadline: its grace is for handing in. What is open stays open."""
        in_time = self.opens <= now < self.deadline()
        return self.status == "submitted" and (self.reopened or in_time)

    def is_settled(self, now: datetime) -> bool:
        """Nobody writes a next version, nor could begin to: the office may decide."""
        if self.status != "submitted":
            return True
        return not self.may_hand_in(now) and not self.opens <= now < self.deadline()

    # -- What ------------------------------------------------------------------------------------

    def text(self, code: str) -> str:
        return self.history[code][-1] if code in self.history else ""

    def version(self, code: str) -> int:
        return len(self.history.get(code, []))

    def clean(self, code: str, typed: str) -> str:
        return texts.line(typed) if code == "title" else texts.clean(typed)

    def save(self, code: str, typed: str) -> None:
        self.history.setdefault(code, []).append(self.clean(code, typed))

    def questions(self) -> list[str]:
        """The codes of what must be answered."""
        return ["title", "summary", *(f"{code}-frage" for code in sorted(self.themes))]

    def is_complete(self, now: datetime) -> bool:
        """All is there, as far as it can be written: what is not asked anew stays as it was."""
        missing = set() if self.themes else {"themes"}
        for code in self.questions():
            if not self.text(code).strip() or len(self.text(code)) > LIMITS[code]:
                missing.add(f"section:{code}")
        missing |= set() if self.confirmed else {"declarations"}
        missing |= set() if self.contact else {"contact"}
        return not any(self.may_write(point, now) for point in missing)

    def hand_in(self, now: datetime, once: UUID, email: str) -> None:
        late = max(now - self.deadline(), timedelta()) if self.all_open(now) else timedelta()
        if self.all_open(now) and now >= self.deadline():
            late = max(late, timedelta.resolution)
        contact = self.contact if self.may_write("contact", now) else self.versions[-1].contact
        self.versions.append(
            Frozen(
                now,
                -(-late // timedelta(seconds=1)),
                once,
                {address.lower() for address in (email, contact)},
                contact,
                self._answers(now),
                self._files(now),
            )
        )
        self.status, self.reopened, self.asked = "submitted", False, None

    def _answers(self, now: datetime) -> dict[str, str]:
        """What is written now; of an answered request only what it named, else what was before."""
        written = {code: self.text(code) for code in self.questions()}
        if self.all_open(now):
            return written
        points, before = self.points(now), self.versions[-1].answers
        codes = written if "themes" in points else before
        return {
            code: written[code]
            if code in written and (f"section:{code}" in points or code not in before)
            else before[code]
            for code in codes
        }

    def _files(self, now: datetime) -> list[str]:
        if self.may_write("files", now):
            return [str(key) for key in self.files]
        return self.versions[-1].files
