"""What holds no secret travels compressed; everything else does not."""

import gzip

import pytest
from django.conf import settings
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.urls import reverse

from awards.compression import LEAST, compress

WORDS = "Wärme aus der Gießerei heizt das Freibad. " * 40


def answered(response=None, accept="gzip, deflate, br, zstd", cookies=None):
    request = RequestFactory().get("/", headers={"accept-encoding": accept})
    request.COOKIES = cookies or {}
    return compress(lambda request: response or HttpResponse(WORDS))(request)


def is_packed(response) -> bool:
    return response.headers.get("Content-Encoding") == "gzip"


def test_a_page_for_everybody_is_packed():
    response = answered()
    assert is_packed(response)
    assert gzip.decompress(response.content).decode() == WORDS
    assert response.headers["Content-Length"] == str(len(response.content))
    assert response.headers["Vary"] == "Accept-Encoding, Cookie"


@pytest.mark.parametrize("accept", ["gzip", "br, gzip;q=0.5", "GZIP", "*", "gzip;q=1.0,br"])
def test_who_understands_it(accept):
    assert is_packed(answered(accept=accept))


@pytest.mark.parametrize("accept", ["", "br", "gzip;q=0", "gzip;q=0.000, br", "x-gzip"])
def test_who_does_not_understand_it_gets_the_page_itself(accept):
    response = answered(accept=accept)
    assert not is_packed(response)
    assert response.content.decode() == WORDS
    assert response.headers["Vary"] == "Accept-Encoding, Cookie"


def test_who_brings_a_session_gets_nothing_packed():
    assert not is_packed(answered(cookies={settings.SESSION_COOKIE_NAME: "abc"}))


def test_a_page_with_the_token_of_a_form_is_not_packed():
    response = HttpResponse(WORDS)
    response.set_cookie(settings.CSRF_COOKIE_NAME, "abc")
    assert not is_packed(answered(response))


@pytest.mark.parametrize("kept", ["private", "no-store", "max-age=0, no-cache, no-store, private"])
def test_what_must_not_be_kept_is_not_packed(kept):
    assert not is_packed(answered(HttpResponse(WORDS, headers={"Cache-Control": kept})))


def test_what_may_be_kept_is_packed():
    kept = {"Cache-Control": "public, max-age=300"}
    assert is_packed(answered(HttpResponse(WORDS, headers=kept)))


def test_short_answers_are_not_packed():
    assert not is_packed(answered(HttpResponse("x" * (LEAST - 1))))
    assert is_packed(answered(HttpResponse("x" * LEAST)))


@pytest.mark.parametrize(
    "kind", ["image/jpeg", "application/pdf", "application/zip", "font/woff2", "text/event-stream"]
)
def test_what_is_no_text_or_flows_on_is_not_packed(kind):
    assert not is_packed(answered(HttpResponse(WORDS, content_type=kind)))


def test_streams_are_not_packed(tmp_path):
    (tmp_path / "a.html").write_text(WORDS)
    assert not is_packed(answered(StreamingHttpResponse([WORDS.encode()])))
    with (tmp_path / "a.html").open("rb") as file:
        assert not is_packed(answered(FileResponse(file)))


def test_what_is_packed_already_stays_so():
    done = HttpResponse(WORDS, headers={"Content-Encoding": "br"})
    assert answered(done).content.decode() == WORDS


def test_the_mark_of_a_packed_answer_is_a_weak_one():
    marked = HttpResponse(WORDS, headers={"ETag": '"abc"'})
    assert answered(marked).headers["ETag"] == 'W/"abc"'
    weak = HttpResponse(WORDS, headers={"ETag": 'W/"abc"'})
    assert answered(weak).headers["ETag"] == 'W/"abc"'


@pytest.mark.django_db
def test_of_the_site_the_start_page_is_packed_and_no_form_is(client):
    accept = {"accept-encoding": "gzip"}
    start = client.get(reverse("start"), headers=accept)
    assert is_packed(start)
    assert "<!doctype html>" in gzip.decompress(start.content).decode()
    form = client.get(reverse("account_request_login_code"), headers=accept)
    assert "csrfmiddlewaretoken" in form.content.decode()
    assert not is_packed(form)
    assert not is_packed(client.get(reverse("propose"), headers=accept))


@pytest.mark.django_db
def test_a_signed_in_person_gets_no_page_packed(client, django_user_model):
    client.force_login(django_user_model.objects.create(email="ada@initiative.example"))
    assert not is_packed(client.get(reverse("start"), headers={"accept-encoding": "gzip"}))
