"""After finishing: the frozen version, its history, others without names, and the distributions."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from initiatives import snapshots
from initiatives.keys import uuid7
from initiatives.models import JournalEntry
from jury import actions, others, own, versions
from jury.models import Assignment, Procedure, ScoreSheet, SheetVersion

from ..make import DAY, NOON, SECOND, at, refused
from .test_actions import finish, reopen, score

HIDDEN = "The sheets of others stay hidden until the meeting."


@pytest.fixture(autouse=True)
def noon():
    """The clock stands still while the jury judges."""
    with at(NOON):
        yield


@pytest.fixture
def case(make) -> Assignment:
    """A cleared assignment of a case that declares dk; the call shows others without names."""
    call = make.call(judging_from=NOON - DAY)
    Procedure.objects.create(call=call, sees="nameless")
    return make.assignment(application__declared=("dk",), application__call=call)


def by_another(make, case, points: int | None, reason: str = "Grund", **fields) -> ScoreSheet:
    fields = {"juror": make.juror(call=case.juror.call), "application": case.application} | fields
    return make.sheet({"dk": points}, reason=reason, **fields)


def page(client, case, path: str = ""):
    client.force_login(case.juror.user)
    return client.get(f"/en/jury/faelle/{case.key}/{path}")


def look(case, **fields) -> None:
    actions.look_at_others(case, **{"by": case.juror.user, "at": NOON} | fields)


# -- Versions ------------------------------------------------------------------------------------


def test_finishing_freezes_what_the_sheet_says(case):
    score(case, points=7, reason="Belegt.", for_applicant="Weiter so.")
    sheet = finish(case)
    found = SheetVersion.objects.get()
    assert (found.number, found.finished_at, found.sha256) == (1, NOON, versions.seal(found))
    assert found.scores == [
        {
            "criterion": "dk",
            "points": 7,
            "abstained": False,
            "reason": "Belegt.",
            "for_applicant": "Weiter so.",
        }
    ]
    entry = JournalEntry.objects.get(action="sheet.finished")
    assert entry.data == {"version": 1, "sha256": found.sha256}
    assert sheet.versions.get() == found


def test_each_time_has_its_own_version_and_its_own_seal(case):
    score(case, points=7)
    finish(case)
    reopen(case)
    finish(case)
    first, second = SheetVersion.objects.order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert first.scores == second.scores
    assert first.sha256 != second.sha256


@pytest.mark.parametrize(
    ("do", "kind"),
    [
        (lambda: SheetVersion.objects.update(sha256="0"), "UPDATE"),
        (lambda: SheetVersion.objects.all()._raw_delete("default"), "DELETE"),
    ],
)
def test_a_version_is_never_changed(case, do, kind):
    score(case)
    finish(case)
    refusal = f"jury_sheetversion is append-only: {kind} refused"
    with pytest.raises(IntegrityError, match=refusal), transaction.atomic():
        do()


def test_the_versions_are_never_emptied(case):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE jury_sheetversion ENABLE TRIGGER sheet_versions_are_never_emptied"
        )
        with pytest.raises(IntegrityError, match="TRUNCATE refused"):
            cursor.execute("TRUNCATE jury_sheetversion CASCADE")


def test_the_history_tells_what_changed(client, case):
    score(case, points=7, reason="Erst.")
    finish(case)
    reopen(case)
    score(case, points=None, abstained=True, reason="Dann.")
    finish(case)
    steps = page(client, case, "fassungen/").context["steps"]
    assert [version.number for version, _rows in steps] == [2, 1]
    told = [(row["field"], row["before"], row["after"]) for row in steps[0][1]]
    assert told == [("Points", "7", "No judgement possible"), ("Reason", "Erst.", "Dann.")]
    assert steps[1][1] == []


def test_without_a_sheet_there_is_no_history(client, case):
    assert page(client, case, "fassungen/").status_code == 404


# -- Others --------------------------------------------------------------------------------------


def test_before_the_own_sheet_is_finished_nothing_of_others_is_seen(client, make, case):
    by_another(make, case, 3, reason="Streng gesehen.")
    score(case)
    with refused("Finish your own sheet first."):
        look(case)
    assert page(client, case, "andere/").status_code == 404
    shown = page(client, case).content.decode()
    assert "Other sheets" not in shown
    assert "Streng gesehen." not in shown


def test_a_call_may_show_nothing_until_the_meeting(client, case):
    Procedure.objects.update(sees="nothing")
    score(case)
    finish(case)
    with refused(HIDDEN):
        look(case)
    assert "Other sheets" not in page(client, case).content.decode()


def test_after_finishing_the_first_look_is_kept_once(client, make, case):
    by_another(make, case, 3, reason="Zu wenig.")
    by_another(make, case, 8, reason="Alles da.")
    by_another(make, case, None, reason="Fremd.")
    score(case)
    finish(case)
    assert page(client, case, "andere/").status_code == 404  # not asked for yet
    answer = client.post(f"/en/jury/faelle/{case.key}/andere/ansehen/")
    assert answer.url == f"/en/jury/faelle/{case.key}/andere/"
    look(case, at=NOON + SECOND)
    assert ScoreSheet.objects.get(assignment=case).saw_others_at == NOON
    assert JournalEntry.objects.filter(action="sheet.saw_others").count() == 1
    (row,) = client.get(answer.url).context["rows"]
    assert (row.points, row.abstained, row.median) == ([3, 8], 1, 5.5)
    assert row.reasons == ["Alles da.", "Fremd.", "Zu wenig."]


def test_the_page_of_others_has_no_name(client, make, case):
    other = by_another(make, case, 3)
    score(case)
    finish(case)
    look(case)
    shown = page(client, case, "andere/").content.decode()
    assert other.juror.user.name not in shown
    assert str(other.juror.key) not in shown


def test_open_and_barred_sheets_are_not_among_others(client, make, case):
    by_another(make, case, 3, finished=False)
    barred = by_another(make, case, 4)
    make.conflict(barred.assignment)
    gone = by_another(make, case, 5)
    Assignment.objects.filter(pk=gone.assignment_id).update(withdrawn_at=NOON)
    score(case)
    finish(case)
    look(case)
    (row,) = page(client, case, "andere/").context["rows"]
    assert row.sheets == 0
    assert "No other sheet yet" in page(client, case, "andere/").content.decode()


def test_reopening_after_having_seen_others_is_noted(client, case):
    score(case)
    finish(case)
    look(case)
    assert "If you open yours again, that is noted" in page(client, case).content.decode()
    reopen(case)
    assert JournalEntry.objects.get(action="sheet.reopened").data == {"saw_others": True}
    assert page(client, case, "andere/").status_code == 404


@pytest.mark.parametrize("who", ["colleague", "office"])
def test_nobody_else_looks(client, make, case, who):
    score(case)
    finish(case)
    person = make.office("lead") if who == "office" else make.juror(call=case.juror.call).user
    with refused("You cannot judge this case."):
        look(case, by=person)
    client.force_login(person)
    assert client.post(f"/en/jury/faelle/{case.key}/andere/ansehen/").status_code == 404


# -- A newer version of the application ----------------------------------------------------------


def test_a_version_handed_in_after_scoring_is_said(client, make, case):
    score(case)
    assert "now version" not in page(client, case).content.decode()
    owner = make.owner(case.application)
    snapshots.freeze(case.application, by=owner, at=NOON + SECOND, once=uuid7())
    answer = page(client, case)
    assert answer.context["older"] == 1
    assert "Judged by version 1, now version 2 counts" in answer.content.decode()


# -- The distributions ---------------------------------------------------------------------------


def test_the_panel_needs_three_others(make, case):
    for points in (2, 4):
        by_another(make, case, points)
    assert others.panel(case.juror) is None
    by_another(make, case, 4)
    assert others.panel(case.juror) == [0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0]


def test_nothing_of_a_case_from_which_one_is_barred_enters_the_panel(make, case):
    sheets = [by_another(make, case, 4) for _ in range(3)]
    mine = make.assignment(juror=case.juror, application__call=case.juror.call)
    for sheet in sheets:
        make.sheet({"dk": 9}, juror=sheet.juror, application=mine.application)
    assert others.panel(case.juror)[9] == 3
    make.conflict(mine)
    assert others.panel(case.juror)[9] == 0


def test_the_distribution_waits_for_all_own_sheets(client, make, case):
    second = make.assignment(
        juror=case.juror, application__call=case.juror.call, application__declared=("dk",)
    )
    score(case)
    finish(case)
    client.force_login(case.juror.user)
    assert client.get("/en/jury/verteilung/").url == "/en/jury/"
    score(second)
    finish(second)
    assert client.get("/en/jury/verteilung/").status_code == 200


def test_the_distribution_opens_when_judging_has_ended(client, case):
    with at(case.juror.call.judging_until - SECOND):
        client.force_login(case.juror.user)
        assert client.get("/en/jury/verteilung/").status_code == 302
    with at(case.juror.call.judging_until):
        client.force_login(case.juror.user)
        assert client.get("/en/jury/verteilung/").status_code == 200


def test_both_distributions_are_shares(client, make, case):
    for points in (2, 4, 4):
        by_another(make, case, points)
    score(case, points=4)
    finish(case)
    client.force_login(case.juror.user)
    pairs = client.get("/en/jury/verteilung/").context["pairs"]
    assert [(pair.points, pair.own, pair.own_share, pair.panel_share) for pair in pairs[2:5]] == [
        (2, 0, 0, 33),
        (3, 0, 0, 0),
        (4, 1, 100, 67),
    ]


# -- All at once ---------------------------------------------------------------------------------


@pytest.fixture
def three(make, case) -> list[Assignment]:
    """One ready, one that lacks its points, one not begun."""
    more = [
        make.assignment(
            juror=case.juror,
            application__call=case.juror.call,
            application__declared=("dk",),
            position=place,
        )
        for place in (1, 2)
    ]
    score(case)
    score(more[0], points=None)
    return [case, *more]


def test_all_complete_sheets_are_listed_with_what_the_others_lack(client, three):
    client.force_login(three[0].juror.user)
    found = client.get("/en/jury/abschliessen/").context
    assert found["ready"] == three[:1]
    ((lacking, gaps),) = found["lacking"]
    assert (lacking, [gap.words for gap in gaps]) == (
        three[1],
        ["Give points for “Dekarbonisierung”."],
    )
    assert found["open"] == 1


def test_only_what_was_listed_is_finished(client, three):
    client.force_login(three[0].juror.user)
    score(three[1], points=5)  # ready meanwhile, but nobody was shown it
    answer = client.post("/en/jury/abschliessen/", {"case": [str(three[0].key)]})
    assert answer.url == "/en/jury/"
    assert [sheet.assignment for sheet in ScoreSheet.objects.finished()] == [three[0]]


def test_what_cannot_be_finished_any_more_is_said_and_the_rest_is_finished(client, three):
    client.force_login(three[0].juror.user)
    keys = [str(one.key) for one in three[:2]]
    answer = client.post("/en/jury/abschliessen/", {"case": keys})
    assert answer.status_code == 409
    assert [words for _case, words in answer.context["refused"]] == [
        "Give points for “Dekarbonisierung”."
    ]
    assert ScoreSheet.objects.finished().count() == 1


def test_after_the_end_nothing_is_finished(client, three):
    with at(three[0].juror.call.judging_until):
        client.force_login(three[0].juror.user)
        answer = client.post("/en/jury/abschliessen/", {"case": [str(three[0].key)]})
    assert answer.status_code == 409
    assert not ScoreSheet.objects.finished().exists()


def test_nobody_finishes_for_others(client, make, three):
    client.force_login(make.juror(call=three[0].juror.call).user)
    client.post("/en/jury/abschliessen/", {"case": [str(three[0].key)]})
    assert not ScoreSheet.objects.finished().exists()


# -- The worklist --------------------------------------------------------------------------------


def test_next_is_what_is_begun_then_what_is_open_and_the_same_when_asked_twice(client, three):
    client.force_login(three[0].juror.user)
    wanted = f"/en/jury/faelle/{three[0].key}/"
    assert [client.get("/en/jury/weiter/").url for _ in range(2)] == [wanted] * 2
    finish(three[0])
    assert client.get("/en/jury/weiter/").url == f"/en/jury/faelle/{three[1].key}/"
    score(three[1], points=5)
    finish(three[1])
    assert client.get("/en/jury/weiter/").url == f"/en/jury/faelle/{three[2].key}/"
    score(three[2], points=5)
    finish(three[2])
    assert client.get("/en/jury/weiter/").url == "/en/jury/"


@pytest.mark.parametrize(
    ("query", "numbers"),
    [("", [0, 1, 2]), ("?stand=open", [2]), ("?stand=begun", [0, 1]), ("?stand=done", [])],
)
def test_the_worklist_is_filtered_by_state(client, three, query, numbers):
    client.force_login(three[0].juror.user)
    cases = client.get(f"/en/jury/{query}").context["cases"]
    assert [case.key for case in cases] == [three[number].key for number in numbers]


def test_the_worklist_is_searched_by_name_among_own_cases(client, make, case):
    for name in ("Bündnis Österland", "Werkverbund Süd"):
        make.assignment(
            juror=case.juror,
            application__call=case.juror.call,
            application__initiative__name=name,
            application__initiative__search_text=name.lower().replace("ö", "o").replace("ü", "u"),
        )
    client.force_login(case.juror.user)
    found = client.get("/en/jury/?suche=OSTERLAND").context["cases"]
    assert [one.name for one in found] == ["Bündnis Österland"]
    page = client.get("/en/jury/?suche=xyz").content.decode()
    assert "None of your cases matches" in page


def test_own_cases_never_hold_those_of_others(make, case):
    make.assignment(application__call=case.juror.call)
    assert [one.key for one in own.of(case.juror).cases] == [case.key]
