"""Guests: letters that were seen, what is answered when, and that all of it is forgotten."""

from datetime import timedelta

import pytest

from awards import actions
from awards.actions.inviting import link_of, secret_of
from awards.models import Invitee
from awards.secret_links import hashed
from initiatives.models import JournalEntry, Letter
from initiatives.refusals import NotAllowed

from .. import evenings
from ..make import DAY, NOON, SECOND, refused

END = evenings.EVENING + 3 * evenings.HOUR


@pytest.fixture
def evening(make):
    return evenings.ceremony()


@pytest.fixture
def office(make):
    return make.office()


@pytest.fixture
def guest(evening):
    return evenings.guest(evening, companions_allowed=1)


def seen(*guests):
    return {str(one.key): actions.seal_of(one) for one in guests}


def invite(evening, *guests, by, at=NOON):
    return actions.invite_guests(evening, seen(*guests), by=by, at=at)


def said(**more):
    return {"comes": True, "companions": [], "diet": "", "access_needs": ""} | more


def answer(guest, *, at=NOON, by=None, **more):
    return actions.answer_invitation(guest, said(**more), at=at, by=by)


# -- Letters -------------------------------------------------------------------------------------


def test_a_letter_has_the_link_of_which_only_the_hash_is_kept(evening, guest, office):
    assert invite(evening, guest, by=office) == 1
    letter = Letter.objects.get()
    guest.refresh_from_db()
    secret = secret_of(guest)
    assert letter.to == guest.email
    assert link_of(guest, secret) in letter.text
    assert guest.secret_hash == hashed(secret)
    assert len(secret) == 22
    assert secret not in str(guest.__dict__)


def test_what_is_shown_before_sending_has_every_word_but_the_link(evening, guest, office):
    subject, text = actions.invitation_for(guest)
    invite(evening, guest, by=office)
    letter = Letter.objects.get()
    guest.refresh_from_db()
    assert letter.subject == subject
    hidden = "[hier steht der persönliche Link]"
    assert letter.text == text.replace(hidden, link_of(guest, secret_of(guest)))


def test_letters_that_would_read_differently_do_not_go_out(evening, guest, office):
    shown = seen(guest)
    evening.place = "Anderswo"
    evening.save()
    with refused("Something has changed meanwhile. Look through the letters once more."):
        actions.invite_guests(evening, shown, by=office, at=NOON)
    assert not Letter.objects.exists()


def test_nobody_is_invited_by_a_second_click(evening, guest, office):
    shown = seen(guest)
    actions.invite_guests(evening, shown, by=office, at=NOON)
    with refused("Something has changed meanwhile. Look through the letters once more."):
        actions.invite_guests(evening, shown, by=office, at=NOON)
    assert Letter.objects.count() == 1


def test_nobody_marked_is_nobody_invited(evening, office):
    with refused("Mark who is to be invited."):
        actions.invite_guests(evening, {}, by=office, at=NOON)


def test_readers_invite_nobody(evening, guest, make):
    with refused("Your role reads and does not decide."):
        invite(evening, guest, by=make.office("reader"))


def test_a_repetition_has_the_same_link(evening, guest, office):
    invite(evening, guest, by=office)
    actions.invite_guest_again(guest, by=office, at=NOON + DAY)
    first, second = Letter.objects.order_by("pk")
    assert first.text == second.text


def test_a_sixth_letter_within_a_day_is_refused(evening, guest, office):
    invite(evening, guest, by=office)
    for _n in range(4):
        actions.invite_guest_again(guest, by=office, at=NOON)
    with refused("This address has been written to several times today. Try again tomorrow."):
        actions.invite_guest_again(guest, by=office, at=NOON)


def test_without_an_address_there_is_no_letter(evening, office):
    guest = evenings.guest(evening, email="")
    with refused("This guest has no e-mail address."):
        actions.invite_guest_again(guest, by=office, at=NOON)


def test_a_new_address_makes_the_old_link_useless(evening, guest, office):
    invite(evening, guest, by=office)
    guest.refresh_from_db()
    old = guest.secret_hash
    actions.change_guest(guest, {"email": "neu@people.example"}, by=office, at=NOON)
    guest.refresh_from_db()
    assert (guest.secret_hash, guest.invited_at) == (None, None)
    invite(evening, guest, by=office)
    guest.refresh_from_db()
    assert guest.secret_hash not in (None, old)


def test_withdrawn_is_told_and_clears_what_was_said(evening, guest, office):
    invite(evening, guest, by=office)
    answer(guest, companions=["Bo Gast"], diet="vegan")
    actions.withdraw_guest(guest, by=office, at=NOON)
    guest.refresh_from_db()
    assert (guest.diet, guest.companions.count(), guest.comes) == ("", 0, False)
    assert Letter.objects.order_by("pk").last().kind == "ceremony_withdrawn"
    with refused("This invitation is withdrawn already."):
        actions.withdraw_guest(guest, by=office, at=NOON)
    with refused("This invitation was withdrawn."):
        answer(guest)


def test_invited_after_all_with_a_new_link(evening, guest, office):
    invite(evening, guest, by=office)
    guest.refresh_from_db()
    old = guest.secret_hash
    actions.withdraw_guest(guest, by=office, at=NOON)
    actions.invite_guest_again(guest, by=office, at=NOON)
    guest.refresh_from_db()
    assert guest.secret_hash != old
    assert answer(guest).comes


