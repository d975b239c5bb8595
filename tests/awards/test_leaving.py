"""Deleting one's account: what goes is said first, and a code by mail confirms it."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from awards import actions
from initiatives.models import Application, Letter, User

from ..make import NOON, SECOND, at, refused

LEAVE, LEFT = "/en/konto/loeschen/", "/en/konto/geloescht/"
CODE = re.compile(r"^\s*([A-Z]{6})\s*$", re.MULTILINE)
JUROR = "You are on a jury. Ask the award office to delete your account once the procedure is over."


@pytest.fixture(autouse=True)
def noon():
    """The clock stands still; limits count in the cache, which outlives a test."""
    cache.clear()
    with at(NOON):
        yield


@pytest.fixture
def person(make) -> User:
    found = make.user("Gerda Gone", email="gerda@people.example")
    EmailAddress.objects.create(user=found, email=found.email, verified=True, primary=True)
    return found


def code() -> str:
    return CODE.findall(Letter.objects.filter(kind="leaving_code").latest("pk").text)[-1]


def ask(client, person: User) -> str:
    client.force_login(person)
    assert client.post(LEAVE).url == LEAVE
    return code()


def is_there(person: User) -> bool:
    return User.objects.get(pk=person.pk).deleted_at is None


def test_the_page_says_what_goes_and_what_stays(client, make, person):
    draft = make.application(owner=person, initiative__name="Bündnis Öfen")
    client.force_login(person)
    page = client.get(LEAVE).content.decode()
    assert "your membership in “Bündnis Öfen”" in page
    assert f"the draft {draft.number} (Bündnis Öfen)" in page
    assert "versions handed in, as they were handed in" in page
    assert 'href="/en/konto/daten/"' in page
    assert "Ask for a code by e-mail" in page
    assert 'name="code"' not in page
    assert is_there(person)


def test_with_the_code_the_account_is_deleted_and_everybody_signed_out(client, make, person):
    make.application(owner=person)
    other = Client()
    other.force_login(person)
    assert other.get("/en/konto/uebersicht/").status_code == 200
    sent = ask(client, person)
    page = client.get(LEAVE).content.decode()
    assert "We have sent a code to gerda@people.example." in page
    assert 'name="code"' in page
    assert client.post(LEAVE, {"code": f" {sent.lower()} "}).url == LEFT
    assert "Your account is deleted" in client.get(LEFT).content.decode()
    assert not is_there(person)
    assert not Application.objects.exists()
    for browser in (client, other):
        assert browser.get("/en/konto/uebersicht/").status_code == 302
    assert [letter.kind for letter in Letter.objects.filter(to=person.email).order_by("pk")] == [
        "leaving_code",
        "account_deleted",
    ]


def test_the_address_can_be_registered_anew(client, person):
    client.post(LEAVE, {"code": ask(client, person)})
    client = Client()
    client.post("/konto/signup/", {"email": person.email, "name": "Gerda Neu"})
    letter = Letter.objects.filter(is_secret=True).latest("pk")
    client.post("/konto/confirm-email/", {"code": CODE.findall(letter.text)[-1]})
    fresh = User.objects.get(email=person.email)
    assert (fresh.pk != person.pk, fresh.name) == (True, "Gerda Neu")
    assert client.session["_auth_user_id"] == str(fresh.pk)
    assert client.get("/bewerbungen/").context["cards"] == []


def test_an_old_account_gets_no_code_any_more(client, person):
    client.post(LEAVE, {"code": ask(client, person)})
    Letter.objects.all().delete()
    gone = User.objects.get(pk=person.pk)
    Client().post("/konto/login/code/", {"email": gone.email})
    assert not Letter.objects.filter(text__regex=r"(?m)^\s*[A-Z]{6}\s*$").exists()


def test_the_letter_with_the_code_is_kept_like_every_other_code(client, person):
    ask(client, person)
    letter = Letter.objects.get()
    assert (letter.is_secret, letter.subject) == (True, "Code zum Löschen Ihres Kontos")


# -- What is refused -----------------------------------------------------------------------------


def test_a_wrong_code_is_refused_in_words(client, person):
    ask(client, person)
    page = client.post(LEAVE, {"code": "AAAAAA"}).content.decode()
    assert "This code is not right." in page
    assert "<title>Error: " in page
    assert is_there(person)


def test_three_wrong_codes_end_the_attempt(client, person):
    sent = ask(client, person)
    for _ in range(3):
        client.post(LEAVE, {"code": "AAAAAA"})
    page = client.post(LEAVE, {"code": sent}).content.decode()
    assert "This code is no longer valid." in page
    assert is_there(person)


def test_a_code_counts_for_ten_minutes(client, person):
    sent = ask(client, person)
    with at(NOON + 600 * SECOND):
        page = client.post(LEAVE, {"code": sent}).content.decode()
    assert "This code is no longer valid." in page
    assert is_there(person)
    with at(NOON + 599 * SECOND):
        assert client.post(LEAVE, {"code": sent}).url == LEFT


def test_the_code_of_another_session_does_not_count(client, person):
    sent = ask(client, person)
    other = Client()
    other.force_login(person)
    assert "no longer valid" in other.post(LEAVE, {"code": sent}).content.decode()
    assert is_there(person)


def test_without_a_code_nothing_is_deleted(client, person):
    client.force_login(person)
    page = client.post(LEAVE, {"code": ""}).content.decode()
    assert "Enter the code" in page
    assert "no longer valid" in client.post(LEAVE, {"code": "AAAAAA"}).content.decode()
    assert is_there(person)


def test_who_asks_for_codes_again_and_again_waits(client, person):
    for _ in range(3):
        ask(client, person)
    assert client.post(LEAVE).status_code == 429
    assert Letter.objects.count() == 3


def test_who_must_hand_over_first_is_told_and_gets_no_form(client, make, person):
    case = make.submitted(owner=person)
    client.force_login(person)
    page = client.get(LEAVE).content.decode()
    assert "Withdraw the application, or invite somebody" in page
    assert f'href="/en/bewerbungen/initiative/{case.initiative.key}/team/"' in page
    assert 'type="submit"' not in page.split("<main")[1]


def test_what_changed_since_the_code_was_sent_is_refused_in_words(client, make, person):
    sent = ask(client, person)
    make.submitted(owner=person)
    answer = client.post(LEAVE, {"code": sent})
    assert answer.status_code == 409
    assert "Withdraw the application, or invite somebody" in answer.content.decode()
    assert is_there(person)


def test_a_juror_asks_the_office(client, make):
    person = make.juror().user
    client.force_login(person)
    page = client.get(LEAVE).content.decode()
    assert JUROR in page
    assert 'type="submit"' not in page.split("<main")[1]
    with refused(JUROR):
        actions.close_account(by=person, at=NOON)
    assert JUROR in client.post(LEAVE).content.decode()
    assert not Letter.objects.exists()
    assert is_there(person)


def test_who_became_a_juror_since_the_code_was_sent_is_refused(client, make, person):
    sent = ask(client, person)
    make.juror(user=person)
    answer = client.post(LEAVE, {"code": sent})
    assert answer.status_code == 409
    assert JUROR in answer.content.decode()
    assert is_there(person)


def test_the_office_asks_its_lead(client, make):
    client.force_login(make.office("reader"))
    page = client.get(LEAVE).content.decode()
    assert "Ask those who lead it to take your role away first." in page
    assert 'type="submit"' not in page.split("<main")[1]


def test_who_has_a_passkey_shows_it_first(client, person):
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    client.force_login(person)
    first = f"/en/konto/2fa/reauthenticate/?{urlencode({'next': LEAVE})}"
    assert client.get(LEAVE).url == first
    assert client.post(LEAVE).status_code == 302
    assert not Letter.objects.exists()


def test_it_is_for_those_who_signed_in(client, db):
    assert client.get(LEAVE).url == f"/en/konto/login/code/?next={LEAVE}"
    assert client.get(LEFT).status_code == 200


def test_the_account_leads_there(client, person):
    client.force_login(person)
    assert f'href="{LEAVE}"' in client.get("/en/konto/uebersicht/").content.decode()
