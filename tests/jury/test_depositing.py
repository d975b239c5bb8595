"""The head of the journal goes to the chair: by hand, and by itself once a moment has passed."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django import app

from initiatives.models import JournalEntry, Letter
from initiatives.records import journal, proof
from initiatives.records.verify_journal import Head, grouped, head_of
from jury import actions

from ..make import DAY, NOON, SECOND, at, refused

PAGE = "/verwaltung/journal/senden/"
END, MEETING = NOON + 10 * DAY, NOON + 30 * DAY


@pytest.fixture(autouse=True)
def noon():
    with at(NOON):
        yield


@pytest.fixture
def call(make):
    return make.call(judging_from=NOON - DAY, judging_until=END, meeting_at=MEETING)


@pytest.fixture
def chair(make, call):
    make.juror(call=call, user__name="Brandt")
    return make.juror(call=call, user__name="Cordes", is_chair=True)


@pytest.fixture
def office(client, make):
    client.force_login(make.office("editor"))
    return client


def letters() -> list[Letter]:
    return list(Letter.objects.filter(kind="journal_head").order_by("pk"))


def page(answer) -> str:
    html = answer.content.decode().split("<main")[1].split("</main")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


# -- By hand -------------------------------------------------------------------------------------


def test_the_chair_and_nobody_else_gets_the_head(make, call, chair):
    by = make.office("editor")
    entry = actions.deposit(call, by=by, at=NOON)
    (letter,) = letters()
    assert letter.to == chair.user.email
    assert letter.subject == "Stand des Journals: Nr. 1, 2. März 2026, 12:00 Uhr (MEZ)"
    first, second = grouped(entry.hash)[:35], grouped(entry.hash)[36:]
    assert f"Prüfsumme (SHA-256):\n  {first}\n  {second}\n" in letter.text
    assert "Zeit: 2. März 2026, 12:00:00 Uhr (MEZ)" in letter.text.replace("\xa0", " ")
    assert (entry.action, entry.actor) == ("journal.deposited", by.key)
    assert entry.data == {"jurors": [str(chair.key)]}


def test_what_the_letter_tells_to_type_is_the_head_of_the_chain(make, call, chair):
    journal.record("standings.viewed", about=call, by=None, at=NOON)
    actions.deposit(call, by=make.office("lead"), at=NOON)
    typed = letters()[0].text.split("--head ")[1].split("\n\n")[0].replace("\\\n", " ").split()
    known = head_of(typed[0], "".join(typed[1:]))
    assert known == proof.head() == Head(2, JournalEntry.objects.get(number=2).hash)
    journal.record("standings.viewed", about=call, by=None, at=NOON)
    finding = proof.check(known)
    assert (finding.has_known, finding.after) == (True, {"standings.viewed": 1})


def test_the_letter_speaks_the_chair_s_language(make, call, chair):
    chair.user.language = "en"
    chair.user.save()
    actions.deposit(call, by=make.office("lead"), at=NOON)
    assert letters()[0].subject.startswith("Head of the journal: no. 1, ")


def test_nothing_new_is_not_sent_again(make, call, chair):
    by = make.office("lead")
    actions.deposit(call, by=by, at=NOON)
    with refused("Nothing was added to the journal since the last letter."):
        actions.deposit(call, by=by, at=NOON)
    journal.record("standings.viewed", about=call, by=by, at=NOON)
    assert actions.deposit(call, by=by, at=NOON).number == 3
    assert len(letters()) == 2


@pytest.mark.parametrize("why", ["none", "left", "waits", "inactive"])
def test_without_anybody_in_the_chair_nothing_is_sent(make, call, chair, why):
    if why == "none":
        chair.is_chair = False
    elif why == "left":
        chair.left_at = NOON
    elif why == "waits":
        chair.deputy_of = make.juror(call=call)
    else:
        chair.user.is_active = False
        chair.user.save()
    chair.save()
    with refused("Nobody is in the chair of the jury to whom the head could go."):
        actions.deposit(call, by=make.office("lead"), at=NOON)
    assert actions.deposit_when_due(at=END) is None
    assert (letters(), JournalEntry.objects.count()) == ([], 0)


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_only_reads_sends_nothing(client, make, call, chair, role):
    by = make.office(role)
    with refused("Your role reads and does not decide."):
        actions.deposit(call, by=by, at=NOON)
    client.force_login(by)
    assert "<form" not in client.get(PAGE).content.decode().split("<main")[1]
    assert "Ihre Rolle darf lesen, aber nicht entscheiden." in page(client.get(PAGE))
    answer = client.post(PAGE, follow=True)
    assert "Ihre Rolle darf lesen, aber nicht entscheiden." in answer.content.decode()
    assert letters() == []


# -- The page ------------------------------------------------------------------------------------


def test_the_letter_is_seen_and_then_sent(office, call, chair):
    said = page(office.get(PAGE))
    assert "An Cordes senden" in said
    assert "So geht der Brief hinaus" in said
    assert "Noch kein Stand ging an den Vorsitz." in said
    said = office.post(PAGE, follow=True).content.decode()
    assert "Der Stand des Journals geht an den Vorsitz hinaus." in said
    assert "Seit dem letzten Brief ist im Journal nichts hinzugekommen." in said
    assert len(letters()) == 1
    assert "Nr. 1 vom 2. März 2026" in page(office.get("/verwaltung/journal/"))


def test_a_jury_without_a_chair_says_where_to_go(office, make, call):
    make.juror(call=call)
    answer = office.get(PAGE)
    assert "Die Jury hat noch keinen Vorsitz" in page(answer)
    assert "/verwaltung/jury/mitglieder/" in answer.content.decode()
    assert "<form" not in answer.content.decode().split("<main")[1]


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_however_often_it_was_sent(office, call, chair, number):
    for n in range(number):
        journal.record("journal.deposited", about=call, by=chair.user, at=NOON, n=n)
    with CaptureQueriesContext(connection) as queries:
        office.get(PAGE)
    assert len(queries) == 10


def test_without_a_call_there_is_no_such_page(office):
    assert office.get(PAGE).status_code == 404


def test_to_all_others_there_is_nothing(client, make, call, chair):
    assert client.get(PAGE).status_code == 302
    for person in (make.user(), chair.user):
        client.force_login(person)
        assert client.get(PAGE).status_code == 404
        assert client.post(PAGE).status_code == 404
    assert letters() == []


# -- By itself -----------------------------------------------------------------------------------


def test_it_goes_when_judging_has_ended_to_the_second_and_once(call, chair):
    assert actions.deposit_when_due(at=END - SECOND) is None
    entry = actions.deposit_when_due(at=END)
    assert (entry.actor, entry.data["moment"]) == (None, f"judging_until {END.isoformat()}")
    assert actions.deposit_when_due(at=END + DAY) is None
    assert len(letters()) == 1


def test_it_goes_again_when_the_jury_meets(call, chair):
    actions.deposit_when_due(at=END)
    assert actions.deposit_when_due(at=MEETING - SECOND) is None
    assert actions.deposit_when_due(at=MEETING).data["moment"].startswith("meeting_at ")
    assert actions.deposit_when_due(at=MEETING + DAY) is None
    assert len(letters()) == 2


def test_what_was_missed_is_not_made_up_for_twice(call, chair):
    actions.deposit_when_due(at=MEETING + DAY)
    assert actions.deposit_when_due(at=MEETING + DAY) is None
    assert len(letters()) == 1


def test_a_date_that_is_moved_counts_anew(call, chair):
    actions.deposit_when_due(at=END)
    call.judging_until = END + DAY
    call.save()
    assert actions.deposit_when_due(at=END + SECOND) is None
    assert actions.deposit_when_due(at=END + DAY) is not None


def test_it_waits_for_somebody_in_the_chair(make, call):
    assert actions.deposit_when_due(at=END) is None
    make.juror(call=call, is_chair=True)
    assert actions.deposit_when_due(at=END + DAY) is not None


def test_without_a_call_nothing_goes(db):
    assert actions.deposit_when_due(at=END) is None


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_it_every_hour_at_most_once(call, chair, work, postbox):
    with at(END + SECOND):
        for _hour in range(2):
            app.configure_task("deposit_journal").defer(timestamp=0)
            work()
    (letter,) = postbox.letters
    assert letter["To"] == chair.user.email
