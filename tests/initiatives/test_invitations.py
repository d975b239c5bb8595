"""Invitations: who may send and read them, what the letters say, and what strangers learn."""

from __future__ import annotations

import threading
from functools import partial
from html import unescape

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from initiatives import actions
from initiatives.keys import uuid7
from initiatives.models import Initiative, Invitation, JournalEntry, Letter

from ..make import DAY, NOON, SECOND, at, refused
from ..together import together

LAPSED = "This invitation is no longer valid. Ask for a new one."
VALID = 14 * DAY


@pytest.fixture(autouse=True)
def noon():
    with at(NOON), translation.override("en"):
        yield


@pytest.fixture
def talaue(make) -> Initiative:
    return make.initiative("Talaue")


@pytest.fixture
def anna(make, talaue):
    return make.member(talaue, name="Anna Ahl")


@pytest.fixture
def nora(make):
    return with_address(make.user(email="nora@example.org", name="Nora Neu"), "nora@example.org")


def with_address(user, email: str, *, verified: bool = True):
    EmailAddress.objects.create(user=user, email=email, verified=verified)
    return user


def invited(talaue, anna, email="Nora@Example.org", role="editor", moment=NOON) -> Invitation:
    return actions.invite(talaue, email, role, by=anna, at=moment)


def link(invitation_or_key, rest: str = "") -> str:
    key = getattr(invitation_or_key, "key", invitation_or_key)
    return f"/en/bewerbungen/einladung/{key}/{rest}"


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


# -- Sending -------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_letter_says_who_invites_to_what_as_what_and_until_when(make, work, postbox, settings):
    settings.BASE_URL = "https://award.example"
    talaue = make.initiative("Bündnis „Talaue“ & Co")
    anna = make.member(talaue, name="Anna Ahl", language="de")
    invitation = invited(talaue, anna)
    work()
    (mail,) = postbox.letters
    assert mail["To"] == "nora@example.org"
    assert mail["Subject"] == "Einladung: „Bündnis „Talaue“ & Co“"
    text = mail.get_content()
    assert " ".join(text.split()) == (
        "Guten Tag, Anna Ahl lädt Sie ein, für die Initiative „Bündnis „Talaue“ & Co“ "
        "mitzuarbeiten. Sie bewirbt sich um eine Auszeichnung oder möchte es tun. "
        "Ihre Rolle: Schreibt mit Gilt bis: 16. März 2026, 11:59 Uhr (MEZ) "
        "Die Einladung ansehen und antworten: "
        f"https://award.example/bewerbungen/einladung/{invitation.key}/ "
        "Melden Sie sich dort mit dieser Adresse an: nora@example.org. "
        "Ein Konto ist in einer Minute angelegt, ein Passwort brauchen Sie nicht. "
        "Kennen Sie den Absender nicht oder möchten Sie nicht mitarbeiten, brauchen Sie nichts zu "
        "tun. Ohne Ihre Antwort geschieht nichts. "
        "Freundliche Grüße Ihre Geschäftsstelle -- "
        "Ausgezeichnete regionale Industrieinitiative https://award.example"
    )
    assert text.startswith("Guten Tag,\n\nAnna Ahl lädt")
    assert "\n\n\n" not in text


def test_it_is_in_the_language_of_the_host(make, talaue, anna):
    type(anna).objects.filter(pk=anna.pk).update(language="en")
    anna.refresh_from_db()
    invitation = invited(talaue, anna)
    letter = Letter.objects.get()
    assert letter.subject == "Invitation: “Talaue”"
    assert f"/en/bewerbungen/einladung/{invitation.key}/" in letter.text


def test_a_name_in_the_letter_never_becomes_a_link(make):
    initiative = make.initiative("Gewinn: https://evil.example/a und www.evil.example e.V.")
    invited(initiative, make.member(initiative))
    letter = Letter.objects.get()
    for bait in ("https://evil", "evil.example", "www.evil"):
        assert bait not in letter.subject + letter.text


def test_the_address_is_kept_in_small_letters_and_the_journal_without_it(talaue, anna):
    invitation = invited(talaue, anna)
    assert (invitation.email, invitation.expires_at) == ("nora@example.org", NOON + VALID)
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.data) == ("initiative.invited", {"role": "editor"})


