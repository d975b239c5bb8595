"""Reminders before the deadline: which one is due, a pure question; who gets it, and only once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.contrib.django import app

from initiatives import actions, reminding
from initiatives.berlin import BERLIN
from initiatives.models import Application, Letter, User

from ..make import DAY, NOON, SECOND, at


def berlin(month: int, day: int, hour: int = 9, minute: int = 0, *, year: int = 2027) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


LONG_AGO = berlin(1, 1)
SPRING = berlin(4, 1, 0)  # „31. März, 23:59“; the clocks go forward on 28 March
AUTUMN = berlin(11, 4, 0)  # „3. November, 23:59“; they go back on 31 October


# -- Which one is due ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deadline", "moments"),
    [
        (SPRING, {14: berlin(3, 17), 7: berlin(3, 24), 1: berlin(3, 30)}),
        (AUTUMN, {14: berlin(10, 20), 7: berlin(10, 27), 1: berlin(11, 2)}),
        (berlin(4, 1, 12), {14: berlin(3, 18), 7: berlin(3, 25), 1: berlin(3, 31)}),
        (berlin(4, 1, 0, 1), {14: berlin(3, 18), 7: berlin(3, 25), 1: berlin(3, 31)}),
    ],
)
def test_they_fall_due_at_nine_in_berlin_on_a_day_of_the_calendar(deadline, moments):
    assert reminding.moments(deadline) == moments


def test_between_two_reminders_the_clock_may_have_changed():
    found = reminding.moments(SPRING)
    assert found[1] - found[7] == timedelta(days=6) - timedelta(hours=1)
    found = reminding.moments(AUTUMN)
    assert found[1] - found[7] == timedelta(days=6) + timedelta(hours=1)


@pytest.mark.parametrize(
    ("moment", "days"),
    [
        (berlin(3, 17) - SECOND, None),
        (berlin(3, 17), 14),
        (berlin(3, 19) - SECOND, 14),
        (berlin(3, 19), None),
        (berlin(3, 24) - SECOND, None),
        (berlin(3, 24), 7),
        (berlin(3, 26) - SECOND, 7),
        (berlin(3, 26), None),
        (berlin(3, 30) - SECOND, None),
        (berlin(3, 30), 1),
        (SPRING - SECOND, 1),
        (SPRING, None),
    ],
)
def test_the_edges_of_each(moment, days):
    assert reminding.due(SPRING, since=LONG_AGO, at=moment) == days


@pytest.mark.parametrize(
    ("since", "days"), [(berlin(3, 22), 7), (berlin(3, 22) + SECOND, None), (berlin(3, 24), None)]
)
def test_who_began_less_than_two_days_before_is_left_alone(since, days):
    assert reminding.due(SPRING, since=since, at=berlin(3, 24)) == days


def test_without_a_deadline_there_is_none():
    assert reminding.due(None, since=LONG_AGO, at=NOON) is None


# -- Who gets it ---------------------------------------------------------------------------------


CLOSES = NOON + 8 * DAY  # at noon: the week before begins a day before NOON at nine
WEEK = reminding.moments(CLOSES)[7]


@pytest.fixture
def draft(make) -> Application:
    return make.application(
        call__closes_at=CLOSES,
        call__opens_at=NOON - 30 * DAY,
        started_at=NOON - 20 * DAY,
        initiative__name="Bündnis Öfen",
    )


def remind(moment: datetime = WEEK) -> list[Letter]:
    """All that is due at a moment, as the task does it."""
    for application in actions.to_remind(at=moment):
        actions.remind(application, at=moment)
    return list(Letter.objects.filter(kind__startswith="reminder").order_by("pk"))


def test_owners_and_editors_are_reminded_with_what_is_missing(make, draft, settings):
    editor = make.member(draft.initiative, "editor")
    make.member(draft.initiative, "reader")
    letters = remind()
    assert [letter.to for letter in letters] == [make.owner(draft).email, editor.email]
    text = letters[0].text.replace("\xa0", " ")
    assert letters[0].subject == f"Noch nicht eingereicht: Bündnis Öfen ({draft.number})"
    assert "10. März 2026, 11:59 Uhr (MEZ)" in text
    assert "Noch 7 Tage" in text
    assert "– Beantworten Sie „Title“" in text
    assert f"{settings.BASE_URL}/bewerbungen/{draft.key}/" in text
    assert f"{settings.BASE_URL}/konto/uebersicht/" in text


def test_who_reads_english_is_reminded_in_english(make, draft):
    User.objects.update(language="en")
    (letter,) = remind()
    assert letter.subject.startswith("Not handed in yet: ")
    assert "– Answer “Title”" in letter.text


def test_what_is_missing_is_counted_where_it_is_much(make, draft):
    for number in range(9):
        make.question(draft.call, f"frage-{number}")
    (letter,) = remind()
    assert letter.text.count("– ") == 9
    assert "– und 4 weitere Punkte\n" in letter.text


def test_a_complete_draft_is_told_that_only_the_button_is_missing(make):
    make.application(
        complete=True, call__closes_at=CLOSES, started_at=NOON - 20 * DAY, call__year=2026
    )
    (letter,) = remind()
    assert "Es ist alles da" in letter.text
    assert "Es fehlt noch" not in letter.text


def test_each_reminder_is_written_once_a_person(make, draft):
    assert len(remind()) == 1
    assert len(remind(WEEK + timedelta(hours=5))) == 1
    late = make.member(draft.initiative, "editor")
    letters = remind(WEEK + timedelta(hours=6))
    assert [letter.to for letter in letters[1:]] == [late.email]
    assert len(remind(reminding.moments(CLOSES)[1])) == 4


def test_after_a_day_without_a_worker_there_is_one_and_not_three(draft):
    assert len(remind(CLOSES - timedelta(hours=3))) == 1


def test_a_later_deadline_of_its_own_is_reminded_of_anew(make, draft):
    remind()
    until = CLOSES + 7 * DAY
    Application.objects.update(own_closes_at=until, own_closes_reason="Krankheit")
    assert len(remind(reminding.moments(CLOSES)[1])) == 1
    again = remind(reminding.moments(until)[7])
    assert len(again) == 2
    assert "17. März 2026, 11:59 Uhr (MEZ)" in again[1].text.replace("\xa0", " ")


@pytest.mark.parametrize("status", ["submitted", "withdrawn", "admitted"])
def test_what_is_handed_in_or_withdrawn_needs_none(make, draft, status):
    Application.objects.update(status=status)
    assert remind() == []


def test_what_was_opened_again_is_told_that_its_changes_are_not_in(make):
    case = make.submitted(
        call__closes_at=CLOSES, started_at=NOON - 20 * DAY, reopened_at=NOON - 9 * DAY
    )
    (letter,) = remind()
    assert letter.subject == f"Ihre Änderungen sind noch nicht eingereicht ({case.number})"
    assert "die Fassung, die Sie zuletzt eingereicht haben" in letter.text


def test_who_switched_them_off_gets_none(make, draft):
    actions.remind_me(False, by=make.owner(draft))
    assert remind() == []
    actions.remind_me(True, by=make.owner(draft))
    assert len(remind()) == 1


def test_a_closed_account_gets_none(draft):
    User.objects.update(is_active=False)
    assert remind() == []


@pytest.mark.parametrize("rows", [1, 6])
def test_finding_them_costs_the_same_whatever_their_number(
    make, draft, rows, django_assert_num_queries
):
    for _ in range(rows - 1):
        make.application(call=draft.call, started_at=NOON - 20 * DAY)
    with django_assert_num_queries(3):
        assert len(list(actions.to_remind(at=WEEK))) == rows


def test_the_worker_reminds_by_mail(work, postbox, make):
    draft = make.application(call__closes_at=CLOSES, started_at=NOON - 20 * DAY)
    with at(WEEK):
        app.configure_task("remind_of_drafts").defer(timestamp=0)
        app.configure_task("remind_of_draft").defer(application_id=0)  # deleted meanwhile
        work()
        work()
        work()
    (mail,) = postbox.letters
    assert mail["To"] == make.owner(draft).email
    assert draft.number in mail["Subject"]
    assert "Noch 7 Tage" in mail.get_content().replace("\xa0", " ")
