"""Whoever follows a link comes to its page, however signing in or registering went."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from initiatives import passkeys
from initiatives.keys import uuid7
from initiatives.models import Letter, User

from ..make import NOON, SECOND, at

CODE = re.compile(r"^\s*([A-Z]{6})\s*$", re.MULTILINE)
ASK, CONFIRM = "/konto/login/code/", "/konto/login/code/confirm/"
SIGN_UP, VERIFY = "/konto/signup/", "/konto/confirm-email/"
NEW = {"email": "neu@example.org", "name": "Nora Neu"}


@pytest.fixture(autouse=True)
def fresh_limits():
    """Limits count in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def person(make) -> User:
    user = make.user(email="mira@example.org", name="Mira")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture(params=["section", "invitation", "claim"])
def deep(make, request, person) -> str:
    """A page that needs somebody signed in."""
    if request.param == "section":
        draft = make.application(owner=person)
        return f"/bewerbungen/{draft.key}/abschnitt/project/"
    if request.param == "claim":
        make.initiative("Probechemie", is_listed=True)
        return "/initiativen/probechemie/vertreten/"
    return f"/bewerbungen/einladung/{uuid7()}/"


def code() -> str:
    return CODE.findall(Letter.objects.filter(text__regex=r"\n\s*[A-Z]{6}\s*\n").latest("pk").text)[
        -1
    ]


def led_to_sign_in(client: Client, deep: str) -> str:
    """The page for signing in that a link leads to; an invitation asks in words first."""
    answer = client.get(deep)
    if answer.status_code == 302:
        return answer.url
    found = re.search(rf'href="({ASK}\?next=[^"]+)"', answer.content.decode())
    return found[1]


def next_of(page) -> str:
    """What the form of a page hands on."""
    found = re.search(r'name="next" value="([^"]*)"', page.content.decode())
    return found[1] if found else ""


def ask(client: Client, page_url: str, email: str):
    """Fill in the form for a code as it stands on the page."""
    page = client.get(page_url)
    return client.post(ASK, {"email": email, "next": next_of(page)})


def enter(client: Client, page_url: str, text: str):
    page = client.get(page_url)
    data = {"code": text, "next": next_of(page)}
    return client.post(page_url.partition("?")[0], data)


# -- Signing in ----------------------------------------------------------------------------------


def test_by_code(client, person, deep):
    asked = ask(client, led_to_sign_in(client, deep), person.email)
    assert enter(client, asked.url, code()).url == deep


def test_by_a_wrong_code_and_then_the_right_one(client, person, deep):
    asked = ask(client, led_to_sign_in(client, deep), person.email)
    wrong = enter(client, asked.url, "AAAAAA")
    again = client.post(CONFIRM, {"code": code(), "next": next_of(wrong)})
    assert again.url == deep


def test_after_three_wrong_codes_with_a_new_one(client, person, deep):
    asked = ask(client, led_to_sign_in(client, deep), person.email)
    for _attempt in range(3):
        answer = client.post(CONFIRM, {"code": "AAAAAA"})
    page = client.get(answer.url, follow=True)
    assert "Drei Codes waren falsch. Fordern Sie hier einen neuen an." in page.content.decode()
    assert next_of(page) == deep
    asked = client.post(ASK, {"email": person.email, "next": next_of(page)})
    assert enter(client, asked.url, code()).url == deep


def test_after_a_lapsed_code_with_a_new_one(client, person, deep):
    with at(NOON):
        asked = ask(client, led_to_sign_in(client, deep), person.email)
        late = code()
    with at(NOON + 601 * SECOND):
        answer = client.post(CONFIRM, {"code": late})
        page = client.get(answer.url, follow=True)
        assert "Dieser Code gilt nicht mehr" in page.content.decode()
        assert next_of(page) == deep
        asked = client.post(ASK, {"email": person.email, "next": next_of(page)})
        assert enter(client, asked.url, code()).url == deep


def test_with_the_second_code_after_a_resend(client, person, deep):
    ask(client, led_to_sign_in(client, deep), person.email)
    first = code()
    resent = client.post(CONFIRM, {"action": "resend", "next": deep})
    assert code() != first
    assert enter(client, resent.url, code()).url == deep


