"""Saving one field of a sheet while somebody types: what is stored or refused; how few queries."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from initiatives.models import Application, JournalEntry
from initiatives.refusals import Stale
from initiatives.shown import digest
from jury import actions
from jury.models import Assignment, Score, ScoreSheet

from ..make import DAY, NOON, SECOND, at

CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
CLOSED = "Judging is closed at present. What you saved stays as it is."


@pytest.fixture(autouse=True)
def noon():
    """The clock stands still while the jury judges."""
    with at(NOON):
        yield


@pytest.fixture
def case(make) -> Assignment:
    """A cleared assignment of a case that declares dk and dm, judged until NOON + 1 s."""
    return make.assignment(
        application__declared=("dk", "dm"),
        application__call=make.call(judging_until=NOON + SECOND),
    )


@pytest.fixture
def albers(client, case) -> Client:
    client.force_login(case.juror.user)
    return client


def name(case: Assignment, field: str = "points", code: str = "dk") -> str:
    return f"c{case.application.call.criteria.get(code=code).pk}-{field}"


def save(client: Client, case: Assignment, field: str, text: str, **more: Any) -> Any:
    sent = {"page": "sheet", "field": field, "text": text, "writer": case.juror.user.key}
    return client.post(f"/en/jury/faelle/{case.key}/speichern/", sent | more)


def seen(field: str, value: str) -> str:
    return digest({field: value})


def test_the_first_field_begins_the_sheet(albers, case):
    answer = save(albers, case, name(case), "7", seen=seen("points", ""))
    assert answer.json() == {"state": "saved", "saved": "12:00", "seen": seen("points", "7")}
    found = Score.objects.get()
    assert (found.points, found.abstained, found.reason, found.version) == (7, False, "", 1)
    assert [entry.action for entry in JournalEntry.objects.all()] == ["sheet.begun"]


def test_each_field_stands_for_itself(albers, case):
    for field, value in {"points": "0", "reason": "Belegt.", "for_applicant": "Weiter."}.items():
        assert save(albers, case, name(case, field), value, seen=seen(field, "")).status_code == 200
    found = Score.objects.get()
    assert (found.points, found.reason, found.for_applicant) == (0, "Belegt.", "Weiter.")
    assert found.version == 3


def test_no_judgement_possible_is_not_zero(albers, case):
    save(albers, case, name(case), "0")
    save(albers, case, name(case), "-")
    found = Score.objects.get()
    assert (found.points, found.abstained) == (None, True)


def test_two_tabs_on_different_fields_never_conflict(albers, case):
    save(albers, case, name(case), "7", seen=seen("points", ""))
    answer = save(albers, case, name(case, "reason"), "Aus Tab zwei.", seen=seen("reason", ""))
    assert answer.json()["state"] == "saved"


def test_the_same_field_in_two_tabs_shows_both_and_overwrites_nothing(albers, case):
    save(albers, case, name(case), "7", seen=seen("points", ""))
    answer = save(albers, case, name(case), "9", seen=seen("points", ""))
    assert answer.status_code == 409
    found = answer.json()
    assert (found["state"], found["theirs"], found["seen"]) == (
        "conflict",
        "7",
        seen("points", "7"),
    )
    assert Score.objects.get().points == 7
    assert save(albers, case, name(case), "9", seen=found["seen"]).json()["state"] == "saved"


def test_the_same_again_is_saved_and_changes_nothing(albers, case):
    for _ in range(2):
        answer = save(albers, case, name(case), "7", seen=seen("points", ""))
        assert answer.json()["state"] == "saved"
    assert Score.objects.get().version == 1


def test_an_empty_field_begins_nothing(albers, case):
    assert save(albers, case, name(case, "reason"), "").json()["state"] == "saved"
    assert not ScoreSheet.objects.exists()


@pytest.mark.parametrize("points", ["11", "-1", "7.5", "viele", "٣", "1" * 5000])
def test_points_off_the_scale_are_no_value(albers, case, points):
    answer = save(albers, case, name(case), points)
    assert (answer.status_code, answer.json()["message"]) == (409, "Give 0 to 10 points.")
    assert not ScoreSheet.objects.exists()


# -- The note ------------------------------------------------------------------------------------


def test_the_note_is_the_juror_s_own_and_begins_no_sheet(albers, case):
    assert save(albers, case, "note", "Nachfragen!", seen=seen("note", "")).status_code == 200
    case.refresh_from_db()
    assert case.note == "Nachfragen!"
    assert not ScoreSheet.objects.exists()
    assert not JournalEntry.objects.exists()


def test_a_note_in_two_tabs_shows_both(albers, case):
    save(albers, case, "note", "Eins.", seen=seen("note", ""))
    answer = save(albers, case, "note", "Zwei.", seen=seen("note", ""))
    assert (answer.status_code, answer.json()["theirs"]) == (409, "Eins.")


@pytest.mark.parametrize("days", [-40, 40])
def test_a_note_can_be_written_whenever_the_case_can_be_read(albers, case, days):
    with at(NOON + days * DAY):
        albers.force_login(case.juror.user)
        assert save(albers, case, "note", "Für die Sitzung.").status_code == 200


# -- Who and when --------------------------------------------------------------------------------


def test_the_last_second_counts_and_the_end_does_not(albers, case):
    assert save(albers, case, name(case), "7").json()["state"] == "saved"
    with at(NOON + SECOND):
        albers.force_login(case.juror.user)
        answer = save(albers, case, name(case), "8", seen=seen("points", "7"))
    assert (answer.status_code, answer.json()) == (409, {"state": "closed", "message": CLOSED})
    assert Score.objects.get().points == 7


def test_a_finished_sheet_takes_nothing(albers, make, case):
    sheet = make.sheet({"dk": 7, "dm": 7}, assignment=case)
    answer = save(albers, case, name(case), "8", seen=seen("points", "7"))
    assert answer.json()["message"] == "This sheet is finished. Reopen it to change it."
    assert sheet.scores.get(criterion__code="dk").points == 7


def test_an_excluded_case_takes_nothing(albers, case):
    Application.objects.update(status="excluded", exclusion_reason="Grund")
    assert save(albers, case, name(case), "8").json()["message"] == "This case is not judged."


def test_what_is_not_judged_here_takes_nothing(albers, case):
    answer = save(albers, case, name(case, code="dg"), "8")
    assert answer.json()["message"] == "The application does not ask to be judged on this."


@pytest.mark.parametrize("field", ["c1", "c1-version", "title", "cx-points", "note-note"])
def test_what_no_sheet_has_does_not_exist(albers, case, field):
    assert save(albers, case, field, "8").status_code == 404


@pytest.mark.parametrize("who", ["colleague", "chair", "office", "owner"])
@pytest.mark.parametrize("field", ["c{}-points", "note"])
def test_for_others_the_case_does_not_exist(client, make, case, who, field):
    call = case.application.call
    person = {
        "colleague": lambda: make.juror(call=call).user,
        "chair": lambda: make.juror(call=call, is_chair=True).user,
        "office": lambda: make.office("lead"),
        "owner": lambda: make.owner(case.application),
    }[who]()
    client.force_login(person)
    field = field.format(case.application.call.criteria.get(code="dk").pk)
    assert save(client, case, field, "7", writer=person.key).status_code == 404
    assert client.get(f"/en/jury/faelle/{case.key}/speichern/").status_code == 404
    assert not ScoreSheet.objects.exists()


def test_with_a_conflict_the_case_does_not_exist(albers, make, case):
    make.conflict(case)
    assert save(albers, case, name(case), "7").status_code == 404
    assert save(albers, case, "note", "7").status_code == 404


def test_before_the_declaration_nothing_is_saved_or_read(albers, case):
    Assignment.objects.update(cleared_at=None)
    for field in (name(case), "note"):
        answer = save(albers, case, field, "7")
        assert answer.json()["message"].startswith("Declare first whether you are impartial")
    assert albers.get(f"/en/jury/faelle/{case.key}/speichern/").status_code == 404


def test_nobody_saves_under_another_name(albers, make, case):
    answer = save(albers, case, name(case), "7", writer=make.user().key)
    assert (answer.status_code, answer.json()) == (403, {"state": "other_user"})


def test_whoever_is_signed_out_hears_so(client, case):
    address = f"/en/jury/faelle/{case.key}/speichern/"
    answer = client.post(address, {"field": "note"}, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()) == (403, {"state": "signed_out"})


# -- Figures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [{}, {"dm": 5}, {"dk": 5}])
def test_saving_one_score_takes_five_queries(albers, make, case, before):
    """Session, person, the clock of the database, all about the case under its lock, the score."""
    if before:
        make.sheet(before, assignment=case, finished=False)
    else:
        actions.save_score(
            case,
            case.application.call.criteria.get(code="dm"),
            by=case.juror.user,
            at=NOON,
            points=1,
        )
    field, writer = name(case), case.juror.user.key
    with CaptureQueriesContext(connection) as queries:
        assert save(albers, case, field, "7", writer=writer).json()["state"] == "saved"
    asked = [query["sql"] for query in queries if not query["sql"].startswith(CONTROL)]
    assert len(asked) == 4, asked  # and the clock, which stands still here


def test_what_is_stored_is_told_for_comparing(albers, make, case):
    make.sheet({"dk": 5, "dm": None}, assignment=case, finished=False)
    with CaptureQueriesContext(connection) as queries:
        found = albers.get(f"/en/jury/faelle/{case.key}/speichern/").json()["sheet"]
    assert len(queries) <= 5
    assert found[name(case)] == {"value": "5", "seen": seen("points", "5")}
    assert found[name(case, "points", "dm")]["value"] == "-"
    assert found[name(case, "reason")]["value"] == "Grund"
    assert found["note"] == {"value": "", "seen": seen("note", "")}


# -- What the page tells the script --------------------------------------------------------------


def told(answer) -> dict:
    return json.loads(answer.context["saving"])


def test_the_page_tells_label_and_digest_of_every_field(albers, make, case):
    make.sheet({"dk": 5}, assignment=case, finished=False)
    found = told(albers.get(f"/en/jury/faelle/{case.key}/"))
    assert len(found) == 7
    assert found[name(case)] == {"label": "Dekarbonisierung: Points", "seen": seen("points", "5")}
    assert found["note"] == {"label": "Your note", "seen": seen("note", "")}


def test_a_finished_sheet_tells_of_the_note_alone(albers, make, case):
    make.sheet({"dk": 5, "dm": 5}, assignment=case)
    assert set(told(albers.get(f"/en/jury/faelle/{case.key}/"))) == {"note"}


# -- Two at once ---------------------------------------------------------------------------------


@pytest.mark.parametrize("begun", [False, True])
def test_two_tabs_at_the_same_moment_never_overwrite_each_other(transactional_db, make, begun):
    """Whoever waits for the lock decides on what is stored then, not on what it read before."""
    case = make.assignment(application__declared=("dk",))
    if begun:
        make.sheet({"dk": 1}, assignment=case, finished=False)
    criterion = case.application.call.criteria.get(code="dk")
    together, said = threading.Barrier(2), []

    def write(points: str) -> None:
        together.wait()
        try:
            actions.save_score_field(
                case.key,
                criterion.pk,
                "points",
                points,
                by=case.juror.user,
                at=NOON,
                seen=seen("points", "1" if begun else ""),
            )
            said.append(points)
        except Stale:
            said.append("Stale")
        finally:
            connection.close()

    for _round in range(10):
        said.clear()
        Score.objects.all().delete() if not begun else Score.objects.update(points=1)
        threads = [threading.Thread(target=write, args=(points,)) for points in ("7", "9")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        winner = next(one for one in said if one != "Stale")
        assert sorted(said) == sorted([winner, "Stale"])
        assert Score.objects.get().points == int(winner)
