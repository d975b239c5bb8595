"""How far the jury is, for the office and the chair; and reminders to those behind alone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django import app

from initiatives.models import JournalEntry, Letter
from jury import actions, progress
from jury.models import Assignment, Procedure, ScoreSheet, Statement

from ..make import DAY, NOON, at, refused

HOME, REMIND, CHAIR = "/verwaltung/jury/", "/verwaltung/jury/erinnern/", "/jury/fortschritt/"
END = NOON + 17 * DAY


@pytest.fixture(autouse=True)
def noon():
    with at(NOON):
        yield


@pytest.fixture
def call(make):
    return make.call(judging_from=NOON - 10 * DAY, judging_until=END, criteria={"dk": 1})


@pytest.fixture
def cases(make, call):
    return [
        make.admitted(call=call, declared=("dk",), initiative__name=f"Fall {letter}")
        for letter in "ABC"
    ]


@pytest.fixture
def jury(make, call, cases):
    """Albers is done, Brandt has begun, Cordes (in the chair) has declared on nothing."""
    albers, brandt, cordes = (
        make.juror(call=call, user__name=name, is_chair=name == "Cordes")
        for name in ("Albers", "Brandt", "Cordes")
    )
    for case in cases[:2]:
        make.sheet({"dk": 5}, juror=albers, application=case)
    make.sheet({"dk": 5}, juror=brandt, application=cases[0])
    make.sheet({"dk": 5}, finished=False, juror=brandt, application=cases[1])
    make.assignment(juror=cordes, application=cases[2], cleared=False)
    return albers, brandt, cordes


@pytest.fixture
def office(client, make):
    client.force_login(make.office("editor"))
    return client


def page(answer) -> str:
    html = answer.content.decode().split("<main")[1].split("</main")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def letters() -> list[str]:
    return sorted(Letter.objects.filter(kind="jury_reminder").values_list("to", flat=True))


def addresses(*jurors) -> list[str]:
    return sorted(juror.user.email for juror in jurors)


# -- The office ----------------------------------------------------------------------------------


def test_who_is_behind_and_which_cases_are_below_the_quorum(office, jury):
    text = page(office.get(HOME))
    assert "Zwei Mitglieder sind noch nicht fertig" in text
    assert "3 von 5 Bögen sind abgeschlossen. Noch 17 Tage." in text
    assert "Quorum 2: 2 Fälle haben noch nicht so viele fertige Bögen." in text
    assert "Fall B ( 1 von 2)" in text
    assert "Fall C ( 0 von 2)" in text
    assert re.search(r"Albers 2 von 2 0 0 0 0 ist fertig", text)
    assert re.search(r"Brandt 1 von 2 1 0 0 0 liegt zurück", text)
    assert re.search(r"Cordes – Vorsitz 0 von 1 0 1 1 0 liegt zurück", text)


def test_the_quorum_is_the_call_s(office, call, jury):
    Procedure.objects.create(call=call, quorum=1)
    assert "Quorum 1: 1 Fall hat noch nicht so viele fertige Bögen." in page(office.get(HOME))


def test_only_who_is_behind_and_only_cases_below_the_quorum(office, jury):
    html = office.get(HOME + "?zeige=zurueck").content.decode()
    assert (html.count('scope="row">Albers'), html.count('scope="row">Brandt')) == (0, 2)
    html = office.get(HOME + "?zeige=quorum").content.decode()
    assert (html.count(">Fall A<"), html.count(">Fall C<")) == (0, 2)


def test_who_left_stays_with_what_counts_and_is_behind_no_more(office, jury):
    _albers, brandt, _cordes = jury
    brandt.left_at = NOON
    brandt.save()
    assert re.search(r"Brandt 1 von 2 1 0 0 0 ausgeschieden", page(office.get(HOME)))
    assert "Ein Mitglied ist noch nicht fertig" in page(office.get(HOME))


def test_a_case_taken_away_is_marked_and_not_counted(office, jury):
    _albers, brandt, _cordes = jury
    Assignment.objects.filter(juror=brandt, sheet__finished_at=None).update(withdrawn_at=NOON)
    assert re.search(r"Brandt 1 von 1 0 0 0 0 ist fertig", page(office.get(HOME)))
    assert office.get(HOME).content.decode().count("aw-st--locked") == 2  # with the legend


@pytest.mark.parametrize("how", ["conflict", "request", "own"])
def test_who_is_barred_is_not_behind(office, make, jury, cases, how):
    _albers, brandt, _cordes = jury
    if how == "conflict":
        brandt.conflicts.create(application=cases[1], ground="other", declared_at=NOON)
    elif how == "request":
        brandt.concerns.create(application=cases[1], kind="request", evidence="…", raised_at=NOON)
    else:
        make.member(cases[1].initiative, "reader", user=brandt.user)
    assert re.search(r"Brandt 1 von 1 0 0 0 1 ist fertig", page(office.get(HOME)))


def test_without_the_statement_somebody_is_behind(call, jury):
    Statement.objects.create(call=call, version=1, text={"de": "Ich schweige."}, published_at=NOON)
    assert [str(row.juror) for row in progress.of_call(call).behind] == [
        "Albers",
        "Brandt",
        "Cordes",
    ]


def test_a_wide_jury_is_shown_forty_cases_at_a_time_at_the_same_cost(office, make, call):
    jurors = [make.juror(call=call) for _ in range(2)]
    make.many_cases(call, 3, jurors)

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert office.get(path).status_code == 200
        return len(found)

    office.get(HOME)
    few = queries(HOME), queries("/verwaltung/")
    make.many_cases(call, 60, [make.juror(call=call) for _ in range(5)])
    assert (queries(HOME), queries("/verwaltung/")) == few
    assert few[0] <= 14
    html = office.get(HOME).content.decode()
    assert html.count("aw-matrix__v") == 40
    assert office.get(HOME + "?seite=2").content.decode().count("aw-matrix__v") == 23
    assert "23 weitere Fälle stehen in der ganzen Übersicht." in page(office.get("/verwaltung/"))


# -- The chair -----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["juror", "stranger", "office"])
def test_to_others_the_chair_s_page_does_not_exist(client, make, jury, who):
    person = {"juror": jury[0].user, "stranger": make.user(), "office": make.office()}[who]
    client.force_login(person)
    assert client.get(CHAIR).status_code == 404


def test_the_chair_sees_who_is_how_far_and_reminds_nobody(client, jury):
    client.force_login(jury[2].user)
    answer = client.get(CHAIR)
    assert re.search(r"Brandt 1 von 2 1 0 0 liegt zurück", page(answer))
    assert "/verwaltung/" not in answer.content.decode().split("<main")[1]
    assert client.get(REMIND).status_code == 404


def test_who_is_barred_where_stays_with_the_office(client, jury, cases):
    _albers, brandt, cordes = jury
    brandt.conflicts.create(application=cases[2], ground="other", declared_at=NOON)
    client.force_login(cordes.user)
    html = client.get(CHAIR).content.decode()
    assert html.count("aw-st--recused") == 1  # the legend


@pytest.mark.parametrize("how", ["conflict", "request", "own"])
def test_of_a_case_that_bars_the_chair_nothing_can_be_told(client, make, jury, cases, how):
    """Byte for byte, whatever happens to the sheets of that case."""
    albers, _brandt, cordes = jury
    if how == "conflict":
        cordes.conflicts.create(application=cases[1], ground="other", declared_at=NOON)
    elif how == "request":
        cordes.concerns.create(application=cases[1], kind="request", evidence="…", raised_at=NOON)
    else:
        make.member(cases[1].initiative, "reader", user=cordes.user)
    client.force_login(cordes.user)

    def seen() -> list[bytes]:
        filters = ("", "?zeige=zurueck", "?zeige=quorum")
        return [client.get(CHAIR + one).content for one in filters]

    before = seen()
    assert b"Fall B" not in b"".join(before)
    ScoreSheet.objects.filter(application=cases[1], juror=albers).update(finished_at=None)
    assert seen() == before
    ScoreSheet.objects.filter(application=cases[1]).update(finished_at=NOON)
    assert seen() == before
    Assignment.objects.filter(application=cases[1]).update(withdrawn_at=NOON, cleared_at=None)
    assert seen() == before


def test_the_chair_s_worklist_leads_there(client, jury):
    client.force_login(jury[2].user)
    assert CHAIR in client.get("/jury/").content.decode()
    client.force_login(jury[0].user)
    assert CHAIR not in client.get("/jury/").content.decode()


# -- Reminders -----------------------------------------------------------------------------------


def test_the_page_shows_whom_and_what_before_it_sends(office, jury):
    _albers, brandt, cordes = jury
    text = page(office.get(REMIND))
    assert "Zwei Mitglieder sind zu erinnern" in text
    assert "Brandt – 1 Bogen nicht fertig" in text
    assert "Cordes – 1 Fall nicht erklärt, 1 Bogen nicht fertig" in text
    assert "Albers" not in text
    assert "– 1 Bogen abschließen" in text
    assert letters() == []
    keys = [str(brandt.key), str(cordes.key)]
    answer = office.post(REMIND, {"jurors": keys}, follow=True)
    assert "2 Erinnerungen gehen hinaus." in answer.content.decode()
    assert letters() == addresses(brandt, cordes)
    entry = JournalEntry.objects.get(action="call.jury_reminded")
    assert entry.data == {"jurors": keys}
    text = page(office.get(REMIND))
    assert "Niemand ist zu erinnern" in text
    assert "Heute schon erinnert: Brandt, Cordes." in text


def test_somebody_can_be_left_out(office, jury):
    office.post(REMIND, {"jurors": [str(jury[1].key)]})
    assert letters() == addresses(jury[1])


@pytest.mark.parametrize("chosen", [[], ["albers"]])
def test_nobody_chosen_or_somebody_done_is_refused(office, jury, chosen):
    answer = office.post(REMIND, {"jurors": [str(jury[0].key) for _ in chosen]})
    assert (answer.status_code, letters()) == (409, [])


def test_at_most_one_a_day_as_berlin_counts_it(call, jury, make):
    boss, brandt = make.office(), jury[1]
    late = NOON.replace(hour=22, minute=59)  # 23:59 in Berlin
    assert actions.remind(call, [brandt], by=boss, at=late) == [brandt]
    assert actions.remind(call, [brandt], by=boss, at=late) == []
    assert actions.remind(call, [brandt], by=boss, at=late + timedelta(minutes=1)) == [brandt]
    assert JournalEntry.objects.filter(action="call.jury_reminded").count() == 2


@pytest.mark.parametrize("why", ["done", "left", "out of term", "closed account"])
def test_never_to_who_is_done_or_can_do_nothing(call, jury, make, why):
    juror = jury[0] if why == "done" else jury[1]
    if why == "left":
        juror.left_at = NOON
    elif why == "out of term":
        juror.term_until = (NOON - DAY).date()
    juror.save()
    if why == "closed account":
        juror.user.is_active = False
        juror.user.save()
    assert actions.remind(call, [juror], by=make.office(), at=NOON) == []
    assert letters() == []


def test_once_judging_is_over_there_is_nothing_to_remind_of(office, call, jury, make):
    with refused("Judging is over."):
        actions.remind(call, [jury[1]], by=make.office(), at=END)
    with at(END):
        office.force_login(make.office("editor"))
        assert "Die Bewertung ist zu Ende" in page(office.get(REMIND))
        assert "Säumige erinnern" not in page(office.get(HOME))


def test_who_only_reads_sends_nothing(client, make, call, jury):
    with refused("Your role reads and does not decide."):
        actions.remind(call, [jury[1]], by=make.office("auditor"), at=NOON)
    client.force_login(make.office("auditor"))
    assert client.get(REMIND).status_code == 200
    assert client.post(REMIND, {"jurors": [str(jury[1].key)]}).status_code == 409
    assert letters() == []


@pytest.mark.parametrize("who", ["juror", "stranger"])
def test_for_others_there_is_no_page_to_remind(client, make, jury, who):
    client.force_login(jury[2].user if who == "juror" else make.user())
    assert client.post(REMIND, {"jurors": [str(jury[1].key)]}).status_code == 404
    assert letters() == []


# -- By themselves -------------------------------------------------------------------------------

# Judging ends on 19 March at noon: due on the 12th and the 17th at nine in Berlin.
WEEK = END.replace(hour=8) - 7 * DAY
TWO_DAYS = END.replace(hour=8) - 2 * DAY
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("moment", [WEEK, TWO_DAYS])
def test_they_go_out_a_week_and_two_days_before_the_end(call, jury, moment):
    actions.remind_before_the_end(at=moment - MINUTE)
    assert letters() == []
    assert len(actions.remind_before_the_end(at=moment)) == 2
    assert letters() == addresses(jury[1], jury[2])
    entry = JournalEntry.objects.get(action="call.jury_reminded")
    assert entry.actor is None


def test_each_goes_out_once(call, jury):
    for hours in range(0, 24 * 6, 5):
        actions.remind_before_the_end(at=WEEK + timedelta(hours=hours))
    assert letters() == sorted(2 * addresses(jury[1], jury[2]))


def test_who_was_reminded_that_day_by_the_office_gets_no_second_letter(call, jury, make):
    actions.remind(call, [jury[1]], by=make.office(), at=WEEK - timedelta(hours=1))
    actions.remind_before_the_end(at=WEEK)
    actions.remind_before_the_end(at=WEEK + DAY)
    assert letters() == addresses(jury[1], jury[2])


def test_a_worker_away_for_two_days_sends_nothing_stale(call, jury):
    actions.remind_before_the_end(at=WEEK + 2 * DAY)
    assert letters() == []


def test_the_worker_does_it(transactional_db, make, work):
    call = make.call(judging_from=NOON - 10 * DAY, judging_until=END)
    juror = make.assignment(juror=make.juror(call=call)).juror
    with at(WEEK):
        app.configure_task("remind_jurors").defer(timestamp=0)
        work()
    assert letters() == addresses(juror)


def test_the_letter_says_what_is_left_and_names_no_case(call, jury, cases, make):
    cordes = jury[2]
    actions.remind(call, [cordes], by=make.office(), at=NOON)
    letter = Letter.objects.get(kind="jury_reminder")
    assert letter.subject == "Erinnerung: In der Jury wartet etwas auf Sie"
    assert "– für 1 Fall sagen, ob Sie unbefangen sind\n– 1 Bogen abschließen\n" in letter.text
    assert "Noch 17\xa0Tage." in letter.text
    assert "Fall C" not in letter.text
