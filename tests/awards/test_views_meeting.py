"""The screens of a meeting: who sees what on them, and that they cost the same however many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards import actions
from awards.models import Decision, Meeting, RankBallot, Vote
from initiatives import clock
from initiatives.shown import digest

from .. import meetings
from ..make import DAY, NOON, at
from .test_views_office import text


@pytest.fixture(autouse=True)
def noon():
    with at(NOON):
        yield


@pytest.fixture
def call(make):
    return meetings.call()


@pytest.fixture
def jurors(call):
    return meetings.jury(call)


@pytest.fixture
def cases(make, call, jurors):
    found = meetings.cases(call)
    for case, points in zip(found, (9, 7, 5), strict=True):
        for place, juror in enumerate(jurors[:3]):
            make.sheet({"dk": points - place}, juror=juror, application=case)
    return found


@pytest.fixture
def office(make, client):
    person = make.office()
    client.force_login(person)
    return person


@pytest.fixture
def sitting(call, jurors, cases):
    return meetings.opened(call, jurors, cases)


def see(client, juror, meeting, name="jury:meeting_one"):
    client.force_login(juror.user)
    return client.get(f"/en{reverse(name, args=[meeting.key]).removeprefix('/en')}")


def post(client, name, meeting, **data):
    more = data.pop("more", [])
    return client.post(reverse(f"office:{name}", args=[meeting.key, *more]), data, follow=True)


# -- Who sees what -------------------------------------------------------------------------------


def test_jurors_see_the_case_with_its_figures(client, sitting, jurors, cases, office):
    meetings.call_case(sitting, cases[0], by=office)
    page = text(see(client, jurors[1], sitting))
    assert "Bündnis A" in page
    assert "Mean" in page
    assert "Your sheet" in page


def test_a_barred_juror_learns_nothing_of_it(client, sitting, jurors, cases, office):
    meetings.bar(jurors[1], cases[0])
    actions.start_item(meetings.item(sitting, cases[0]), by=office, at=NOON)
    page = text(see(client, jurors[1], sitting))
    assert "Bündnis A" not in page
    assert "Mean" not in page
    assert "Please leave the room." in page
    assert see(client, jurors[1], sitting, "jury:meeting_case").status_code == 404


def test_a_barred_chair_neither(client, sitting, jurors, cases, office):
    meetings.bar(jurors[0], cases[0])
    item = meetings.call_case(sitting, cases[0], by=office)
    actions.name_chair(item, jurors[2], by=office, at=NOON)
    vote = meetings.voted(sitting, cases[0], 2, 2, by=office)
    page = text(see(client, jurors[0], sitting))
    assert "Bündnis A" not in page
    assert "Equal votes" not in page
    address = reverse("jury:meeting_casting_vote", args=[sitting.key, vote.key])
    assert client.post(address, {"says": "yes"}).status_code == 404
    assert "Equal votes: you decide" in text(see(client, jurors[2], sitting))
    client.post(address, {"says": "yes"})
    assert Vote.objects.get().chair_says is True


def test_who_is_barred_from_another_case_sees_no_corrected_value(
    client, sitting, jurors, cases, office
):
    meetings.bar(jurors[1], cases[2])
    meetings.call_case(sitting, cases[0], by=office)
    page = text(see(client, jurors[1], sitting))
    assert "Mean" in page
    assert "Because you are barred from a case" in page
    assert "Chance of a prize" not in page


def test_all_who_may_read_what_was_handed_in_while_it_is_current(
    client, sitting, jurors, cases, office
):
    assert see(client, jurors[4], sitting, "jury:meeting_case").status_code == 404
    meetings.call_case(sitting, cases[0], by=office)
    assert "Bündnis A" in text(see(client, jurors[4], sitting, "jury:meeting_case"))


def test_before_the_opening_no_case_is_named(client, call, jurors, cases):
    meeting = meetings.convened(call, cases)
    assert "Bündnis" not in text(see(client, jurors[1], meeting))


def test_another_jury_does_not_find_it(client, make, sitting):
    other = make.juror(call__year=2020)
    assert see(client, other, sitting).status_code == 404
    assert see(client, other, sitting, "jury:meeting_state").status_code == 404


def test_the_wall_shows_no_figures_and_no_case_with_somebody_barred_there(
    client, sitting, jurors, cases, office
):
    meetings.bar(jurors[1], cases[0])
    item = actions.start_item(meetings.item(sitting, cases[0]), by=office, at=NOON)
    address = reverse("office:meeting_screen", args=[sitting.key])
    page = text(client.get(address))
    assert ("Bündnis A" in page, "Jurymitglied 1" in page) == (False, True)
    actions.note_left(item.departures.get(), by=office, at=NOON)
    page = text(client.get(address))
    assert ("Bündnis A" in page, "Mittel" in page) == (True, False)


# -- Polling -------------------------------------------------------------------------------------


def test_the_state_says_nothing_while_nothing_is_new(client, sitting, jurors, cases, office):
    client.force_login(jurors[1].user)
    address = reverse("jury:meeting_state", args=[sitting.key])
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"{address}?revision=0").status_code == 204
    assert len(queries) == 4  # session, person, the jury's door, the revision
    meetings.call_case(sitting, cases[0], by=office)
    answer = client.get(f"{address}?revision=0")
    assert (answer.status_code, answer.json()) == (200, {"revision": 1})
    assert client.get(f"{address}?revision=1").status_code == 204


# -- What it costs -------------------------------------------------------------------------------


def cost(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("whose", ["office", "juror", "barred"])
def test_a_screen_costs_the_same_however_many(make, client, call, jurors, office, whose):
    costs = []
    for number in (2, 6):
        many = meetings.cases(call, number, "A" if number == 2 else "K")
        for case in many:
            meetings.bar(jurors[4], case)
            make.sheet({"dk": 5}, juror=jurors[1], application=case)
        Meeting.objects.update(closed_at=NOON)
        meeting = meetings.opened(call, meetings.jury_more(call, jurors, number), many)
        meetings.call_case(meeting, many[0], by=office)
        name = "office:meeting" if whose == "office" else "jury:meeting_one"
        person = {"office": office, "juror": jurors[1].user, "barred": jurors[4].user}[whose]
        client.force_login(person)
        costs.append(cost(client, reverse(name, args=[meeting.key])))
    assert costs == {"office": [12, 12], "juror": [12, 12], "barred": [8, 8]}[whose]


def test_a_rank_vote_costs_one_question_more(client, sitting, jurors, cases, office):
    meetings.call_case(sitting, cases[0], by=office)
    vote = actions.open_rank_vote(sitting, cases, by=office, at=NOON)
    order = {str(case.key): place for place, case in enumerate(cases, start=1)}
    actions.cast_order(vote, order, by=jurors[1].user, at=NOON)
    assert cost(client, reverse("office:meeting", args=[sitting.key])) == 13
    client.force_login(jurors[1].user)
    assert cost(client, reverse("jury:meeting_one", args=[sitting.key])) == 13


def test_a_circular_procedure_costs_the_same_however_many_questions(
    make, client, call, jurors, cases, office
):
    costs = []
    for number in (1, 3):
        meeting = meetings.convened(call, [], kind="circular", closes_at=NOON + DAY)
        for case in cases[:number]:
            question = actions.Question(call.prizes.get(), case)
            actions.open_vote(meeting, question, by=office, at=NOON)
        actions.open_circular(meeting, by=office, at=NOON)
        for person, name in ((office, "office:meeting"), (jurors[1].user, "jury:meeting_one")):
            client.force_login(person)
            costs.append(cost(client, reverse(name, args=[meeting.key])))
        meetings.jury_more(call, jurors, 3)
    assert costs == [10, 8, 10, 8]


# -- What the office does on it ------------------------------------------------------------------


def test_a_whole_case_by_buttons(client, sitting, jurors, cases, office):
    meetings.bar(jurors[1], cases[0])
    item = meetings.item(sitting, cases[0])
    post(client, "meeting_step", sitting, do=f"start:{item.key}")
    post(client, "meeting_attendance", sitting, do=f"left:{item.departures.get().pk}")
    prize = call_prize(sitting)
    post(client, "meeting_vote", sitting, do="ask", prize=prize.pk)
    vote = Vote.objects.get()
    post(client, "meeting_vote", sitting, do=f"count:{vote.key}", yes=3, no=1, abstained=0)
    post(client, "meeting_decide", sitting, vote=vote.key, statement_de="Weil es wirkt.")
    assert Decision.objects.get().vote == vote
    answer = post(client, "meeting_step", sitting, do="next")
    assert "Bündnis B" in text(answer)


def call_prize(meeting):
    return meeting.call.prizes.get()


def test_a_refusal_is_said_and_the_reasons_stay(client, sitting, jurors, cases, office):
    meetings.call_case(sitting, cases[2], by=office)
    vote = meetings.voted(sitting, cases[2], 4, 0, by=office)
    answer = post(client, "meeting_decide", sitting, vote=vote.key, statement_de="Weil es wirkt.")
    assert answer.status_code == 409
    assert "Weil es wirkt." in answer.content.decode()
    assert not Decision.objects.exists()


def test_notes_that_somebody_else_changed_lose_nothing(client, sitting, cases, office):
    item = meetings.call_case(sitting, cases[0], by=office)
    actions.write_notes(item, "Andere Worte.", by=office, at=clock.now())
    said = {"vermerk-notes": "Meine Worte.", "vermerk-seen": digest({"notes": ""})}
    answer = post(client, "meeting_notes", sitting, more=[item.key], **said)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Meine Worte." in page
    assert "Andere Worte." in page


def test_too_many_votes_are_said(client, sitting, cases, office):
    meetings.call_case(sitting, cases[0], by=office)
    question = actions.Question(call_prize(sitting), cases[0])
    vote = actions.open_vote(sitting, question, by=office, at=NOON)
    given = {"do": f"count:{vote.key}", "yes": 5, "no": 1, "abstained": 0}
    answer = post(client, "meeting_vote", sitting, **given)
    assert answer.status_code == 409
    assert "6 Stimmen sind mehr" in answer.content.decode() or "6 votes" in answer.content.decode()


def test_convening_by_the_form(client, call, jurors, cases, office):
    page = client.get(reverse("office:meeting_new")).content.decode()
    assert "2026-03-02" in page
    said = {"begins_day": "2026-03-05", "begins_time": "10:00", "place": "Bonn"}
    answer = client.post(reverse("office:meeting_new"), said, follow=True)
    assert answer.status_code == 200
    made = Meeting.objects.get()
    assert (made.place, made.items.filter(kind="case").count()) == ("Bonn", 3)


def test_the_agenda_is_changed_by_buttons(client, call, jurors, cases, office):
    meeting = meetings.convened(call, cases[:2])
    last = meetings.item(meeting, cases[1])
    post(client, "meeting_agenda", meeting, do=f"up:{last.key}")
    post(client, "meeting_agenda", meeting, do="add", application=cases[2].key)
    post(client, "meeting_agenda", meeting, do="add", title="Termine")
    post(client, "meeting_agenda", meeting, do=f"remove:{meetings.item(meeting, cases[0]).key}")
    named = [str(item.application or item.title) for item in meeting.items.all()]
    assert named == ["", str(cases[1]), str(cases[2]), "Termine"]
    answer = post(client, "meeting_agenda", meeting, do="add")
    assert answer.status_code == 409


# -- What jurors do on it ------------------------------------------------------------------------


def test_an_order_is_given_without_script(client, sitting, jurors, cases, office):
    vote = actions.open_rank_vote(sitting, cases, by=office, at=NOON)
    client.force_login(jurors[1].user)
    address = reverse("jury:meeting_order", args=[sitting.key, vote.key])
    given = {f"platz-{case.key}": place for place, case in enumerate(cases, start=1)}
    assert client.post(address, given | {f"platz-{cases[0].key}": "2"}).status_code == 409
    assert client.post(address, given).status_code == 302
    assert RankBallot.objects.get().order == [str(case.key) for case in cases]


def test_ballots_are_cast_and_changed_online(client, call, jurors, cases, office):
    meeting = meetings.convened(call, [], kind="circular", closes_at=NOON + DAY)
    question = actions.Question(call.prizes.get(), cases[0])
    vote = actions.open_vote(meeting, question, by=office, at=NOON)
    actions.open_circular(meeting, by=office, at=NOON)
    meetings.bar(jurors[2], cases[0])
    address = reverse("jury:meeting_ballot", args=[meeting.key, vote.key])
    client.force_login(jurors[1].user)
    assert "Please vote" in text(see(client, jurors[1], meeting))
    for choice in ("yes", "no"):
        assert client.post(address, {"choice": choice}).status_code == 302
        assert "You have voted" in text(see(client, jurors[1], meeting))
    assert vote.ballots.get().choice == "no"
    assert client.post(address, {"choice": "vielleicht"}).status_code == 409
    client.force_login(jurors[2].user)
    assert client.post(address, {"choice": "yes"}).status_code == 404
    assert "Bündnis A" not in text(see(client, jurors[2], meeting))
    assert "Bündnis A" in text(see(client, jurors[3], meeting))


def test_nobody_counts_hands_in_a_circular_procedure(client, call, jurors, cases, office):
    meeting = meetings.convened(call, [], kind="circular", closes_at=NOON + DAY)
    question = actions.Question(call.prizes.get(), cases[0])
    actions.open_vote(meeting, question, by=office, at=NOON)
    actions.open_circular(meeting, by=office, at=NOON)
    client.force_login(office)
    page = text(client.get(reverse("office:meeting", args=[meeting.key])))
    assert "Das Umlaufverfahren läuft" in page
    for of_a_sitting in ("Stimmen festhalten", "stimmberechtigt", "Rangabstimmung", "erwartet"):
        assert of_a_sitting not in page


def test_waited_for_is_who_may_vote_on_an_open_question_and_has_not(call, jurors, cases, office):
    meeting = meetings.convened(call, [], kind="circular", closes_at=NOON + DAY)
    votes = [
        actions.open_vote(meeting, question, by=office, at=NOON)
        for question in (
            actions.Question(call.prizes.get(), cases[0]),
            actions.Question(motion="Die Jury dankt der Geschäftsstelle."),
        )
    ]
    actions.open_circular(meeting, by=office, at=NOON)
    meetings.bar(jurors[2], cases[0])
    both, one, barred, *others = jurors
    for vote in votes:
        actions.cast(vote, "yes", by=both.user, at=NOON)
    actions.cast(votes[0], "no", by=one.user, at=NOON)
    actions.cast(votes[1], "abstain", by=barred.user, at=NOON)
    assert actions.waiting_for(meeting, at=NOON) == [one, *others]


def test_voters_who_are_missing_are_reminded_once_a_day(client, call, jurors, cases, office):
    meeting = meetings.convened(call, [], kind="circular", closes_at=NOON + 5 * DAY)
    question = actions.Question(call.prizes.get(), cases[0])
    vote = actions.open_vote(meeting, question, by=office, at=NOON)
    actions.open_circular(meeting, by=office, at=NOON)
    actions.cast(vote, "yes", by=jurors[0].user, at=NOON)
    assert actions.remind_voters(meeting, by=office, at=NOON) == jurors[1:]
    assert actions.remind_voters(meeting, by=office, at=NOON) == []
    assert actions.remind_before_the_end(at=NOON + DAY) == []
    assert actions.remind_before_the_end(at=NOON + 4 * DAY) == jurors[1:]
