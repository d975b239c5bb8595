"""Who sees which row of the jury: everybody, one matrix."""

import pytest
from django.contrib.auth.models import AnonymousUser

from jury.models import Assignment, Conflict, Juror

ROLES = [
    "anonymous",
    "stranger",
    "owner",
    "editor",
    "reader",
    "juror",
    "fellow",
    "recused",
    "chair",
    "office reader",
    "office editor",
    "office lead",
    "auditor",
]


@pytest.fixture
def world(make) -> dict:
    """One case; a juror reads it, one is recused from it, a fellow and the chair read others."""
    call = make.call(judging_from=make.NOON - make.DAY)
    case = make.admitted(call=call)
    juror, recused = (make.juror(call=call) for _ in range(2))
    mine = make.assignment(juror=juror, application=case)
    lost = make.assignment(juror=recused, application=case)
    conflict = make.conflict(lost)
    fellow, chair = make.juror(call=call), make.juror(call=call, is_chair=True)
    return {
        "call": call,
        "rows": {"mine": mine, "lost": lost, "conflict": conflict},
        "people": {
            "anonymous": AnonymousUser(),
            "stranger": make.user(),
            "owner": make.owner(case),
            "editor": make.member(case.initiative, "editor"),
            "reader": make.member(case.initiative, "reader"),
            "juror": juror.user,
            "fellow": fellow.user,
            "recused": recused.user,
            "chair": chair.user,
            "office reader": make.office("reader"),
            "office editor": make.office("editor"),
            "office lead": make.office("lead"),
            "auditor": make.office("auditor"),
        },
    }


SEES = {
    "mine": (Assignment, {"juror"}),
    "lost": (Assignment, set()),
    "conflict": (Conflict, {"recused", "office reader", "office editor", "office lead", "auditor"}),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("thing", SEES)
def test_who_sees_what(world, thing, role):
    model, readers = SEES[thing]
    found = model.objects.visible_to(world["people"][role])
    assert (world["rows"][thing] in found) == (role in readers)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_has_only_seats_of_their_own(world, role):
    person = world["people"][role]
    seats = [] if role == "anonymous" else list(Juror.objects.filter(user=person))
    assert list(Juror.objects.of(person)) == seats


def test_a_juror_of_two_calls_finds_the_newer_seat_first(make):
    old, new = make.call(year=2024), make.call(year=2025)
    person = make.user()
    seats = [make.juror(call=call, user=person) for call in (old, new)]
    assert list(Juror.objects.of(person)) == seats[::-1]


def test_a_case_disappears_with_the_conflict(make):
    assignment = make.sheet({"dk": 7}).assignment
    person = assignment.juror.user
    assert Assignment.objects.visible_to(person).get() == assignment
    make.conflict(assignment)
    assert not Assignment.objects.visible_to(person).exists()


def test_a_conflict_hides_that_case_only(make):
    assignment = make.assignment()
    other = make.assignment(juror=assignment.juror)
    make.conflict(assignment)
    assert Assignment.objects.visible_to(assignment.juror.user).get() == other


def test_the_conflict_of_one_juror_hides_nothing_from_another(make):
    assignment = make.assignment()
    other = make.assignment(application=assignment.application)
    make.conflict(assignment)
    assert Assignment.objects.visible_to(other.juror.user).get() == other


def test_only_declared_cases_are_cleared(make):
    cleared, _open = make.assignment(), make.assignment(cleared=False)
    assert list(Assignment.objects.cleared()) == [cleared]


def test_a_sheet_is_shown_with_what_is_scored_of_what_is_asked(make):
    make.sheet({"dk": 7, "dm": None}, finished=False, application__declared=("dk", "dm", "dg"))
    found = Assignment.objects.with_sheet().get()
    assert (found.scored, found.asked) == (2, 3)
