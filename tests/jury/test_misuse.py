"""What somebody gets who means ill, or comes a second too late: no look, no error, no text lost."""

from __future__ import annotations

import threading
from datetime import date, time
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import translation

from initiatives import berlin
from initiatives.refusals import NotAllowed
from jury import actions, allotting
from jury.models import Assignment, Concern, Juror, JurorInvitation, Score, ScoreSheet, Statement

from ..make import DAY, NOON, at
from .test_views import address, juror_of, prefix, stored, text, typed


@pytest.fixture(autouse=True)
def noon():
    """The clock stands still while the jury judges."""
    with at(NOON):
        yield


@pytest.fixture
def case(make) -> Assignment:
    return make.assignment(
        application__declared=("dk", "dm"),
        application__call__judging_from=NOON - DAY,
        application__initiative__name="Bündnis Talaue",
        juror__user__name="Dr. Albers",
    )


# -- The office and what a juror wrote online ----------------------------------------------------


@pytest.mark.parametrize("finished", [False, True])
@pytest.mark.parametrize("how", ["one criterion", "finish"])
def test_by_sending_the_paper_form_the_office_sees_no_online_sheet(
    client, make, case, finished, how
):
    make.sheet({"dk": 3, "dm": 9}, assignment=case, reason="Heimlich", finished=finished)
    client.force_login(make.office("editor"))
    data = typed(case, {"dk": (5, "Vom Papier")}) if how == "one criterion" else {}
    page = f"/en/verwaltung/jury/faelle/{case.key}/eintragen/"
    answer = client.post(page, {**data, "finish": "1", "signed": "1"})
    shown = text(answer)
    assert answer.status_code == 409
    assert "Heimlich" not in shown
    assert f'name="{prefix(case, "dm")}-points"' not in shown
    assert "Give points" not in shown
    assert "has begun this sheet online" in shown
    if how == "one criterion":
        assert "Vom Papier" in shown
    assert stored() == [("dk", 3, False, "Heimlich"), ("dm", 9, False, "Heimlich")]


# -- Days and numbers nobody lives to see --------------------------------------------------------


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_an_answer_by_the_end_of_all_days_is_refused_in_words(client, make, day):
    make.call(year=2026)
    client.force_login(make.office("editor"))
    sent = {"name": "Dr. Albers", "email": "albers@jury.beispiel", "until": day}
    answer = client.post("/en/verwaltung/jury/mitglieder/einladen/", sent)
    assert answer.status_code == 409
    assert "The day to answer by lies between tomorrow and 90 days from now." in text(answer)
    assert "Dr. Albers" in text(answer)


def test_a_file_with_the_end_of_all_days_is_refused_in_words(client, make):
    make.call(year=2026)
    client.force_login(make.office("editor"))
    sent = {
        "text": "name;email\nDr. Albers;albers@jury.beispiel",
        "until": "9999-12-31",
        "confirmed": "1",
    }
    answer = client.post("/en/verwaltung/jury/mitglieder/datei/", sent)
    assert answer.status_code == 409
    assert "The day to answer by lies between tomorrow and 90 days from now." in text(answer)


@pytest.mark.parametrize("term", ["9999-12-31", "0001-01-01"])
def test_a_term_until_the_end_of_all_days_holds(client, make, case, term):
    Juror.objects.update(term_until=term)
    client.force_login(make.office("editor"))
    for page in ("mitglieder/", f"mitglieder/{case.juror.key}/", "", "zuteilung/"):
        assert client.get(f"/en/verwaltung/jury/{page}").status_code == 200, page
    juror_of(client, case)
    assert client.get("/en/jury/").status_code == (200 if term[0] == "9" else 403)


@pytest.mark.parametrize("year", ["9" * 30, "9" * 5000, "0", "-1", "²"])
def test_a_year_that_is_none_is_not_found(client, make, year):
    make.call(year=2026)
    client.force_login(make.office())
    page = f"/en/verwaltung/jury/mitglieder/?jahr={quote(year)}"
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("sign", ["%00", "a%00b", "%F0%9F%98%80", "%25", "'" * 200])
def test_whatever_is_searched_for_is_searched(client, make, case, sign):
    juror_of(client, case)
    for page in (f"?suche={sign}", f"?stand={sign}&seite={sign}", f"befangenheit/?fall={sign}"):
        assert client.get(f"/en/jury/{page}").status_code == 200, page
    client.force_login(make.office())
    for page in (
        f"befangenheit/?suche={sign}&liste=befangen",
        f"?zeige={sign}&seite={sign}",
        f"mitglieder/einladen/?deputy_of={sign}&successor_of={sign}",
        f"zuteilung/?seite={sign}",
    ):
        assert client.get(f"/en/verwaltung/jury/{page}").status_code == 200, page
    page = f"/en/verwaltung/bewerbungen/{case.application.key}/befangenheit/?jurymitglied={sign}"
    assert client.get(page).status_code == 200


