"""Votes: who may, how many have to, what carries, and that nobody's own vote stays."""

import pytest

from awards import actions
from awards.models import Ballot, Decision, DecisionList, RankBallot, RankVote, Vote, Withheld
from initiatives.models import JournalEntry

from .. import meetings
from ..make import DAY, NOON, SECOND, refused

REASONS = {"de": "Weil es wirkt."}
NO_SUCH = "There is no such vote for you."


@pytest.fixture
def call(make):
    return meetings.call()


@pytest.fixture
def jurors(call):
    return meetings.jury(call, 6)


@pytest.fixture
def cases(call):
    return meetings.cases(call)


@pytest.fixture
def office(make):
    return make.office()


@pytest.fixture
def sitting(call, jurors, cases, office):
    """Six there, the first case called."""
    meeting = meetings.opened(call, jurors, cases)
    meetings.call_case(meeting, cases[0], by=office)
    return meeting


def ask(meeting, case=None, *, by, prize=True, **more):
    given = meeting.call.prizes.first() if prize and case else None
    return actions.open_vote(meeting, actions.Question(given, case, **more), by=by, at=NOON)


def count(vote, yes, no, abstained=0, *, by):
    return actions.count_vote(vote, yes=yes, no=no, abstained=abstained, by=by, at=NOON)


# -- A show of hands -----------------------------------------------------------------------------


def test_a_vote_is_counted(sitting, cases, office):
    vote = meetings.voted(sitting, cases[0], 4, 1, 1, by=office)
    assert (vote.entitled, vote.yes, vote.no, vote.abstained) == (6, 4, 1, 1)
    assert (vote.is_carried, vote.closed_at, vote.item.application) == (True, NOON, cases[0])
    last = JournalEntry.objects.order_by("number").last()
    assert (last.action, last.data["yes"]) == ("meeting.vote_counted", 4)


@pytest.mark.parametrize("role", ["auditor", "reader"])
def test_who_reads_opens_no_vote(make, sitting, cases, role):
    with refused("Your role reads and does not decide."):
        ask(sitting, cases[0], by=make.office(role))


def test_more_votes_than_voters_are_refused(sitting, jurors, cases, office):
    vote = ask(sitting, cases[0], by=office)
    with refused("7 votes are more than there are voters: 6."):
        count(vote, 5, 1, 1, by=office)
    with refused("Say how many votes were cast."):
        count(vote, 0, 0, 0, by=office)
    with refused("Say how many votes were cast."):
        count(vote, 3, -1, 1, by=office)
    assert count(vote, 5, 1, 0, by=office).entitled == 6


def test_who_is_barred_does_not_count(sitting, jurors, cases, office):
    meetings.bar(jurors[1], cases[1])
    meetings.call_case(sitting, cases[1], by=office)
    vote = ask(sitting, cases[1], by=office)
    with refused("6 votes are more than there are voters: 5."):
        count(vote, 6, 0, by=office)
    assert count(vote, 5, 0, by=office).entitled == 5


def test_nothing_is_voted_on_while_somebody_barred_is_in_the_room(sitting, jurors, cases, office):
    meetings.bar(jurors[1], cases[1])
    item = actions.start_item(meetings.item(sitting, cases[1]), by=office, at=NOON)
    words = "Still in the room and barred: Jurymitglied 1. Note first that they have left."
    with refused(words):
        ask(sitting, cases[1], by=office)
    actions.note_left(item.departures.get(), by=office, at=NOON)
    ask(sitting, cases[1], by=office)


def test_a_conflict_that_comes_to_light_now_stops_the_vote(sitting, jurors, cases, office):
    vote = ask(sitting, cases[0], by=office)
    meetings.bar(jurors[1], cases[0])
    with refused("Still in the room and barred: Jurymitglied 1. Note first that they have left."):
        count(vote, 4, 0, by=office)


