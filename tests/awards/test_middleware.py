"""What every request passes before it reaches a page."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.cache.backends.db import DatabaseCache
from django.test import RequestFactory

from awards import settings as product
from awards.middleware import refuse_large_bodies

LIMIT = settings.REQUEST_MAX_BYTES


def answer(path: str = "/konto/login/code/", **meta):
    class Unreadable:
        def read(self, *size):
            raise AssertionError("The body was read.")

    request = RequestFactory().post(path)
    request.META.update(meta)
    request._stream = Unreadable()
    return refuse_large_bodies(lambda request: None)(request)


def test_a_body_up_to_the_limit_passes():
    assert answer(CONTENT_LENGTH=str(LIMIT)) is None
    assert answer(CONTENT_LENGTH="") is None


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/konto/login/code/", "Eine Datei darf höchstens 20 MB haben."),
        ("/en/konto/login/code/", "A file may have at most 20 MB."),
    ],
)
def test_a_larger_body_is_refused_unread_in_words(path, words):
    refusal = answer(path, CONTENT_LENGTH=str(LIMIT + 1))
    assert refusal.status_code == 413
    assert words in refusal.content.decode()


def test_a_body_without_a_length_is_refused():
    assert answer(CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked").status_code == 411


def test_it_is_refused_before_the_session_or_a_token_is_looked_for(client):
    """Without the mark django_db, any query would be an error."""
    refusal = client.post("/konto/login/code/", {}, headers={"content-length": str(LIMIT + 1)})
    assert refusal.status_code == 413
    assert "Content-Security-Policy" in refusal.headers


def test_the_cache_remembers_who_is_limited():
    chosen = product.CACHES["default"]
    assert chosen["BACKEND"] == f"{DatabaseCache.__module__}.DatabaseCache"
    assert DatabaseCache(chosen["LOCATION"], dict(chosen))._max_entries == 100_000
