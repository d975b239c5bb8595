"""Requests of an initiative that a juror stays out of its application."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from initiatives.models import JournalEntry, Letter
from initiatives.refusals import NotAllowed
from initiatives.statuses import Status
from jury import actions
from jury.models import Assignment, Concern, Conflict, Juror, Score

from ..make import DAY, NOON, SECOND, refused

CLOSED = "Judging has begun. Please turn to the office directly."
WRITERS = "Only those who write the application can do this."


@pytest.fixture
def juror(make) -> Juror:
    return make.juror(call=make.call(judging_from=NOON + SECOND), user__name="Dr. Ada Albers")


@pytest.fixture
def application(make, juror):
    return make.admitted(call=juror.call, initiative__name="Bündnis Talaue")


def ask(make, application, juror, *, by=None, at=NOON, reason="Sie berät den Träger."):
    by = by or make.owner(application)
    return actions.request_exclusion(application, juror, reason=reason, by=by, at=at)


def journalled() -> list[str]:
    return [entry.action for entry in JournalEntry.objects.order_by("number")]


def test_from_the_request_on_the_juror_has_nothing_to_do_with_the_case(make, application, juror):
    case = make.assignment(juror=juror, application=application)
    made = ask(make, application, juror, reason=" Sie berät den Träger. ")
    assert (made.kind, made.evidence, made.raised_at) == ("request", "Sie berät den Träger.", NOON)
    assert made.raised_by == make.owner(application)
    assert not Assignment.objects.visible_to(juror.user).filter(pk=case.pk).exists()
    assert journalled() == ["application.exclusion_requested"]
    assert not Letter.objects.exists()  # the juror learns nothing of it


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.ADMITTED])
def test_who_has_handed_in_can_ask(make, juror, status):
    application = make.submitted(call=juror.call, status=status)
    assert ask(make, application, juror).pk


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.DRAFT},
        {"status": Status.WITHDRAWN},
        {"status": Status.EXCLUDED, "exclusion_reason": "Zu spät."},
    ],
)
def test_others_cannot(make, juror, fields):
    application = make.application(call=juror.call, **fields)
    with refused("Hand the application in first."):
        ask(make, application, juror)


def test_it_is_possible_to_the_last_second_before_judging(make, application, juror):
    with refused(CLOSED):
        ask(make, application, juror, at=NOON + SECOND)
    assert ask(make, application, juror, at=NOON).pk


def test_an_editor_asks(make, application, juror):
    editor = make.member(application.initiative, "editor")
    assert ask(make, application, juror, by=editor).raised_by == editor


@pytest.mark.parametrize("who", ["reader", "stranger", "office", "juror"])
def test_nobody_else_asks(make, application, juror, who):
    person = {
        "reader": lambda: make.member(application.initiative, "reader"),
        "stranger": make.user,
        "office": lambda: make.office("lead"),
        "juror": lambda: juror.user,
    }[who]()
    with refused(WRITERS):
        ask(make, application, juror, by=person)
    assert not Concern.objects.exists()


@pytest.mark.parametrize("fields", [{"left_at": NOON}, {"call": None}])
def test_only_somebody_of_this_jury_can_be_named(make, application, juror, fields):
    if "call" in fields:
        juror = make.juror()
    else:
        Juror.objects.update(**fields)
        juror.refresh_from_db()
    with refused("This person is not on the jury."):
        ask(make, application, juror)


def test_a_reason_is_needed(make, application, juror):
    with refused("Write why you doubt the impartiality."):
        ask(make, application, juror, reason=" \n")


def test_a_second_click_gets_the_same_request(make, application, juror):
    assert ask(make, application, juror) == ask(make, application, juror)
    assert journalled() == ["application.exclusion_requested"]


def test_other_words_about_the_same_person_wait_for_the_answer(make, application, juror):
    ask(make, application, juror)
    with refused("You have made a request about this person already."):
        ask(make, application, juror, reason="Sie ist verwandt.")


def test_three_may_be_open(make, application, juror):
    others = [make.juror(call=juror.call) for _ in range(3)]
    for one in others:
        ask(make, application, one)
    with refused("No more than three requests can be open at a time."):
        ask(make, application, juror)
    actions.dismiss_request(Concern.objects.first(), reason="Nein.", by=make.office(), at=NOON)
    assert ask(make, application, juror).pk


# -- Taken back ----------------------------------------------------------------------------------


def test_taken_back_the_juror_goes_on(make, application, juror):
    case = make.assignment(juror=juror, application=application)
    made = ask(make, application, juror)
    owner = make.owner(application)
    actions.take_back_exclusion(made, by=owner, at=NOON + DAY)
    made.refresh_from_db()
    assert (made.outcome, made.settled_at, made.settled_by) == ("withdrawn", NOON + DAY, owner)
    assert list(Assignment.objects.visible_to(juror.user).cleared()) == [case]
    actions.take_back_exclusion(made, by=owner, at=NOON + 2 * DAY)  # a second click
    assert journalled()[-2:] == [
        "application.exclusion_requested",
        "application.exclusion_taken_back",
    ]
    assert ask(make, application, juror) != made  # the same words may be said again


def test_a_reader_takes_nothing_back(make, application, juror):
    made = ask(make, application, juror)
    with refused(WRITERS):
        actions.take_back_exclusion(made, by=make.member(application.initiative, "reader"), at=NOON)


def test_what_is_decided_cannot_be_taken_back(make, application, juror):
    made = ask(make, application, juror)
    actions.dismiss_request(made, reason="Nein.", by=make.office(), at=NOON)
    with refused("This request has been decided already."):
        actions.take_back_exclusion(made, by=make.owner(application), at=NOON)


# -- Decided -------------------------------------------------------------------------------------


def test_confirmed_it_is_a_conflict_and_both_get_a_letter(make, application, juror):
    case = make.assignment(juror=juror, application=application)
    make.sheet({"dk": 7}, assignment=case)
    made, office = ask(make, application, juror), make.office()
    actions.confirm_request(made, ground="funding", reason="Der Vertrag läuft.", by=office, at=NOON)
    made.refresh_from_db()
    case.refresh_from_db()
    assert (made.outcome, made.settled_by, case.cleared_at) == ("confirmed", office, None)
    conflict = Conflict.objects.get()
    assert (conflict.source, conflict.ground, conflict.note) == ("request", "funding", "")
    assert not Score.objects.that_count(juror.call).exists()
    to_owner, to_juror = Letter.objects.order_by("pk")
    assert (to_owner.kind, to_owner.to) == ("exclusion_decided", make.owner(application).email)
    assert "Der Vertrag läuft." in to_owner.text
    assert (to_juror.kind, to_juror.to) == ("conflict_established", juror.user.email)
    assert "Talaue" not in to_juror.subject + to_juror.text
    assert journalled()[-1] == "application.exclusion_decided"


def test_dismissed_the_juror_goes_on_and_learns_nothing(make, application, juror):
    case = make.assignment(juror=juror, application=application)
    make.sheet({"dk": 7}, assignment=case)
    made = ask(make, application, juror)
    assert not Score.objects.that_count(juror.call).exists()
    actions.dismiss_request(made, reason="Das war 2009.", by=make.office(), at=NOON)
    assert list(Assignment.objects.visible_to(juror.user).cleared()) == [case]
    assert Score.objects.that_count(juror.call).exists()
    letter = Letter.objects.get()
    assert (letter.to, "Das war 2009." in letter.text) == (make.owner(application).email, True)


def test_whose_conflict_stands_already_gets_no_second_letter(make, application, juror):
    case = make.assignment(juror=juror, application=application)
    make.conflict(case)
    made = ask(make, application, juror)  # the initiative does not learn of the conflict
    actions.confirm_request(made, ground="organ", reason="Ja.", by=make.office(), at=NOON)
    assert [letter.kind for letter in Letter.objects.all()] == ["exclusion_decided"]
    assert Conflict.objects.count() == 1


def test_the_same_words_are_not_decided_twice(make, application, juror):
    made = ask(make, application, juror)
    actions.dismiss_request(made, reason="Nein.", by=make.office(), at=NOON)
    with refused("The office has decided on this already. A new request needs new reasons."):
        ask(make, application, juror)
    assert ask(make, application, juror, reason="Sie ist verwandt.").pk


DECIDE = {
    "confirm": lambda made, by, reason="Ja.": actions.confirm_request(
        made, ground="organ", reason=reason, by=by, at=NOON
    ),
    "dismiss": lambda made, by, reason="Nein.": actions.dismiss_request(
        made, reason=reason, by=by, at=NOON
    ),
}


@pytest.mark.parametrize("way", DECIDE)
class TestDeciding:
    @pytest.mark.parametrize("role", ["reader", "auditor"])
    def test_who_reads_decides_nothing(self, make, application, juror, way, role):
        made = ask(make, application, juror)
        with refused("Your role reads and does not decide."):
            DECIDE[way](made, make.office(role))

    def test_nobody_decides_for_an_initiative_of_their_own(self, make, application, juror, way):
        made = ask(make, application, juror)
        office = make.member(application.initiative, user=make.office())
        with refused("You belong to this initiative; somebody else of the office decides on it."):
            DECIDE[way](made, office)

    def test_it_needs_reasons(self, make, application, juror, way):
        made = ask(make, application, juror)
        with refused("Give reasons for the decision. The initiative reads them."):
            DECIDE[way](made, make.office(), " ")

    def test_it_is_decided_once(self, make, application, juror, way):
        made = ask(make, application, juror)
        DECIDE[way](made, make.office())
        with refused("This request has been decided already."):
            DECIDE[way](made, make.office())


def test_confirming_needs_a_ground(make, application, juror):
    made = ask(make, application, juror)
    with refused("Choose one of the grounds."):
        actions.confirm_request(made, ground="mood", reason="Ja.", by=make.office(), at=NOON)


# -- At the same time ----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_time_one_is_stored(make, application, juror):
    people = [make.owner(application), make.member(application.initiative, "editor")]
    results: list[str] = []
    ready = threading.Barrier(2)

    def run(person, reason):
        ready.wait()
        try:
            ask(make, application, juror, by=person, reason=reason)
            results.append("stored")
        except NotAllowed:
            results.append("refused")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(person, f"Grund {n}")) for n, person in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["refused", "stored"]
    assert Concern.objects.count() == 1
