"""Asked into the jury: who may be, what the letters say, and what becomes of an answer."""

from __future__ import annotations

import re
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.utils import translation

from initiatives.models import JournalEntry, Letter, OfficeMember
from jury import actions
from jury.models import Juror, JurorInvitation
from jury.whom import Invited

from ..make import DAY, NOON, SECOND, at, refused

UNTIL = actions.end_of(date(2026, 3, 16))


@pytest.fixture(autouse=True)
def noon():
    with at(NOON), translation.override("en"):
        yield


@pytest.fixture
def call(make):
    return make.call(judging_from=NOON + 30 * DAY)


@pytest.fixture
def lead(make):
    return make.office("lead")


@pytest.fixture
def nora(make):
    person = make.user(email="nora@example.org")
    person.name = ""
    person.save()
    return with_address(person, person.email)


def with_address(user, email: str, *, verified: bool = True):
    EmailAddress.objects.create(user=user, email=email, verified=verified)
    return user


def asked(call, lead, email="Nora@Example.org", moment=NOON, **whom) -> JurorInvitation:
    until = whom.pop("until", UNTIL)
    person = Invited(whom.pop("name", "Dr. Nora Neu"), email, **whom)
    return actions.invite(call, person, by=lead, at=moment, until=until)


# -- Asking --------------------------------------------------------------------------------------


def test_the_letter_says_what_until_when_and_where(call, lead, settings):
    settings.BASE_URL = "https://award.example"
    invitation = asked(call, lead, salutation="Frau Dr. Neu")
    letter = Letter.objects.get()
    assert letter.to == "nora@example.org"
    assert letter.subject.startswith("Einladung in die Jury: ")
    text = " ".join(letter.text.split())
    assert text.startswith("Guten Tag, Frau Dr. Neu, wir laden Sie ein, in der Jury")
    assert "Antwort erbeten bis: 16. März 2026, 23:59 Uhr (MEZ)" in text
    assert f"https://award.example/jury/einladung/{invitation.key}/" in text
    assert "Melden Sie sich dort mit dieser Adresse an: nora@example.org." in text
    assert "\n\n\n" not in letter.text
    assert not re.search(r"\{[{%]", letter.text)


def test_the_journal_names_no_person(call, lead):
    asked(call, lead)
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.data) == ("juror.invited", {"chair": False})


def test_somebody_with_an_account_is_written_to_in_their_language(make, call, lead):
    with_address(make.user(email="n@example.org", language="en"), "nora@example.org")
    asked(call, lead)
    assert Letter.objects.get().subject.startswith("Invitation to the jury: ")


def test_a_second_click_sends_nothing_twice(call, lead):
    assert asked(call, lead) == asked(call, lead, moment=NOON + 59 * SECOND)
    assert Letter.objects.count() == 1


def test_who_is_invited_already_is_not_invited_again(call, lead):
    asked(call, lead)
    with refused("There is an open invitation to nora@example.org already. You can send it again."):
        asked(call, lead, moment=NOON + 60 * SECOND)


@pytest.mark.parametrize("email", ["o@people.example", "Other@People.example"])
def test_nobody_of_the_office_is_invited_by_any_address(make, call, lead, email):
    colleague = make.office("reader", email="o@people.example")
    with_address(colleague, "other@people.example")
    address = email.lower()
    with refused(f"{address} is of the award office, which sees all scores, and cannot judge."):
        asked(call, lead, email)
    assert not Letter.objects.exists()


def test_an_address_nobody_has_confirmed_says_nothing_of_its_account(make, call, lead):
    with_address(make.office("reader"), "nora@example.org", verified=False)
    asked(call, lead)


def test_members_are_not_invited(make, call, lead):
    make.juror(call=call, user=make.user(email="m@people.example"))
    with refused("m@people.example is in the jury already."):
        asked(call, lead, "m@people.example")