def test_after_switching_the_language_in_between(client, person, deep):
    ask(client, led_to_sign_in(client, deep), person.email)
    wrong = client.post(CONFIRM, {"code": "AAAAAA"})
    other = re.search(r'href="([^"]*)" lang="en"', wrong.content.decode())[1]
    assert other.startswith("/en/konto/login/code/confirm/")
    assert client.post(f"/en{CONFIRM}", {"code": code()}).url == deep


def test_the_page_for_signing_in_keeps_it_when_the_language_is_switched(client, person, deep):
    page = client.get(led_to_sign_in(client, deep))
    other = re.search(r'href="([^"]*)" lang="en"', page.content.decode())[1]
    assert next_of(client.get(other.replace("&amp;", "&"))) == deep


def test_with_another_address_after_the_first_was_mistyped(client, person, deep):
    asked = ask(client, led_to_sign_in(client, deep), "falsch@example.org")
    page = client.get(asked.url)
    other = re.search(r'href="([^"]*)">Andere Adresse angeben', page.content.decode())[1]
    form = client.get(other, follow=True)
    assert 'name="email"' in form.content.decode()
    assert next_of(form) == deep
    asked = client.post(ASK, {"email": person.email, "next": next_of(form)})
    assert enter(client, asked.url, code()).url == deep


def test_the_link_that_was_followed_last_counts(client, make, person, deep):
    ask(client, led_to_sign_in(client, deep), person.email)
    asked = ask(client, f"{ASK}?next=/bewerbungen/neu/", person.email)
    assert enter(client, asked.url, code()).url == "/bewerbungen/neu/"


def test_without_a_link_one_comes_to_what_there_is_to_do(client, person):
    client.post(ASK, {"email": person.email, "next": "/bewerbungen/neu/"})
    client.post("/konto/logout/")
    asked = client.post(ASK, {"email": person.email})
    assert client.post(asked.url, {"code": code()}).url == "/konto/weiter/"


# -- Registering ---------------------------------------------------------------------------------


def register(client: Client, sign_in: str):
    """From the page for signing in to that for opening an account, and through it."""
    page = client.get(sign_in)
    sign_up = re.search(r'href="([^"]*signup/[^"]*)"', page.content.decode())[1]
    form = client.get(sign_up.replace("&amp;", "&"))
    return client.post(SIGN_UP, {**NEW, "next": next_of(form)})


def test_by_registering(client, deep):
    sent = register(client, led_to_sign_in(client, deep))
    assert enter(client, sent.url, code()).url == deep


def test_by_registering_with_a_wrong_code_first(client, deep):
    sent = register(client, led_to_sign_in(client, deep))
    enter(client, sent.url, "AAAAAA")
    assert enter(client, sent.url, code()).url == deep


def test_by_registering_after_three_wrong_codes(client, deep):
    register(client, led_to_sign_in(client, deep))
    for _attempt in range(3):
        answer = client.post(VERIFY, {"code": "AAAAAA"})
    page = client.get(answer.url, follow=True)
    assert next_of(page) == deep
    asked = client.post(ASK, {"email": NEW["email"], "next": next_of(page)})
    assert enter(client, asked.url, code()).url == deep


def test_by_registering_anew_with_a_corrected_address_and_a_code_sent_again(client, deep):
    sent = register(client, led_to_sign_in(client, deep))
    page = client.get(sent.url)
    other = re.search(r'href="([^"]*)">Andere Adresse angeben', page.content.decode())[1]
    form = client.get(other, follow=True)
    assert next_of(form) == deep
    right = {"email": "richtig@example.org", "name": "Nora Neu", "next": next_of(form)}
    sent = client.post(SIGN_UP, right)
    cache.clear()  # a second letter at once is one too many
    resent = client.post(sent.url, {"action": "resend"}, follow=True)
    assert "too many" not in resent.content.decode()
    assert Letter.objects.filter(to="richtig@example.org").count() == 2
    assert enter(client, sent.url, code()).url == deep


