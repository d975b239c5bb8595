"""Planning the evening: each refusal, and what stands on the announcement when."""

from datetime import timedelta

import pytest

from awards import actions
from awards.actions import ceremony as planning
from awards.actions import inviting, seating_guests
from awards.models import Role
from initiatives.models import Local

from .. import evenings
from ..make import DAY, NOON, SECOND, refused


@pytest.fixture
def evening(make):
    return evenings.ceremony()


@pytest.fixture
def office(make):
    return make.office()


def said(evening, **more):
    names = ("place", "doors_at", "starts_at", "ends_at", "answer_by")
    return {name: getattr(evening, name) for name in names} | more


def part(evening, *, by, kind="patron", at=NOON):
    return actions.give_part(evening, kind, "Dr. Ada Falk", Local(de="Amt"), by=by, at=at)


@pytest.mark.parametrize("name", ["doors_at", "ends_at"])
def test_doors_beginning_and_end_follow_one_another(evening, office, name):
    off = SECOND if name == "doors_at" else timedelta()
    with refused("Doors, beginning and end follow one another."):
        wrong = said(evening, **{name: evening.starts_at + off})
        actions.plan_ceremony(evening.call, wrong, by=office, at=NOON)


def test_readers_plan_nothing(evening, make):
    with refused("Your role reads and does not decide."):
        actions.plan_ceremony(evening.call, said(evening), by=make.office("reader"), at=NOON)


def test_an_item_says_what_happens(evening, office):
    with refused("Say what happens."):
        item = {"kind": "other", "minutes": 5}
        actions.add_to_programme(evening, item, by=office, at=NOON)


def test_an_item_honours_nobody_of_another_call(evening, office, make):
    other = make.admitted(call__year=2030)
    with refused("This application does not belong to this call."):
        item = {"kind": "honour", "minutes": 5, "application": other}
        actions.add_to_programme(evening, item, by=office, at=NOON)


def test_a_programme_has_an_end(evening, office, monkeypatch):
    monkeypatch.setattr(planning, "MAX_ITEMS", 1)
    evenings.item(evening)
    with refused("The programme takes no more than 1 items."):
        item = {"kind": "welcome", "minutes": 5}
        actions.add_to_programme(evening, item, by=office, at=NOON)


def test_who_changes_what_somebody_removed_is_told(evening, office):
    item = evenings.item(evening)
    actions.remove_from_programme(item, by=office, at=NOON)
    item = type(item)(pk=10**9, ceremony=evening)
    for act in (
        lambda: actions.change_in_programme(item, {"minutes": 5}, by=office, at=NOON),
        lambda: actions.move_in_programme(item, 1, by=office, at=NOON),
        lambda: actions.remove_from_programme(item, by=office, at=NOON),
    ):
        with refused("Somebody has removed this item meanwhile."):
            act()


def test_parts_stand_on_the_announcement_once_there_is_one(evening, office, make):
    before = part(evening, by=office)
    release = make.release(call=evening.call)
    actions.announce_parts(release)
    after = part(evening, by=office)
    before.refresh_from_db()
    assert (before.release, after.release) == (release, release)


def test_parts_that_are_public_stay(evening, office, make):
    role = part(evening, by=office)
    make.decision(prize=make.prize(call=evening.call))
    make.release(call=evening.call, confirmed=True, embargo_until=NOON)
    actions.take_part_away(part(evening, by=office, at=NOON - SECOND), by=office, at=NOON - SECOND)
    words = "The announcement is public and names them. They no longer change here."
    with refused(words):
        actions.take_part_away(role, by=office, at=NOON)
    with refused(words):
        part(evening, by=office)


@pytest.fixture
def confirmed(evening, office, make):
    """The announcement names one patron, and is confirmed but not public."""
    role = part(evening, by=office)
    make.decision(prize=make.prize(call=evening.call))
    release = make.release(call=evening.call, embargo_until=NOON)
    actions.announce_parts(release)
    actions.confirm(release, by=make.office("editor"), at=NOON - DAY)
    return release, role