POINTS = ["11", "-1", "1e1", "٣", "9" * 5000, "3\x00", "0.5", " 7"]


@pytest.mark.parametrize("points", POINTS)
def test_no_number_off_the_scale_is_stored_and_no_reason_lost(client, case, points):
    answer = juror_of(client, case).post(
        address(case), typed(case, {"dk": (points, "Ein Grund")}, note="Notiz")
    )
    assert answer.status_code == 409
    assert "Ein Grund" in text(answer)
    assert stored() == []
    field = {
        "page": "sheet",
        "field": f"{prefix(case, 'dk')}-points",
        "text": points,
        "writer": str(case.juror.user.key),
        "seen": "",
    }
    answer = client.post(
        f"{address(case)}speichern/", field, headers={"accept": "application/json"}
    )
    assert answer.status_code in (200, 400, 409)
    assert stored() == []


@pytest.mark.parametrize("field", ["reason", "for_applicant", "note"])
def test_what_the_database_cannot_hold_is_left_out_of_a_text(client, case, field):
    name = "note" if field == "note" else f"{prefix(case, 'dk')}-{field}"
    data = {**typed(case, {"dk": (7, "Grund")}), name: "Vor\x00her"}
    answer = juror_of(client, case).post(address(case), data)
    kept = Assignment.objects.get().note if field == "note" else ""
    if field != "note" and Score.objects.exists():
        kept = getattr(Score.objects.get(), field)
    assert kept == "Vorher" or "her" in text(answer)
    assert answer.status_code in (302, 409)
    if field == "note":
        assert kept == "Vorher"


def test_a_reason_of_a_million_signs_comes_back(client, case):
    answer = juror_of(client, case).post(
        address(case), typed(case, {"dk": (7, "a" * 1_000_000)}) | {"finish": "1"}
    )
    assert answer.status_code == 409


# -- Taken away while somebody writes ------------------------------------------------------------


def test_what_was_typed_on_a_case_taken_away_comes_back(client, make, case):
    Assignment.objects.update(withdrawn_at=NOON)
    answer = juror_of(client, case).post(
        address(case), typed(case, {"dk": (7, "Eine Stunde Arbeit")}, note="Meine Notiz")
    )
    assert answer.status_code in (403, 404, 409)
    assert "Eine Stunde Arbeit" in text(answer)
    assert "Meine Notiz" in text(answer)
    assert "Bündnis Talaue" not in text(answer)
    assert stored() == []


def test_what_was_typed_on_a_case_of_a_conflict_comes_back_as_from_one_that_never_was(
    client, make, case
):
    make.conflict(case, source="office")
    juror = juror_of(client, case)
    data = typed(case, {"dk": (7, "Eine Stunde Arbeit")}, note="Meine Notiz")
    answers = [juror.post(address(case), data)]
    page = text(answers[0])
    assert "There is no such sheet for you, or no longer." in page
    assert "Eine Stunde Arbeit" in page
    assert "Meine Notiz" in page
    assert "Bündnis Talaue" not in page
    own, case.key = str(case.key), uuid4()
    answers.append(juror.post(address(case), data))
    assert [answer.status_code for answer in answers] == [404, 404]
    assert text(answers[1]).replace(str(case.key), own) == page
    assert juror.post(address(case), {"finish": "1"}).status_code == 404
    assert stored() == []


def test_the_page_that_gives_a_text_back_says_why(client, make, case):
    Assignment.objects.update(withdrawn_at=NOON)
    answer = juror_of(client, case).post(address(case), typed(case, {"dk": (7, "Grund")}))
    page = text(answer)
    assert "This case has been taken from you." in page
    assert "This form has run out" not in page
    assert "open the page anew" not in page


def test_what_was_typed_by_somebody_who_has_left_comes_back(client, make, case):
    Juror.objects.update(left_at=NOON, left_reason="Krank")
    answer = juror_of(client, case).post(
        address(case), typed(case, {"dk": (7, "Eine Stunde Arbeit")})
    )
    assert answer.status_code == 403
    assert "Eine Stunde Arbeit" in text(answer)
    assert stored() == []


@pytest.mark.django_db(transaction=True)
def test_a_finished_sheet_is_not_opened_by_who_leaves_at_the_same_moment(make):
    """The rule for replaced jurors: finished sheets stay and count."""
    sheet = make.sheet({"dk": 7})
    office, juror = make.office("editor"), sheet.juror
    said: list[str] = []

    def open_again() -> None:
        try:
            with translation.override("en"):
                actions.reopen(sheet.assignment, by=juror.user, at=NOON)
            said.append("opened")
        except NotAllowed as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    other = threading.Thread(target=open_again)
    with transaction.atomic():
        actions.leave(juror, reason="Krank", by=office, at=NOON)
        other.start()
        other.join(timeout=1)  # waits for the lock of the assignment
    other.join()
    assert said == ["You cannot judge this case."]
    assert ScoreSheet.objects.get().finished_at