def test_who_has_left_can_be_asked_again_and_comes_back(make, call, lead, nora):
    juror = make.juror(call=call, user=nora, left_at=NOON - DAY, left_reason="Krank")
    invitation = asked(call, lead)
    assert actions.accept(invitation, by=nora, at=NOON) == juror
    juror.refresh_from_db()
    assert (juror.left_at, juror.left_reason) == (None, "")


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_only_reads_invites_nobody(make, call, role):
    with refused("Your role reads and does not decide."):
        asked(call, make.office(role))


def test_the_answer_is_due_after_now_and_within_90_days(call, lead):
    words = "The day to answer by lies between tomorrow and 90 days from now."
    with refused(words):
        asked(call, lead, until=NOON)
    with refused(words):
        asked(call, lead, until=NOON + 91 * DAY + SECOND)
    assert asked(call, lead, until=NOON + SECOND).expires_at == NOON + SECOND


def test_one_that_lapsed_makes_room_for_the_next(call, lead):
    first = asked(call, lead)
    with at(UNTIL):
        second = asked(call, lead, moment=UNTIL, until=UNTIL + DAY)
    first.refresh_from_db()
    assert first.withdrawn_at == UNTIL
    assert list(call.juror_invitations.unanswered()) == [second]


def test_no_address_gets_more_than_three_letters_a_day(call, lead):
    invitation = asked(call, lead)
    for _twice in range(2):
        actions.invite_again(invitation, by=lead, at=NOON)
    words = "This address has been written to several times today. Try again tomorrow."
    with refused(words):
        actions.invite_again(invitation, by=lead, at=NOON + DAY - SECOND)
    actions.invite_again(invitation, by=lead, at=NOON + DAY)


def test_sending_again_gives_another_fortnight_and_never_less(call, lead):
    far = asked(call, lead, until=NOON + 80 * DAY)
    actions.invite_again(far, by=lead, at=NOON)
    far.refresh_from_db()
    assert far.expires_at == NOON + 80 * DAY
    near = asked(call, lead, "b@people.example", until=NOON + DAY)
    actions.invite_again(near, by=lead, at=NOON + 2 * DAY)
    near.refresh_from_db()
    assert near.expires_at == actions.end_of(date(2026, 3, 18))


def test_an_answer_is_due_by_the_end_of_a_day_in_berlin_also_when_the_clocks_change():
    assert actions.end_of(date(2026, 3, 28)).isoformat() == "2026-03-28T23:00:00+00:00"
    assert actions.end_of(date(2026, 3, 29)).isoformat() == "2026-03-29T22:00:00+00:00"


# -- The chair -----------------------------------------------------------------------------------


def test_a_second_chair_is_not_invited(make, call, lead):
    chair = make.juror(call=call, is_chair=True, user=make.user(name="Wolf Zeller"))
    with refused("Wolf Zeller is in the chair already."):
        asked(call, lead, is_chair=True)
    asked(call, lead, is_chair=True, successor_of=chair)


def test_nor_two_at_once(call, lead):
    asked(call, lead, is_chair=True)
    with refused("Dr. Nora Neu is invited into the chair already."):
        asked(call, lead, "b@people.example", is_chair=True)


def test_a_chair_taken_meanwhile_stays_with_whom_it_is(make, call, lead, nora):
    invitation = asked(call, lead, is_chair=True)
    make.juror(call=call, is_chair=True)
    assert not actions.accept(invitation, by=nora, at=NOON).is_chair


def test_deputy_and_successor_at_once_is_nothing(make, call, lead):
    one = make.juror(call=call)
    with refused("Choose deputy or successor, not both."):
        asked(call, lead, deputy_of=one, successor_of=one)


# -- Answering -----------------------------------------------------------------------------------


def test_accepting_makes_a_member_with_all_that_was_told(make, call, lead, nora):
    invitation = asked(
        call,
        lead,
        salutation="Frau Neu",
        organisation="Institut",
        term_from=date(2026, 3, 1),
        term_until=date(2026, 12, 31),
        expertise={"dk": 3, "gone": 2},
    )
    juror = actions.accept(invitation, by=nora, at=NOON)
    nora.refresh_from_db()
    assert nora.name == "Dr. Nora Neu"
    assert (juror.salutation, juror.organisation) == ("Frau Neu", "Institut")
    assert (juror.term_from, juror.term_until) == (date(2026, 3, 1), date(2026, 12, 31))
    assert list(juror.expertise.values_list("criterion__code", "level")) == [("dk", 3)]
    welcome = Letter.objects.get(kind="jury_welcome", to="nora@example.org")
    assert "\n\n\n" not in welcome.text
    assert JournalEntry.objects.get(action="juror.accepted").actor == nora.key


