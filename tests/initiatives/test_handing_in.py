"""Handing in: everything is there, the last second counts, one click is one version."""

import threading

import pytest
from django.db import connection

from initiatives import actions
from initiatives.keys import uuid7
from initiatives.models import Application, JournalEntry, Letter, Snapshot
from initiatives.records import documents
from initiatives.statuses import Status

from ..make import NOON, SECOND, refused

CLOSED = "The deadline has passed, so the application could not be handed in. Your texts stay."
TWICE = "This application has been handed in already."
NOT_YOURS = "Only owners and editors can hand in."


@pytest.fixture
def draft(make) -> Application:
    """Complete, in a call that closes at NOON."""
    return make.application(complete=True, call__closes_at=NOON)


def submit(make, application, *, at=NOON - SECOND, by=None, once=None) -> Snapshot:
    return actions.submit(
        application, by=by or make.owner(application), at=at, once=once or uuid7()
    )


# -- What happens --------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["owner", "editor"])
def test_it_is_frozen_moved_and_journalled(make, draft, role):
    person = make.member(draft.initiative, role)
    snapshot = submit(make, draft, by=person)
    assert (snapshot.version, snapshot.submitted_by) == (1, person)
    assert Application.objects.get().status == "submitted"
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.actor, entry.at) == (
        "application.submitted",
        person.key,
        NOON - SECOND,
    )
    assert entry.data == {"version": 1, "digest": snapshot.sha256}


def test_the_last_second_counts(make, draft):
    assert submit(make, draft, at=NOON - SECOND).submitted_at == NOON - SECOND


def test_at_the_deadline_it_is_too_late_and_all_texts_stay(make, draft):
    texts = list(draft.answers.values_list("text", flat=True))
    with refused(CLOSED):
        submit(make, draft, at=NOON)
    draft.refresh_from_db()
    assert draft.status == "draft"
    assert list(draft.answers.values_list("text", flat=True)) == texts
    assert not Snapshot.objects.exists()
    assert not Letter.objects.exists()
    assert not JournalEntry.objects.exists()


def test_before_the_call_opens_it_is_refused(make):
    draft = make.application(complete=True, call__opens_at=NOON)
    with refused(CLOSED):
        submit(make, draft, at=NOON - SECOND)


# -- Receipts ------------------------------------------------------------------------------------


def receipts() -> list[str]:
    return sorted(Letter.objects.filter(kind="receipt").values_list("to", flat=True))


def test_one_receipt_goes_to_whoever_is_contact_too(make, draft):
    snapshot = submit(make, draft)
    assert receipts() == [make.owner(draft).email]
    letter = Letter.objects.get()
    assert (letter.about_kind, letter.about_key) == ("initiatives.snapshot", str(snapshot.key))


def test_a_contact_person_of_its_own_gets_one_as_well(make, draft):
    Application.objects.update(contact_email="kontakt@people.example")
    submit(make, draft)
    assert receipts() == sorted(["kontakt@people.example", make.owner(draft).email])


def test_the_same_address_in_other_letters_gets_one(make, draft):
    Application.objects.update(contact_email=draft.contact_email.upper())
    submit(make, draft)
    assert len(receipts()) == 1


def test_the_longest_address_gets_one(make, draft):
    address = f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 55}.example"
    Application.objects.update(contact_email=address)
    submit(make, draft)
    assert address in receipts()


def test_the_receipt_takes_its_pdf_along_though_handing_in_did_not_make_it(make, work, postbox):
    draft = make.application(complete=True, call__closes_at=NOON)
    snapshot = submit(make, draft)
    letter = Letter.objects.get()
    name = f"eingang-{draft.number}.pdf"
    assert (letter.attachment_name, letter.attachment) == (name, None)
    work()
    (enclosed,) = postbox.letters[0].iter_attachments()
    assert (enclosed.get_filename(), enclosed.get_content_type()) == (name, "application/pdf")
    assert enclosed.get_content() == documents.receipt(snapshot)


def test_a_receipt_whose_pdf_cannot_be_made_goes_all_the_same(make, work, postbox, settings):
    submit(make, make.application(complete=True, call__closes_at=NOON))
    settings.BASE_DIR = settings.BASE_DIR / "tests"  # where no documents are
    work()
    assert [list(letter.iter_attachments()) for letter in postbox.letters] == [[]]
    assert Letter.objects.get().status == "sent"


# -- Clicks --------------------------------------------------------------------------------------


def test_a_second_click_gets_the_same_version_and_no_second_letter(make, draft):
    once = uuid7()
    first = submit(make, draft, once=once)
    assert submit(make, draft, once=once) == first
    assert (Snapshot.objects.count(), Letter.objects.count()) == (1, 1)
    assert JournalEntry.objects.count() == 1


def test_a_click_repeated_after_the_deadline_gets_its_version_too(make, draft):
    once = uuid7()
    first = submit(make, draft, once=once)
    assert submit(make, draft, once=once, at=NOON + SECOND) == first


def test_another_form_cannot_hand_in_again(make, draft):
    submit(make, draft)
    with refused(TWICE):
        submit(make, draft)
    assert Snapshot.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_clicks_at_the_same_moment_make_one_version_and_one_letter(make):
    draft = make.application(complete=True, call__closes_at=NOON)
    person, once, clicks = make.owner(draft), uuid7(), 5
    together, found, failures = threading.Barrier(clicks), [], []

    def click() -> None:
        try:
            together.wait()
            found.append(submit(make, draft, by=person, once=once).pk)
        except Exception as failure:  # shown by the assertion below
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(clicks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert found == [Snapshot.objects.get().pk] * clicks
    assert Letter.objects.count() == 1


# -- Who -----------------------------------------------------------------------------------------


def test_a_reader_cannot_hand_in(make, draft):
    with refused(NOT_YOURS):
        submit(make, draft, by=make.member(draft.initiative, "reader"))


@pytest.mark.parametrize("stranger", ["user", "office"])
def test_nobody_else_can_hand_in(make, draft, stranger):
    with refused(NOT_YOURS):
        submit(make, draft, by=getattr(make, stranger)())
    assert not Snapshot.objects.exists()


# -- Taking back ---------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["draft", "submitted"])
def test_an_owner_withdraws(make, status):
    application = make.application(status=status)
    actions.withdraw(application, by=make.owner(application), at=NOON)
    assert Application.objects.get().status == "withdrawn"
    assert JournalEntry.objects.get().action == "application.withdrawn"


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_only_an_owner_withdraws(make, draft, role):
    with refused("Only an owner can withdraw the application."):
        actions.withdraw(draft, by=make.member(draft.initiative, role), at=NOON)
    assert Application.objects.get().status == "draft"


def test_what_was_admitted_is_not_withdrawn(make):
    application = make.application(status=Status.ADMITTED)
    with refused("An application that is admitted cannot become withdrawn."):
        actions.withdraw(application, by=make.owner(application), at=NOON)
