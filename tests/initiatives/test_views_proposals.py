"""The office's pages about proposals, and the way of the initiative from the letter to the form."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from awards import todos
from initiatives.models import Letter, Proposal

LIST = "/verwaltung/vorschlaege/"
ACTS = ["anschreiben/", "aufgreifen/", "zuruecklegen/", "aufnehmen/"]


def page_of(proposal) -> str:
    return f"{LIST}{proposal.key}/"


@pytest.fixture
def office(client, make):
    person = make.office()
    client.force_login(person)
    return person


# -- Who gets in ---------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["reader", "editor", "lead", "auditor"])
def test_the_office_reads_what_was_proposed(client, make, role):
    proposal = make.proposal(name="Bündnis Süd")
    client.force_login(make.office(role))
    with make.at(make.NOON):
        assert "Bündnis Süd" in client.get(LIST).content.decode()
        page = client.get(page_of(proposal)).content.decode()
    assert "vogt@people.example" in page
    assert ("Brief senden" in page) is (role in ("editor", "lead"))


def test_to_everybody_else_these_pages_do_not_exist(client, make):
    proposal = make.proposal()
    addresses = [LIST, page_of(proposal)]
    assert {client.get(address).status_code for address in addresses} == {302}
    client.force_login(make.owner(make.submitted(call=proposal.call)))
    assert {client.get(address).status_code for address in addresses} == {404}
    assert {client.post(page_of(proposal) + act).status_code for act in ACTS} == {404}


def test_what_is_not_confirmed_does_not_exist_for_the_office_either(client, make, office):
    proposal = make.proposal(confirmed=False, name="Bündnis Süd")
    assert "Bündnis Süd" not in client.get(LIST).content.decode()
    assert client.get(page_of(proposal)).status_code == 404
    assert {client.post(page_of(proposal) + act).status_code for act in ACTS} == {404}


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_done_by_opening_an_address(client, make, office, act):
    assert client.get(page_of(make.proposal()) + act).status_code == 405


# -- The list ------------------------------------------------------------------------------------


def test_the_list_costs_the_same_with_ten_times_the_rows(client, make, office):
    call = make.call()
    counts = []
    for rows in (3, 30):
        for _row in range(rows):
            make.proposal(call=call)
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_filter_shows_one_stage_and_an_unknown_one_all(client, make, office):
    call = make.call()
    make.proposal(call=call, name="Bündnis Neu")
    make.proposal(call=call, name="Bündnis Alt", declined_at=make.NOON)
    page = client.get(LIST + "?stand=laid_aside").content.decode()
    assert ("Bündnis Alt" in page, "Bündnis Neu" in page) == (True, False)
    page = client.get(LIST + "?stand=delete").content.decode()
    assert ("Bündnis Alt" in page, "Bündnis Neu" in page) == (True, True)
    assert "Kein Vorschlag mit diesem Stand" in client.get(LIST + "?stand=invited").content.decode()


def test_the_empty_list_says_what_comes_and_works_without_a_call(client, make, office):
    assert "Hier stehen die Vorschläge" in client.get(LIST).content.decode()
    make.call()
    assert 'href="/vorschlagen/"' in client.get(LIST).content.decode()


def test_another_years_proposals_are_not_in_the_list(client, make, office):
    make.proposal(call__year=2025, name="Bündnis Alt")
    make.proposal(call__year=2026, name="Bündnis Neu")
    page = client.get(LIST).content.decode()
    assert ("Bündnis Alt" in page, "Bündnis Neu" in page) == (False, True)


# -- What the office does ------------------------------------------------------------------------


def sent(proposal, **more) -> dict:
    link = f"http://127.0.0.1:8000/bewerbungen/neu/?vorschlag={proposal.key}"
    basics = {
        "to": "post@sued.example",
        "subject": "Vorgeschlagen",
        "text": f"Bewerben Sie sich:\n{link}\n",
        "once": str(uuid4()),
    }
    return basics | more


def test_the_letter_is_read_before_it_is_sent(client, make, office):
    proposal = make.proposal(contact_email="post@sued.example", may_be_named=True)
    with make.at(make.NOON):
        form = client.get(page_of(proposal)).context["write"]
        shown = {name: form[name].value() for name in ("to", "subject", "text")}
        assert "Paula Vogt hat uns" in shown["text"]
        assert f"/bewerbungen/neu/?vorschlag={proposal.key}" in shown["text"]
        data = sent(proposal, text=shown["text"] + "\nPS: Rufen Sie uns an.")
        answer = client.post(page_of(proposal) + "anschreiben/", data)
        assert client.get(LIST + "?stand=invited").context["page"].object_list[0] == proposal
    letter = Letter.objects.get()
    assert answer.url == page_of(proposal)
    assert (letter.to, letter.subject) == ("post@sued.example", "Vorgeschlagen")
    assert letter.text.endswith("PS: Rufen Sie uns an.\n")


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("to", "", "Nennen Sie die E-Mail-Adresse der Initiative"),
        ("subject", "", "Nennen Sie den Betreff"),
        ("text", "Ohne Verweis", "Lassen Sie diesen Verweis im Brief stehen"),
    ],
)
def test_a_letter_that_would_not_help_is_not_sent(client, make, office, field, value, error):
    proposal = make.proposal()
    with make.at(make.NOON):
        data = sent(proposal, **{field: value})
        page = client.post(page_of(proposal) + "anschreiben/", data).content.decode()
    assert error in page
    assert "<title>Fehler: " in page
    assert not Letter.objects.exists()


def test_a_refusal_loses_nothing_of_the_letter(client, make, office):
    proposal = make.proposal(declined_at=make.NOON)
    with make.at(make.NOON):
        answer = client.post(page_of(proposal) + "anschreiben/", sent(proposal))
    assert answer.status_code == 409
    assert answer.context["write"]["text"].value().startswith("Bewerben Sie sich:")


def test_taken_up_by_an_initiative_of_the_directory_or_one_that_handed_in(client, make, office):
    proposal = make.proposal()
    listed, draft = make.initiative(is_listed=True), make.application(call=proposal.call)
    handed_in = make.submitted(call=proposal.call)
    known = client.get(page_of(proposal)).context["taken"].fields["initiative"].queryset
    assert set(known) == {listed, handed_in.initiative}
    address = page_of(proposal) + "aufgreifen/"
    refused = client.post(address, {"initiative": draft.initiative.key})
    assert "Wählen Sie die Initiative" in refused.content.decode()
    assert client.post(address, {"initiative": listed.key}).url == page_of(proposal)
    proposal.refresh_from_db()
    assert proposal.taken_up_by == listed


def test_laid_aside_and_brought_back(client, make, office):
    proposal = make.proposal()
    for act, stage in (("zuruecklegen/", "laid_aside"), ("aufnehmen/", "waiting")):
        assert client.post(page_of(proposal) + act).url == page_of(proposal)
        proposal.refresh_from_db()
        assert proposal.stage() == stage
    assert "Vorschlag zurückgelegt" in client.get(page_of(proposal)).content.decode()


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_only_reads_is_told_so(client, make, role):
    proposal = make.proposal()
    client.force_login(make.office(role))
    page = client.post(page_of(proposal) + "zuruecklegen/", follow=True).content.decode()
    assert "Ihre Rolle in der Geschäftsstelle liest und ändert nichts." in page
    assert client.post(page_of(proposal) + "anschreiben/", sent(proposal)).status_code == 409


def test_two_proposals_of_one_initiative_know_of_each_other(client, make, office):
    call = make.call()
    first = make.proposal(call=call, name="Bündnis Süd")
    make.proposal(call=call, name="bündnis süd", proposer_email="x@people.example")
    page = client.get(page_of(first)).content.decode()
    assert "Derselbe Name oder dieselbe Adresse steht noch in einem anderen" in page


def test_the_day_of_the_office_names_what_is_to_be_read(make, django_assert_num_queries):
    call = make.call()
    make.proposal(call=call)
    make.proposal(call=call, confirmed=False)

    def told(at) -> list[str]:
        with translation.override("en"):
            found = todos.of(call, at=at, user=make.user(), sheets={"expected": 0, "finished": 0})
        return [todo.what for todo in found]

    assert told(make.NOON) == ["Read 1 proposal"]
    assert told(call.closes_at) == []


# -- The initiative ------------------------------------------------------------------------------


@pytest.fixture
def invited(make):
    return make.proposal(
        name="Bündnis Süd",
        region="Süden",
        state="DE-BY",
        website="https://sued.example",
        invited_at=make.NOON,
    )


def begin(proposal) -> str:
    return f"/bewerbungen/neu/?vorschlag={proposal.key}"


def test_the_link_of_the_letter_survives_signing_in(client, invited):
    answer = client.get(begin(invited))
    assert answer.url == f"/konto/login/code/?next=/bewerbungen/neu/%3Fvorschlag%3D{invited.key}"


def test_what_the_proposal_says_of_the_initiative_is_filled_in_and_nothing_else(
    client, make, invited
):
    client.force_login(make.user())
    with make.at(make.NOON):
        page = client.get(begin(invited))
    form = page.context["form"]
    shown = {name: form[name].value() for name in ("name", "region", "states", "website")}
    assert shown == {
        "name": "Bündnis Süd",
        "region": "Süden",
        "states": ["DE-BY"],
        "website": "https://sued.example",
    }
    words = page.content.decode()
    assert "Ihre Initiative wurde vorgeschlagen." in words
    assert ("Paula Vogt" in words, "vogt@" in words, invited.why in words) == (False,) * 3


def test_beginning_takes_it_up_and_the_office_sees_so(client, make, invited):
    client.force_login(make.user())
    data = {
        "name": "Bündnis Süd",
        "carrier": "Kammer Süd",
        "region": "Süden",
        "states": ["DE-BY"],
        "once": str(uuid4()),
    }
    with make.at(make.NOON):
        first = client.post(begin(invited), data)
        again = client.post(begin(invited), data)
    assert first.url == again.url
    invited.refresh_from_db()
    assert invited.stage() == "taken_up"
    client.force_login(make.office())
    page = client.get(page_of(invited)).content.decode()
    assert "Vorschlag aufgegriffen" in page


def test_an_initiative_one_acts_for_already_takes_it_up_as_well(client, make, invited):
    initiative = make.initiative("Bündnis Süd")
    client.force_login(make.member(initiative))
    with make.at(make.NOON):
        client.post(begin(invited), {"known": "1", "initiative": initiative.key})
    invited.refresh_from_db()
    assert invited.taken_up_by == initiative


@pytest.mark.parametrize(
    "fields", [{"invited_at": None}, {"declined_at": 1}, {"confirmed_at": None}]
)
def test_only_what_the_office_wrote_about_is_filled_in(client, make, invited, fields):
    values = {name: value and make.NOON for name, value in fields.items()}
    Proposal.objects.update(**values)
    client.force_login(make.user())
    with make.at(make.NOON):
        page = client.get(begin(invited))
    assert (page.status_code, page.context["form"]["name"].value()) == (200, None)


@pytest.mark.parametrize("key", ["", "x", "%00", "53492c81-206a-497f-8999-74b2cfebe9ff"])
def test_a_link_that_means_nothing_counts_as_none(client, make, key):
    make.call()
    client.force_login(make.user())
    with make.at(make.NOON):
        page = client.get(f"/bewerbungen/neu/?vorschlag={key}")
    assert (page.status_code, page.context["proposal"]) == (200, None)


def test_who_is_not_sure_is_led_to_the_check_and_not_kept_from_beginning(client, make):
    call = make.call()
    make.eligibility(call)
    client.force_login(make.user())
    with make.at(make.NOON):
        page = client.get("/bewerbungen/neu/").content.decode()
    assert f'href="/auslobung/{call.year}/teilnahme-pruefen/"' in page
    assert "Bewerbung beginnen</span></button>" in page
