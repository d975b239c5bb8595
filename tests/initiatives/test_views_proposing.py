"""Proposing without an account or a cookie: the form, what hinders robots, the letter's page."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from initiatives import open_forms
from initiatives.models import Letter, Proposal

from ..make import SECOND

ADDRESS = "/vorschlagen/"
QUICK = "Das ging sehr schnell."
OLD = "Dieses Formular war zu lange offen."


@pytest.fixture(autouse=True)
def fresh_limits():
    """Limits count in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def strict():
    """A browser for which Django would insist on its token and cookie."""
    return Client(enforce_csrf_checks=True)


def said(at, *, waited: int = 60, **more) -> dict:
    basics = {
        "name": "Bündnis Süd",
        "why": "Weil dort viel geschieht.",
        "proposer_name": "Paula Vogt",
        "proposer_email": "vogt@people.example",
        "ticket": open_forms.ticket(at - waited * SECOND),
    }
    return basics | more


@pytest.fixture
def send(make, strict):
    """Send the form at NOON, `waited` seconds after it was opened."""

    def post(*, headers=None, at=make.NOON, address=ADDRESS, **more):
        with make.at(at):
            return strict.post(address, said(at, **more), headers=headers or {})

    make.call()
    return post


def test_a_proposal_needs_no_account_and_no_cookie(make, strict, send):
    with make.at(make.NOON):
        form = strict.get(ADDRESS)
    answer = send()
    after = strict.get(answer.url)
    assert (form.status_code, answer.status_code, answer.url) == (200, 302, "/vorschlagen/danke/")
    assert (form.cookies, answer.cookies, after.cookies) == ({}, {}, {})
    assert "csrfmiddlewaretoken" not in form.content.decode()
    assert Proposal.objects.get().name == "Bündnis Süd"


def test_the_english_form_makes_english_letters(send):
    assert send(address="/en/vorschlagen/").url == "/en/vorschlagen/danke/"
    assert Letter.objects.get().subject.startswith("Please confirm")


@pytest.mark.parametrize(
    ("field", "text", "error"),
    [
        ("name", "", "Geben Sie den Namen der Initiative ein"),
        ("name", "Gewinn: www.evil.example", "Nennen Sie hier nur den Namen; für Adressen"),
        ("name", "Gewinn http://evil.example", "Nennen Sie hier nur den Namen; für Adressen"),
        ("proposer_name", "x@evil.example", "Nennen Sie hier nur den Namen; für Adressen"),
        ("why", " ", "Schreiben Sie in einem Satz"),
        ("proposer_email", "vogt", "name@beispiel.de"),
        ("contact_email", "süd", "name@beispiel.de"),
        ("website", "kein Ort", "www.beispiel.de"),
    ],
)
def test_each_faulty_entry_is_named_and_nothing_typed_is_lost(send, field, text, error):
    page = send(**{field: text})
    words = page.content.decode()
    assert (page.status_code, Proposal.objects.count(), Letter.objects.count()) == (200, 0, 0)
    assert error in str(page.context["form"].errors[field]) or error in words
    kept = "Weil dort viel geschieht." if field != "why" else "Paula Vogt"
    assert kept in words
    assert "<title>Fehler: " in words


def test_a_text_may_have_1000_signs_and_no_more(send):
    assert send(why="ä" * 1001).status_code == 200
    assert send(why="ä" * 998 + "\r\n" + "ä").status_code == 302


@pytest.mark.parametrize(
    ("waited", "refusal"),
    [(2, QUICK), (3, ""), (12 * 3600 - 1, ""), (12 * 3600, OLD), (-60, OLD)],
)
def test_the_ticket_tells_robots_and_old_forms(send, waited, refusal):
    page = send(waited=waited)
    assert page.status_code == (409 if refusal else 302)
    assert Proposal.objects.count() == (0 if refusal else 1)
    if refusal:
        words = page.content.decode()
        assert refusal in words
        assert "Weil dort viel geschieht." in words


@pytest.mark.parametrize("ticket", ["", "1772449200", "1772449200:falsch", "morgen:x"])
def test_a_ticket_that_is_not_ours_is_none(make, send, ticket):
    page = send(ticket=ticket)
    assert (page.status_code, Proposal.objects.count()) == (409, 0)
    again = page.context["ticket"]
    assert open_forms.refusal(again, make.NOON + 3 * make.SECOND) == ""


def test_who_was_too_quick_sends_again_with_the_same_ticket(make, send):
    page = send(waited=2)
    assert send(at=make.NOON + make.SECOND, ticket=page.context["ticket"]).status_code == 302


def test_the_field_that_nobody_sees_is_shown_once_it_is_filled_in(send):
    page = send(subject="Angebot")
    words = page.content.decode()
    assert (page.status_code, Proposal.objects.count()) == (200, 0)
    assert "Lassen Sie dieses Feld leer" in words
    assert "ap-trap" not in words
    assert 'tabindex="-1"' not in words.split('name="subject"')[1].split(">")[0]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 302),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, 302),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_another_site_cannot_send_it(send, headers, status):
    assert send(headers=headers).status_code == status