def test_a_second_click_sends_nothing_twice(talaue, anna):
    assert invited(talaue, anna) == invited(talaue, anna, moment=NOON + 59 * SECOND)
    assert Letter.objects.count() == 1


def test_who_is_invited_already_is_not_invited_again(talaue, anna):
    invited(talaue, anna)
    with refused("There is an open invitation to this address already. Send it again below."):
        invited(talaue, anna, moment=NOON + 60 * SECOND)


def test_one_that_lapsed_makes_room_for_the_next(talaue, anna):
    first = invited(talaue, anna)
    second = invited(talaue, anna, moment=NOON + VALID)
    first.refresh_from_db()
    assert first.withdrawn_at == NOON + VALID
    assert list(talaue.invitations.unanswered()) == [second]


def test_members_are_not_invited_by_any_of_their_addresses(make, talaue, anna):
    ben = with_address(make.member(talaue, "reader", email="ben@example.org"), "b@example.org")
    for email in ("BEN@example.org", "b@Example.org"):
        with refused("This person is in the team already."):
            invited(talaue, anna, email)
    assert ben.memberships.count() == 1


@pytest.mark.parametrize("role", ["editor", "reader", ""])
def test_only_owners_invite(make, talaue, role):
    other = make.member(talaue, role) if role else make.user()
    with refused("Only owners of the initiative can change its team."):
        invited(talaue, other)


def test_a_team_ends_at_twenty_people_with_those_invited(make, talaue, anna):
    for _number in range(18):
        make.member(talaue, "reader")
    invited(talaue, anna, "zwanzig@example.org")
    with refused("A team has up to 20 people, open invitations included."):
        invited(talaue, anna, "zuviel@example.org")


def test_one_that_lapsed_needs_room_to_be_sent_again(make, talaue, anna):
    lapsed = invited(talaue, anna)
    for _number in range(19):
        make.member(talaue, "reader")
    with refused("A team has up to 20 people, open invitations included."):
        actions.invite_again(lapsed, by=anna, at=NOON + VALID)


def test_twenty_letters_a_day_are_the_limit_of_an_initiative(make, talaue, anna):
    for number in range(10):
        one = invited(talaue, anna, f"n{number}@example.org")
        actions.invite_again(one, by=anna, at=NOON)
    full = "20 invitations have been sent today. You can send more tomorrow."
    with refused(full):
        invited(talaue, anna)
    with refused(full):
        actions.invite_again(one, by=anna, at=NOON + DAY - SECOND)
    invited(talaue, anna, moment=NOON + DAY)


def test_twenty_new_ones_a_day_are_the_limit_of_a_person(make, anna):
    for number in range(4):
        own = make.initiative()
        make.member(own, user=anna)
        for each in range(5):
            invited(own, anna, f"n{number}{each}@example.org")
    another = make.initiative()
    make.member(another, user=anna)
    with refused("20 invitations have been sent today. You can send more tomorrow."):
        invited(another, anna)


def test_no_address_gets_more_than_three_a_day_whoever_asks(make):
    for _number in range(3):
        own = make.initiative()
        invited(own, make.member(own))
    own = make.initiative()
    with refused("This address has been written to several times today. Try again tomorrow."):
        invited(own, make.member(own))


@pytest.mark.django_db(transaction=True)
def test_no_address_gets_more_than_three_when_all_ask_at_the_same_moment(make):
    owners = [make.member(make.initiative()) for _ in range(6)]
    start = threading.Barrier(len(owners))

    def ask(owner) -> None:
        start.wait()
        invited(owner.memberships.get().initiative, owner)

    together(*(partial(ask, owner) for owner in owners))
    assert Letter.objects.filter(to="nora@example.org").count() == 3


@pytest.mark.django_db(transaction=True)
def test_twenty_a_day_are_the_limit_of_a_person_who_asks_everywhere_at_once(make):
    anna, others = make.user(), 6
    initiatives = [make.initiative() for _ in range(others + 1)]
    for initiative in initiatives:
        make.member(initiative, user=anna)
    Invitation.objects.bulk_create(
        Invitation(
            initiative=initiatives[0],
            email=f"nr{n}@example.org",
            role="editor",
            invited_by=anna,
            invited_at=NOON,
            expires_at=NOON + VALID,
        )
        for n in range(18)
    )
    start = threading.Barrier(others)

    def ask(initiative) -> None:
        start.wait()
        invited(initiative, anna)

    together(*(partial(ask, initiative) for initiative in initiatives[1:]))
    assert Invitation.objects.filter(invited_by=anna).count() == 20


