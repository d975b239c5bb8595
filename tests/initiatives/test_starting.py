"""Beginning an application, for an initiative at hand or a new one."""

import re
import threading
from uuid import uuid4

import pytest
from django.db import connection

from initiatives import actions
from initiatives.models import Application, Initiative, JournalEntry
from initiatives.refusals import NotAllowed
from initiatives.statuses import Status

from ..make import NOON, SECOND, refused

CLOSED = "Applications are accepted only while the call is open."
TAKEN = "This initiative has an application in this call already."
FULL = "You have 10 drafts in this call already. Hand one in before you begin another."
NOT_YOURS = "Only owners and editors of an initiative can apply for it."


@pytest.fixture
def call(make):
    return make.call(closes_at=NOON)


def test_a_new_initiative_belongs_to_whoever_names_it(make, call):
    erika = make.user("Erika Berg")
    values = {"name": "Bündnis Süd", "region": "Süd", "is_listed": True}
    made = actions.start(call, by=erika, at=NOON - SECOND, values=values)
    initiative = made.initiative
    assert (initiative.name, initiative.sort_name) == ("Bündnis Süd", "bundnis sud")
    assert (initiative.region, initiative.is_listed) == ("Süd", False)
    assert re.fullmatch(r"buendnis-sued-[0-9a-f]{8}", initiative.slug)
    assert [(m.user, m.role) for m in initiative.memberships.all()] == [(erika, "owner")]


def test_the_draft_knows_its_contact_and_its_number(make, call):
    erika = make.user("Erika Berg")
    made = actions.start(call, by=erika, at=NOON - SECOND, values={"name": "Süd"})
    assert (made.status, made.started_at, made.saved_at) == ("draft", NOON - SECOND, NOON - SECOND)
    assert (made.contact_name, made.contact_email) == (erika.name, erika.email)
    assert re.fullmatch(r"B-26-[0-9A-HJKMNP-TV-Z]{5}", made.number)
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.actor) == ("application.started", erika.key)


def test_a_person_owns_at_most_ten_drafts_in_a_call(make, call):
    begun = {"by": make.user(), "at": NOON - SECOND, "values": {"name": "Süd"}}
    drafts = [actions.start(call, **begun) for _ in range(10)]
    with refused(FULL):
        actions.start(call, **begun)
    assert Application.objects.count() == 10
    Application.objects.filter(pk=drafts[0].pk).update(status=Status.WITHDRAWN)
    assert actions.start(call, **begun).status == Status.DRAFT
    other = make.call(year=2027, closes_at=NOON)
    assert actions.start(other, **begun).status == Status.DRAFT


@pytest.mark.parametrize("name", ["Завод", "!?", "ß" * 200])
def test_a_name_of_any_letters_can_apply(make, call, name):
    made = actions.start(call, by=make.user(), at=NOON - SECOND, values={"name": name})
    assert made.initiative.name == name
    assert re.fullmatch(r"[-a-z0-9]+", made.initiative.slug)


def test_an_invented_call_makes_invented_initiatives(make):
    call = make.call(is_demo=True)
    made = actions.start(call, by=make.user(), at=NOON, values={"name": "Süd"})
    assert made.initiative.is_demo


@pytest.mark.parametrize("role", ["owner", "editor"])
def test_owners_and_editors_apply_for_their_initiative(make, call, role):
    initiative = make.initiative()
    member = make.member(initiative, role)
    made = actions.start(call, by=member, at=NOON - SECOND, initiative=initiative)
    assert made.initiative == initiative


def test_a_reader_cannot_apply(make, call):
    initiative = make.initiative()
    with refused(NOT_YOURS):
        actions.start(
            call, by=make.member(initiative, "reader"), at=NOON - SECOND, initiative=initiative
        )


def test_a_stranger_cannot_apply(make, call):
    initiative = make.initiative()
    make.member(initiative, "owner")
    with refused(NOT_YOURS):
        actions.start(call, by=make.user(), at=NOON - SECOND, initiative=initiative)
    assert not Application.objects.exists()