@pytest.mark.parametrize(("gone", "works"), [(2, True), (3, False)])
def test_below_half_of_the_seats_nothing_is_voted_on(sitting, jurors, cases, office, gone, works):
    for juror in jurors[1 : 1 + gone]:
        actions.note_attendance(sitting, juror, "went", by=office, at=NOON)
    if works:
        assert ask(sitting, cases[0], by=office)
        return
    with refused("The jury has no quorum: 3 of 6 members are present, 4 are needed."):
        ask(sitting, cases[0], by=office)
    assert not Vote.objects.exists()


@pytest.mark.parametrize(("absent", "works"), [(1, True), (2, False)])
def test_a_case_has_a_quorum_of_its_own(call, cases, office, absent, works):
    """Of nine, five are barred from nothing here; the four others are away for it."""
    members = meetings.jury(call, 9)
    meeting = meetings.opened(call, members[: 9 - absent - 1], cases)
    for juror in members[:4]:
        meetings.bar(juror, cases[0])
    meetings.call_case(meeting, cases[0], by=office)
    if works:  # three of five
        assert ask(meeting, cases[0], by=office)
        return
    with refused(
        "In this case the jury has no quorum: 2 of 5 members who are not barred can vote, "
        "3 are needed."
    ):
        ask(meeting, cases[0], by=office)


def test_a_case_is_voted_on_while_it_is_current(sitting, cases, office):
    with refused("Call this case first: only then do those who are barred leave the room."):
        ask(sitting, cases[1], by=office)


def test_one_vote_at_a_time(sitting, cases, office):
    ask(sitting, cases[0], by=office)
    with refused("A vote is open already. Count that one first."):
        ask(sitting, motion="Pause?", by=office)
    with refused("A vote is still open. Count it first, or take it back."):
        actions.go_on(sitting, by=office, at=NOON)


def test_a_vote_asks_something(sitting, cases, office):
    with refused("Say what the vote is on."):
        ask(sitting, cases[0], prize=False, by=office)
    with refused("Shorten the motion to 600 characters."):
        ask(sitting, motion="x" * 601, by=office)
    assert ask(sitting, motion="x" * 600, by=office)


def test_a_prize_of_another_call_is_not_given(make, sitting, cases, office):
    with refused("This prize belongs to another call."):
        actions.open_vote(sitting, actions.Question(make.prize(), cases[0]), by=office, at=NOON)


def test_a_vote_is_counted_once(sitting, cases, office):
    vote = meetings.voted(sitting, cases[0], 4, 1, by=office)
    with refused("This vote has been counted or taken back already."):
        count(vote, 1, 4, by=office)


def test_a_vote_is_taken_back_unless_a_decision_rests_on_it(sitting, cases, office):
    vote = meetings.voted(sitting, cases[0], 4, 1, by=office)
    decide(vote, cases[0], by=office)
    with refused("A decision rests on this vote. Take that back first."):
        actions.withdraw_vote(vote, by=office, at=NOON)
    actions.retract(Decision.objects.get(), by=office, at=NOON)
    actions.withdraw_vote(vote, by=office, at=NOON)
    with refused("This vote is gone already."):
        actions.withdraw_vote(vote, by=office, at=NOON)


# -- Ties ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("says", [True, False])
def test_the_chair_breaks_a_tie(sitting, jurors, cases, office, says):
    vote = meetings.voted(sitting, cases[0], 3, 3, by=office)
    assert not vote.is_carried
    vote = actions.break_tie(vote, says, by=jurors[0].user, at=NOON)
    assert (vote.chair_says, vote.is_carried) == (says, says)
    with refused("The casting vote has been given already."):
        actions.break_tie(vote, True, by=jurors[0].user, at=NOON)


def test_nobody_else_breaks_it(sitting, jurors, cases, office):
    vote = meetings.voted(sitting, cases[0], 3, 3, by=office)
    for person in (jurors[1].user, office):
        with refused("The casting vote is for who leads this item."):
            actions.break_tie(vote, True, by=person, at=NOON)


