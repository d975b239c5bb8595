"""Scoring: on what is declared, by whom is impartial, while the window is open."""

import pytest

from initiatives.models import Application, JournalEntry
from initiatives.refusals import Stale
from initiatives.shown import digest
from jury import actions
from jury.models import Assignment, Score, ScoreSheet

from ..make import NOON, SECOND, refused

CLOSED = "Judging is closed at present. What you saved stays as it is."
NOT_YOURS = "You cannot judge this case."
OFF_THE_SCALE = "Give 0 to 10 points."
STALE = (
    "These details were changed meanwhile. What is stored now is shown with them; "
    "saving again replaces it by yours."
)


def seen(**fields: str) -> dict[str, str]:
    """What the page of a writer carries who saw these fields."""
    return {name: digest({name: value}) for name, value in fields.items()}


@pytest.fixture
def case(make) -> Assignment:
    """A cleared assignment of a case that declares dk and dm, judged until NOON + 1 s."""
    call = make.call(judging_until=NOON + SECOND)
    return make.assignment(application__call=call, application__declared=("dk", "dm"))


def criterion(case, code="dk"):
    return case.application.call.criteria.get(code=code)


def score(case, code="dk", points=7, *, by=None, at=NOON, reason="Belegt.", **more) -> Score:
    return actions.save_score(
        case,
        criterion(case, code),
        by=by or case.juror.user,
        at=at,
        points=points,
        reason=reason,
        **more,
    )


def finish(case, *, at=NOON) -> ScoreSheet:
    return actions.finish(case, by=case.juror.user, at=at)


def reopen(case, *, at=NOON) -> None:
    actions.reopen(case, by=case.juror.user, at=at)


def journalled() -> list[str]:
    return [entry.action for entry in JournalEntry.objects.all()]


# -- Saving a score ------------------------------------------------------------------------------


def test_the_first_score_begins_the_sheet(case):
    first, second = score(case, "dk", 7), score(case, "dm", 0)
    sheet = ScoreSheet.objects.get()
    assert (sheet.juror, sheet.application) == (case.juror, case.application)
    assert (sheet.started_at, sheet.finished_at) == (NOON, None)
    assert list(sheet.scores.order_by("pk")) == [first, second]
    assert (first.points, first.reason, first.version, first.saved_at) == (7, "Belegt.", 1, NOON)
    assert journalled() == ["sheet.begun"]


@pytest.mark.parametrize("points", [0, 10])
def test_both_ends_of_the_scale_are_points(case, points):
    assert score(case, points=points).points == points


@pytest.mark.parametrize("points", [-1, 11])
def test_points_off_the_scale_are_refused(case, points):
    with refused(OFF_THE_SCALE):
        score(case, points=points)
    assert not ScoreSheet.objects.exists()


def test_a_call_may_have_a_shorter_scale(make):
    case = make.assignment(application__call=make.call(judging_from=NOON, points_max=5))
    with refused("Give 0 to 5 points."):
        score(case, points=6)


def test_a_d_that_is_not_declared_is_refused(case):
    with refused("The application does not ask to be judged on this."):
        score(case, "dg")
    assert not ScoreSheet.objects.exists()


def test_a_criterion_of_another_call_is_refused(make, case):
    elsewhere = make.call().criteria.get(code="dk")
    with refused("The application does not ask to be judged on this."):
        actions.save_score(case, elsewhere, by=case.juror.user, at=NOON, points=7)


def test_a_general_criterion_is_judged_in_every_case(make, case):
    make.criterion(case.application.call, "quality", is_optional=False)
    assert score(case, "quality").points == 7
    assert [c.code for c in actions.judged(case.application)] == ["dk", "dm", "quality"]


def test_no_judgement_is_possible_and_has_no_points(case):
    saved = score(case, points=7, abstained=True, reason="Fremdes Fach.")
    assert (saved.points, saved.abstained, saved.reason) == (None, True, "Fremdes Fach.")


def test_a_reason_can_be_saved_before_the_points(case):
    saved = score(case, points=None)
    assert (saved.points, saved.abstained, saved.reason) == (None, False, "Belegt.")


