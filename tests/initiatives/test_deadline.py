"""The deadline: to the microsecond, by one clock, whoever has to wait and whoever clicks twice."""

from __future__ import annotations

import threading
import time as clock_of_the_machine
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.utils import translation

from initiatives import actions, berlin, clock
from initiatives.keys import uuid7
from initiatives.models import Application, JournalEntry, Letter, Snapshot

from ..make import DAY, NOON, SECOND, refused
from ..together import together
from .stored import stored

CLOSED = "The deadline has passed, so the application could not be handed in. Your texts stay."
STORED_NOT = "The deadline has passed. What was saved before stays readable; nothing new is stored."
TICK, HOUR = timedelta(microseconds=1), timedelta(hours=1)
GRACE = timedelta(minutes=10)


def draft(make, **fields) -> Application:
    """Complete, in a call that closes at NOON and lets ten minutes pass."""
    given = fields.keys() & {"call__closes_at", "call__opens_at"}
    dates = {} if given else {"call__closes_at": NOON}
    return make.application(complete=True, **{"call__grace_minutes": 10} | dates | fields)


def submit(make, application: Application, at: datetime) -> Snapshot:
    return actions.submit(application, by=make.owner(application), at=at, once=uuid7())


def save(make, application: Application, at: datetime) -> None:
    person = make.owner(application)
    actions.save_answers(application, {"title": ("Letzter Satz", 1)}, by=person, at=at)


# -- To the microsecond --------------------------------------------------------------------------

LINES = [
    (-TICK, 0),
    (timedelta(), 1),  # a second that has begun counts
    (TICK, 1),
    (SECOND, 1),
    (SECOND + TICK, 2),
    (GRACE - TICK, 600),
]
BEYOND = [GRACE, GRACE + TICK, GRACE + DAY]


@pytest.mark.parametrize(("beside", "late"), LINES)
def test_up_to_the_end_of_the_grace_it_counts_and_says_how_late_it_was(make, beside, late):
    snapshot = submit(make, draft(make), NOON + beside)
    assert (snapshot.submitted_at, snapshot.late_by) == (NOON + beside, late)
    said = JournalEntry.objects.get().data.get("late_by_seconds", 0)
    assert said == late


@pytest.mark.parametrize("beside", BEYOND)
def test_after_the_grace_nothing_is_handed_in_and_nothing_lost(make, beside):
    late = draft(make)
    with refused(CLOSED):
        submit(make, late, NOON + beside)
    late.refresh_from_db()
    assert (late.status, late.answers.get(question__code="title").text) == (
        "draft",
        "Antwort title",
    )
    counts = (Snapshot.objects.count(), Letter.objects.count(), JournalEntry.objects.count())
    assert counts == (0, 0, 0)


@pytest.mark.parametrize("beside", [-TICK, timedelta(), GRACE - TICK])
def test_a_last_sentence_is_stored_as_long_as_it_can_be_handed_in(make, beside):
    late = draft(make)
    save(make, late, NOON + beside)
    assert late.answers.get(question__code="title").text == "Letzter Satz"


def test_after_it_a_sentence_is_refused(make):
    with refused(STORED_NOT):
        save(make, draft(make), NOON + GRACE)


@pytest.mark.parametrize(("beside", "late"), LINES)
def test_an_own_deadline_has_the_same_edges(make, beside, late):
    own = {"own_closes_at": NOON + DAY, "own_closes_reason": "Hochwasser"}
    assert submit(make, draft(make, **own), NOON + DAY + beside).late_by == late


@pytest.mark.parametrize("beside", BEYOND)
def test_an_own_deadline_ends_as_well(make, beside):
    own = {"own_closes_at": NOON + DAY, "own_closes_reason": "Hochwasser"}
    late = draft(make, **own)
    with refused(CLOSED):
        submit(make, late, NOON + DAY + beside)


def test_before_the_own_deadline_nobody_is_late_by_that_of_the_others(make):
    own = {"own_closes_at": NOON + DAY, "own_closes_reason": "Hochwasser"}
    assert submit(make, draft(make, **own), NOON + HOUR).late_by == 0


