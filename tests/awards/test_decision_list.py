"""The second pair of eyes: a list of decisions is confirmed as it stands, by somebody else."""

import pytest
from django.db import IntegrityError

from awards import actions, completeness, decision_list
from awards.decision_list import unconfirmed
from awards.models import DecisionList
from initiatives.models import JournalEntry, Local

from ..make import DAY, NOON, refused

REASONS = {"de": "Weil es wirkt."}
TEXTS = {"headline": Local(de="Neu"), "lead": Local(de="Vorspann")}


@pytest.fixture
def prize(make):
    return make.prize(call=make.call(meeting_at=NOON), places=3, kind="special")


@pytest.fixture
def office(make):
    return make.office("editor")


@pytest.fixture
def second(make):
    return make.office("lead")


def decide(make, prize, by):
    case = make.admitted(call=prize.call)
    return actions.decide(prize, case, jury_statement=REASONS, by=by, at=NOON)


def confirm(prize, by, seen=None):
    seen = decision_list.digest(prize.call) if seen is None else seen
    return actions.confirm_decisions(prize.call, by=by, at=NOON, seen=seen)


def test_a_second_person_confirms_what_is_there(make, prize, office, second):
    decide(make, prize, office)
    made = confirm(prize, second)
    assert (made.changed_by, made.confirmed_by, made.confirmed_at) == (office, second, NOON)
    assert (made.sha256, decision_list.is_confirmed(prize.call)) == (
        decision_list.digest(prize.call),
        True,
    )
    entry = JournalEntry.objects.order_by("number").last()
    assert (entry.action, entry.data) == ("decisions.confirmed", {"sha256": made.sha256})
    with refused("The list of decisions is confirmed already."):
        confirm(prize, second)


def test_who_changed_it_last_does_not(make, prize, office, second):
    decide(make, prize, office)
    decide(make, prize, second)
    with refused(
        "You changed the list of decisions last. Somebody else of the office confirms it."
    ):
        confirm(prize, second)
    assert confirm(prize, office).confirmed_by == office


def test_the_database_knows_that_too(make, prize, office):
    decide(make, prize, office)
    with pytest.raises(IntegrityError):
        DecisionList.objects.update(confirmed_by=office, confirmed_at=NOON)


def test_who_reads_does_not(make, prize, office):
    decide(make, prize, office)
    with refused("Your role reads and does not decide."):
        confirm(prize, make.office("auditor"))


def test_nothing_is_no_list(prize, second):
    with refused("No decision has been recorded yet."):
        confirm(prize, second)


def test_what_changed_since_it_was_read_is_not_confirmed(make, prize, office, second):
    decide(make, prize, office)
    seen = decision_list.digest(prize.call)
    decide(make, prize, office)
    with refused("The list of decisions changed meanwhile. Read it again, then confirm it."):
        confirm(prize, second, seen)


def changes(make, prize, office, decision):
    yield lambda: decide(make, prize, office)
    yield lambda: actions.retract(decision, by=office, at=NOON)
    yield lambda: actions.withhold(prize, 1, reasons=REASONS, by=office, at=NOON)


@pytest.mark.parametrize("which", range(3))
def test_any_change_takes_the_confirmation_away(make, prize, office, second, which):
    decision = decide(make, prize, office)
    confirm(prize, second)
    list(changes(make, prize, office, decision))[which]()
    found = DecisionList.objects.get()
    assert (found.confirmed_by, found.confirmed_at, found.sha256) == (None, None, "")
    assert not decision_list.is_confirmed(prize.call)


def test_giving_a_withheld_prize_again_does_so_too(make, prize, office, second):
    decide(make, prize, office)
    made = actions.withhold(prize, 1, reasons=REASONS, by=office, at=NOON)
    confirm(prize, second)
    actions.give_again(made, by=office, at=NOON)
    assert not decision_list.is_confirmed(prize.call)


def test_a_row_changed_behind_our_back_is_not_confirmed(make, prize, office, second):
    decision = decide(make, prize, office)
    confirm(prize, second)
    type(decision).objects.filter(pk=decision.pk).update(jury_statement=Local(de="Anders."))
    assert not decision_list.is_confirmed(prize.call)


def test_a_release_is_prepared_and_confirmed_only_with_it(make, prize, office, second):
    make.portrait(decide(make, prize, office).application)

    def prepare():
        return actions.prepare(
            prize.call, embargo_until=NOON + DAY, texts=TEXTS, by=office, at=NOON
        )

    with pytest.raises(Exception, match=unconfirmed()):
        prepare()
    confirm(prize, second)
    release = prepare()
    make.results_told(release)
    assert completeness.gaps(release) == []
    make.portrait(decide(make, prize, office).application)
    assert [gap.words for gap in completeness.gaps(release)] == [unconfirmed()]
    with pytest.raises(Exception, match=unconfirmed()):
        actions.confirm(release, by=second, at=NOON)
    confirm(prize, second)
    make.results_told(release)
    assert actions.confirm(release, by=second, at=NOON).confirmed_at == NOON
