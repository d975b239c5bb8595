"""One letter on the result as it would go out now, and how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum, nonmember
from typing import NamedTuple

from initiatives.models import Application
from initiatives.records import canonical

from .models import Decision, ResultLetter
from .prizes_withdrawn import Withdrawal

Kind = ResultLetter.Kind
LANGUAGES = ("de", "en")


class State(StrEnum):
    """How far a letter is. WRONG: it went out, and what it says is no longer so."""

    do_not_call_in_templates = nonmember(True)

    NOBODY = "nobody"
    UNSEEN = "unseen"
    SEEN = "seen"
    SENT = "sent"
    WRONG = "wrong"
    TAKEN_BACK = "taken_back"


class Recipient(NamedTuple):
    """`key` is that of the account; the contact of an application without members has none."""

    name: str
    email: str
    language: str
    key: str


class Written(NamedTuple):
    subject: str
    text: str


class Outgoing(NamedTuple):
    """The letter of one application as it goes out now.

    `kind` is what the decisions say today; None for who was told of a prize and is not judged any
    more. `changed` says in words what has changed since the letter that was sent. `withdrawal` is
    why there is a letter of the third kind.
    """

    application: Application
    kind: str | None
    decision: Decision | None
    row: ResultLetter
    recipients: list[Recipient]
    written: Mapping[str, Written]
    facts: Mapping[str, str]
    changed: list[str]
    withdrawal: Withdrawal | None

    @property
    def seal(self) -> str:
        """SHA-256 of each word in every language: whoever has seen it has seen this."""
        said = {language: list(one) for language, one in self.written.items()}
        return canonical.sha256([str(self.application.key), self.kind, said])

    @property
    def is_seen(self) -> bool:
        return bool(self.row.seen_sha256) and self.row.seen_sha256 == self.seal

    @property
    def languages(self) -> list[str]:
        """Those of the recipients, German first."""
        spoken = {one.language for one in self.recipients}
        return [language for language in LANGUAGES if language in spoken]

    @property
    def state(self) -> State:
        row = self.row
        if self.kind == Kind.WITHDRAWN and not row.taken_back_at:
            return State.UNSEEN if self.recipients else State.NOBODY
        if row.is_told() and (self.kind != Kind.LAUREATE or self.changed):
            return State.WRONG
        if row.taken_back_at:
            if self.kind != Kind.LAUREATE:
                return State.TAKEN_BACK
        elif row.sent_at:
            return State.SENT
        if not self.recipients:
            return State.NOBODY
        return State.SEEN if self.is_seen else State.UNSEEN

    @property
    def waits(self) -> bool:
        """Whether somebody has to read it before it can go out, also in the place of another."""
        if self.state == State.WRONG:
            return self.kind == Kind.LAUREATE and not self.is_seen
        return self.state == State.UNSEEN

    @property
    def is_ready(self) -> bool:
        """Read, and to be sent."""
        again = self.state == State.WRONG and self.kind == Kind.LAUREATE and self.is_seen
        return bool(self.recipients) and (self.state == State.SEEN or again)

    @property
    def addition_elsewhere(self) -> str:
        """A paragraph that was written for the other kind of letter, and is in none."""
        return "" if self.row.kind == self.kind else str(self.row.addition)