def test_sending_again_makes_it_valid_for_another_fortnight(talaue, anna):
    invitation = invited(talaue, anna)
    actions.invite_again(invitation, by=anna, at=NOON + VALID + DAY)
    invitation.refresh_from_db()
    assert invitation.expires_at == NOON + 2 * VALID + DAY
    assert Letter.objects.filter(kind="invitation").count() == 2


def test_what_is_answered_or_withdrawn_is_neither_sent_again_nor_withdrawn(talaue, anna):
    invitation = invited(talaue, anna)
    actions.withdraw_invitation(invitation, by=anna, at=NOON)
    over = "This invitation has been answered or withdrawn already."
    with refused(over):
        actions.withdraw_invitation(invitation, by=anna, at=NOON)
    with refused(over):
        actions.invite_again(invitation, by=anna, at=NOON)


# -- Answering -----------------------------------------------------------------------------------


def test_accepting_joins_and_tells_the_host(talaue, anna, nora):
    invitation = invited(talaue, anna)
    member = actions.accept(invitation, by=nora, at=NOON + DAY)
    assert (member.user, member.role, member.since) == (nora, "editor", NOON + DAY)
    letter = Letter.objects.get(kind="invitation_accepted")
    assert (letter.to, letter.subject) == (anna.email, "Nora Neu hat die Einladung angenommen")
    assert actions.accept(invitation, by=nora, at=NOON + DAY) == member  # a second click
    assert Letter.objects.filter(kind="invitation_accepted").count() == 1


def test_the_last_second_counts_and_the_next_does_not(make, talaue, anna, nora):
    invitation = invited(talaue, anna)
    with refused(LAPSED):
        actions.accept(invitation, by=nora, at=NOON + VALID)
    actions.accept(invitation, by=nora, at=NOON + VALID - SECOND)


@pytest.mark.parametrize(
    ("has", "given", "gets"),
    [
        ("reader", "editor", "editor"),
        ("owner", "reader", "owner"),
    ],
)
def test_who_is_a_member_by_then_keeps_the_higher_role(make, talaue, anna, nora, has, given, gets):
    invitation = invited(talaue, anna, role=given)
    make.member(talaue, has, user=nora)
    assert actions.accept(invitation, by=nora, at=NOON).role == gets


def test_only_a_confirmed_address_counts(make, talaue, anna):
    invitation = invited(talaue, anna)
    unconfirmed = with_address(make.user(), "nora@example.org", verified=False)
    never_confirmed = make.user(email="nora@example.org")
    for person in (unconfirmed, never_confirmed):
        with refused("This invitation went to another address."):
            actions.accept(invitation, by=person, at=NOON)
        with refused("This invitation went to another address."):
            actions.decline(invitation, by=person, at=NOON)


def test_a_closed_account_joins_nothing(talaue, anna, nora):
    invitation = invited(talaue, anna)
    type(nora).objects.filter(pk=nora.pk).update(is_active=False)
    with refused("This account is closed."):
        actions.accept(invitation, by=nora, at=NOON)


def test_a_second_confirmed_address_counts_too(make, talaue, anna):
    other = with_address(make.user(), "NORA@example.org")
    assert actions.accept(invited(talaue, anna), by=other, at=NOON).user == other


def test_declining_tells_the_host_once_and_is_final(talaue, anna, nora):
    invitation = invited(talaue, anna)
    actions.decline(invitation, by=nora, at=NOON)
    actions.decline(invitation, by=nora, at=NOON)
    letter = Letter.objects.get(kind="invitation_declined")
    assert letter.to == anna.email
    assert "nora@example.org" in letter.text
    with refused(LAPSED):
        actions.accept(invitation, by=nora, at=NOON)


