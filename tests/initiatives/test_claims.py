"""Claiming an initiative of the directory; the office confirms or refuses."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from initiatives import actions
from initiatives.models import Claim, Initiative, JournalEntry, Letter

from ..make import DAY, NOON, SECOND, at, refused

REASON = "Ich leite das Büro der Initiative."
READS = "Your role in the office reads and changes nothing."


@pytest.fixture(autouse=True)
def noon():
    with at(NOON), translation.override("en"):
        yield


@pytest.fixture
def chemie(make) -> Initiative:
    return make.initiative(
        "Probechemie", is_listed=True, website="https://www.probechemie.example/wir"
    )


@pytest.fixture
def nora(make):
    return make.user(name="Nora Neu", email="nora@buero.probechemie.example")


@pytest.fixture
def office(make):
    return make.office(name="Ruth Thiel")


def claimed(initiative, person, moment=NOON) -> Claim:
    return actions.claim(initiative, reason=REASON, by=person, at=moment)


def letters() -> list[tuple[str, str]]:
    return list(Letter.objects.order_by("pk").values_list("kind", "to"))


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


# -- Claiming ------------------------------------------------------------------------------------


def test_a_claim_waits_for_the_office_and_gives_no_right(chemie, nora):
    made = claimed(chemie, nora)
    assert claimed(chemie, nora) == made  # a second click
    assert (made.reason, made.granted, chemie.memberships.count()) == (REASON, None, 0)
    assert letters() == [("claim_received", nora.email)]
    assert [entry.action for entry in JournalEntry.objects.all()] == ["initiative.claimed"]


def test_only_what_stands_in_the_directory_is_claimed(make, nora):
    with refused("This initiative does not stand in the directory."):
        claimed(make.initiative(), nora)


def test_who_acts_for_it_already_need_not_claim_it(make, chemie):
    with refused("You act for this initiative already."):
        claimed(chemie, make.member(chemie, "reader"))


def test_a_claim_says_in_what_function(chemie, nora):
    with refused("Write in what function you act for the initiative."):
        actions.claim(chemie, reason=" ", by=nora, at=NOON)


def test_five_open_claims_are_the_limit_of_a_person(make, nora):
    many = "You have made several claims already. Wait for the answers, or try again tomorrow."
    for number in range(5):
        claimed(make.initiative(is_listed=True), nora, NOON - (5 - number) * DAY)
    with refused(many):
        claimed(make.initiative(is_listed=True), nora)


def test_five_claims_a_day_are_the_limit_though_refused(make, nora, office):
    for _number in range(5):
        made = claimed(make.initiative(is_listed=True), nora)
        actions.refuse_claim(made, reason="Nein.", by=office, at=NOON)
    sixth = make.initiative(is_listed=True)
    with refused(
        "You have made several claims already. Wait for the answers, or try again tomorrow."
    ):
        claimed(sixth, nora, NOON + DAY - SECOND)
    claimed(sixth, nora, NOON + DAY)


# -- Deciding ------------------------------------------------------------------------------------


def test_the_first_one_confirmed_owns_it_and_may_apply_with_it(make, chemie, nora, office):
    call = make.call()
    member = actions.grant_claim(claimed(chemie, nora), "reader", by=office, at=NOON + DAY)
    assert (member.user, member.role) == (nora, "owner")
    assert letters()[1:] == [("claim_granted", nora.email)]
    claim = Claim.objects.get()
    assert (claim.granted, claim.decided_by, claim.decided_at) == (True, office, NOON + DAY)
    offered = signed_in(nora).get("/en/bewerbungen/neu/").context["own"]
    assert list(offered) == [chemie]
    assert actions.start(call, by=nora, at=NOON, initiative=chemie).initiative == chemie


@pytest.mark.parametrize("role", ["owner", "editor"])
def test_beside_an_owner_the_office_chooses_the_role_and_the_owner_is_told(
    make, chemie, nora, office, role
):
    owner = make.member(chemie, name="Otto")
    member = actions.grant_claim(claimed(chemie, nora), role, by=office, at=NOON)
    assert (member.role, chemie.memberships.get(user=owner).role) == (role, "owner")
    assert letters()[1:] == [("claim_granted", nora.email), ("claim_joined", owner.email)]
    assert "Nora Neu" in Letter.objects.get(kind="claim_joined").text


def test_beside_an_owner_a_role_that_does_not_exist_is_refused(make, chemie, nora, office):
    make.member(chemie, name="Otto")
    claim = claimed(chemie, nora)
    with refused("Choose a role"):
        actions.grant_claim(claim, "emperor", by=office, at=NOON)
    assert Claim.objects.get().decided_at is None


def test_a_refusal_needs_a_reason_and_the_person_reads_it(chemie, nora, office):
    claim = claimed(chemie, nora)
    with refused("Give the reason. The person reads it."):
        actions.refuse_claim(claim, reason=" ", by=office, at=NOON)
    actions.refuse_claim(claim, reason="Der Träger kennt Sie nicht.", by=office, at=NOON)
    letter = Letter.objects.get(kind="claim_refused")
    assert letter.to == nora.email
    assert "\n\nDer Träger kennt Sie nicht.\n\n" in letter.text
    assert not chemie.memberships.exists()
    assert claimed(chemie, nora).decided_at is None  # one may ask again


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_in_the_office_decides_nothing(make, chemie, nora, role):
    claim, person = claimed(chemie, nora), make.office(role)
    with refused(READS):
        actions.grant_claim(claim, "owner", by=person, at=NOON)
    with refused(READS):
        actions.refuse_claim(claim, reason="Nein.", by=person, at=NOON)


def test_nobody_decides_on_the_own_claim(make, chemie, office):
    claim = claimed(chemie, office)
    with refused("Somebody else decides on a claim of your own."):
        actions.grant_claim(claim, "owner", by=office, at=NOON)


def test_nobody_joins_whose_account_is_closed(chemie, nora, office):
    claim = claimed(chemie, nora)
    type(nora).objects.filter(pk=nora.pk).update(is_active=False)
    with refused("This account is closed."):
        actions.grant_claim(claim, "owner", by=office, at=NOON)


def test_a_claim_is_decided_once(make, chemie, nora, office):
    claim = claimed(chemie, nora)
    actions.grant_claim(claim, "owner", by=office, at=NOON)
    with refused("This claim has been decided already."):
        actions.refuse_claim(claim, reason="Doch nicht.", by=office, at=NOON)


def test_the_letters_are_in_the_language_of_the_reader(make, chemie, nora, office):
    type(nora).objects.filter(pk=nora.pk).update(language="en")
    nora.refresh_from_db()
    claimed(chemie, nora)
    owner = make.member(chemie)
    actions.grant_claim(Claim.objects.get(), "editor", by=office, at=NOON)
    subjects = {mail.to: mail.subject for mail in Letter.objects.exclude(kind="claim_received")}
    assert subjects == {
        nora.email: "Confirmed: “Probechemie”",
        owner.email: "Neu im Team: Nora Neu",
    }


# -- Pages ---------------------------------------------------------------------------------------

CLAIM = "/en/initiativen/probechemie/vertreten/"
LIST = "/en/verwaltung/initiativen/anspruch/"


def test_the_directory_leads_to_the_claim_and_that_to_signing_in(client, chemie):
    assert f'href="{CLAIM}"' in client.get("/en/initiativen/probechemie/").content.decode()
    assert client.get(CLAIM).url == f"/en/konto/login/code/?next={CLAIM}"
    assert not client.cookies


def test_what_is_not_listed_cannot_be_claimed_by_address(make, nora):
    make.initiative("Probechemie")
    assert signed_in(nora).get(CLAIM).status_code == 404


def test_claiming_on_the_page_and_seeing_how_it_stands(chemie, nora, office):
    client = signed_in(nora)
    assert "The profile in the directory is kept" in client.get(CLAIM).content.decode()
    empty = client.post(CLAIM, {"reason": ""})
    assert empty.context["form"].errors == {
        "reason": ["Write in what function you act for the initiative"]
    }
    assert client.post(CLAIM, {"reason": REASON}).url == CLAIM
    assert "Your claim is being checked" in client.get(CLAIM).content.decode()
    assert client.get("/en/konto/weiter/").url == "/en/bewerbungen/"
    assert "Being checked" in client.get("/en/bewerbungen/").content.decode()
    actions.refuse_claim(Claim.objects.get(), reason="Unbekannt.", by=office, at=NOON)
    mine = client.get("/en/bewerbungen/").content.decode()
    assert "Not confirmed" in mine
    assert "Unbekannt." in mine
    again = client.get(CLAIM)
    assert "Unbekannt." in again.content.decode()
    assert "Send the claim" in again.content.decode()


def test_a_member_is_led_to_the_team(make, chemie, nora, office):
    actions.grant_claim(claimed(chemie, nora), "owner", by=office, at=NOON)
    body = signed_in(nora).get(CLAIM).content.decode()
    assert f'href="/en/bewerbungen/initiative/{chemie.key}/team/"' in body


def test_a_refused_form_keeps_what_was_typed(make, chemie, nora):
    for _number in range(5):
        claimed(make.initiative(is_listed=True), nora)
    answer = signed_in(nora).post(CLAIM, {"reason": REASON})
    assert answer.status_code == 409
    assert REASON in answer.content.decode()


def test_what_was_typed_after_the_session_ended_is_handed_back(client, chemie):
    answer = client.post(CLAIM, {"reason": REASON})
    assert answer.status_code == 403
    assert REASON in answer.content.decode()
    assert f"next={CLAIM}" in answer.content.decode()


def test_the_office_finds_it_under_today_and_confirms_it(make, chemie, nora, office):
    make.call()
    claim, client = claimed(chemie, nora), signed_in(office)
    assert f'href="{LIST}"' in client.get("/en/verwaltung/").content.decode()
    assert "One claim is to be decided" in client.get(LIST).content.decode()
    page = client.get(f"{LIST}{claim.key}/")
    body = page.content.decode()
    for word in (REASON, nora.email, "belongs to the initiative's website", "nobody yet"):
        assert word in body
    assert page.context["same_domain"] is True
    done = client.post(f"{LIST}{claim.key}/", {"grant": "1"}, follow=True)
    assert "Confirmed. Nora Neu has been written to." in done.content.decode()
    assert chemie.memberships.get(user=nora).role == "owner"
    assert "No claim is open" in done.content.decode()


def test_beside_an_owner_the_page_asks_for_the_role(make, chemie, nora, office):
    make.member(chemie, name="Otto Alt", email="otto@example.org")
    claim, client = claimed(chemie, nora), signed_in(office)
    body = client.get(f"{LIST}{claim.key}/").content.decode()
    assert "Otto Alt" in body
    wrong = client.post(f"{LIST}{claim.key}/", {"grant": "1"})
    assert wrong.context["grant"].errors == {"role": ["Choose a role"]}
    client.post(f"{LIST}{claim.key}/", {"grant": "1", "grant-role": "editor"})
    assert chemie.memberships.get(user=nora).role == "editor"


def test_the_office_refuses_with_a_reason(chemie, nora, office):
    claim, client = claimed(chemie, nora), signed_in(office)
    wrong = client.post(f"{LIST}{claim.key}/", {"answer": ""})
    assert wrong.context["form"].errors == {"answer": ["Give the reason"]}
    assert client.post(f"{LIST}{claim.key}/", {"answer": "Unbekannt."}).url == LIST
    claim.refresh_from_db()
    assert (claim.granted, claim.answer) == (False, "Unbekannt.")
    twice = client.post(f"{LIST}{claim.key}/", {"answer": "Noch einmal."})
    assert twice.status_code == 409
    assert "This claim has been decided already." in twice.content.decode()


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_in_the_office_sees_claims_and_no_buttons(make, chemie, nora, role):
    claim, client = claimed(chemie, nora), signed_in(make.office(role))
    assert client.get(LIST).status_code == 200
    assert "Confirm the claim" not in client.get(f"{LIST}{claim.key}/").content.decode()
    refusal = client.post(f"{LIST}{claim.key}/", {"grant": "1"})
    assert refusal.status_code == 409
    assert READS in refusal.content.decode()


@pytest.mark.parametrize("who", ["claimant", "owner"])
def test_to_everybody_else_the_pages_of_the_office_do_not_exist(make, chemie, nora, who):
    claim = claimed(chemie, nora)
    client = signed_in(nora if who == "claimant" else make.member(chemie))
    for path in (LIST, f"{LIST}{claim.key}/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"grant": "1"}).status_code == 404


def queries(client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_the_list_costs_the_same_for_one_and_for_ten(make, chemie, nora, office):
    client = signed_in(office)
    claimed(chemie, nora)
    few = queries(client, LIST)
    for _number in range(9):
        claimed(make.initiative(is_listed=True), make.user())
    assert queries(client, LIST) == few <= 6