def test_a_closed_account_begins_nothing(make, call):
    gone = make.user()
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    with refused("This account is closed."):
        actions.start(call, by=gone, at=NOON - SECOND, values={"name": "Süd"})
    assert not Application.objects.exists()


def test_nobody_starts_at_the_deadline(make, call):
    with refused(CLOSED):
        actions.start(call, by=make.user(), at=NOON, values={"name": "Süd"})


def test_nobody_starts_before_the_call_opens(make):
    with refused(CLOSED):
        actions.start(
            make.call(opens_at=NOON), by=make.user(), at=NOON - SECOND, values={"name": "Süd"}
        )


def test_the_first_second_counts(make):
    made = actions.start(make.call(opens_at=NOON), by=make.user(), at=NOON, values={"name": "Süd"})
    assert made.started_at == NOON


def test_nobody_starts_in_a_year_of_the_archive(make):
    archive = make.call(is_archive=True, **dict.fromkeys(("opens_at", "closes_at")))
    with refused(CLOSED):
        actions.start(archive, by=make.user(), at=NOON, values={"name": "Süd"})


@pytest.mark.parametrize("status", [s for s in Status if s != Status.WITHDRAWN])
def test_an_initiative_applies_once_a_call(make, call, status):
    earlier = make.application(call=call, status=status, exclusion_reason="Grund")
    with refused(TAKEN):
        actions.start(call, by=make.owner(earlier), at=NOON - SECOND, initiative=earlier.initiative)


def test_after_a_withdrawal_it_applies_again(make, call):
    earlier = make.application(call=call, status=Status.WITHDRAWN)
    again = actions.start(
        call, by=make.owner(earlier), at=NOON - SECOND, initiative=earlier.initiative
    )
    assert again.status == "draft"


def test_it_applies_in_another_call_too(make, call):
    earlier = make.application(call=make.call())
    again = actions.start(
        call, by=make.owner(earlier), at=NOON - SECOND, initiative=earlier.initiative
    )
    assert again.call == call


def test_a_second_click_gets_the_same_application(make, call):
    erika, once, name = make.user(), uuid4(), {"name": "Süd"}
    first = actions.start(call, by=erika, at=NOON - SECOND, values=name, once=once)
    # Also when the first one made it in the last second.
    assert actions.start(call, by=erika, at=NOON, values=name, once=once) == first
    assert (Initiative.objects.count(), Application.objects.count()) == (1, 1)


def test_another_form_another_name_or_another_person_is_another_initiative(make, call):
    erika, once = make.user(), uuid4()
    for person, key, name in (
        (erika, once, "Süd"),
        (erika, once, "Nord"),
        (erika, uuid4(), "Süd"),
        (make.user(), once, "Süd"),
    ):
        actions.start(call, by=person, at=NOON - SECOND, values={"name": name}, once=key)
    assert Initiative.objects.count() == 4


def test_after_a_withdrawal_the_same_form_begins_again(make, call):
    erika, once, name = make.user(), uuid4(), {"name": "Süd"}
    first = actions.start(call, by=erika, at=NOON - SECOND, values=name, once=once)
    actions.withdraw(first, by=erika, at=NOON - SECOND)
    again = actions.start(call, by=erika, at=NOON - SECOND, values=name, once=once)
    assert (again.initiative, again.status) == (first.initiative, "draft")
    assert again != first


@pytest.mark.django_db(transaction=True)
def test_two_clicks_on_a_new_initiative_make_one(make):
    call, person, once = make.call(), make.user(), uuid4()
    together, made = threading.Barrier(2), []

    def click() -> None:
        try:
            together.wait()
            made.append(actions.start(call, by=person, at=NOON, values={"name": "S"}, once=once))
        except Exception as failure:  # shown by the assertion below
            made.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [Application.objects.get()] * 2


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_start_one_application(make):
    call, initiative = make.call(), make.initiative()
    person, together, said = make.member(initiative), threading.Barrier(2), []

    def click() -> None:
        try:
            together.wait()
            said.append(actions.start(call, by=person, at=NOON, initiative=initiative).status)
        except Exception as failure:  # shown by the assertion below
            said.append(type(failure))
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said, key=str) == [NotAllowed, "draft"]
    assert Application.objects.count() == 1
