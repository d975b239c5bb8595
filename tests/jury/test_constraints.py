"""What the database itself refuses, whoever asks."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from jury.models import Assignment, Juror, Score, ScoreSheet

from ..make import NOON


@pytest.fixture
def sheet(make) -> ScoreSheet:
    """An open sheet on a case that declares dk, without a score."""
    return make.sheet({}, application__declared=("dk",), finished=False)


def score(sheet, code="dk", points=7, **more) -> Score:
    criterion = sheet.application.call.criteria.get(code=code)
    return Score.objects.create(
        sheet=sheet, criterion=criterion, points=points, saved_at=NOON, **more
    )


def refuses(words):
    return pytest.raises(IntegrityError, match=words)


def test_a_score_within_the_scale_is_kept(sheet):
    assert [score(sheet, "dk", 0).points] == [0]
    Score.objects.update(points=10)


@pytest.mark.parametrize("points", [-1, 11])
def test_points_off_the_scale(sheet, points):
    with refuses("points_within_the_scale|points_check"):
        score(sheet, points=points)


@pytest.mark.parametrize("points", [-1, 11])
def test_points_changed_to_off_the_scale(sheet, points):
    score(sheet)
    with refuses("points_within_the_scale|points_check"):
        Score.objects.update(points=points)


def test_points_beside_an_abstention(sheet):
    with refuses("no_points_without_judgement"):
        score(sheet, points=7, abstained=True)


def test_two_scores_on_one_criterion(sheet):
    score(sheet)
    with refuses("one_score_a_criterion"):
        score(sheet)


def test_a_score_on_a_d_that_is_not_declared(sheet):
    with refuses(r"criterion \d+ is not declared by the application of sheet \d+"):
        score(sheet, "dm")


def test_a_score_moved_to_a_d_that_is_not_declared(sheet):
    score(sheet)
    with refuses("is not declared"):
        Score.objects.update(criterion=sheet.application.call.criteria.get(code="dm"))


def test_many_scores_at_once_on_a_d_that_is_not_declared(sheet):
    dm = sheet.application.call.criteria.get(code="dm")
    with refuses("is not declared"):
        Score.objects.bulk_create([Score(sheet=sheet, criterion=dm, points=1, saved_at=NOON)])


def test_a_score_on_a_criterion_of_another_call(make, sheet):
    elsewhere = make.criterion(make.call(), "quality", is_optional=False)
    with refuses("is not declared"):
        Score.objects.create(sheet=sheet, criterion=elsewhere, points=7, saved_at=NOON)


def test_a_general_criterion_needs_no_declaring(make, sheet):
    make.criterion(sheet.application.call, "quality", is_optional=False)
    assert score(sheet, "quality").points == 7


def test_a_sheet_on_a_case_with_a_conflict(make):
    assignment = make.assignment()
    make.conflict(assignment)
    with refuses(r"juror \d+ has a conflict of interest with application \d+"):
        make.sheet({}, assignment=assignment)


def test_two_sheets_on_one_case(make, sheet):
    with refuses("one_sheet_each|assignment_id"):
        make.sheet({}, assignment=sheet.assignment)


def test_one_case_given_twice(make):
    assignment = make.assignment()
    with refuses("assigned_once"):
        Assignment.objects.create(juror=assignment.juror, application=assignment.application)


def test_a_conflict_on_an_unknown_ground(make):
    with refuses("conflict_ground_known"):
        make.conflict(make.assignment(), ground="envy")


def test_a_person_sits_once_in_a_jury(make):
    juror = make.juror()
    with refuses("juror_once_a_call"):
        Juror.objects.create(call=juror.call, user=juror.user)


def test_a_jury_has_one_chair(make):
    chair = make.juror(is_chair=True)
    make.juror(call=make.call(), is_chair=True)
    with refuses("one_chair_a_call"), transaction.atomic():
        make.juror(call=chair.call, is_chair=True)
    assert Juror.objects.filter(is_chair=True).count() == 2


def test_a_case_that_is_judged_is_not_deleted(make):
    with pytest.raises(ProtectedError):
        make.assignment().application.delete()


def test_a_sheet_of_another_juror_than_its_assignment(make, sheet):
    other = make.assignment()
    with refuses(r"sheet and assignment \d+ name different jurors or cases"):
        ScoreSheet.objects.create(
            assignment=other,
            juror=sheet.juror,
            application=other.application,
            started_at=make.NOON,
        )


def test_a_scale_beyond_ten(make):
    with refuses("call_scale_ends_at_ten"):
        make.call(points_max=11)
