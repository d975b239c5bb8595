"""What laureates wrote about their portrait is deleted a month after the announcement."""

import pytest

from awards import actions, tasks
from awards.models import Portrait, Release
from initiatives.models import JournalEntry, Local

from ...make import DAY, NOON, SECOND, at

END = NOON + 9 * DAY
GONE = END + 30 * DAY
SUGGESTED = {
    "suggestion": Local(de="Anders."),
    "suggested_summary": Local(de="Kürzer."),
    "suggested_at": NOON - DAY,
    "answered_at": NOON,
    "answer": "Nur teilweise.",
}


@pytest.fixture
def release(make, case) -> Release:
    """Confirmed; who agreed has said why, and had suggested other words before."""
    make.portrait(case, asked=True, remark="Meine Nummer: 030 1234567", **SUGGESTED)
    return make.release(call=case.call, embargo_until=END, confirmed=True)


def test_a_month_after_the_announcement_and_not_a_second_earlier(release, case):
    assert actions.forget_portrait_remarks(at=GONE - SECOND) == 0
    assert Portrait.objects.get().remark == "Meine Nummer: 030 1234567"
    assert actions.forget_portrait_remarks(at=GONE) == 1
    assert actions.forget_portrait_remarks(at=GONE + DAY) == 0
    found = Portrait.objects.get()
    assert (found.remark, found.suggestion, found.suggested_summary, found.answer) == (
        "",
        {},
        {},
        "",
    )
    assert (found.suggested_at, found.suggested_by, found.answered_at) == (None, None, None)
    entry = JournalEntry.objects.get(action="portrait.remarks_forgotten")
    assert (entry.actor, entry.about_key, entry.data) == (None, str(case.key), {})


def test_the_agreement_and_its_words_stay(release):
    before = Portrait.objects.get()
    actions.forget_portrait_remarks(at=GONE)
    found = Portrait.objects.get()
    assert (found.approved_at, found.approved_sha256, found.text, found.summary) == (
        before.approved_at,
        before.approved_sha256,
        before.text,
        before.summary,
    )
    assert found.state == Portrait.State.APPROVED


def test_one_that_nobody_answered_goes_too(release):
    Portrait.objects.update(
        approved_at=None, approved_sha256="", answered_at=None, answer="", suggested_at=NOON
    )
    assert actions.forget_portrait_remarks(at=GONE) == 1
    assert Portrait.objects.get().suggested_at is None


def test_a_withdrawn_announcement_makes_no_difference(release, make):
    actions.withdraw_release(release, note=Local(de="X"), by=make.office("lead"), at=END)
    assert actions.forget_portrait_remarks(at=GONE) == 1


def test_before_the_announcement_nothing_is_deleted(release):
    Release.objects.update(confirmed_at=None, confirmed_by=None)
    assert actions.forget_portrait_remarks(at=GONE + 99 * DAY) == 0


def test_portraits_without_words_of_theirs_are_left_alone(release):
    Portrait.objects.update(
        remark="",
        suggestion={},
        suggested_summary={},
        suggested_at=None,
        answered_at=None,
        answer="",
    )
    assert actions.forget_portrait_remarks(at=GONE) == 0
    assert not JournalEntry.objects.filter(action="portrait.remarks_forgotten").exists()


def test_it_happens_at_night_by_itself(release):
    with at(GONE):
        tasks.forget_remarks_on_portraits(0)
    assert Portrait.objects.get().remark == ""
