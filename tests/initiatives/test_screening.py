"""The formal check."""

import pytest

from initiatives import actions
from initiatives.models import Application, JournalEntry

from ..make import NOON, SECOND, refused

READS = "Your role reads and does not decide."


@pytest.fixture
def application(make) -> Application:
    return make.submitted(call__closes_at=NOON)


def admit(application, by, at=NOON):
    actions.admit(application, by=by, at=at)


def exclude(application, by, reason="Kein Industriebezug.", at=NOON):
    actions.exclude(application, reason=reason, by=by, at=at)


both = pytest.mark.parametrize("decide", [admit, exclude])


@pytest.mark.parametrize("role", ["editor", "lead"])
def test_the_office_admits(make, application, role):
    person = make.office(role)
    admit(application, person)
    assert Application.objects.get().status == "admitted"
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.actor, entry.at) == ("application.admitted", person.key, NOON)


@pytest.mark.parametrize("role", ["editor", "lead"])
def test_the_office_excludes_for_a_ground(make, application, role):
    exclude(application, make.office(role), " Kein Industriebezug.\n")
    found = Application.objects.get()
    assert (found.status, found.exclusion_reason) == ("excluded", "Kein Industriebezug.")
    assert JournalEntry.objects.get().action == "application.excluded"


@both
@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_does_not_decide(make, application, decide, role):
    with refused(READS):
        decide(application, make.office(role))
    assert Application.objects.get().status == "submitted"


@both
def test_an_owner_does_not_decide(make, application, decide):
    with refused(READS):
        decide(application, make.owner(application))


@both
def test_somebody_who_may_no_longer_sign_in_does_not_decide(make, application, decide):
    with refused(READS):
        decide(application, make.office("lead", is_active=False))


@pytest.mark.parametrize("reason", ["", " \n"])
def test_an_exclusion_needs_a_ground(make, application, reason):
    with refused("Name the ground of the exclusion."):
        exclude(application, make.office(), reason)
    assert Application.objects.get().status == "submitted"


def test_a_draft_is_not_admitted(make):
    with refused("An application that is draft cannot become admitted."):
        admit(make.application(complete=True), make.office())


def test_an_exclusion_can_be_reversed_and_loses_its_ground(make, application):
    exclude(application, make.office())
    admit(application, make.office())
    found = Application.objects.get()
    assert (found.status, found.exclusion_reason) == ("admitted", "")


def test_an_admission_can_be_reversed(make, application):
    admit(application, make.office())
    exclude(application, make.office())
    assert Application.objects.get().status == "excluded"
    assert [entry.action for entry in JournalEntry.objects.all()] == [
        "application.admitted",
        "application.excluded",
    ]


def test_an_admission_twice_is_refused_and_journalled_once(make, application):
    admit(application, make.office())
    with refused("An application that is admitted cannot become admitted."):
        admit(application, make.office())
    assert JournalEntry.objects.count() == 1


STILL_WRITING = (
    "The initiative may still change this application. Wait for the deadline, or take the "
    "request for changes back."
)


@both
def test_before_the_deadline_nobody_decides_what_may_still_change(make, application, decide):
    with refused(STILL_WRITING):
        decide(application, make.office(), at=NOON - SECOND)
    assert Application.objects.get().status == "submitted"
    assert not JournalEntry.objects.exists()


@both
def test_changes_that_were_never_handed_in_do_not_hinder_and_end_with_the_decision(
    make, application, decide
):
    Application.objects.update(reopened_at=NOON - SECOND)
    decide(application, make.office())
    assert Application.objects.get().reopened_at is None