def test_a_second_click_is_no_second_member(call, lead, nora):
    invitation = asked(call, lead)
    first = actions.accept(invitation, by=nora, at=NOON)
    assert actions.accept(invitation, by=nora, at=NOON + 100 * DAY) == first
    assert Juror.objects.count() == 1


def test_the_last_second_counts_and_the_next_does_not(call, lead, nora):
    gone = "This invitation is no longer valid. Please turn to the award office."
    invitation = asked(call, lead)
    with refused(gone):
        actions.accept(invitation, by=nora, at=UNTIL)
    with refused(gone):
        actions.decline(invitation, ground="time", by=nora, at=UNTIL)
    actions.accept(invitation, by=nora, at=UNTIL - SECOND)


def test_only_the_invited_address_answers(make, call, lead):
    invitation = asked(call, lead)
    stranger = with_address(make.user(), "nora@example.org", verified=False)
    for answer in (
        lambda: actions.accept(invitation, by=stranger, at=NOON),
        lambda: actions.decline(invitation, ground="time", by=stranger, at=NOON),
    ):
        with refused("This invitation went to another address."):
            answer()


def test_who_came_to_the_office_meanwhile_cannot_accept(make, call, lead, nora):
    invitation = asked(call, lead)
    nora.name = "Nora"
    nora.save()
    OfficeMember.objects.create(user=nora, role="reader")
    with refused("Nora is of the office, which sees all scores, and cannot judge."):
        actions.accept(invitation, by=nora, at=NOON)


def test_declining_needs_a_known_ground(call, lead, nora):
    invitation = asked(call, lead)
    with refused("Choose one of the grounds."):
        actions.decline(invitation, ground="laune", by=nora, at=NOON)
    actions.decline(invitation, ground="partial", note="Zu nah dran.", by=nora, at=NOON)
    actions.decline(invitation, ground="time", by=nora, at=NOON + DAY)  # a second click
    invitation.refresh_from_db()
    assert (invitation.declined_ground, invitation.declined_note) == ("partial", "Zu nah dran.")
    assert JournalEntry.objects.get(action="juror.declined").data == {"ground": "partial"}
    assert not Juror.objects.exists()


def test_what_is_withdrawn_cannot_be_accepted_and_is_told(call, lead, nora):
    invitation = asked(call, lead)
    actions.withdraw(invitation, by=lead, at=NOON)
    assert Letter.objects.filter(kind="jury_invitation_withdrawn").count() == 1
    with refused("This invitation is no longer valid. Please turn to the award office."):
        actions.accept(invitation, by=nora, at=NOON)
    with refused("This invitation has been answered or withdrawn already."):
        actions.withdraw(invitation, by=lead, at=NOON)
    with refused("This invitation has been answered or withdrawn already."):
        actions.invite_again(invitation, by=lead, at=NOON)


@pytest.mark.parametrize("act", [actions.withdraw, actions.invite_again])
def test_who_only_reads_changes_no_invitation(make, call, lead, act):
    invitation = asked(call, lead)
    with refused("Your role reads and does not decide."):
        act(invitation, by=make.office("reader"), at=NOON)


# -- A whole file --------------------------------------------------------------------------------


def test_all_of_a_file_are_invited_or_nobody(make, call, lead):
    rows = [(2, Invited("Anna", "a@people.example")), (3, Invited("Ben", lead.email))]
    words = f"Line 3: {lead.email} is of the award office, which sees all scores, and cannot judge."
    with refused(words):
        actions.invite_all(call, rows, by=lead, at=NOON, until=UNTIL)
    assert not JurorInvitation.objects.exists()
    assert not Letter.objects.exists()
    assert len(actions.invite_all(call, rows[:1], by=lead, at=NOON, until=UNTIL)) == 1