def test_a_confirmed_announcement_names_who_stood_there_then(confirmed, evening, office):
    release, role = confirmed
    after = part(evening, by=office, at=NOON - SECOND)
    assert list(release.roles.all()) == [role]
    assert list(evening.roles.all()) == [role, after]
    actions.take_part_away(role, by=office, at=NOON - SECOND)
    assert list(release.roles.all()) == [role]
    assert list(evening.roles.all()) == [after]


def test_who_praises_no_more_has_no_laudation_left(confirmed, evening, office, make):
    release, _role = confirmed
    case = release.laureates.get().application
    speaker = part(evening, by=office, kind="laudator", at=NOON - DAY)
    Role.objects.filter(pk=speaker.pk).update(release=release)
    said = actions.write_laudation(evening, case, {"laudator": speaker}, by=office, at=NOON - DAY)
    speaker.refresh_from_db()
    actions.take_part_away(speaker, by=office, at=NOON - SECOND)
    said.refresh_from_db()
    assert said.laudator is None


def test_a_stopped_announcement_names_who_takes_part_now(confirmed, evening, office, make):
    release, role = confirmed
    after = part(evening, by=office, at=NOON - SECOND)
    actions.take_part_away(role, by=office, at=NOON - SECOND)
    make.signatories(release)
    actions.revoke(release, by=office, at=NOON - SECOND)
    kinds = [(one.kind, one.pk == after.pk) for one in release.roles.order_by("kind", "pk")]
    assert kinds == [("patron", True), ("signatory", False), ("signatory", False)]


def test_a_part_of_the_archive_stays(evening, office, make):
    role = Role.objects.create(
        release=make.release(call__year=2020), kind="patron", name="Dr. Ada Falk"
    )
    with refused("This part stands in the archive."):
        actions.take_part_away(role, by=office, at=NOON)


def test_who_speaks_has_a_part_in_this_evening(evening, office, make):
    decision = make.decision(prize=make.prize(call=evening.call))
    other = Role.objects.create(
        release=make.release(call__year=2020), kind="laudator", name="Dr. Ada Falk"
    )
    with refused("This person has no part in this ceremony."):
        actions.write_laudation(
            evening, decision.application, {"laudator": other}, by=office, at=NOON
        )


def test_list_and_plan_have_an_end(evening, office, monkeypatch):
    monkeypatch.setattr(inviting, "MAX_GUESTS", 1)
    monkeypatch.setattr(seating_guests, "MAX_TABLES", 1)
    evenings.guest(evening)
    evenings.table(evening)
    with refused("The list of guests takes 1 people."):
        actions.add_to_guest_list(evening, {"name": "Bo"}, by=office, at=NOON)
    with refused("The plan takes no more than 1 tables."):
        actions.set_tables(evening, "Tisch", 8, by=office, at=NOON)


def test_a_table_that_is_gone_takes_nobody(evening, office):
    guest = evenings.guest(evening, comes=True)
    with refused("This table is no longer there."):
        actions.seat_guests(evening, {guest.pk: 10**9}, by=office, at=NOON)


def test_nobody_is_invited_after_the_last_day(evening, office):
    guest = evenings.guest(evening, invited=True)
    late = inviting.answers_until(evening)
    words = "The last day for answers has passed. Name a new one first."
    with refused(words):
        actions.invite_guest_again(guest, by=office, at=late)
    with refused(words):
        actions.invite_guests(evening, {"x": "y"}, by=office, at=late)
    actions.invite_guest_again(guest, by=office, at=late - SECOND)


def test_who_has_come_is_neither_withdrawn_nor_removed(evening, office):
    guest = evenings.guest(evening, comes=True)
    actions.check_in(guest, once=guest.key, seen_at=NOON, by=office, at=NOON + DAY)
    with refused("This guest has come already."):
        actions.withdraw_guest(guest, by=office, at=NOON)
    with refused("Who was invited stays on the list. Withdraw the invitation."):
        actions.remove_guest_from_list(guest, by=office, at=NOON)