def test_a_change_counts_up(case):
    score(case, points=7)
    changed = score(
        case,
        points=8,
        seen=seen(points="7", reason="Belegt.", for_applicant=""),
        reason="Gut\r\nso.",
    )
    assert (changed.points, changed.reason, changed.version) == (8, "Gut\nso.", 2)
    assert Score.objects.get().saved_at == NOON


def test_the_same_again_changes_nothing(case):
    score(case)
    again = score(case, at=NOON - SECOND)
    assert (again.version, again.saved_at) == (1, NOON)


def test_an_older_window_overwrites_nothing_and_hears_of_every_field(case):
    saw = seen(points="", reason="", for_applicant="")
    score(case, points=8, reason="Zweitens.")
    with refused(STALE, Stale) as refusal:
        score(case, points=3, reason="Drittens.", for_applicant="Neu.", seen=saw)
    assert refusal.value.stored == {"points": "8", "reason": "Zweitens."}
    stored = Score.objects.get()
    assert (stored.points, stored.reason, stored.for_applicant) == (8, "Zweitens.", "")


def test_two_windows_that_change_different_fields_do_not_conflict(case):
    score(case, points=7, reason="Belegt.")
    saw = seen(points="7", reason="Belegt.", for_applicant="")
    score(case, points=8, reason="Belegt.", seen=saw)
    score(case, points=7, reason="Anders.", seen=saw)
    stored = Score.objects.get()
    assert (stored.points, stored.reason, stored.version) == (8, "Anders.", 3)


def test_what_goes_to_the_initiative_stands_apart_from_the_reason(case):
    found = score(case, reason="Nur für uns.", for_applicant="Für Sie.\r\nAlle.")
    assert (found.reason, found.for_applicant) == ("Nur für uns.", "Für Sie.\nAlle.")


def test_nothing_given_begins_nothing(case):
    assert score(case, points=None, reason="") is None
    assert not ScoreSheet.objects.exists()


# -- Who and when: the same for everything a juror does to a sheet -------------------------------

DEEDS = {"score": score, "finish": finish, "reopen": reopen}
deeds = pytest.mark.parametrize("do", DEEDS.values(), ids=DEEDS.keys())


@deeds
def test_at_the_end_of_the_window_it_is_too_late(case, do):
    with refused(CLOSED):
        do(case, at=NOON + SECOND)


def test_the_last_second_of_the_window_counts(case):
    score(case, "dk", at=NOON)
    score(case, "dm", at=NOON)
    assert finish(case, at=NOON).finished_at == NOON


@deeds
def test_before_the_window_it_is_too_early(make, do):
    case = make.assignment(application__call=make.call(judging_from=NOON))
    with refused(CLOSED):
        do(case, at=NOON - SECOND)


def test_the_first_second_of_the_window_counts(make):
    case = make.assignment(application__call=make.call(judging_from=NOON))
    assert score(case, at=NOON).saved_at == NOON


@deeds
def test_who_has_not_declared_to_be_impartial_does_nothing(make, do):
    case = make.assignment(cleared=False)
    with refused("Declare first whether you are impartial in this case."):
        do(case)


@deeds
def test_who_has_a_conflict_does_nothing(make, case, do):
    make.conflict(case)
    with refused(NOT_YOURS):
        do(case)


@deeds
def test_a_case_that_was_excluded_meanwhile_is_not_judged(case, do):
    Application.objects.update(status="excluded", exclusion_reason="Grund")
    with refused("This case is not judged."):
        do(case)


@pytest.mark.parametrize("who", ["juror", "office", "owner", "chair"])
def test_nobody_else_scores(make, case, who):
    call = case.application.call
    person = {
        "juror": lambda: make.juror(call=call).user,
        "office": lambda: make.office("lead"),
        "owner": lambda: make.owner(case.application),
        "chair": lambda: make.juror(call=call, is_chair=True).user,
    }[who]()
    with refused(NOT_YOURS):
        score(case, by=person)
    with refused(NOT_YOURS):
        actions.finish(case, by=person, at=NOON)
    with refused(NOT_YOURS):
        actions.reopen(case, by=person, at=NOON)
    assert not ScoreSheet.objects.exists()


def test_a_juror_scores_only_what_is_assigned(make, case):
    other = make.assignment(application__call=case.application.call)
    with refused(NOT_YOURS):
        score(other, by=case.juror.user)
