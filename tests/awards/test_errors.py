"""A form sent after the session ended, or with an old token: what was typed comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import translation

from initiatives.models import Application

from ..make import NOON, at

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def noon():
    """The clock stands still. English ends with the test."""
    with at(NOON), translation.override("en"):
        yield


@pytest.fixture
def draft(make) -> Application:
    return make.application()


def section(application: Application) -> str:
    return f"/en/bewerbungen/{application.key}/abschnitt/project/"


def title(page: str) -> str:
    return page.split("<title>")[1].split("</title>")[0].strip()


TYPED = {
    "csrfmiddlewaretoken": "x" * 64,
    "title": "Mein Titel",
    "title-version": "0",
    "title-seen": "e3b0",
    "summary": "Zeile 1\r\n\r\nZeile 2 </textarea><script>alert(1)</script>",
    "overview": "1",
}


# -- Not signed in -------------------------------------------------------------------------------


def test_what_was_typed_comes_back_when_the_session_has_ended(client, draft):
    answer = client.post(
        section(draft), TYPED, headers={"referer": f"http://testserver{section(draft)}"}
    )
    page = answer.content.decode()
    assert answer.status_code == 403
    assert title(page).startswith("You are no longer signed in")
    assert [(one.label, one.text) for one in answer.context["typed"]] == [
        ("Title", "Mein Titel"),
        ("Summary", TYPED["summary"]),
    ]
    assert page.count(" readonly") == 2
    assert f'href="/en/konto/login/code/?next={section(draft)}"' in page
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert not draft.answers.exists()


def test_in_german_it_says_that_nothing_is_lost(client, draft):
    answer = client.post(section(draft).removeprefix("/en"), TYPED)
    page = answer.content.decode()
    assert title(page).startswith("Sie sind nicht mehr angemeldet")
    assert "Ihr Text ist nicht verloren" in page


def test_what_was_typed_is_escaped(client, draft):
    name = '"><script>alert(2)</script>'
    answer = client.post(section(draft), TYPED | {name: "x y"})
    page = answer.content.decode()
    assert "<script>alert" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)" in page
    assert "&lt;script&gt;alert(2)" in page


def test_a_form_that_holds_no_text_leads_to_signing_in(client, draft):
    target = f"/en/bewerbungen/{draft.key}/einreichen/"
    check = f"/en/bewerbungen/{draft.key}/pruefen/"
    answer = client.post(target, {"once": "x"}, headers={"referer": f"http://testserver{check}"})
    assert (answer.status_code, answer.url) == (302, f"/en/konto/login/code/?next={check}")


def test_a_foreign_page_before_is_not_gone_back_to(client, draft):
    answer = client.post(section(draft), TYPED, headers={"referer": "https://evil.example/x"})
    assert answer.context["back"] == section(draft)


def test_labels_are_those_of_the_fields(client, make, draft):
    typed = {"name": "Bündnis", "carrier": "K", "states": "DE-NI", "carrier_type": "chamber"}
    answer = client.post(f"/en/bewerbungen/{draft.key}/initiative/", typed)
    assert [one.label for one in answer.context["typed"]] == ["Name of the initiative", "Carrier"]
    caption = {"1b4e28ba-2fa1-11d2-883f-0016d3cca427-caption": "Ofen"}
    target = f"/en/bewerbungen/anlage/{draft.key}/beschreiben/"
    assert [one.label for one in client.post(target, caption).context["typed"]] == ["Caption"]


def test_a_juror_gets_points_and_reasons_back(client, make):
    assignment = make.assignment()
    criterion = assignment.application.call.criteria.get(code="dk")
    typed = {f"c{criterion.pk}-points": "7", f"c{criterion.pk}-reason": "Weil.", "finish": "1"}
    answer = client.post(f"/en/jury/faelle/{assignment.key}/", typed)
    assert answer.status_code == 403
    assert [(one.label, one.text) for one in answer.context["typed"]] == [
        ("Dekarbonisierung: Points", "7"),
        ("Dekarbonisierung: Reason", "Weil."),
    ]


# -- The token -----------------------------------------------------------------------------------


def test_an_old_token_gives_the_text_back_to_who_is_signed_in(make, draft):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make.owner(draft))
    answer = strict.post(section(draft), TYPED)
    assert answer.status_code == 403
    assert title(answer.content.decode()).startswith("This form has run out")
    assert answer.context["typed"][0].text == "Mein Titel"
    assert not draft.answers.exists()


def test_what_another_site_sends_is_not_shown(draft):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(section(draft), TYPED, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "Mein Titel" not in answer.content.decode()


def test_elsewhere_nothing_is_shown(make):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/en/konto/login/code/", {"email": "mira@people.example"})
    assert answer.status_code == 403
    assert "mira@people.example" not in answer.content.decode()


# -- How long a session lasts --------------------------------------------------------------------


def test_a_session_lasts_as_long_as_it_is_used(client, make, draft):
    client.force_login(make.owner(draft))
    for hours in (0, 11, 22, 33):
        with at(NOON + hours * HOUR):
            assert client.get(section(draft)).status_code == 200
    with at(NOON + 45 * HOUR):
        assert client.get(section(draft)).status_code == 302


def test_a_session_is_written_every_ten_minutes_at_most(client, make, draft):
    client.force_login(make.owner(draft))
    ends = []
    for minutes in (0, 9, 10, 19, 20):
        with at(NOON + minutes * HOUR / 60):
            client.get(section(draft))
            ends.append((Session.objects.get().expire_date - NOON - 12 * HOUR) / HOUR * 60)
    assert ends == [0, 0, 10, 10, 20]


def test_visitors_get_no_session(client, db):
    assert client.get("/en/").status_code == 200
    assert not Session.objects.exists()


def test_the_address_of_a_form_opened_as_a_page_says_so_and_leads_on(client, make, draft):
    client.force_login(make.owner(draft))
    answer = client.get(f"/en/bewerbungen/{draft.key}/einreichen/")
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert title(page).startswith("There is nothing to see here")
    assert 'href="/en/konto/weiter/"' in page


def test_a_stranger_there_gets_no_cookie(client, draft):
    answer = client.get(f"/en/bewerbungen/{draft.key}/einreichen/")
    assert (answer.status_code, len(answer.cookies)) == (405, 0)