def test_by_registering_after_trying_to_sign_in_without_an_account(client, deep):
    ask(client, led_to_sign_in(client, deep), NEW["email"])
    letter = Letter.objects.get(to=NEW["email"])
    link = re.search(r"https?://[^/]+(/\S*signup\S*)", letter.text)[1]
    form = client.get(link)
    assert next_of(form) == deep
    sent = client.post(SIGN_UP, {**NEW, "next": next_of(form)})
    assert enter(client, sent.url, code()).url == deep


def test_by_signing_in_after_trying_to_register_once_more(client, person, deep):
    client.post(SIGN_UP, {"email": person.email, "name": "Mira", "next": deep})
    letter = Letter.objects.get(to=person.email)
    link = re.search(r"https?://[^/]+(/\S*login\S*)", letter.text)[1]
    form = client.get(link, follow=True)
    assert next_of(form) == deep


# -- Foreign addresses ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "evil",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"],
)
def test_a_foreign_address_leads_nowhere(client, person, evil):
    client.get(ASK, {"next": evil})
    asked = client.post(ASK, {"email": person.email, "next": evil})
    assert "evil" not in asked.url
    assert client.post(CONFIRM, {"code": code(), "next": evil}).url == "/konto/weiter/"
    other = Client()
    other.post(SIGN_UP, {**NEW, "next": evil})
    assert other.post(VERIFY, {"code": code(), "next": evil}).url == "/konto/weiter/"
    assert "evil" not in "".join(Letter.objects.values_list("text", flat=True))


def test_looking_at_the_page_for_signing_in_stores_nothing(client, db):
    client.get(ASK, {"next": "/bewerbungen/"})
    assert "session" not in client.cookies


# -- Passkeys and second factors -----------------------------------------------------------------


def passkey(user: User, *, resident: bool | None = True) -> Authenticator:
    credential = {"clientExtensionResults": {"credProps": {"rk": resident}}}
    return Authenticator.objects.create(
        user=user, type="webauthn", data={"name": "Laptop", "credential": credential}
    )


@pytest.mark.parametrize("resident", [True, None])
def test_who_has_a_passkey_still_comes_in_by_code(client, person, resident):
    passkey(person, resident=resident)
    asked = client.post(ASK, {"email": person.email})
    assert client.post(asked.url, {"code": code()}).url == "/konto/weiter/"


def test_in_the_office_a_passkey_makes_the_code_alone_insufficient(client, make):
    lead = make.office("lead", email="lead@example.org")
    EmailAddress.objects.create(user=lead, email=lead.email, verified=True, primary=True)
    passkey(lead)
    asked = client.post(ASK, {"email": lead.email})
    assert client.post(asked.url, {"code": code()}).url == "/konto/2fa/authenticate/"


@pytest.mark.parametrize(
    ("kinds", "second"),
    [
        ([], False),
        (["passkey"], False),
        (["passkey", "recovery_codes"], False),
        (["key"], True),
        (["totp", "recovery_codes"], True),
        (["passkey", "totp"], True),
    ],
)
def test_what_counts_as_a_second_factor(person, kinds, second):
    for kind in kinds:
        if kind in ("passkey", "key"):
            passkey(person, resident=kind == "passkey")
        else:
            Authenticator.objects.create(user=person, type=kind, data={})
    assert passkeys.Adapter().is_mfa_enabled(person) is second


def test_registering_with_a_passkey_may_end_without_one(client, deep):
    client.post("/konto/signup/passkey/", {**NEW, "next": deep})
    confirmed = client.post(VERIFY, {"code": code()})
    assert confirmed.url == "/konto/2fa/webauthn/signup/"
    assert "Ohne Passkey weiter" in client.get(confirmed.url).content.decode()
    assert client.get("/konto/signup/ohne-passkey/").status_code == 405
    assert client.post("/konto/signup/ohne-passkey/").url == deep
    assert client.session["_auth_user_id"]


def test_nobody_skips_the_code_that_way(client, db):
    client.post("/konto/signup/passkey/", NEW)
    assert client.post("/konto/signup/ohne-passkey/").url == "/konto/login/"
    assert "_auth_user_id" not in client.session
