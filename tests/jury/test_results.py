"""The standings: always computed, and only from what counts."""

import pytest

from initiatives.models import Application
from jury import actions
from jury.models import Juror, ScoreSheet
from jury.standings import Standings

from ..make import DAY, NOON


@pytest.fixture
def call(make):
    return make.call(criteria={"dk": 1, "dm": 3}, judging_from=NOON - DAY)


def rows_of(call):
    return Standings(call, top=1)[:]


def figures(call) -> list[tuple]:
    """Name, place, mean and number of sheets of every row."""
    return [
        (
            row.application.initiative.name,
            *((row.standing.place, row.standing.mean, row.standing.sheets) if row.standing else ()),
        )
        for row in rows_of(call)
    ]


def test_a_call_without_cases_has_no_rows(call):
    assert rows_of(call) == []


def test_cases_stand_by_place_and_those_without_a_sheet_last_by_name(make, call):
    for name in ("Zwickau", "Älterland"):
        make.admitted(call=call, initiative__name=name)
    low = make.admitted(call=call, initiative__name="Anfang", declared=("dk",))
    high = make.admitted(call=call, initiative__name="Ziel", declared=("dk", "dm"))
    make.sheet({"dk": 5}, application=low)
    make.sheet({"dk": 10, "dm": 8}, application=high)
    make.sheet({"dk": 2, "dm": 6}, application=high)
    assert figures(call) == [
        ("Ziel", 1, 6.75, 2),
        ("Anfang", 2, 5.0, 1),
        ("Älterland",),
        ("Zwickau",),
    ]


def test_the_profile_has_a_gap_where_nothing_was_declared(make, call):
    case = make.admitted(call=call, declared=("dm",))
    make.sheet({"dm": 8}, application=case)
    (row,) = rows_of(call)
    assert [(c.code, mean) for c, mean in row.profile] == [("dk", None), ("dm", 8.0)]


def test_equal_means_share_a_place_and_stand_by_name(make, call):
    for name, points in {"Österreich": 7, "Ofen": 7, "Bad": 6}.items():
        case = make.admitted(call=call, initiative__name=name, declared=("dk",))
        make.sheet({"dk": points}, application=case)
    assert figures(call) == [("Ofen", 1, 7.0, 1), ("Österreich", 1, 7.0, 1), ("Bad", 3, 6.0, 1)]


@pytest.fixture
def case(make, call) -> Application:
    """One case with one sheet of 8 points on dk and dm."""
    made = make.admitted(call=call, initiative__name="Talaue", declared=("dk", "dm"))
    make.sheet({"dk": 8, "dm": 8}, application=made)
    return made


def test_an_open_sheet_does_not_count(make, call, case):
    make.sheet({"dk": 0, "dm": 0}, application=case, finished=False)
    assert figures(call) == [("Talaue", 1, 8.0, 1)]


def test_a_reopened_sheet_does_not_count(call, case):
    assignment = ScoreSheet.objects.get().assignment
    actions.reopen(assignment, by=assignment.juror.user, at=NOON)
    assert figures(call) == [("Talaue",)]


def test_a_sheet_with_an_abstention_does_not_count(make, call, case):
    make.sheet({"dk": 0, "dm": None}, application=case)
    assert figures(call) == [("Talaue", 1, 8.0, 1)]


def test_after_a_late_conflict_a_sheet_no_longer_counts(make, call, case):
    late = make.sheet({"dk": 0, "dm": 0}, application=case).assignment
    assert figures(call) == [("Talaue", 1, 4.0, 2)]
    actions.declare(late.juror, {late: "organ"}, by=late.juror.user, at=NOON)
    assert figures(call) == [("Talaue", 1, 8.0, 1)]


def test_an_excluded_case_is_not_in_the_standings(make, call, case):
    Application.objects.update(status="excluded", exclusion_reason="Grund")
    assert rows_of(call) == []


def test_another_call_does_not_count(make, call, case):
    make.sheet({"dk": 1})
    assert figures(call) == [("Talaue", 1, 8.0, 1)]


def test_weights_of_the_call_are_used(make, call):
    case = make.admitted(call=call, declared=("dk", "dm"))
    make.sheet({"dk": 10, "dm": 2}, application=case)
    assert rows_of(call)[0].standing.mean == 4.0


@pytest.mark.parametrize("cases", [20, 200])
def test_five_queries_however_many_cases(make, call, cases, django_assert_num_queries):
    make.many_cases(call, cases, [make.juror(call=call) for _ in range(3)])
    rows_of(call)  # what takes long is remembered
    with django_assert_num_queries(5):
        rows = rows_of(call)
    assert [row.standing.sheets for row in rows] == [3] * cases


def test_readers_are_those_without_a_conflict(make, call, case):
    make.assignment(application=case)
    make.conflict(make.assignment(application=case))
    (row,) = rows_of(call)
    assert row.readers == case.assignments.count() - 1


# -- Progress ------------------------------------------------------------------------------------


def test_progress_counts_cases_and_finished_sheets(make, call):
    juror = make.juror(call=call)
    for finished in (True, True, False):
        make.sheet({"dk": 7}, juror=juror, finished=finished)
    make.assignment(juror=juror)
    make.sheet({"dk": 7}, juror=make.juror(call=call))
    found = Juror.objects.with_progress().get(pk=juror.pk)
    assert (found.assigned, found.finished) == (4, 2)


def test_a_case_with_a_conflict_is_not_counted_as_progress(make, call):
    juror = make.juror(call=call)
    make.conflict(make.assignment(juror=juror))
    make.conflict(make.sheet({"dk": 7}, juror=juror).assignment)
    make.sheet({"dk": 7}, juror=juror)
    found = Juror.objects.with_progress().get(pk=juror.pk)
    assert (found.assigned, found.finished) == (1, 1)


def test_progress_is_one_query(make, call, django_assert_num_queries):
    make.many_cases(call, 20, [make.juror(call=call) for _ in range(5)])
    with django_assert_num_queries(1):
        counts = {(j.assigned, j.finished) for j in Juror.objects.with_progress()}
    assert counts == {(20, 20)}