@pytest.mark.parametrize(("yes", "no", "abstained"), [(3, 2, 1), (2, 3, 1), (1, 0, 0)])
def test_without_a_tie_there_is_nothing_to_break(
    sitting, jurors, cases, office, yes, no, abstained
):
    vote = meetings.voted(sitting, cases[0], yes, no, abstained, by=office)
    with refused("There is a casting vote only where the votes are equal."):
        actions.break_tie(vote, True, by=jurors[0].user, at=NOON)


def test_an_open_vote_is_no_tie(sitting, jurors, cases, office):
    vote = ask(sitting, cases[0], by=office)
    with refused("There is a casting vote only where the votes are equal."):
        actions.break_tie(vote, True, by=jurors[0].user, at=NOON)


def test_a_barred_chair_breaks_no_tie_but_who_leads_instead(sitting, jurors, cases, office):
    meetings.bar(jurors[0], cases[1])
    item = meetings.call_case(sitting, cases[1], by=office)
    vote = meetings.voted(sitting, cases[1], 2, 2, 1, by=office)
    with refused("The casting vote is for who leads this item."):
        actions.break_tie(vote, True, by=jurors[0].user, at=NOON)
    actions.name_chair(item, jurors[3], by=office, at=NOON)
    assert actions.break_tie(vote, True, by=jurors[3].user, at=NOON).is_carried


# -- Decisions of votes --------------------------------------------------------------------------


def decide(vote, case, *, by, **more):
    prize = vote.meeting.call.prizes.first()
    said = {"jury_statement": REASONS, "deviation": "Gut.", "vote": vote, "by": by, "at": NOON}
    return actions.decide(prize, case, **said | more)


def test_a_decision_rests_on_the_vote_that_carried_it(sitting, cases, office):
    vote = meetings.voted(sitting, cases[0], 4, 1, 1, by=office)
    assert decide(vote, cases[0], by=office).vote == vote
    assert DecisionList.objects.get().changed_by == office


@pytest.mark.parametrize(("yes", "no"), [(2, 4), (3, 3), (0, 1)])
def test_what_was_not_carried_is_not_decided(sitting, cases, office, yes, no):
    vote = meetings.voted(sitting, cases[0], yes, no, by=office)
    with refused("This vote did not carry the motion."):
        decide(vote, cases[0], by=office)


def test_what_the_chair_declined_is_not_decided(sitting, jurors, cases, office):
    vote = meetings.voted(sitting, cases[0], 3, 3, by=office)
    actions.break_tie(vote, False, by=jurors[0].user, at=NOON)
    with refused("This vote did not carry the motion."):
        decide(vote, cases[0], by=office)


def test_a_vote_is_for_its_own_case_and_prize(make, sitting, cases, office):
    vote = meetings.voted(sitting, cases[0], 4, 1, by=office)
    with refused("This vote was about something else."):
        decide(vote, cases[1], by=office)
    other = make.prize(call=sitting.call, kind="special")
    with refused("This vote was about something else."):
        actions.decide(other, cases[0], jury_statement=REASONS, vote=vote, by=office, at=NOON)


def test_a_vote_carries_one_decision(make, sitting, cases, office):
    vote = meetings.voted(sitting, cases[0], 4, 1, by=office)
    decide(vote, cases[0], by=office)
    with refused("This application has a prize already."):
        decide(vote, cases[0], by=office)


def test_nothing_is_decided_while_somebody_barred_is_in_the_room(sitting, jurors, cases, office):
    vote = meetings.voted(sitting, cases[0], 4, 1, by=office)
    actions.note_attendance(sitting, jurors[1], "went", by=office, at=NOON)
    meetings.bar(jurors[1], cases[0])
    actions.note_attendance(sitting, jurors[1], "came", by=office, at=NOON)
    with refused("Still in the room and barred: Jurymitglied 1. Note first that they have left."):
        decide(vote, cases[0], by=office)