def test_without_grace_the_line_is_the_deadline(make):
    strict = draft(make, call__grace_minutes=0)
    with refused(CLOSED):
        submit(make, strict, NOON)
    assert submit(make, strict, NOON - TICK).late_by == 0


@pytest.mark.parametrize("beside", [timedelta(), TICK])
def test_from_its_first_microsecond_on_the_call_is_open(make, beside):
    early = draft(make, call__opens_at=NOON)
    assert submit(make, early, NOON + beside).version == 1


def test_a_microsecond_earlier_it_is_not(make):
    with refused(CLOSED):
        submit(make, draft(make, call__opens_at=NOON), NOON - TICK)


# -- The two nights when the clocks are changed --------------------------------------------------

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("day", "last"),
    [  # 23:59:59 on that day, in UTC
        (SPRING - DAY, datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC)),
        (SPRING, datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)),
        (AUTUMN - DAY, datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC)),
        (AUTUMN, datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_2359_counts_in_full_on_the_days_around_a_change_of_the_clocks(make, day, last):
    closes = berlin.moment(day + DAY, time(0, 0))
    strict = draft(make, call__closes_at=closes, call__grace_minutes=0)
    with refused(CLOSED):
        submit(make, strict, last + SECOND)
    assert submit(make, strict, last + SECOND - TICK).late_by == 0


@pytest.mark.parametrize(
    ("day", "clock_time", "season"),
    [(SPRING, time(1, 59), ""), (AUTUMN, time(2, 59), "summer"), (AUTUMN, time(2, 0), "winter")],
)
def test_the_grace_is_ten_real_minutes_whatever_the_wall_says(make, day, clock_time, season):
    closes = berlin.moment(day, clock_time, season)
    late = draft(make, call__closes_at=closes)
    with refused(CLOSED):
        submit(make, late, closes + GRACE)
    assert submit(make, late, closes + GRACE - TICK).late_by == 600


# -- One clock: that of the database -------------------------------------------------------------


def click(make, application: Application, once: UUID | None = None) -> Any:
    browser = Client()
    browser.force_login(make.owner(application))
    address = f"/bewerbungen/{application.key}/einreichen/"
    return browser.post(address, {"once": str(once or uuid7())})


@pytest.mark.parametrize("wrong", [-HOUR, HOUR])
@pytest.mark.parametrize(("left", "status"), [(timedelta(minutes=5), 302), (-SECOND, 409)])
def test_a_web_server_whose_clock_is_wrong_lets_nobody_in_late_and_turns_nobody_away(
    make, wrong, left, status
):
    real = clock.of_database()
    its_own = draft(make, call__closes_at=real + left, call__grace_minutes=0)
    with time_machine.travel(real + wrong):
        assert abs(clock.of_database() - real) < 30 * SECOND
        assert click(make, its_own).status_code == status
    handed_in = [snapshot.submitted_at for snapshot in Snapshot.objects.all()]
    assert all(real <= moment < real + 30 * SECOND for moment in handed_in)
    assert len(handed_in) == (1 if status == 302 else 0)


@pytest.mark.parametrize("wrong", [-HOUR, HOUR])
@pytest.mark.parametrize("left", [timedelta(minutes=5), -SECOND])
@pytest.mark.parametrize(
    ("page", "sent"),
    [
        ("speichern/", {"page": "section", "field": "title", "text": "Neu", "version": 1}),
        ("speichern/", {"page": "contact", "field": "contact_name", "text": "Neu"}),
        ("abschnitt/project/", {"title": "Neu", "title-version": 1, "title-seen": ""}),
        ("ansprechperson/", {"contact_name": "Neu", "contact_email": "neu@people.example"}),
        ("themen/", {"criteria": ["dm"]}),
        ("erklaerungen/", {}),
    ],
)
def test_writing_ends_by_the_clock_of_the_database(make, page, sent, left, wrong):
    real = clock.of_database()
    its_own = draft(make, call__closes_at=real + left, call__grace_minutes=0)
    person, before = make.owner(its_own), stored(its_own)
    browser = Client()
    browser.force_login(person)
    with time_machine.travel(real + wrong):
        browser.post(f"/bewerbungen/{its_own.key}/{page}", {"writer": person.key, **sent})
    assert (stored(its_own) != before) == (left > timedelta())


@pytest.mark.parametrize("decision", ["zulassen", "ausschliessen"])
def test_a_web_server_whose_clock_is_fast_does_not_end_the_writing_of_others(make, decision):
    closes = clock.of_database() + HOUR / 2
    handed_in = make.submitted(call__closes_at=closes)
    browser = Client()
    browser.force_login(make.office())
    with time_machine.travel(closes + HOUR):
        browser.post(
            f"/verwaltung/bewerbungen/{handed_in.key}/{decision}/", {"reason": "Kein Verbund"}
        )
    handed_in.refresh_from_db()
    assert handed_in.status == "submitted"


# -- Who has to wait -----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_who_waits_for_others_across_the_line_is_not_late(make):
    closes = clock.of_database() + 0.8 * SECOND
    strict = draft(make, call__closes_at=closes, call__grace_minutes=0)
    held, pause = threading.Event(), threading.Event()

    def hold() -> datetime:
        with transaction.atomic():
            Application.objects.select_for_update().get(pk=strict.pk)
            held.set()
            pause.wait(2.4)  # longer than a page waits for a lock
            return clock.of_database()

    def hand_in() -> int:
        held.wait()
        return click(make, strict).status_code

    released, status = together(hold, hand_in)
    assert status == 302
    snapshot = Snapshot.objects.get()
    assert snapshot.submitted_at < closes < released
    assert snapshot.late_by == 0


@pytest.mark.django_db(transaction=True)
def test_a_double_click_on_two_connections_is_one_version_with_one_set_of_letters(make):
    application = draft(make, call__closes_at=clock.of_database() + HOUR)
    Application.objects.update(contact_email="kontakt@people.example")
    once, both = uuid7(), threading.Barrier(2)

    def hand_in() -> tuple[int, str]:
        both.wait()
        answer = click(make, application, once)
        return answer.status_code, answer.headers.get("Location", "")

    snapshots = together(hand_in, hand_in)
    receipt = f"/bewerbungen/eingang/{Snapshot.objects.get().key}/"
    assert snapshots == [(302, receipt)] * 2
    assert sorted(Letter.objects.values_list("to", flat=True)) == sorted(
        ["kontakt@people.example", make.owner(application).email]
    )
    assert JournalEntry.objects.count() == 1


def until_waiting(wanted: int) -> None:
    """Go on once so many connections wait for a lock of another."""
    for _attempt in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees it once else
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0] >= wanted:
                return
        clock_of_the_machine.sleep(0.005)
    raise AssertionError(f"{wanted} connections should wait")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["hand_in", "admit"])
