"""The life of an application under random actions of everybody and of the clock.

Each example is one life on a real PostgreSQL, rolled back at its end; after every step all that is
stored is compared with what is believed. `LIVES=2000` lives other ones, and more of them.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from initiatives.models import (
    Answer,
    Application,
    Attachment,
    ChangeRequest,
    Confirmation,
    DeclaredCriterion,
    Letter,
    Snapshot,
)
from initiatives.records import canonical, journal, proof

from .. import make
from ..make import DAY, NOON, SECOND
from .belief import NEXT
from .deeds_of_the_office import MINUTE, OfficeDeeds
from .stored import stored

LIVES = int(os.environ.get("LIVES", "0"))
TICK = timedelta(microseconds=1)
BEGINNINGS = ("early", "nothing", *("draft",) * 3, *("handed in",) * 4)
# Named more than once is done more often.
WRITING = (*("save",) * 4, *("look",) * 2, "declare", "confirm", "name_the_contact", "file")
ANSWERING = (*("hand_in",) * 4, *("reopen",) * 3, "withdraw", "start")
DECIDING = (*("ask",) * 2, "extend", "take_back", "decide")
writers = st.sampled_from(("owner",) * 4 + ("editor",) * 4 + ("reader", "stranger", "office"))
officials = st.sampled_from(("office",) * 6 + ("office reader", "owner", "stranger"))


class Life(OfficeDeeds, RuleBasedStateMachine):
    """One application at a time, and a clock that only runs on."""

    def __init__(self) -> None:
        super().__init__()
        self.rolled_back = transaction.atomic()
        self.rolled_back.__enter__()
        self.begin()
        self.status = ""
        self.jobs_of_others = _jobs()
        self.looked_at = False

    def teardown(self) -> None:
        try:
            assert proof.check().broken is None
            self._files_stay_as_long_as_a_version_names_them()
            for withdrawn, as_it_was in self.over:
                assert stored(withdrawn, also="") == as_it_was
        finally:
            transaction.set_rollback(True)
            self.rolled_back.__exit__(None, None, None)

    @initialize(beginning=st.sampled_from(BEGINNINGS))
    def it_begins(self, beginning: str) -> None:
        self.now = self.call.opens_at - TICK if beginning == "early" else self.call.closes_at - DAY
        if beginning not in ("draft", "handed in"):
            return
        own = self.people["owner"]
        self.application = make.application(
            complete=True, call=self.call, initiative=self.initiative, owner=own
        )
        self.belief.begin(own.email)
        if beginning == "handed in":
            self.hand_in("owner", lambda first, *_others: first)

    # -- What happens ----------------------------------------------------------------------------

    @precondition(lambda self: self.application)
    @rule(deed=st.sampled_from(WRITING), who=writers, drawn=st.data())
    def somebody_writes(self, deed: str, who: str, drawn: Any) -> None:
        self._do(deed, who, drawn)

    @rule(deed=st.sampled_from(ANSWERING), who=writers, drawn=st.data())
    def somebody_answers_for_it(self, deed: str, who: str, drawn: Any) -> None:
        self._do(deed if self.application else "start", who, drawn)

    @precondition(lambda self: self.application)
    @rule(deed=st.sampled_from(DECIDING), who=officials, drawn=st.data())
    def the_office_decides(self, deed: str, who: str, drawn: Any) -> None:
        self._do(deed, who, drawn)

    def _do(self, deed: str, who: str, drawn: Any) -> None:
        def pick(*options: Any) -> Any:
            return drawn.draw(st.sampled_from(options), label=deed)

        getattr(self, deed)(who, pick)
        self.looked_at = False

    @rule(span=st.sampled_from((SECOND, MINUTE, MINUTE * 9, DAY)))
    def time_passes(self, span: timedelta) -> None:
        self.now += span

    @rule(beside=st.sampled_from((-TICK, timedelta(), TICK, SECOND)))
    def the_next_line_comes(self, beside: timedelta) -> None:
        """To the next moment that changes what is allowed, or just beside it."""
        lines = [line + beside for line in self.belief.lines()]
        self.now = min((line for line in lines if line > self.now), default=self.now)

    # -- What always holds -----------------------------------------------------------------------

    @invariant()
    def all_is_as_everybody_believes(self) -> None:
        if self.looked_at:  # only the clock ran on since, which no row knows of
            return
        self.looked_at = True
        found = Application.objects.filter(initiative=self.initiative).last()
        if self.application is None or found is None:
            assert found is None
            return
        belief, of = self.belief, {"application": found}
        assert found.status == belief.status
        assert found.status == self.status or found.status in NEXT[self.status]
        self.status = found.status
        assert (found.own_closes_at, found.reopened_at is not None) == (belief.own, belief.reopened)
        assert found.reopened_at is None or found.status == "submitted"
        answers = Answer.objects.filter(**of).values_list("question__code", "version", "text")
        assert {code: (version, text) for code, version, text in answers} == {
            code: (len(said), said[-1]) for code, said in belief.history.items()
        }
        themes = DeclaredCriterion.objects.filter(**of)
        assert set(themes.values_list("criterion__code", flat=True)) == belief.themes
        assert Confirmation.objects.filter(**of).count() == len(belief.confirmed)
        files = Attachment.objects.current().filter(**of)
        assert list(files.values_list("key", flat=True)) == belief.files
        requests = ChangeRequest.objects.filter(answered_at=None, withdrawn_at=None, **of)
        assert [row.until for row in requests] == ([belief.asked.until] if belief.asked else [])
        self._versions_only_grow_and_never_change()
        self._everything_is_written_down_and_each_letter_sent_once()

    def _versions_only_grow_and_never_change(self) -> None:
        found = list(Snapshot.objects.filter(application=self.application).order_by("version"))
        assert [row.version for row in found] == [*range(1, len(self.belief.versions) + 1)]
        for row, frozen in zip(found, self.belief.versions, strict=True):
            assert (row.submitted_at, row.late_by) == (frozen.at, frozen.late)
            assert row.idempotency_key == frozen.once
            assert canonical.sha256(row.content) == row.sha256
            assert {one["code"]: one["text"] for one in row.content["answers"]} == frozen.answers
            assert [file["key"] for file in row.content["files"]] == frozen.files

    def _everything_is_written_down_and_each_letter_sent_once(self) -> None:
        entries = journal.about(self.application).values_list("action", flat=True)
        assert list(entries) == self.journal
        versions = self.application.snapshots.order_by("version").values_list("key", flat=True)
        expected = [
            (str(key), address)
            for key, frozen in zip(versions, self.belief.versions, strict=True)
            for address in frozen.addresses
        ]
        receipts = Letter.objects.filter(
            kind="receipt", about_key__in=[str(key) for key in versions]
        )
        sent = [(letter.about_key, letter.to.lower()) for letter in receipts]
        assert sorted(sent) == sorted(expected)
        assert Letter.objects.count() == _jobs() - self.jobs_of_others

    def _files_stay_as_long_as_a_version_names_them(self) -> None:
        named = {key for frozen in self.belief.versions for key in frozen.files}
        kept = Attachment.objects.filter(key__in=named)
        assert kept.count() == len(named)
        assert all(row.file.storage.exists(row.file.name) for row in kept)


def _jobs() -> int:
    """How many letters wait to be sent."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT args->>'letter_id') FROM procrastinate_jobs"
            " WHERE task_name = 'send_letter'"
        )
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_whatever_happens_in_whatever_order_nothing_is_lost_and_nobody_is_early_or_late():
    Life.call = make.call(criteria={"dk": 1, "dm": 1}, closes_at=NOON, grace_minutes=10)
    for code in ("dk", "dm"):
        criterion = Life.call.criteria.get(code=code)
        make.question(Life.call, f"{code}-frage", criterion=criterion)
    Life.initiative = make.initiative("Bündnis Talaue")
    roles = ("owner", "editor", "reader")
    Life.people = {
        **{role: make.member(Life.initiative, role, name=role) for role in roles},
        "stranger": make.user("stranger"),
        "office": make.office(name="office"),
        "office reader": make.office("reader", name="office reader"),
    }
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=LIVES or 50,
            stateful_step_count=40,
            derandomize=not LIVES,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