# -- Not awarded ---------------------------------------------------------------------------------


def test_places_are_given_to_nobody(make, sitting, cases, office):
    prize = sitting.call.prizes.get()
    made = actions.withhold(prize, 1, reasons=REASONS, by=office, at=NOON)
    assert (made.places, DecisionList.objects.get().confirmed_at) == (1, None)
    decide(meetings.voted(sitting, cases[0], 4, 1, by=office), cases[0], by=office)
    meetings.call_case(sitting, cases[1], by=office)
    with refused("All places of this prize are taken. Take a decision back first."):
        decide(meetings.voted(sitting, cases[1], 4, 1, by=office), cases[1], by=office)
    actions.give_again(made, by=office, at=NOON)
    assert not Withheld.objects.exists()
    with refused("This has been taken back already."):
        actions.give_again(made, by=office, at=NOON)


@pytest.mark.parametrize("places", [0, 3])
def test_only_free_places_are_withheld(sitting, office, places):
    with refused("2 places of this prize are free."):
        actions.withhold(sitting.call.prizes.get(), places, reasons=REASONS, by=office, at=NOON)


def test_withholding_needs_reasons_and_a_role(make, sitting, office):
    prize = sitting.call.prizes.get()
    with refused("Write the jury's reasons in German."):
        actions.withhold(prize, 1, reasons={"de": " "}, by=office, at=NOON)
    with refused("Your role reads and does not decide."):
        actions.withhold(prize, 1, reasons=REASONS, by=make.office("reader"), at=NOON)


# -- Circular procedure --------------------------------------------------------------------------

END = NOON + DAY


@pytest.fixture
def circular(call, jurors, cases, office):
    """Running until tomorrow, with a question on the first case."""
    meeting = meetings.convened(call, [], kind="circular", closes_at=END)
    ask(meeting, cases[0], by=office)
    return actions.open_circular(meeting, by=office, at=NOON)


def say(meeting, juror, choice="yes", at=NOON):
    return actions.cast(meeting.votes.get(), choice, by=juror.user, at=at)


def test_a_ballot_can_be_changed_until_the_last_second(circular, jurors):
    say(circular, jurors[1])
    say(circular, jurors[1], "no", at=END - SECOND)
    assert [ballot.choice for ballot in Ballot.objects.all()] == ["no"]
    with refused("The time for voting is over."):
        say(circular, jurors[1], "yes", at=END)


def test_a_ballot_says_yes_no_or_abstention(circular, jurors):
    with refused("Choose yes, no or abstention."):
        say(circular, jurors[1], "vielleicht")


def test_who_is_barred_or_a_stranger_has_no_vote(make, circular, jurors, cases, office):
    meetings.bar(jurors[1], cases[0])
    for person in (jurors[1], make.juror()):
        with refused(NO_SUCH):
            say(circular, person)
    with refused(NO_SUCH):
        actions.cast(circular.votes.get(), "yes", by=office, at=NOON)


def test_closing_counts_and_forgets_who_said_what(circular, jurors, office):
    for juror, choice in zip(jurors, ("yes", "yes", "no", "abstain"), strict=False):
        say(circular, juror, choice)
    with refused("The time is not over yet, and votes are missing."):
        actions.close_circular(circular, by=office, at=END - SECOND)
    actions.close_circular(circular, by=office, at=END)
    vote = circular.votes.get()
    assert (vote.entitled, vote.yes, vote.no, vote.abstained) == (6, 2, 1, 1)
    assert (vote.closed_at, actions.has_quorum(vote)) == (END, True)
    assert not Ballot.objects.exists()
    said = "".join(str(entry.data) for entry in JournalEntry.objects.all())
    assert not any(str(juror.key) in said for juror in jurors)


def test_once_all_have_voted_it_can_end_early(circular, jurors, office):
    for juror in jurors[:5]:
        say(circular, juror)
    assert actions.waiting_for(circular, at=NOON) == [jurors[5]]
    say(circular, jurors[5])
    actions.close_circular(circular, by=office, at=NOON)
    assert circular.votes.get().yes == 6


