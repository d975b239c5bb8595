"""Who was asked about the portrait and has not answered is reminded twice, each once, by itself."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards import actions, tasks
from awards.models import Decision, DecisionList, Portrait, Release, ResultLetter
from initiatives.berlin import moment
from initiatives.models import JournalEntry, Letter, User
from initiatives.reminding import FRESH
from initiatives.statuses import Status

from ...make import DAY, NOON, SECOND, at

KIND = "portrait_reminder"
ASKED = NOON  # 2 March, 12:00
END = NOON + 20 * DAY
HOUR = NOON.replace(hour=8)  # nine in Berlin
FIRST = HOUR + 7 * DAY
LAST = HOUR + 17 * DAY


@pytest.fixture
def release(make, case) -> Release:
    return make.release(call=case.call, embargo_until=END)


@pytest.fixture
def portrait(make, case, release) -> Portrait:
    until = (ASKED + 7 * DAY).date()
    fields = {"asked_at": ASKED, "answer_until": until, "saved_at": ASKED - DAY}
    return make.portrait(case, agreed=False, **fields)


def due(when) -> list[Portrait]:
    return list(actions.portraits_to_remind_of(at=when))


def remind(when) -> int:
    """What the worker does every hour; how many letters went out."""
    before = Letter.objects.filter(kind=KIND).count()
    for portrait in due(when):
        actions.remind_of_portrait(portrait, at=when)
    return Letter.objects.filter(kind=KIND).count() - before


# -- When ----------------------------------------------------------------------------------------


def test_nine_in_the_morning_a_week_after_asking_and_three_days_before_the_end(portrait):
    assert moment((END - 3 * DAY).date(), HOUR.time().replace(hour=9)) == LAST
    moments = (FIRST - SECOND, FIRST, FIRST + DAY, LAST - SECOND, LAST, LAST + DAY, END - SECOND)
    assert [remind(when) for when in moments] == [0, 1, 0, 0, 1, 0, 0]
    assert remind(END) == 0


@pytest.mark.parametrize(
    ("when", "found"), [(FIRST - SECOND, 0), (FIRST, 1), (LAST, 1), (END - SECOND, 1), (END, 0)]
)
def test_one_is_due_then(portrait, when, found):
    assert len(due(when)) == found


def test_of_two_that_were_missed_the_later_goes_out(portrait):
    assert [remind(LAST), remind(LAST + SECOND)] == [1, 0]


def test_who_was_asked_within_two_days_needs_none(portrait):
    Portrait.objects.update(asked_at=LAST - FRESH + SECOND, answer_until=END.date())
    assert [remind(LAST), remind(END - SECOND)] == [0, 0]
    Portrait.objects.update(asked_at=LAST - FRESH)
    assert remind(LAST) == 1


def test_a_later_end_of_the_embargo_is_reminded_of_too(portrait, release):
    remind(LAST)
    Release.objects.update(embargo_until=END + 9 * DAY)
    assert [remind(LAST + 9 * DAY - SECOND), remind(LAST + 9 * DAY)] == [1, 1]


def test_who_is_asked_anew_is_reminded_anew(portrait):
    remind(FIRST)
    Portrait.objects.update(asked_at=ASKED + 8 * DAY)
    assert [remind(FIRST + 8 * DAY - SECOND), remind(FIRST + 8 * DAY)] == [0, 1]


# -- Whom ----------------------------------------------------------------------------------------


def agreed(row):
    Portrait.objects.update(approved_at=ASKED, approved_sha256="a" * 64)


def suggested(row):
    Portrait.objects.update(suggested_at=ASKED + DAY, remark="Ein Fehler.")


def changed(row):
    Portrait.objects.update(saved_at=ASKED + DAY)


def emptied(row):
    Portrait.objects.update(text={})


def unasked(row):
    Portrait.objects.update(asked_at=None, answer_until=None)


def excluded(row):
    type(row.application).objects.update(status=Status.EXCLUDED, exclusion_reason="Träger.")


def undecided(row):
    Decision.objects.all().delete()


def untold(row):
    ResultLetter.objects.all().delete()


def taken_back(row):
    ResultLetter.objects.update(taken_back_at=ASKED, taken_back_for={"de": "Ein Irrtum."})


def unconfirmed(row):
    DecisionList.objects.update(confirmed_at=None, sha256="")


def unreleased(row):
    Release.objects.all().delete()


@pytest.mark.parametrize(
    "change",
    [
        agreed,
        suggested,
        changed,
        emptied,
        unasked,
        excluded,
        undecided,
        untold,
        taken_back,
        unconfirmed,
        unreleased,
    ],
)
def test_nobody_else_is(portrait, change):
    change(portrait)
    assert due(FIRST) == []
    assert actions.remind_of_portrait(portrait, at=FIRST) is False
    assert not Letter.objects.filter(kind=KIND).exists()


def test_a_suggestion_that_was_declined_waits_for_an_answer_again(portrait):
    Portrait.objects.update(suggested_at=ASKED - DAY, answered_at=ASKED - SECOND, answer="Nein.")
    assert remind(FIRST) == 1


def test_all_who_act_are_written_to_in_their_language_each_once(make, portrait, case):
    first = case.initiative.memberships.get().user
    User.objects.filter(pk=first.pk).update(language="de", wants_reminders=False)
    make.member(case.initiative, "reader")
    assert remind(FIRST) == 1
    second = make.member(case.initiative, "editor", name="Kim Field", language="en")
    gone = make.member(case.initiative, "editor")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert [remind(FIRST + DAY), remind(FIRST + 2 * DAY)] == [1, 0]
    letters = Letter.objects.filter(kind=KIND).order_by("pk")
    assert [one.to for one in letters] == [first.email, second.email]
    german, english = letters
    assert german.subject == "Erinnerung: Bitte stimmen Sie Ihrem Porträt zu – vertraulich"
    assert english.subject == "Reminder: please agree to your portrait – confidential"
    assert f"/bewerbungen/{case.key}/portraet/" in german.text
    assert "\n\n\n" not in german.text
    entries = JournalEntry.objects.filter(action="portrait.reminded").order_by("number")
    assert [(entry.actor, entry.data) for entry in entries] == [
        (None, {"turn": "asked", "letters": 1}),
        (None, {"turn": "asked", "letters": 1}),
    ]


def test_it_asks_for_the_day_or_once_that_is_past_for_an_answer_now(portrait, case):
    User.objects.update(language="de")
    remind(FIRST)
    remind(LAST)
    first, last = Letter.objects.filter(kind=KIND).order_by("pk")
    assert "Bitte antworten Sie bis zum 9. März 2026." in first.text.replace("\xa0", " ")
    assert "Bitte antworten Sie jetzt:" in last.text
    assert "bis zum 9." not in last.text.replace("\xa0", " ")


def test_the_page_still_says_when_the_office_asked(portrait):
    remind(FIRST)
    assert Portrait.objects.get().asked_at == ASKED


def test_the_worker_does_it(portrait, work):
    with at(FIRST):
        tasks.remind_of_portraits(0)
        work()
    assert Letter.objects.filter(kind=KIND).count() == 1


def test_a_letter_twice_asked_for_is_one(portrait):
    (found,) = due(FIRST)
    assert [actions.remind_of_portrait(found, at=FIRST) for _ in range(2)] == [True, False]


def test_as_many_queries_for_one_as_for_four(make, portrait, case, release):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            due(FIRST)
        return len(queries)

    before = count()
    prize = make.prize(call=case.call, places=9)
    for _ in range(3):
        more = make.admitted(call=case.call)
        make.decision(prize=prize, application=more, is_portrayed=False)
        make.knows(more)
        make.portrait(more, agreed=False, asked_at=ASKED, answer_until=(ASKED + DAY).date())
    assert len(due(FIRST)) == 4
    assert count() == before
