"""Proposals of third parties: kept, confirmed, handled; each refusal, and nothing told."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from initiatives import actions
from initiatives.models import JournalEntry, Letter, Proposal
from initiatives.records import letters as outbox
from initiatives.tasks import forget_proposals

from ..make import at as standing_at

CLOSED = "Proposals are possible only while the call is open."
HANDLED = "This proposal has been taken up or laid aside already."
READS = "Your role in the office reads and changes nothing."


def said(**more) -> dict:
    basics = {
        "name": "Bündnis Süd",
        "region": "Süden",
        "state": "DE-BY",
        "website": "https://sued.example",
        "contact_email": "post@sued.example",
        "why": "Weil dort viel geschieht.",
        "proposer_name": "Paula Vogt",
        "proposer_email": "Vogt@People.example",
        "may_be_named": True,
    }
    return basics | more


def propose(call, *, at, **more) -> None:
    actions.propose(call, said(**more), at=at, language="de")


def letters() -> list[tuple[str, str]]:
    return list(Letter.objects.order_by("pk").values_list("kind", "to"))


# -- Proposing -----------------------------------------------------------------------------------


def test_a_proposal_is_kept_and_its_proposer_asked_to_confirm(make):
    call = make.call()
    propose(call, at=make.NOON)
    proposal = Proposal.objects.get()
    assert (proposal.call, proposal.name, proposal.state) == (call, "Bündnis Süd", "DE-BY")
    assert (proposal.made_at, proposal.confirmed_at) == (make.NOON, None)
    assert proposal.proposer_email == "vogt@people.example"
    letter = Letter.objects.get()
    assert letter.to == "vogt@people.example"
    assert letter.subject == "Bitte bestätigen: Ihr Vorschlag „Bündnis Süd“"
    assert f"/vorschlagen/bestaetigen/{proposal.secret}/" in letter.text
    assert "bis zum 16.\u00a0März 2026" in letter.text
    assert "Weil dort viel geschieht" not in letter.text, "the address may be somebody else's"
    assert not JournalEntry.objects.filter(action__startswith="proposal.").exists()


def test_the_letter_speaks_the_language_of_the_page(make):
    actions.propose(make.call(), said(), at=make.NOON, language="en")
    letter = Letter.objects.get()
    assert letter.subject == "Please confirm: your proposal “Bündnis Süd”"
    assert "/en/vorschlagen/bestaetigen/" in letter.text


def test_the_same_again_is_the_same_proposal_with_its_newest_words(make):
    call = make.call()
    propose(call, at=make.NOON)
    propose(call, at=make.NOON + make.SECOND, name="bündnis  SÜD", why="Noch besser.")
    proposal = Proposal.objects.get()
    assert (proposal.why, proposal.made_at) == ("Noch besser.", make.NOON + make.SECOND)
    assert len(letters()) == 2


def test_a_letter_about_earlier_words_confirms_nothing(client, make):
    call = make.call()
    with standing_at(make.NOON):
        propose(call, at=make.NOON)
        earlier = Proposal.objects.get().secret
        propose(call, at=make.NOON + make.SECOND, why="Ganz anders.")
        proposal = Proposal.objects.get()
        assert client.get(f"/vorschlagen/bestaetigen/{earlier}/").status_code == 404
        assert client.get(f"/vorschlagen/bestaetigen/{proposal.secret}/").status_code == 200
    assert proposal.secret in Letter.objects.latest("pk").text


def test_what_was_confirmed_is_not_changed_from_outside_and_sends_no_letter(make):
    confirmed = make.proposal(name="Bündnis Süd")
    propose(confirmed.call, at=make.NOON + make.SECOND, why="Etwas anderes")
    assert Proposal.objects.get().why == confirmed.why
    assert letters() == []


def test_another_name_or_another_address_is_another_proposal(make):
    call = make.call()
    propose(call, at=make.NOON)
    propose(call, at=make.NOON, name="Bündnis Nord")
    propose(call, at=make.NOON, proposer_email="anders@people.example")
    assert Proposal.objects.count() == 3


def test_an_address_gets_three_letters_in_24_hours_and_nothing_is_kept_for_more(make):
    call = make.call(closes_at=make.NOON + 9 * make.DAY)
    for number in range(4):
        propose(call, at=make.NOON, name=f"Bündnis {number}")
    assert (len(letters()), Proposal.objects.count()) == (3, 3)
    propose(call, at=make.NOON + make.DAY - make.SECOND, name="Bündnis 4")
    assert (len(letters()), Proposal.objects.count()) == (3, 3)
    propose(call, at=make.NOON + make.DAY, name="Bündnis 4")
    assert (len(letters()), Proposal.objects.count()) == (4, 4)


def test_nobody_proposes_before_the_call_opens_or_once_it_is_closed(make):
    call = make.call()
    for moment in (call.opens_at - make.SECOND, call.closes_at):
        with make.refused(CLOSED):
            propose(call, at=moment)
    propose(call, at=call.opens_at)
    propose(call, at=call.closes_at - make.SECOND)
    assert Proposal.objects.count() == 1


def test_nobody_proposes_in_a_call_that_is_not_announced(make):
    with make.refused(CLOSED):
        propose(make.call(announced_at=None), at=make.NOON)


# -- Confirming and taking back ------------------------------------------------------------------


def test_confirming_lets_the_office_read_it_and_is_journalled_once(make):
    proposal = make.proposal(confirmed=False)
    for seconds in (1, 2):
        actions.confirm_proposal(proposal, at=make.NOON + seconds * make.SECOND)
    proposal.refresh_from_db()
    assert proposal.confirmed_at == make.NOON + make.SECOND
    (entry,) = JournalEntry.objects.filter(action="proposal.confirmed")
    assert (entry.actor, entry.about_key, entry.data) == (None, str(proposal.key), {})


def test_the_last_second_of_the_call_confirms_and_the_next_does_not(make):
    late, timely = make.proposal(confirmed=False), make.proposal(confirmed=False)
    actions.confirm_proposal(timely, at=timely.call.closes_at - make.SECOND)
    with make.refused(CLOSED):
        actions.confirm_proposal(late, at=late.call.closes_at)


@pytest.mark.parametrize("confirmed", [False, True])
def test_who_proposed_may_have_it_deleted_with_the_letter(make, confirmed):
    call = make.call()
    propose(call, at=make.NOON)
    proposal = Proposal.objects.get()
    if confirmed:
        actions.confirm_proposal(proposal, at=make.NOON)
    actions.take_back_proposal(proposal, at=make.NOON)
    assert (Proposal.objects.count(), Letter.objects.count()) == (0, 0)
    taken_back = JournalEntry.objects.filter(action="proposal.taken_back")
    assert taken_back.count() == int(confirmed)


@pytest.mark.parametrize("done", ["invited_at", "declined_at", "taken_up_by"])
def test_what_the_office_has_acted_on_is_not_deleted_from_outside(make, done):
    value = make.initiative() if done == "taken_up_by" else make.NOON
    proposal = make.proposal(**{done: value})
    with make.refused(
        "The office has acted on it already. Write to it if we are to delete your details."
    ):
        actions.take_back_proposal(proposal, at=make.NOON)


# -- The office ----------------------------------------------------------------------------------


def write(proposal, *, by, at, once=None) -> None:
    actions.write_to_proposed(
        proposal,
        to="post@sued.example",
        subject="Vorgeschlagen",
        text="Text",
        once=once or uuid4(),
        by=by,
        at=at,
    )


def test_the_office_writes_to_the_initiative_once_a_form(make):
    proposal, office, once = make.proposal(), make.office(), uuid4()
    for _click in range(2):
        write(proposal, by=office, at=make.NOON, once=once)
    proposal.refresh_from_db()
    assert (proposal.invited_at, proposal.handled_by) == (make.NOON, office)
    assert proposal.contact_email == "post@sued.example"
    assert letters() == [("proposal_invitation", "post@sued.example")]
    (entry,) = JournalEntry.objects.filter(action="proposal.invited")
    assert (entry.actor, entry.data) == (office.key, {})


def test_the_office_writes_only_while_the_call_is_open(make):
    proposal = make.proposal()
    with make.refused(CLOSED):
        write(proposal, by=make.office(), at=proposal.call.closes_at)


def test_the_office_knows_nothing_of_what_is_not_confirmed(make):
    proposal = make.proposal(confirmed=False)
    with make.refused("This proposal has not been confirmed yet."):
        write(proposal, by=make.office(), at=make.NOON)
    assert not Proposal.objects.visible_to(make.office()).exists()


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_only_reads_in_the_office_changes_nothing(make, role):
    proposal, person = make.proposal(), make.office(role)
    for act in (
        lambda: write(proposal, by=person, at=make.NOON),
        lambda: actions.lay_aside(proposal, by=person, at=make.NOON),
        lambda: actions.bring_back(proposal, by=person, at=make.NOON),
        lambda: actions.mark_taken_up(proposal, make.initiative(), by=person, at=make.NOON),
    ):
        with make.refused(READS):
            act()


def test_what_is_laid_aside_or_taken_up_is_not_written_to(make):
    aside = make.proposal(declined_at=make.NOON)
    taken = make.proposal(taken_up_by=make.initiative())
    for proposal in (aside, taken):
        with make.refused(HANDLED):
            write(proposal, by=make.office(), at=make.NOON)


def test_laying_aside_can_be_undone(make):
    proposal, office = make.proposal(), make.office()
    actions.lay_aside(proposal, by=office, at=make.NOON)
    proposal.refresh_from_db()
    assert proposal.stage() == "laid_aside"
    actions.bring_back(proposal, by=office, at=make.NOON)
    proposal.refresh_from_db()
    assert proposal.stage() == "waiting"
    actions_told = JournalEntry.objects.filter(about_key=str(proposal.key)).order_by("number")
    assert [entry.action for entry in actions_told] == [
        "proposal.laid_aside",
        "proposal.brought_back",
    ]


def test_what_is_taken_up_is_neither_taken_up_again_nor_laid_aside(make):
    proposal, office = make.proposal(), make.office()
    initiative = make.initiative()
    actions.mark_taken_up(proposal, initiative, by=office, at=make.NOON)
    proposal.refresh_from_db()
    assert (proposal.taken_up_by, proposal.stage()) == (initiative, "taken_up")
    with make.refused(HANDLED):
        actions.mark_taken_up(proposal, make.initiative(), by=office, at=make.NOON)
    with make.refused(HANDLED):
        actions.lay_aside(proposal, by=office, at=make.NOON)


# -- Taken up by the initiative itself -----------------------------------------------------------


def test_beginning_an_application_takes_the_proposal_up(make):
    proposal, person = make.proposal(invited_at=make.NOON), make.user()
    values = {"name": "Bündnis Süd", "region": "Süden", "states": ["DE-BY"], "carrier": "Kammer"}
    application = actions.start(
        proposal.call, by=person, at=make.NOON, values=values, once=uuid4(), proposal=proposal
    )
    proposal.refresh_from_db()
    assert proposal.taken_up_by == application.initiative
    entry = JournalEntry.objects.get(action="proposal.taken_up")
    assert entry.actor == person.key
    assert entry.data == {"initiative": str(application.initiative.key)}


def test_a_second_application_does_not_take_it_from_the_first(make):
    first = make.initiative()
    proposal, person = make.proposal(invited_at=make.NOON, taken_up_by=first), make.user()
    values = {"name": "Bündnis", "region": "Süden", "states": ["DE-BY"], "carrier": "Kammer"}
    actions.start(proposal.call, by=person, at=make.NOON, values=values, proposal=proposal)
    proposal.refresh_from_db()
    assert proposal.taken_up_by == first


# -- Forgetting ----------------------------------------------------------------------------------


def test_what_nobody_confirms_is_forgotten_after_14_days_with_its_letter(make):
    propose(make.call(closes_at=make.NOON + 20 * make.DAY), at=make.NOON)
    kept = make.proposal()
    assert actions.forget_proposals(at=make.NOON + 14 * make.DAY - make.SECOND) == 0
    assert actions.forget_proposals(at=make.NOON + 14 * make.DAY) == 1
    assert list(Proposal.objects.all()) == [kept]
    assert letters() == []


def test_half_a_year_after_the_ceremony_all_of_the_call_is_forgotten(make):
    proposal = make.proposal()
    write(proposal, by=make.office(), at=make.NOON)
    end = proposal.call.ceremony_at + timedelta(days=183)
    assert actions.forget_proposals(at=end - make.SECOND) == 0
    assert actions.forget_proposals(at=end) == 1
    assert (Proposal.objects.count(), letters()) == (0, [])


def test_a_task_forgets_every_night(make):
    proposal = make.proposal(confirmed=False)
    with make.at(proposal.made_at + 14 * make.DAY):
        forget_proposals(timestamp=0)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("fields", "stage"),
    [
        ({}, "waiting"),
        ({"invited_at": 1}, "invited"),
        ({"invited_at": 1, "declined_at": 1}, "laid_aside"),
        ({"invited_at": 1, "taken_up_by": 1}, "taken_up"),
        ({"declined_at": 1, "taken_up_by": 1}, "taken_up"),
    ],
)
def test_a_row_and_the_database_agree_on_its_stage(make, fields, stage):
    values = {name: make.initiative() if name == "taken_up_by" else make.NOON for name in fields}
    proposal = make.proposal(**values)
    assert proposal.stage() == stage
    found = {
        name
        for name in ("waiting", "invited", "taken_up", "laid_aside")
        if getattr(Proposal.objects, name)().exists()
    }
    assert found == {stage}


def test_the_letter_of_the_office_names_the_proposer_only_if_allowed(make):

    for may, words in ((True, "Paula Vogt hat uns"), (False, "jemand hat uns")):
        proposal = make.proposal(may_be_named=may)
        context = {"proposal": proposal, "call": proposal.call, "link": "https://x.example/"}
        with translation.override("en"):
            _subject, text = outbox.written("proposal_invitation", context, language="de")
        assert words in text
        assert ("Paula Vogt" in text) is may
        assert "vogt@people.example" not in text