@pytest.mark.parametrize(("voting", "counts"), [(3, False), (4, True)])
def test_too_few_ballots_are_not_counted(circular, jurors, cases, office, voting, counts):
    for juror in jurors[:voting]:
        say(circular, juror)
    actions.close_circular(circular, by=office, at=END)
    vote = circular.votes.get()
    assert (vote.yes, vote.entitled, actions.has_quorum(vote)) == (voting * counts, 6, counts)
    if not counts:
        with refused("This vote did not carry the motion."):
            decide(vote, cases[0], by=office)
        with refused("There is a casting vote only where the votes are equal."):
            actions.break_tie(vote, True, by=jurors[0].user, at=END)


def test_who_is_barred_after_voting_does_not_count(circular, jurors, cases, office):
    for juror in jurors[:4]:
        say(circular, juror)
    meetings.bar(jurors[3], cases[0])
    actions.close_circular(circular, by=office, at=END)
    vote = circular.votes.get()
    assert (vote.yes, vote.entitled) == (3, 5)


def test_the_chair_breaks_a_tie_after_the_count(circular, jurors, office):
    for juror, choice in zip(jurors, ("yes", "yes", "no", "no"), strict=False):
        say(circular, juror, choice)
    actions.close_circular(circular, by=office, at=END)
    assert actions.break_tie(circular.votes.get(), True, by=jurors[0].user, at=END).is_carried


def test_its_questions_are_fixed_once_it_runs(circular, cases, office):
    words = "The circular procedure is running. Its questions are fixed."
    with refused(words):
        ask(circular, cases[1], by=office)
    with refused(words):
        actions.withdraw_vote(circular.votes.get(), by=office, at=NOON)


def test_it_begins_with_a_question_and_time_left(call, jurors, cases, office):
    meeting = meetings.convened(call, [], kind="circular", closes_at=END)
    with refused("Ask at least one question first."):
        actions.open_circular(meeting, by=office, at=NOON)
    ask(meeting, cases[0], by=office)
    with refused("The time for voting is over."):
        actions.open_circular(meeting, by=office, at=END)
    with refused("The meeting has not been opened yet."):
        say(meeting, jurors[1])
    actions.open_circular(meeting, by=office, at=END - SECOND)
    with refused("The circular procedure is running already."):
        actions.open_circular(meeting, by=office, at=NOON)


def test_a_sitting_and_a_circular_procedure_are_not_mixed_up(
    sitting, circular, jurors, cases, office
):
    vote = ask(sitting, cases[0], by=office)
    with refused("In this meeting the vote is taken in the room."):
        actions.cast(vote, "yes", by=jurors[1].user, at=NOON)
    with refused("In a circular procedure the ballots are counted when the time is over."):
        count(circular.votes.get(), 1, 0, by=office)
    with refused("Only a circular procedure begins without a meeting."):
        actions.open_circular(sitting, by=office, at=NOON)
    with refused("Only a circular procedure is counted like this."):
        actions.close_circular(sitting, by=office, at=NOON)
    with refused("A circular procedure ends by counting its votes."):
        actions.close_meeting(circular, by=office, at=NOON)


# -- Rank votes ----------------------------------------------------------------------------------


def order(vote, cases, juror, at=NOON):
    places = {str(case.key): place for place, case in enumerate(cases, start=1)}
    return actions.cast_order(vote, places, by=juror.user, at=at)


@pytest.fixture
def ranking(sitting, cases, office):
    return actions.open_rank_vote(sitting, cases, by=office, at=NOON)


