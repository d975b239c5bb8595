"""What the jury decides: a prize, a case, reasons; and a word more where the ranking says other."""

import pytest
from django.db import IntegrityError

from awards import actions
from awards.models import Decision, Prize
from initiatives.models import Application, JournalEntry, Local
from initiatives.statuses import Status

from ..make import DAY, NOON, refused

READS = "Your role reads and does not decide."
TAKEN = "All places of this prize are taken. Take a decision back first."
LOWER = "The ranking places this application lower. Say why the jury decided otherwise."
FROZEN = "The release is confirmed; decisions can no longer change."
REASONS = {"de": "Weil es wirkt.", "en": "Because it works."}


@pytest.fixture
def call(make):
    return make.call(judging_from=NOON - DAY)


@pytest.fixture
def prize(make, call) -> Prize:
    return make.prize(call=call, places=2)


@pytest.fixture
def ranked(make, call) -> list[Application]:
    """Five cases: three with 9, 7 and 7 points, then one with 5, then one without a sheet."""
    cases = [make.admitted(call=call) for _ in range(5)]
    for case, points in zip(cases, (9, 7, 7, 5), strict=False):
        make.sheet({"dk": points}, application=case)
    return cases


def decide(make, prize, application, *, by=None, **more) -> Decision:
    return actions.decide(
        prize,
        application,
        **{"jury_statement": REASONS, "by": by or make.office(), "at": NOON} | more,
    )


# -- Deciding ------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["editor", "lead"])
def test_a_decision_is_recorded_with_its_reasons(make, prize, ranked, role):
    person = make.office(role)
    made = decide(make, prize, ranked[0], by=person)
    found = Decision.objects.get()
    assert (found, found.prize, found.application) == (made, prize, ranked[0])
    assert (found.jury_statement, found.deviation) == (REASONS, "")
    assert (found.decided_at, found.recorded_by) == (NOON, person)
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.actor) == ("decision.recorded", person.key)
    assert entry.data == {"number": ranked[0].number}


def test_cases_on_the_same_place_stand_above_the_line_together(make, prize, ranked):
    assert decide(make, prize, ranked[1]).deviation == ""
    assert decide(make, prize, ranked[2]).deviation == ""


@pytest.mark.parametrize("place", [3, 4])
def test_below_the_line_a_word_on_why_is_needed(make, prize, ranked, place):
    for deviation in ("", " \n"):
        with refused(LOWER):
            decide(make, prize, ranked[place], deviation=deviation)
    assert decide(make, prize, ranked[place], deviation=" Vorbild. ").deviation == "Vorbild."


def test_the_line_lies_below_the_places_of_all_equal_prizes(make, call, ranked):
    one, two = make.prize(call=call), make.prize(call=call)
    make.prize(call=call, kind="special", places=9)
    with refused(LOWER):
        decide(make, one, ranked[3])
    assert decide(make, one, ranked[0]).deviation == ""
    assert decide(make, two, ranked[1]).deviation == ""


@pytest.mark.parametrize("kind", ["category", "special", "commendation"])
def test_other_prizes_follow_no_ranking(make, call, ranked, kind):
    special = make.prize(call=call, kind=kind)
    assert decide(make, special, ranked[4]).deviation == ""


# -- What is refused -----------------------------------------------------------------------------


def test_a_prize_has_no_more_places_than_it_has(make, prize, ranked):
    for case in ranked[:2]:
        decide(make, prize, case)
    with refused(TAKEN):
        decide(make, prize, ranked[2])
    assert Decision.objects.count() == 2


def test_a_case_gets_one_prize(make, prize, call, ranked):
    decide(make, prize, ranked[0])
    with refused("This application has a prize already."):
        decide(make, make.prize(call=call, kind="special"), ranked[0])


@pytest.mark.parametrize("statement", [{}, {"de": ""}, {"de": " \n"}, {"en": "Because."}])
def test_reasons_in_german_are_needed(make, prize, ranked, statement):
    with refused("Write the jury's reasons in German."):
        decide(make, prize, ranked[0], jury_statement=statement)


@pytest.mark.parametrize("status", [s for s in Status if s != Status.ADMITTED])
def test_only_an_admitted_case_gets_a_prize(make, prize, ranked, status):
    Application.objects.filter(pk=ranked[0].pk).update(status=status, exclusion_reason="Grund")
    with refused("Only admitted applications of this call can receive a prize."):
        decide(make, prize, ranked[0])  # read before, and admitted then


def test_a_case_of_another_call_gets_no_prize(make, prize):
    with refused("Only admitted applications of this call can receive a prize."):
        decide(make, prize, make.admitted())


@pytest.mark.parametrize("role", ["auditor", "reader"])
def test_who_reads_does_not_decide(make, prize, ranked, role):
    with refused(READS):
        decide(make, prize, ranked[0], by=make.office(role))
    assert not Decision.objects.exists()


@pytest.mark.parametrize("is_chair", [False, True])
def test_a_juror_does_not_record_the_decision(make, prize, ranked, is_chair):
    juror = make.juror(call=prize.call, is_chair=is_chair)
    with refused(READS):
        decide(make, prize, ranked[0], by=juror.user)


def test_after_the_release_is_confirmed_nothing_is_decided(make, prize, ranked):
    decide(make, prize, ranked[0])
    make.decisions_confirmed(prize.call)
    make.release(call=prize.call, confirmed=True)
    with refused(FROZEN):
        decide(make, prize, ranked[1])


def test_a_draft_of_the_release_stops_nothing(make, prize, ranked):
    make.release(call=prize.call)
    assert decide(make, prize, ranked[0]) == Decision.objects.get()


# -- Taking back ---------------------------------------------------------------------------------


def test_a_decision_is_taken_back_and_its_place_is_free(make, prize, ranked):
    for case in ranked[:2]:
        decide(make, prize, case)
    actions.retract(Decision.objects.get(application=ranked[0]), by=make.office(), at=NOON)
    decide(make, prize, ranked[2])
    assert set(prize.decisions.values_list("application", flat=True)) == {
        ranked[1].pk,
        ranked[2].pk,
    }
    assert [entry.action.split(".")[1] for entry in JournalEntry.objects.all()] == [
        "recorded",
        "recorded",
        "retracted",
        "recorded",
    ]


@pytest.mark.parametrize("role", ["auditor", "reader"])
def test_who_reads_takes_nothing_back(make, role):
    with refused(READS):
        actions.retract(make.decision(), by=make.office(role), at=NOON)
    assert Decision.objects.count() == 1


def test_after_the_release_is_confirmed_nothing_is_taken_back(make):
    decision = make.decision()
    make.release(call=decision.prize.call, confirmed=True)
    with refused(FROZEN):
        actions.retract(decision, by=make.office(), at=NOON)
    assert Decision.objects.count() == 1


# -- What the database refuses -------------------------------------------------------------------


@pytest.mark.parametrize("statement", [{}, {"de": ""}, {"en": "Because."}])
def test_the_database_wants_reasons(make, statement):
    with pytest.raises(IntegrityError, match="decision_has_reasons"):
        make.decision(jury_statement=Local(statement))


def test_the_database_gives_a_case_one_prize(make):
    first = make.decision()
    with pytest.raises(IntegrityError, match="one_prize_an_application"):
        make.decision(prize=first.prize, application=first.application)


def test_the_database_wants_a_place_in_a_prize(make):
    with pytest.raises(IntegrityError, match="prize_has_a_place"):
        make.prize(places=0)