def test_one_withdrawn_cannot_be_accepted(talaue, anna, nora):
    invitation = invited(talaue, anna)
    actions.withdraw_invitation(invitation, by=anna, at=NOON)
    with refused(LAPSED):
        actions.accept(invitation, by=nora, at=NOON)


def test_where_the_host_has_left_the_owners_learn_of_the_answer(make, talaue, anna, nora):
    carla = make.member(talaue, name="Carla")
    invitation = invited(talaue, anna)
    actions.leave(talaue, by=anna, at=NOON)
    actions.decline(invitation, by=nora, at=NOON)
    assert Letter.objects.get(kind="invitation_declined").to == carla.email


@pytest.mark.parametrize("role", ["editor", "reader", None])
def test_whose_host_no_longer_owns_it_waits_for_another_owner(make, talaue, anna, nora, role):
    carla = make.member(talaue, name="Carla")
    invitation = invited(talaue, anna)
    if role:
        actions.change_role(talaue.memberships.get(user=anna), role, by=carla, at=NOON)
    else:
        actions.leave(talaue, by=anna, at=NOON)
    with refused(LAPSED):
        actions.accept(invitation, by=nora, at=NOON)
    assert not talaue.memberships.filter(user=nora).exists()
    actions.invite_again(invitation, by=carla, at=NOON)
    assert actions.accept(invitation, by=nora, at=NOON).role == "editor"
    assert Letter.objects.get(kind="invitation_accepted").to == carla.email


def test_two_open_ones_to_one_address_are_impossible(make, talaue, anna):
    invitation = invited(talaue, anna)
    invitation.pk, invitation.key, invitation.email = None, uuid7(), "NORA@example.org"
    with pytest.raises(ValidationError, match=r"This address has been invited already\."):
        invitation.full_clean()


# -- Pages ---------------------------------------------------------------------------------------


def test_who_is_not_signed_in_sees_the_same_for_every_key(client, talaue, anna):
    invitation = invited(talaue, anna)
    pages = [client.get(link(key)) for key in (invitation.key, uuid7())]
    assert [page.status_code for page in pages] == [200, 200]
    bodies = [page.content.decode().replace(page.request["PATH_INFO"], "") for page in pages]
    known = [body.replace(str(invitation.key), "") for body in bodies]
    assert "Talaue" not in known[0]
    assert _without_keys(bodies[0]) == _without_keys(bodies[1])
    assert not client.cookies
    assert f"/en/konto/signup/?next={link(invitation)}" in pages[0].content.decode()


def _without_keys(body: str) -> str:
    return "".join(part for part in body.split('"') if "einladung/" not in part)


def test_a_foreign_one_looks_like_one_that_does_not_exist(make, talaue, anna):
    invitation = invited(talaue, anna)
    lapsed = invited(talaue, anna, "x@example.org", moment=NOON - VALID)
    client = signed_in(make.user(name="Fremd"))
    pages = [client.get(link(key)) for key in (invitation, lapsed, uuid7())]
    assert {page.status_code for page in pages} == {404}
    bodies = {
        _without_keys(page.content.decode().split("<main")[1].split("csrf")[0]) for page in pages
    }
    assert len(bodies) == 1
    for page in pages:
        assert "Talaue" not in page.content.decode()
        assert "nora@example.org" not in page.content.decode()
    for rest in ("annehmen/", "ablehnen/", "erneut/", "zurueckziehen/"):
        assert {client.post(link(key, rest)).status_code for key in (invitation, uuid7())} == {404}


def test_who_is_invited_reads_it_and_accepts_into_the_application(make, talaue, anna, nora):
    draft = make.application(initiative=talaue, owner=anna)
    invitation = invited(talaue, anna)
    client = signed_in(nora)
    body = client.get(link(invitation)).content.decode()
    for word in ("Anna Ahl invites you", "Talaue", "Writes the application", "16 March 2026"):
        assert word in body
    assert client.get(link(invitation, "annehmen/")).status_code == 405
    for _click in range(2):
        assert client.post(link(invitation, "annehmen/")).url == f"/en/bewerbungen/{draft.key}/"
    assert (
        "You are in the team of this initiative." in client.get(link(invitation)).content.decode()
    )