def test_places_are_added_up_and_ballots_forgotten(ranking, jurors, cases, office):
    a, b, c = cases
    for juror, given in zip(jurors, ([a, b, c], [a, c, b], [b, a, c], [a, b, c]), strict=False):
        order(ranking, given, juror)
    vote = actions.close_rank_vote(ranking, by=office, at=NOON)
    assert list(vote.cases.values_list("application", "places")) == [
        (a.pk, 5),
        (b.pk, 8),
        (c.pk, 11),
    ]
    assert (vote.entitled, vote.cast) == (6, 4)
    assert not RankBallot.objects.exists()


def test_a_tie_remains_a_tie(ranking, jurors, cases, office):
    a, b, c = cases
    for juror, given in zip(jurors, ([a, b, c], [b, a, c]) * 2, strict=False):
        order(ranking, given, juror)
    vote = actions.close_rank_vote(ranking, by=office, at=NOON)
    alike = {
        row.application_id for row in vote.cases.all() if row.pk in actions.tied(vote.cases.all())
    }
    assert alike == {a.pk, b.pk}


def test_an_order_can_be_changed(ranking, jurors, cases):
    order(ranking, cases, jurors[1])
    order(ranking, cases[::-1], jurors[1])
    assert [ballot.order for ballot in RankBallot.objects.all()] == [
        [str(case.key) for case in cases[::-1]]
    ]


@pytest.mark.parametrize("places", [(1, 1, 2), (1, 2, 4), (0, 1, 2), (1, 2)])
def test_each_case_has_a_place_of_its_own(ranking, jurors, cases, places):
    given = {str(case.key): place for case, place in zip(cases, places, strict=False)}
    with refused("Give each case a place of its own from 1 to 3."):
        actions.cast_order(ranking, given, by=jurors[1].user, at=NOON)


@pytest.mark.parametrize(("cast", "works"), [(3, False), (4, True)])
def test_more_than_half_have_to_vote(ranking, jurors, cases, office, cast, works):
    for juror in jurors[:cast]:
        order(ranking, cases, juror)
    if works:
        assert actions.close_rank_vote(ranking, by=office, at=NOON).cast == 4
        return
    with refused("Only 3 of 6 entitled have voted so far."):
        actions.close_rank_vote(ranking, by=office, at=NOON)


def test_who_is_barred_from_one_of_them_has_no_vote(sitting, jurors, cases, office):
    meetings.bar(jurors[1], cases[2])
    vote = actions.open_rank_vote(sitting, cases, by=office, at=NOON)
    assert vote.entitled == 5
    with refused(NO_SUCH):
        order(vote, cases, jurors[1])
    with refused(NO_SUCH):
        actions.cast_order(vote, {}, by=office, at=NOON)


def test_who_is_not_there_has_none_either(sitting, jurors, cases, office):
    actions.note_attendance(sitting, jurors[1], "went", by=office, at=NOON)
    vote = actions.open_rank_vote(sitting, cases, by=office, at=NOON)
    with refused(NO_SUCH):
        order(vote, cases, jurors[1])


@pytest.mark.parametrize("number", [1, 7])
def test_two_to_six_cases(call, sitting, office, number):
    many = meetings.cases(call, number, "P")
    with refused("Choose two to six cases for the rank vote."):
        actions.open_rank_vote(sitting, many, by=office, at=NOON)


def test_one_rank_vote_at_a_time_and_it_can_be_taken_back(ranking, sitting, jurors, cases, office):
    with refused("A rank vote is open already."):
        actions.open_rank_vote(sitting, cases, by=office, at=NOON)
    actions.withdraw_rank_vote(ranking, by=office, at=NOON)
    assert not RankVote.objects.exists()
    with refused("This rank vote has ended."):
        order(ranking, cases, jurors[1])


def test_a_rank_vote_needs_the_quorum(sitting, jurors, cases, office):
    for juror in jurors[:3]:
        actions.note_attendance(sitting, juror, "went", by=office, at=NOON)
    with refused("The jury has no quorum: 3 of 6 members are present, 4 are needed."):
        actions.open_rank_vote(sitting, cases, by=office, at=NOON)