def test_a_site_that_the_operator_trusts_can(send, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://award.example"]
    assert send(headers={"Origin": "https://award.example"}).status_code == 302


def test_ten_proposals_an_hour_from_one_connection_and_no_text_lost_on_the_next(send, make):
    for number in range(10):
        answer = send(name=f"Bündnis {number}", proposer_email=f"a{number}@people.example")
        assert answer.status_code == 302
    page = send(name="Bündnis 11", proposer_email="b@people.example")
    assert (page.status_code, Proposal.objects.count()) == (429, 10)
    words = page.content.decode()
    assert "Senden Sie sie in einer Stunde noch einmal." in words
    assert "Weil dort viel geschieht." in words
    later = send(name="Bündnis 11", at=make.NOON + 3600 * make.SECOND)
    assert later.status_code == 302


def test_nothing_tells_whether_a_proposal_or_an_address_was_known(send, make):
    answers = [send() for _time in range(2)]
    Proposal.objects.update(confirmed_at=make.NOON)
    answers.append(send())
    answers += [send(name=f"Bündnis {number}") for number in range(4)]  # beyond the day's letters
    assert {(answer.status_code, answer.url) for answer in answers} == {
        (302, "/vorschlagen/danke/")
    }
    assert Letter.objects.count() == 3


def test_before_and_after_the_call_the_page_says_when(make, client):
    call = make.call()
    for moment, words in (
        (call.opens_at - make.SECOND, "Vorschlagen können Sie, sobald"),
        (call.closes_at, "Die Auslobung ist geschlossen."),
    ):
        with make.at(moment):
            page = client.get(ADDRESS).content.decode()
        assert words in page
        assert "<form" not in page


def test_without_a_call_there_is_a_page_too(client, db):
    assert "Zurzeit ist keine Auslobung offen." in client.get(ADDRESS).content.decode()


def test_a_form_that_arrives_after_the_end_is_refused_and_handed_back(send, make):
    page = send(at=make.NOON + 10 * make.DAY)
    assert (page.status_code, Proposal.objects.count()) == (409, 0)
    assert "Weil dort viel geschieht." in page.content.decode()


# -- Where the letter leads ----------------------------------------------------------------------


def place(proposal) -> str:
    return f"/vorschlagen/bestaetigen/{proposal.secret}/"


def test_opening_the_link_changes_nothing_and_its_button_confirms(make, strict):
    proposal = make.proposal(confirmed=False)
    with make.at(make.NOON):
        page = strict.get(place(proposal))
        proposal.refresh_from_db()
        assert (proposal.confirmed_at, page.cookies) == (None, {})
        assert "Weil dort viel geschieht." in page.content.decode()
        answer = strict.post(place(proposal))
        after = strict.get(answer.url).content.decode()
    proposal.refresh_from_db()
    assert proposal.confirmed_at == make.NOON
    assert "Ihr Vorschlag ist bestätigt" in after
    assert answer.cookies == {}


def test_the_link_deletes_too(make, strict):
    proposal = make.proposal(confirmed=False)
    answer = strict.post(place(proposal), {"delete": "1"})
    assert (answer.url, Proposal.objects.count()) == ("/vorschlagen/geloescht/", 0)
    assert strict.get(answer.url).status_code == 200
    assert strict.get(place(proposal)).status_code == 404


def test_what_the_office_has_acted_on_is_not_deleted_by_the_link(make, strict):
    proposal = make.proposal(invited_at=make.NOON)
    page = strict.post(place(proposal), {"delete": "1"})
    assert (page.status_code, Proposal.objects.count()) == (409, 1)
    assert "Die Geschäftsstelle hat sich schon darum gekümmert." in page.content.decode()
    assert "löschen</button>" not in page.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_is_not_ours_or_lapsed_says_so(strict, db, method):
    page = getattr(strict, method)("/vorschlagen/bestaetigen/geraten/")
    assert page.status_code == 404
    assert "Dieser Verweis gilt nicht mehr" in page.content.decode()


def test_after_the_end_of_the_call_nothing_is_confirmed(make, strict):
    proposal = make.proposal(confirmed=False)
    with make.at(proposal.call.closes_at):
        assert "bestätigen</span></button>" not in strict.get(place(proposal)).content.decode()
        page = strict.post(place(proposal))
    proposal.refresh_from_db()
    assert (page.status_code, proposal.confirmed_at) == (409, None)


def test_pages_about_a_proposal_are_in_no_search_and_in_no_cache(make, strict):
    page = strict.get(place(make.proposal()))
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert "no-store" in strict.get(ADDRESS).headers["Cache-Control"]
