"""Finishing a sheet needs all points and reasons; from then on it counts and stays as it is."""

import pytest

from jury import actions
from jury.models import Assignment, Score, ScoreSheet

from ..make import DAY, NOON, refused
from .test_actions import finish, journalled, reopen, score


@pytest.fixture
def case(make) -> Assignment:
    """A cleared assignment of a case that declares dk and dm."""
    return make.assignment(application__declared=("dk", "dm"))


def test_a_whole_sheet_is_finished(case):
    score(case, "dk", 7)
    score(case, "dm", points=None, abstained=True, reason="Fremdes Fach.")
    assert finish(case, at=NOON).finished_at == NOON
    assert journalled() == ["sheet.begun", "sheet.finished"]


def test_finishing_twice_keeps_the_first_time(make):
    case = make.sheet({"dk": 7}).assignment
    assert finish(case).finished_at == case.application.call.judging_from
    assert journalled() == []


@pytest.mark.parametrize("scored", [{}, {"dk": 7}])
def test_points_on_every_declared_d_are_needed(make, case, scored):
    for code, points in scored.items():
        score(case, code, points)
    missing = "Demografie" if scored else "Dekarbonisierung"
    with refused(f"Give points for “{missing}”."):
        finish(case)
    assert not ScoreSheet.objects.finished().exists()


def test_a_reason_without_points_is_not_enough(case):
    score(case, "dk", points=None)
    with refused("Give points for “Dekarbonisierung”."):
        finish(case)


@pytest.mark.parametrize("abstained", [False, True])
def test_a_reason_is_needed_with_every_score(case, abstained):
    score(case, "dk", 7)
    score(case, "dm", 7, reason=" \n", abstained=abstained)
    with refused("Give a reason for “Demografie”."):
        finish(case)


def test_a_call_may_do_without_reasons(make):
    call = make.call(judging_from=NOON - DAY, reason_required=False)
    case = make.assignment(application__call=call)
    score(case, reason="")
    assert finish(case).finished_at == NOON


def test_a_reason_of_600_characters_is_enough(make):
    case = make.assignment()
    score(case, reason="x" * 600)
    assert finish(case).finished_at == NOON


def test_a_longer_reason_is_saved_but_not_finished(make):
    case = make.assignment()
    score(case, reason="x" * 601)
    with refused("Shorten the reason for “Dekarbonisierung” to 600 characters."):
        finish(case)
    assert Score.objects.get().reason == "x" * 601


def test_a_longer_feedback_is_saved_but_not_finished(make):
    case = make.assignment()
    score(case, for_applicant="x" * 601)
    with refused("Shorten the feedback on “Dekarbonisierung” to 600 characters."):
        finish(case)
    assert Score.objects.get().for_applicant == "x" * 601


def test_all_gaps_are_known_at_once(make, case):
    score(case, "dm", 7, reason="")
    assert [(gap.criterion.code, gap.field) for gap in actions.gaps(case)] == [
        ("dk", "points"),
        ("dm", "reason"),
    ]


def test_a_finished_sheet_is_not_changed(make):
    case = make.sheet({"dk": 7}).assignment
    with refused("This sheet is finished. Reopen it to change it."):
        score(case, points=8)
    assert Score.objects.get().points == 7


def test_a_reopened_sheet_is_changed_and_finished_anew(make):
    case = make.sheet({"dk": 7}).assignment
    reopen(case)
    assert not ScoreSheet.objects.finished().exists()
    score(case, points=8)
    assert finish(case).scores.get().points == 8
    assert journalled() == ["sheet.reopened", "sheet.finished"]


def test_an_open_sheet_is_not_reopened(make):
    with refused("This sheet is open already."):
        reopen(make.sheet({"dk": 7}, finished=False).assignment)
