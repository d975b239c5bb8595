"""What people do with an application, each deed with what is believed to come of it.

`pick` chooses one of what it is given; hypothesis does, for `test_life_of_an_application`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from initiatives import actions, snapshots, texts
from initiatives.models import Application, Call, Initiative, User
from initiatives.refusals import NotAllowed

from .belief import LIMITS, Belief
from .stored import stored
from .test_uploads import pdf

TYPED = (
    "Erste Fassung",
    "Zweite Fassung\r\nmit Absatz",
    "Ma\u0308rz",
    "Dritte Fassung",
    "Vierte Fassung",
    "  ",
    "zu lang " * 140,
)
DOCUMENT = pdf()
Pick = Callable[..., Any]


class Deeds:
    """One initiative and its people, the office, and somebody strange."""

    people: dict[str, User]  # set up once for all lives, as are the call and the initiative
    call: Call
    initiative: Initiative
    now: datetime
    belief: Belief

    def begin(self) -> None:
        self.application: Any = None
        self.over: list[tuple[Application, list]] = []  # what was withdrawn, as it was then
        self.pages: dict[tuple[str, str], tuple[int, str]] = {}  # what each one's browser shows
        self.keys: list[UUID] = []
        self.journal: list[str] = []
        call = self.call
        self.belief = Belief(call.opens_at, call.closes_at, call.grace, call.judging_from)

    def by(self, who: str) -> dict[str, Any]:
        return {"by": self.people[who], "at": self.now}

    def attempt(
        self, allowed: bool, action: Callable[[], Any], *, entry: str = "", again: bool = False
    ) -> Any:
        """Do it if it is allowed. A refusal changes nothing, nor does what was done before."""
        before = stored(self.application)
        if allowed:
            done = action()  # a refusal would say which it is, and fail
        else:
            with pytest.raises(NotAllowed):
                action()
        if again or not allowed:
            assert stored(self.application) == before
            return done if allowed else None
        self.journal += [f"application.{entry}"] if entry else []
        return done

    def _may_write(self, point: str, who: str) -> bool:
        return who in ("owner", "editor") and self.belief.may_write(point, self.now)

    # -- Writing ---------------------------------------------------------------------------------

    def start(self, who: str, pick: Pick) -> None:
        belief = self.belief
        free = belief.status in ("", "withdrawn") and belief.opens <= self.now < belief.closes
        begun = self.attempt(
            free and who in ("owner", "editor"),
            lambda: actions.start(self.call, initiative=self.initiative, **self.by(who)),
        )
        if begun is None:
            return
        if self.application is not None:
            self.over.append((self.application, stored(self.application, also="")))
        self.application, self.pages, self.keys, self.status = begun, {}, [], ""
        self.journal = ["application.started"]
        self.belief = Belief(belief.opens, belief.closes, belief.grace, belief.judging)
        self.belief.status, self.belief.contact = "draft", self.people[who].email

    def look(self, who: str, pick: Pick) -> None:
        """Open the page anew; what it shows is the base of what is saved next."""
        for code in LIMITS:
            self.pages[who, code] = (self.belief.version(code), self.belief.text(code))

    def save(self, who: str, pick: Pick) -> None:
        """Of two texts in one form none is stored if one is refused."""
        belief, codes = self.belief, sorted({pick(*LIMITS), pick(*LIMITS)})
        new = {code: pick(*TYPED, belief.text(code)) for code in codes}
        shown = {code: self.pages.get((who, code), (0, "")) for code in codes}
        news = {
            code
            for code in codes
            if belief.clean(code, new[code]) not in (shown[code][1], belief.text(code))
        }
        disputed = {code for code in news if belief.version(code) not in (0, shown[code][0])}
        anything = any(self._may_write(f"section:{code}", who) for code in LIMITS)
        saved = self.attempt(
            anything and all(self._may_write(f"section:{code}", who) for code in news),
            lambda: actions.save_answers(
                self.application,
                {code: (new[code], shown[code][0]) for code in codes},
                seen={code: texts.digest(shown[code][1]) for code in codes},
                **self.by(who),
            ),
        )
        if saved is None:
            return
        assert {conflict.question.code for conflict in saved.conflicts} == disputed
        for conflict in saved.conflicts:  # both texts come back, and nothing is stored
            code = conflict.question.code
            both = (belief.text(code), belief.clean(code, new[code]))
            assert (conflict.theirs, conflict.yours) == both
        for code in codes:
            if code in news - disputed:
                belief.save(code, new[code])
            assert saved.versions[code] == belief.version(code)
            self.pages[who, code] = (belief.version(code), belief.text(code))

    def declare(self, who: str, pick: Pick) -> None:
        wanted = pick({"dk"}, {"dm"}, {"dk", "dm"}, {"dk", "nothing"}, {"nothing"})
        chosen = wanted - {"nothing"}
        allowed = bool(chosen) and self._may_write("themes", who)
        self.attempt(
            allowed,
            lambda: actions.declare(self.application, wanted, **self.by(who)),
            entry="declared",
        )
        self.belief.themes = chosen if allowed else self.belief.themes

    def confirm(self, who: str, pick: Pick) -> None:
        wanted = pick({"terms"}, {"terms"}, set())
        allowed = self._may_write("declarations", who)
        self.attempt(
            allowed,
            lambda: actions.confirm(self.application, wanted, **self.by(who)),
            entry="confirmed",
        )
        self.belief.confirmed = wanted if allowed else self.belief.confirmed

    def name_the_contact(self, who: str, pick: Pick) -> None:
        email = pick("kontakt@people.example", "OWNER@people.example", "")
        values = {"contact_name": "Erika Berg", "contact_email": email, "contact_phone": ""}
        allowed = self._may_write("contact", who)
        self.attempt(
            allowed, lambda: actions.save_contact(self.application, values, **self.by(who))
        )
        self.belief.contact = email if allowed else self.belief.contact

    def file(self, who: str, pick: Pick) -> None:
        """Attach one, or remove it. Looking into one takes its time, so only now and then."""
        allowed = self._may_write("files", who)
        if self.belief.files:
            found = self.application.attachments.get(key=self.belief.files[0])
            remove = lambda: actions.detach(found, **self.by(who))  # noqa: E731
            self.attempt(allowed, remove, entry="detached")
            self.belief.files = [] if allowed else self.belief.files
        elif not allowed or pick(True, False, False):
            upload = SimpleUploadedFile("Anlage.pdf", DOCUMENT)
            add = lambda: actions.attach(self.application, upload, **self.by(who))  # noqa: E731
            kept = self.attempt(allowed, add, entry="attached")
            self.belief.files = [kept.key] if kept else []

    # -- Handing in and taking back --------------------------------------------------------------

    def hand_in(self, who: str, pick: Pick) -> None:
        """With the key of a new form, or once more with that of an earlier one.

        A repeated click is told of its version while that is the last word.
        """
        belief, new_key = self.belief, UUID(int=len(self.keys) + 1)
        once = pick(new_key, new_key, *self.keys)
        self.keys += [new_key] if once == new_key else []
        earlier = [frozen for frozen in belief.versions if frozen.once == once]
        now = belief.may_hand_in(self.now) and belief.is_complete(self.now)
        same = belief.reopened and belief.asked is None and not earlier and self._says_the_same()
        last = belief.versions[-1:] == earlier and not belief.reopened and belief.asked is None
        may = last and belief.status != "withdrawn" if earlier else now
        snapshot = self.attempt(
            who in ("owner", "editor") and may,
            lambda: actions.submit(self.application, once=once, **self.by(who)),
            entry="left_as_it_was" if same else "submitted",
            again=bool(earlier),
        )
        if snapshot and same:
            assert snapshot.version == len(belief.versions)
            belief.reopened = False
            return
        if snapshot and not earlier:
            belief.hand_in(self.now, once, self.people[who].email)
        if snapshot:
            assert belief.versions[snapshot.version - 1].once == once

    def _says_the_same(self) -> bool:
        """As its last version, to the last sign."""
        found = Application.objects.get(pk=self.application.pk)
        last = found.snapshots.valid().get()
        return snapshots.contents(found, at=last.submitted_at) == last.content

    def reopen(self, who: str, pick: Pick) -> None:
        again = self.belief.reopened
        allowed = who in ("owner", "editor") and self.belief.may_reopen(self.now)
        self.attempt(
            allowed,
            lambda: actions.reopen(self.application, **self.by(who)),
            entry="reopened",
            again=again,
        )
        self.belief.reopened = again or allowed

    def withdraw(self, who: str, pick: Pick) -> None:
        if who == "owner" and pick(True, True, True, False):  # seldom, so that lives last
            return
        status = self.belief.status
        allowed = who == "owner" and status in ("draft", "submitted", "withdrawn")
        self.attempt(
            allowed,
            lambda: actions.withdraw(self.application, **self.by(who)),
            entry="withdrawn",
            again=status == "withdrawn",
        )
        if allowed:
            self.belief.status, self.belief.reopened = "withdrawn", False
