"""Signing in by a code that comes by mail: no password, no hint who has an account."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from initiatives.models import Letter, User

CODE = re.compile(r"^\s*([A-Z]{6})\s*$", re.MULTILINE)
ASK, CONFIRM = "/konto/login/code/", "/konto/login/code/confirm/"


@pytest.fixture(autouse=True)
def fresh_limits():
    """Limits count in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def person(make):
    user = make.user(email="mira@example.org", name="Mira")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def code() -> str:
    return CODE.findall(Letter.objects.latest("pk").text)[-1]


def test_the_code_lets_in_and_leads_to_where_one_wanted(client, person):
    client.get("/bewerbungen/")
    asked = client.post(ASK, {"email": person.email, "next": "/bewerbungen/"})
    answer = client.post(asked.url, {"code": code()})
    assert (answer.status_code, answer.url) == (302, "/bewerbungen/")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_who_is_not_signed_in_is_asked_to_and_sent_back(client, db):
    answer = client.get("/bewerbungen/")
    assert (answer.status_code, answer.url) == (302, f"{ASK}?next=/bewerbungen/")


def test_a_wrong_code_is_refused_in_words(client, person):
    client.post(ASK, {"email": person.email})
    answer = client.post(CONFIRM, {"code": "AAAAAA"})
    assert answer.status_code == 200
    assert answer.context["form"].errors == {
        "code": [
            "Dieser Code stimmt nicht oder gilt nicht mehr. "
            "Prüfen Sie ihn, oder fordern Sie einen neuen an."
        ]
    }
    assert "_auth_user_id" not in client.session


def test_three_wrong_codes_end_the_attempt(client, person):
    client.post(ASK, {"email": person.email})
    right = code()
    for _attempt in range(3):
        client.post(CONFIRM, {"code": "AAAAAA"})
    client.post(CONFIRM, {"code": right})
    assert "_auth_user_id" not in client.session


def test_an_expired_code_is_refused(client, make, person):
    with make.at(make.NOON):
        client.post(ASK, {"email": person.email})
        right = code()
    with make.at(make.NOON + 601 * make.SECOND):
        client.post(CONFIRM, {"code": right})
    assert "_auth_user_id" not in client.session


def test_a_stranger_sees_what_a_member_sees(client, person):
    member = client.post(ASK, {"email": person.email})
    stranger = Client().post(ASK, {"email": "niemand@example.org"})
    assert (member.status_code, member.url) == (stranger.status_code, stranger.url)
    assert Letter.objects.filter(to="niemand@example.org").count() == 1


def test_a_foreign_address_behind_next_is_ignored(client, person):
    asked = client.post(ASK, {"email": person.email, "next": "https://evil.example/"})
    assert client.post(asked.url, {"code": code()}).url.startswith("/konto/")


def test_a_new_person_registers_with_name_and_code(client, db):
    client.post("/konto/signup/", {"email": "neu@example.org", "name": "Nora Neu"})
    client.post("/konto/confirm-email/", {"code": code()})
    user = User.objects.get(email="neu@example.org")
    assert user.name == "Nora Neu"
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize(("prefix", "language"), [("", "de"), ("/en", "en")])
def test_letters_to_a_new_person_are_in_the_language_of_the_page(client, db, prefix, language):
    client.post(f"{prefix}/konto/signup/", {"email": "neu@example.org", "name": "Nora Neu"})
    client.post(f"{prefix}/konto/confirm-email/", {"code": code()})
    assert User.objects.get(email="neu@example.org").language == language


def test_the_letter_with_the_code_goes_through_the_outbox(client, person):
    client.post(ASK, {"email": person.email})
    letter = Letter.objects.get(to=person.email)
    assert (letter.is_secret, letter.status) == (True, "queued")
