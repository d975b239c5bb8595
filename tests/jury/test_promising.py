"""The statement of the jurors: versions, who gave which, and the door shut until then."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from initiatives.models import JournalEntry
from jury import actions
from jury.models import Assignment, StatementGiven

from ..make import DAY, NOON, SECOND, at, refused

MIDNIGHT = NOON.replace(hour=23)  # the day in Berlin ends


@pytest.fixture(autouse=True)
def noon():
    with at(NOON), translation.override("en"):
        yield


@pytest.fixture
def case(make) -> Assignment:
    return make.assignment(application__initiative__name="Bündnis Talaue")


def published(call, words="Vertraulich.", after=0, by=None):
    return actions.publish_statement(call, {"de": words}, by=by, at=NOON, after=after)


def of(juror) -> Client:
    client = Client()
    client.force_login(juror.user)
    return client


def text(answer) -> str:
    return answer.content.decode()


# -- Versions ------------------------------------------------------------------------------------


def test_a_changed_text_is_a_new_version_and_the_same_text_is_none(make):
    call, lead = make.call(), make.office("lead")
    first = published(call, by=lead)
    assert published(call, " Vertraulich.\r\n", by=lead) == first
    second = published(call, "Und unparteiisch.", after=1, by=lead)
    assert (first.version, second.version) == (1, 2)
    assert [entry.data["version"] for entry in JournalEntry.objects.all()] == [1, 2]


def test_who_has_not_seen_the_newest_version_replaces_nothing(make):
    call = make.call()
    published(call)
    with refused(
        "The statement was changed meanwhile. What holds now is below; your text is still here."
    ):
        published(call, "Anders.", after=0, by=make.office("lead"))


def test_a_statement_needs_german_words(make):
    with refused("Write the statement in German."):
        actions.publish_statement(make.call(), {"de": "", "en": "Only."}, by=None, at=NOON, after=0)


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_only_reads_publishes_nothing(make, role):
    with refused("Your role reads and does not decide."):
        published(make.call(), by=make.office(role))


def test_giving_it_keeps_version_time_and_language(make):
    juror = make.juror()
    statement = published(juror.call)
    given = actions.promise(juror, statement, by=juror.user, at=NOON, language="en")
    again = actions.promise(juror, statement, by=juror.user, at=NOON + DAY, language="de")
    assert again == given
    assert (given.statement.version, given.given_at, given.language) == (1, NOON, "en")
    entry = JournalEntry.objects.get(action="juror.promised")
    assert entry.data == {"version": 1, "language": "en"}


def test_an_older_version_cannot_be_given_any_more(make):
    juror = make.juror()
    old = published(juror.call)
    published(juror.call, "Neu.", after=1)
    with refused("There is a new version of the statement by now. Please read that one."):
        actions.promise(juror, old, by=juror.user, at=NOON, language="de")


def test_nobody_gives_it_for_somebody_else_or_after_leaving(make):
    juror = make.juror()
    gone = make.juror(call=juror.call, left_at=NOON)
    statement = published(juror.call)
    for seat, by in ((juror, make.user()), (juror, make.office("lead")), (gone, gone.user)):
        with refused("Members of the jury give this statement for themselves."):
            actions.promise(seat, statement, by=by, at=NOON, language="de")


def test_a_new_call_takes_the_newest_text_over_as_its_first_version(make):
    call, fresh = make.call(year=2026), make.call(year=2027)
    published(call)
    published(call, "Neu.", after=1)
    actions.copy_statement(call, fresh, at=NOON)
    statement = actions.current_statement(fresh)
    assert (statement.version, str(statement.text["de"])) == (1, "Neu.")
    assert not StatementGiven.objects.exists()


# -- The door ------------------------------------------------------------------------------------

PAGES = ["", "befangenheit/", "faelle/{key}/", "massstab/"]


@pytest.mark.parametrize("page", PAGES)
def test_until_it_is_given_every_page_leads_to_it_and_back(case, page):
    published(case.juror.call)
    path = "/en/jury/" + page.format(key=case.key)
    client = of(case.juror)
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.url == f"/en/jury/erklaerung/?weiter={path.replace('/', '%2F')}"
    shown = text(client.get(answer.url))
    assert "Vertraulich." in shown
    assert "Bündnis Talaue" not in shown
    done = client.post(answer.url, {"agreed": "on", "version": "1"})
    assert (done.status_code, done.url) == (302, path)
    assert client.get(path).status_code == 200


def test_afterwards_it_can_be_read_at_any_time(case):
    published(case.juror.call)
    client = of(case.juror)
    client.post("/en/jury/erklaerung/", {"agreed": "on", "version": "1"})
    assert "Your statement of 2 March 2026" in text(client.get("/en/jury/erklaerung/"))


def test_without_the_tick_or_for_another_version_nothing_is_given(case):
    published(case.juror.call)
    client = of(case.juror)
    assert "Confirm that you have read" in text(
        client.post("/en/jury/erklaerung/", {"version": "1"})
    )
    published(case.juror.call, "Neu.", after=1)
    answer = client.post("/en/jury/erklaerung/", {"agreed": "on", "version": "1"})
    assert answer.status_code == 409
    assert "There is a new version of the statement by now." in text(answer)
    assert not StatementGiven.objects.exists()


def test_it_leads_nowhere_else(case):
    published(case.juror.call)
    for aim in ("https://evil.example/jury/", "//evil.example/jury/", "/en/verwaltung/"):
        client = of(case.juror)
        answer = client.post(f"/en/jury/erklaerung/?weiter={aim}", {"agreed": "on", "version": "1"})
        assert answer.url == "/en/jury/"


def test_what_was_typed_when_a_new_version_came_is_handed_back(case):
    published(case.juror.call)
    prefix = f"c{case.application.call.criteria.get(code='dk').pk}"
    sent = {f"{prefix}-points": "7", f"{prefix}-reason": "Lange überlegt."}
    page = f"/en/jury/faelle/{case.key}/"
    answer = of(case.juror).post(page, sent)
    assert answer.status_code == 403
    assert "Lange überlegt." in text(answer)
    answer = of(case.juror).post(page, sent, headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert answer.json() == {
        "state": "closed",
        "message": "Give the statement of the jurors first.",
    }


def test_without_a_statement_the_door_stands_open(case):
    assert of(case.juror).get("/en/jury/").status_code == 200
    assert "No statement has been published" in text(of(case.juror).get("/en/jury/erklaerung/"))


@pytest.mark.parametrize("who", ["owner", "office", "stranger"])
def test_to_everybody_else_it_does_not_exist(make, client, case, who):
    published(case.juror.call)
    person = {
        "owner": lambda: make.owner(case.application),
        "office": lambda: make.office("lead"),
        "stranger": make.user,
    }[who]()
    client.force_login(person)
    for page in (*PAGES, "erklaerung/"):
        assert client.get("/en/jury/" + page.format(key=case.key)).status_code == 404


SEATS = 'SELECT "jury_juror"."id", "jury_juror"."key"'


def test_the_door_costs_one_query(case):
    client = of(case.juror)
    client.get("/en/jury/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/jury/")
    assert (
        sum("jury_juror" in one["sql"] and "jury_statement" in one["sql"] for one in queries) <= 2
    )
    assert sum(SEATS in one["sql"] for one in queries) == 1


# -- Term, leaving, deputies ---------------------------------------------------------------------


def shut(case, words, moment=NOON) -> bool:
    """Whether all pages and the score say no in these words at the moment."""
    with at(moment):
        client = of(case.juror)
        answers = [client.get("/en/jury/" + page.format(key=case.key)) for page in PAGES]
    return all(a.status_code == 403 and words in text(a) for a in answers)


def test_the_last_day_counts_in_full_and_the_first_begins_at_midnight_in_berlin(case):
    juror = case.juror
    juror.term_until = date(2026, 3, 2)
    juror.save()
    words = "Your term ended on 2 March 2026."
    assert not shut(case, words, MIDNIGHT - SECOND)
    assert shut(case, words, MIDNIGHT)
    juror.term_from, juror.term_until = date(2026, 3, 3), None
    juror.save()
    words = "Your term begins on 3 March 2026."
    assert shut(case, words, MIDNIGHT - SECOND)
    assert not shut(case, words, MIDNIGHT)


def test_outside_the_term_nothing_is_scored(case):
    juror = case.juror
    juror.term_until = date(2026, 3, 2)
    juror.save()
    dk = case.application.call.criteria.get(code="dk")
    with refused("Your term ended on 2 March 2026."):
        actions.save_score(case, dk, by=juror.user, at=MIDNIGHT, points=7)
    assert actions.save_score(case, dk, by=juror.user, at=MIDNIGHT - SECOND, points=7)


def test_before_the_term_the_statement_can_be_given_already(case):
    published(case.juror.call)
    juror = case.juror
    juror.term_from = date(2026, 4, 1)
    juror.save()
    client = of(juror)
    assert client.post("/en/jury/erklaerung/", {"agreed": "on", "version": "1"}).status_code == 302
    assert shut(case, "Your term begins on 1 April 2026.")


def test_who_has_left_sees_a_kind_page_and_nothing_else(make):
    gone = make.assignment(juror__left_at=NOON, juror__left_reason="Krank")
    published(gone.juror.call)
    assert shut(gone, "Thank you for your work.")
    answer = of(gone.juror).get("/en/jury/erklaerung/")
    assert (answer.status_code, "Thank you for your work." in text(answer)) == (403, True)
    assert of(gone.juror).post(f"/en/jury/faelle/{gone.key}/").status_code == 403


def test_a_deputy_waits_until_called_in(make, case):
    deputy = make.juror(call=case.juror.call, deputy_of=case.juror)
    answer = of(deputy).get("/en/jury/")
    assert answer.status_code == 403
    assert f"You deputise for {case.juror}." in text(answer)
    actions.call_in(deputy, by=make.office("editor"), at=NOON)
    assert of(deputy).get("/en/jury/").status_code == 200
