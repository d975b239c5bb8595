"""Which of allauth's pages stand open: signing in by code, second factors, and no passwords."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth import urls as allauth
from django.core.cache import cache
from django.urls import URLResolver

from initiatives.models import Letter

GIVEN = {"key": "abc-123", "uidb36": "1", "pk": "1"}


@pytest.fixture(autouse=True)
def fresh_limits():
    """Limits count in the cache, which outlives a test."""
    cache.clear()


def pages(patterns=allauth.urlpatterns, before: str = "/konto/") -> Iterator[tuple[str, str]]:
    """Name and address of every page of allauth's."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, route)
        else:
            for name in pattern.pattern.converters:
                route = route.replace(f"<int:{name}>", GIVEN[name])
            if "(?P<uidb36>" in route:
                route = "/konto/password/reset/key/1-abc-123/"
            yield pattern.name, route


def test_these_pages_of_the_account_exist_and_no_other(client, make):
    client.force_login(make.user())
    found = {name: client.get(route).status_code for name, route in pages()}
    assert {name for name, status in found.items() if status == 404} == PASSWORDS | NOTHING_YET
    assert set(found) - PASSWORDS - NOTHING_YET == OPEN


PASSWORDS = {
    "account_change_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_set_password",
}
# Only for those who set up what they speak of.
NOTHING_YET = {
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
}
OPEN = {
    "account_confirm_login_code",
    "account_email",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_request_login_code",
    "account_signup",
    "account_signup_by_passkey",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_authenticate",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_signup_webauthn",
}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_nobody_sets_or_resets_a_password(client, db, method, prefix):
    for name, route in pages():
        if name in PASSWORDS:
            assert getattr(client, method)(prefix + route).status_code == 404
    assert not Letter.objects.exists()


def test_the_plain_way_in_leads_to_the_code_too(client, make):
    person = make.user(email="mira@example.org")
    answer = client.post("/konto/login/", {"email": person.email, "password": "geheim"})
    assert (answer.status_code, answer.url) == (302, "/konto/login/code/")
    assert client.get("/en/konto/login/?next=/jury/").url == "/en/konto/login/code/?next=/jury/"