# -- Two seats, two addresses --------------------------------------------------------------------


def test_who_sits_in_two_juries_gives_the_statement_that_is_missing(client, make):
    case = make.assignment(application__call__year=2025, application__call__judging_from=NOON - DAY)
    make.juror(user=case.juror.user, call__year=2026)
    Statement.objects.create(
        call=case.juror.call, version=1, text={"de": "Ich schweige."}, published_at=NOON
    )
    juror_of(client, case)
    answer = client.get(address(case), follow=True)
    assert "Ich schweige." in text(answer)
    sent = client.post(answer.request["PATH_INFO"], {"agreed": "on", "version": "1"})
    assert sent.status_code == 302
    assert client.get(address(case)).status_code == 200


def test_a_second_invitation_to_another_address_changes_no_seat(make):
    chair = make.juror(is_chair=True, organisation="Kammer")
    chair.user.emailaddress_set.create(email="zweite@jury.beispiel", verified=True)
    invitation = JurorInvitation.objects.create(
        call=chair.call,
        email="zweite@jury.beispiel",
        name="Dr. Albers",
        deputy_of=chair,
        invited_at=NOON,
        expires_at=NOON + DAY,
    )
    with pytest.raises(NotAllowed):
        actions.accept(invitation, by=chair.user, at=NOON)
    chair.refresh_from_db()
    assert (chair.is_chair, chair.deputy_of, chair.organisation) == (True, None, "Kammer")


# -- Nothing there yet ---------------------------------------------------------------------------


PAGES = [
    "",
    "jury/",
    "jury/erinnern/",
    "jury/kalibrierung/",
    "jury/befangenheit/",
    "jury/zuteilung/",
    "jury/mitglieder/",
    "ergebnis/",
    "beschluesse/",
    "jury/mitglieder/einladen/",
    "jury/mitglieder/datei/",
    "jury/erklaerung/",
    "jury/kalibrierung/neu/",
    "jury/kalibrierung/oeffnen/",
    "jury/kalibrierung/beenden/",
    "jury/zuteilung/stand.csv",
    "jury/mitglieder/datei/vorlage.csv",
]


@pytest.mark.parametrize("call", ["none", "archive", "sketch", "bare", "archive and sketch"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_without_data_the_office_s_pages_stand(client, make, call, language):
    if "archive" in call:
        make.call(year=2019, is_archive=True)
    if "sketch" in call:
        make.call(year=2027, announced_at=None, criteria={})
    if call == "bare":
        make.call(year=2027, criteria={})
    client.force_login(make.office("reader"))
    start = "" if language == "de" else "/en"
    for page in PAGES:
        answer = client.get(f"{start}/verwaltung/{page}")
        assert answer.status_code in (200, 302, 404), page


@pytest.mark.parametrize("announced", [True, False])
def test_without_data_the_juror_s_pages_stand(client, make, announced):
    call = make.call(criteria={}, **({} if announced else {"announced_at": None}))
    juror = make.juror(call=call, is_chair=True)
    client.force_login(juror.user)
    for page in (
        "",
        "weiter/",
        "fortschritt/",
        "befangenheit/",
        "massstab/",
        "massstab.pdf",
        "kalibrierung/",
        "abschliessen/",
        "verteilung/",
        "lesemappe.pdf",
        "erklaerung/",
    ):
        assert client.get(f"/en/jury/{page}", follow=True).status_code == 200, page


def test_who_is_past_the_term_is_given_no_case(make, case):
    gone = make.juror(call=case.juror.call, term_until=date(2020, 1, 1))
    with pytest.raises(NotAllowed):
        actions.assign(case.application, [gone], by=make.office("editor"), at=NOON)


def test_leaving_takes_unfinished_cases_away_even_while_a_request_is_open(make, case):
    Concern.objects.create(
        juror=case.juror,
        application=case.application,
        kind="request",
        evidence="Tatsache",
        raised_at=NOON,
    )
    make.sheet({"dk": 7}, assignment=case, finished=False)
    actions.leave(case.juror, reason="Krank", by=make.office("editor"), at=NOON)
    case.refresh_from_db()
    assert case.withdrawn_at == NOON


def test_a_term_that_begins_as_judging_ends_gets_no_case(make, case):
    """The end of judging is its first moment no more: midnight belongs to the day before."""
    call = case.juror.call
    call.judging_until = berlin.moment(date(2026, 3, 5), time())
    call.save()
    late = make.juror(call=call, term_from=date(2026, 3, 5))
    just = make.juror(call=call, term_from=date(2026, 3, 4))
    one = allotting.Wanted(readers=1, keep_all=False)
    known = allotting.of_call(call, one, at=NOON).problem.jurors
    assert set(known) == {str(case.juror.key), str(just.key)}
    assert str(late.key) not in known