def test_what_is_admitted_is_the_last_version_whoever_comes_first(make, first):
    """One click arrived before the line, the office admits after it; both wait for the row."""
    application = make.submitted(call__closes_at=NOON)
    Application.objects.update(reopened_at=NOON - HOUR)
    application.answers.update(text="Besser gesagt.")
    person, official, held = make.owner(application), make.office(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Application.objects.select_for_update().get(pk=application.pk)
            held.set()
            until_waiting(2)

    def queue(name: str, action: Callable[[], Any]) -> Any:
        held.wait()
        if name != first:
            until_waiting(1)
        with translation.override("en"):
            return action()

    def hand_in() -> Snapshot:
        return actions.submit(application, by=person, at=NOON - TICK, once=uuid7())

    def admit() -> None:
        actions.admit(application, by=official, at=NOON)

    _none, handed_in, admitted = together(
        hold, lambda: queue("hand_in", hand_in), lambda: queue("admit", admit)
    )
    assert admitted is None
    application.refresh_from_db()
    assert (application.status, application.reopened_at) == ("admitted", None)
    done = [entry.action for entry in JournalEntry.objects.order_by("number")]
    if first == "hand_in":
        assert handed_in == application.snapshots.get(version=2)
        assert done == ["application.submitted", "application.admitted"]
    else:
        assert str(handed_in) == "This application can no longer be handed in."
        assert done == ["application.admitted"]
        assert (Snapshot.objects.count(), Letter.objects.count()) == (1, 0)