def test_without_an_application_one_comes_to_the_team(talaue, anna, nora):
    answer = signed_in(nora).post(link(invited(talaue, anna), "annehmen/"))
    assert answer.url == f"/en/bewerbungen/initiative/{talaue.key}/team/"


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("lapse", "This invitation lapsed on 16 March 2026."),
        ("withdraw", "it was withdrawn, or replaced by a new one."),
        ("decline", "You have declined this invitation."),
    ],
)
def test_who_is_invited_is_told_why_it_cannot_be_accepted(talaue, anna, nora, what, says):
    invitation = invited(talaue, anna)
    if what == "withdraw":
        actions.withdraw_invitation(invitation, by=anna, at=NOON)
    if what == "decline":
        signed_in(nora).post(link(invitation, "ablehnen/"))
    with at(NOON + VALID if what == "lapse" else NOON):
        client = signed_in(nora)
        body = client.get(link(invitation)).content.decode()
        assert says in body
        assert "Accept the invitation" not in body
        refusal = client.post(link(invitation, "annehmen/"), follow=True)
        assert LAPSED in refusal.content.decode()


def test_one_whose_host_has_left_is_not_offered_and_owners_are_told(make, talaue, anna, nora):
    carla = make.member(talaue, name="Carla")
    invitation = invited(talaue, anna)
    actions.leave(talaue, by=anna, at=NOON)
    assert not Invitation.objects.open_at(NOON).exists()
    body = signed_in(nora).get(link(invitation)).content.decode()
    assert "whoever invited you is no longer an owner of the initiative" in body
    assert "Accept the invitation" not in body
    assert "Invitations to you" not in signed_in(nora).get("/en/bewerbungen/").content.decode()
    team = f"/en/bewerbungen/initiative/{talaue.key}/team/"
    waits = "No longer valid: whoever sent it is no longer an owner."
    assert waits in signed_in(carla).get(team).content.decode()
    actions.invite_again(invitation, by=carla, at=NOON)
    assert waits not in signed_in(carla).get(team).content.decode()
    assert "Accept the invitation" in signed_in(nora).get(link(invitation)).content.decode()


def test_owners_send_again_and_withdraw_on_the_team_page(talaue, anna):
    invitation = invited(talaue, anna)
    client = signed_in(anna)
    team = f"/en/bewerbungen/initiative/{talaue.key}/team/"
    assert "nora@example.org" in client.get(team).content.decode()
    assert client.post(link(invitation, "erneut/")).url == team
    assert client.post(link(invitation, "zurueckziehen/")).url == team
    assert "has been withdrawn." in client.get(team).content.decode()
    assert (
        "has been answered"
        in client.post(link(invitation, "erneut/"), follow=True).content.decode()
    )


def test_a_refused_invitation_keeps_what_was_typed(talaue, anna):
    client = signed_in(anna)
    team = f"/en/bewerbungen/initiative/{talaue.key}/team/"
    wrong = client.post(team, {"email": "nora@", "role": "reader"})
    assert wrong.context["form"].errors == {"email": ["Enter an address such as name@beispiel.de"]}
    assert 'value="nora@"' in wrong.content.decode()
    again = client.post(team, {"email": anna.email, "role": "reader"})
    assert again.status_code == 409
    assert "This person is in the team already." in again.content.decode()


def test_open_invitations_stand_among_my_applications(talaue, anna, nora):
    invitation = invited(talaue, anna)
    client = signed_in(nora)
    assert client.get("/en/konto/weiter/").url == "/en/bewerbungen/"
    assert f'href="{link(invitation)}"' in client.get("/en/bewerbungen/").content.decode()
    with at(NOON + VALID):
        assert link(invitation) not in signed_in(nora).get("/en/bewerbungen/").content.decode()


def test_every_page_and_the_letter_name_the_same_last_minute(talaue, anna, nora):
    invitation = invited(talaue, anna)
    last = "16 March 2026, 11:59 h (CET)"
    team = f"/en/bewerbungen/initiative/{talaue.key}/team/"
    said = [signed_in(nora).get(page) for page in (link(invitation), "/en/bewerbungen/")]
    said += [signed_in(anna).get(team)]
    assert [last in unescape(page.content.decode()) for page in said] == [True] * 3
    assert "16. März 2026, 11:59 Uhr (MEZ)" in Letter.objects.get().text.replace("\xa0", " ")