def test_who_was_invited_stays_on_the_list(evening, guest, office):
    other = evenings.guest(evening, "Bo Gast")
    actions.remove_guest_from_list(other, by=office, at=NOON)
    invite(evening, guest, by=office)
    with refused("Who was invited stays on the list. Withdraw the invitation."):
        actions.remove_guest_from_list(guest, by=office, at=NOON)


def test_an_address_stands_on_the_list_once(evening, guest, office):
    with refused("gast1@people.example is on the list of guests already."):
        actions.add_to_guest_list(
            evening, {"name": "Bo", "email": guest.email.upper()}, by=office, at=NOON
        )
    other = evenings.guest(evening, "Bo Gast")
    with refused("gast1@people.example is on the list of guests already."):
        actions.change_guest(other, {"email": guest.email}, by=office, at=NOON)


def test_who_is_brought_along_gets_no_letter(evening, guest, office):
    answer(guest, companions=["Bo Gast"])
    companion = guest.companions.get()
    actions.change_guest(companion, {"name": "Bodo Gast"}, by=office, at=NOON)
    with refused("Who is brought along gets no letter of their own."):
        actions.change_guest(companion, {"email": "bo@people.example"}, by=office, at=NOON)


def test_guests_stand_by_their_last_name(evening, office):
    made = actions.add_to_guest_list(evening, {"name": "Dr. Ada Über"}, by=office, at=NOON)
    assert made.sort_name == "uber dr ada"


# -- Answers -------------------------------------------------------------------------------------


def test_the_last_second_counts(evening, guest):
    last = evenings.NOON.replace(month=4, day=16, hour=22, minute=0)  # midnight in Berlin
    assert answer(guest, at=last - SECOND).comes
    with refused("The last day for answers has passed. Please write to the office."):
        answer(guest, at=last)


def test_the_office_notes_an_answer_later_and_consents_to_nothing(evening, guest, office):
    late = evenings.EVENING
    agreed = {"photo_consent": True, "photo_consent_text": "Ja."}
    made = answer(guest, at=late, by=office, **agreed)
    assert (made.comes, made.photo_consent_at) == (True, None)


def test_consent_to_photos_keeps_its_text_and_time(evening, guest):
    agreed = {"photo_consent": True, "photo_consent_text": "Ich willige ein."}
    answer(guest, **agreed)
    made = answer(guest, at=NOON + DAY, diet="vegan", **agreed)
    assert (made.photo_consent_text, made.photo_consent_at) == ("Ich willige ein.", NOON)
    made = answer(guest, at=NOON + DAY)
    assert (made.photo_consent_text, made.photo_consent_at) == ("", None)


def test_more_companions_than_planned_are_refused(evening, guest):
    with refused("More companions than planned for are not possible."):
        answer(guest, companions=["Bo", "Cem"])


def test_companions_keep_code_and_seat_when_the_answer_changes(evening, guest):
    answer(guest, companions=["Bo Gast"])
    table = evenings.table(evening)
    guest.companions.update(table=table)
    before = guest.companions.get().code
    answer(guest, companions=["Bo Gast"], diet="vegan")
    again = guest.companions.get()
    assert (again.code, again.table) == (before, table)
    answer(guest, companions=["Cem Gast"])
    assert guest.companions.get().name == "Cem Gast"
    answer(guest, comes=False)
    assert not guest.companions.exists()


def test_declining_gives_up_seat_and_needs(evening, guest):
    answer(guest, diet="vegan")
    Invitee.objects.update(table=evenings.table(evening))
    made = answer(guest, comes=False, diet="vegan")
    assert (made.table, made.diet, made.answer) == (None, "", "no")


# -- Afterwards ----------------------------------------------------------------------------------


def test_thirty_days_after_all_is_forgotten_but_consent_to_photos(evening, guest, office):
    invite(evening, guest, by=office)
    agreed = {"photo_consent": True, "photo_consent_text": "Ja."}
    answer(guest, diet="vegan", companions=["Bo"], **agreed)
    evenings.guest(evening, "Cem Gast", comes=True)
    actions.forget_guests_of_the_past(at=END + 30 * DAY - SECOND)
    assert Invitee.objects.count() == 3
    actions.forget_guests_of_the_past(at=END + 30 * DAY)
    left = Invitee.objects.get()
    assert (left.name, left.email, left.diet, left.secret_hash) == ("Ada Gast", "", "", None)
    assert (left.photo_consent_text, left.photo_consent_at) == ("Ja.", NOON)
    assert not Letter.objects.exists()
    entry = JournalEntry.objects.get(action="ceremony.guests_forgotten")
    assert entry.data == {"everybody": 2, "coming": 3, "declined": 0, "here": 0}
    with refused("What was known of this ceremony's guests is deleted."):
        actions.add_to_guest_list(evening, {"name": "Neu"}, by=office, at=END + 31 * DAY)


def test_links_leave_the_letters_that_are_sent(evening, guest, office, settings):
    settings.DEMO = False
    invite(evening, guest, by=office)
    actions.forget_links()
    guest.refresh_from_db()
    secret = secret_of(guest)
    assert secret in Letter.objects.get().text
    Letter.objects.update(status="sent", sent_at=NOON)
    actions.forget_links()
    text = Letter.objects.get().text
    assert secret not in text
    assert "/einladung/…" in text


def test_nothing_else_than_a_refusal_is_raised_for_somebody_who_is_gone(evening, guest, office):
    Invitee.objects.all().delete()
    with pytest.raises(NotAllowed):
        actions.change_guest(guest, {"name": "Neu"}, by=office, at=NOON + timedelta(1))
