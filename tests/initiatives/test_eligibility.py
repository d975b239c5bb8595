"""Whether one may apply: what the answers come to, and the page that asks."""

import pytest

from initiatives.eligibility import EligibilityForm, hindrances
from initiatives.models import EligibilityQuestion

ALLIANCE = EligibilityQuestion(pk=1, wanted=True)
PARTY = EligibilityQuestion(pk=2, wanted=False)


@pytest.mark.parametrize(
    ("alliance", "party", "hindering"),
    [
        (True, False, []),
        (False, False, [ALLIANCE]),
        (True, True, [PARTY]),
        (False, True, [ALLIANCE, PARTY]),
    ],
)
def test_every_answer_that_is_not_wanted_hinders(alliance, party, hindering):
    assert hindrances([(ALLIANCE, alliance), (PARTY, party)]) == hindering


def test_a_call_that_asks_nothing_hinders_nobody():
    assert hindrances([]) == []


@pytest.mark.parametrize("sent", [{}, {"frage-1": ""}, {"frage-1": "vielleicht"}])
def test_what_is_not_answered_with_yes_or_no_is_asked_again_by_its_number(make, sent):
    form = EligibilityForm([make.eligibility(make.call())], sent)
    assert form.errors == {"frage-1": ["Beantworten Sie Frage 1 mit Ja oder Nein"]}


@pytest.fixture
def asked(make):
    """The address of a call that wants alliances and no parties."""
    call = make.call()
    make.eligibility(call, "Arbeiten Sie im Bündnis?")
    make.eligibility(call, "Sind Sie eine Partei?", wanted=False)
    return f"/auslobung/{call.year}/teilnahme-pruefen/"


def see(client, make, address, **answers):
    sent = {"pruefen": "1"} | {name.replace("_", "-"): said for name, said in answers.items()}
    with make.at(make.NOON):
        return client.get(address, sent)


def test_who_may_apply_is_told_so_and_led_on(client, make, asked):
    page = see(client, make, asked, frage_1="ja", frage_2="nein")
    assert (page.context["answered"], page.context["hindrances"]) == (True, [])
    text = page.content.decode()
    assert "Sie können sich bewerben" in text
    assert 'href="/bewerbungen/neu/"' in text


def test_who_may_not_reads_each_reason_and_whom_to_ask(client, make, asked):
    page = see(client, make, asked, frage_1="nein", frage_2="nein")
    text = page.content.decode()
    assert "Nach Ihren Angaben können Sie sich nicht bewerben" in text
    assert "Einzelne können sich nicht bewerben." in text
    assert 'href="/kontakt/"' in text
    assert 'href="/bewerbungen/neu/"' not in text


def test_what_is_missing_is_asked_for_and_what_was_answered_stays(client, make, asked):
    page = see(client, make, asked, frage_1="nein")
    assert page.context["answered"] is False
    text = page.content.decode()
    assert "Beantworten Sie Frage 2 mit Ja oder Nein" in text
    assert page.context["form"]["frage-1"].value() == "nein"
    assert "<title>Fehler: " in text


def test_nothing_is_stored_no_cookie_set_and_the_answers_are_in_no_search(client, make, asked):
    first, answered = client.get(asked), see(client, make, asked, frage_1="ja", frage_2="ja")
    assert (first.cookies, answered.cookies) == ({}, {})
    assert "X-Robots-Tag" not in first.headers
    assert answered.headers["X-Robots-Tag"] == "noindex"
    assert "csrfmiddlewaretoken" not in answered.content.decode()


def test_before_the_call_opens_and_after_it_nobody_is_sent_to_begin(client, make, asked):
    for moment, words in [
        (make.NOON - 31 * make.DAY, "Bewerben können Sie sich ab"),
        (make.NOON + 10 * make.DAY, "Bewerbungsschluss war"),
    ]:
        with make.at(moment):
            page = client.get(asked, {"pruefen": 1, "frage-1": "ja", "frage-2": "nein"})
        assert words in page.content.decode()
        assert "/bewerbungen/neu/" not in page.content.decode()


def test_calls_that_ask_nothing_or_are_not_announced_have_no_such_page(client, make):
    silent = make.call()
    hidden = make.call(announced_at=None)
    make.eligibility(hidden)
    for call in (silent, hidden):
        assert client.get(f"/auslobung/{call.year}/teilnahme-pruefen/").status_code == 404
