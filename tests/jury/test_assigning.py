"""Who sits in the jury, who reads what, and who is not impartial."""

import pytest
from django.db import IntegrityError

from initiatives.models import JournalEntry
from initiatives.statuses import Status
from jury import actions
from jury.models import Assignment, Conflict, Juror

from ..make import NOON, SECOND, refused

READS = "Your role reads and does not decide."
NOT_YOURS = "Only the juror can declare this."


# -- Seats ---------------------------------------------------------------------------------------


def test_the_office_seats_a_juror(make):
    office, call, person = make.office(), make.call(), make.user()
    juror = actions.seat(call, person, by=office, at=NOON, organisation="Kammer", is_chair=True)
    assert Juror.objects.get() == juror
    assert (juror.accepted_at, juror.organisation, juror.is_chair) == (NOON, "Kammer", True)
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.actor) == ("juror.seated", office.key)


@pytest.mark.parametrize("role", ["reader", "editor", "lead", "auditor"])
def test_nobody_of_the_office_judges(make, role):
    person = make.office(role, name="Olga Amt")
    with refused("Olga Amt is of the office, which sees all scores, and cannot judge."):
        actions.seat(make.call(), person, by=make.office(), at=NOON)


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_seats_nobody(make, role):
    with refused(READS):
        actions.seat(make.call(), make.user(), by=make.office(role), at=NOON)


def test_a_juror_seats_nobody(make):
    juror = make.juror(is_chair=True)
    with refused(READS):
        actions.seat(juror.call, make.user(), by=juror.user, at=NOON)


# -- Assigning -----------------------------------------------------------------------------------


@pytest.fixture
def juror(make) -> Juror:
    return make.juror(user__name="Dr. Ada Albers")


@pytest.fixture
def case(make, juror):
    return make.admitted(call=juror.call)


def assign(application, jurors, by):
    return actions.assign(application, jurors, by=by, at=NOON)


def test_a_case_is_given_to_jurors_who_have_not_declared_yet(make, juror, case):
    office, second = make.office(), make.juror(call=juror.call)
    made = assign(case, [juror, second], office)
    assert [(a.juror, a.application, a.cleared_at) for a in made] == [
        (juror, case, None),
        (second, case, None),
    ]
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.actor) == ("application.assigned", office.key)
    assert entry.data == {"jurors": [str(juror.key), str(second.key)]}


def test_giving_it_again_changes_nothing_for_those_who_have_it(make, juror, case):
    first = make.assignment(juror=juror, application=case)
    second = make.juror(call=juror.call)
    assert [a.juror for a in assign(case, [juror, second], make.office())] == [second]
    assert Assignment.objects.get(juror=juror).cleared_at == first.cleared_at


def test_each_juror_has_an_order_of_its_own_that_stays(make, juror):
    cases = [make.admitted(call=juror.call) for _ in range(6)]
    second, office = make.juror(call=juror.call), make.office()
    for case in cases:
        assign(case, [juror, second], office)

    def order(one):
        return [a.application for a in one.assignments.order_by("position")]

    first = order(juror)
    assert sorted(first, key=lambda case: case.pk) == cases
    assert order(second) != first
    Assignment.objects.all().delete()
    for case in reversed(cases):
        assign(case, [juror], office)
    assert order(juror) == first


@pytest.mark.parametrize("status", [s for s in Status if s != Status.ADMITTED])
def test_only_what_is_admitted_is_given_out(make, juror, status):
    case = make.submitted(call=juror.call, status=status, exclusion_reason="Grund")
    with refused("Only admitted applications are judged."):
        assign(case, [juror], make.office())


def test_a_juror_of_another_call_reads_nothing_here(make, juror):
    with refused("The juror sits in another jury."):
        assign(make.admitted(), [juror], make.office())


def test_a_case_is_not_given_to_a_member_of_its_initiative(make, juror, case):
    make.member(case.initiative, user=juror.user)
    with refused(f"{juror} is a member of this initiative."):
        actions.assign(case, [juror], by=make.office(), at=NOON)


def test_a_case_is_not_given_to_a_juror_with_a_conflict(make, juror, case):
    Conflict.objects.create(juror=juror, application=case, ground="organ", declared_at=NOON)
    others = [make.juror(call=juror.call), juror]
    with refused("Dr. Ada Albers has declared a conflict of interest here."):
        assign(case, others, make.office())
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_gives_nothing_out(make, juror, case, role):
    with refused(READS):
        assign(case, [juror], make.office(role))


def test_a_juror_gives_itself_nothing(juror, case):
    with refused(READS):
        assign(case, [juror], juror.user)


# -- Declaring -----------------------------------------------------------------------------------


@pytest.fixture
def assignment(make) -> Assignment:
    return make.assignment(cleared=False)


def declare(assignment, ground="", *, by=None, at=NOON, **more) -> None:
    person = by or assignment.juror.user
    actions.declare(assignment.juror, {assignment: ground}, by=person, at=at, **more)


def test_an_impartial_juror_is_cleared(assignment):
    declare(assignment)
    assert Assignment.objects.get().cleared_at == NOON
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.data) == ("juror.declared_impartial", {"ground": ""})


def test_declaring_it_twice_keeps_the_first_time(assignment):
    declare(assignment)
    declare(assignment, at=NOON + SECOND)
    assert Assignment.objects.get().cleared_at == NOON


def test_a_conflict_keeps_ground_note_and_time(assignment):
    declare(assignment, "family", notes={assignment: "x" * 400})
    row = Conflict.objects.get()
    assert (row.juror, row.application) == (assignment.juror, assignment.application)
    assert (row.ground, row.note, row.declared_at) == ("family", "x" * 300, NOON)
    assert Assignment.objects.get().cleared_at is None
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.data) == ("juror.declared_conflict", {"ground": "family"})


def test_several_cases_are_declared_at_once(make, assignment):
    other = make.assignment(juror=assignment.juror, cleared=False)
    grounds = {assignment: "", other: "organ"}
    actions.declare(assignment.juror, grounds, by=assignment.juror.user, at=NOON)
    assert Assignment.objects.get(cleared_at=NOON) == assignment
    assert Conflict.objects.get().application == other.application


def test_an_unknown_ground_is_refused_and_nothing_is_declared(make, assignment):
    other = make.assignment(juror=assignment.juror, cleared=False)
    grounds = {assignment: "", other: "envy"}
    with refused("Choose one of the grounds."):
        actions.declare(assignment.juror, grounds, by=assignment.juror.user, at=NOON)
    assert not Assignment.objects.cleared().exists()


@pytest.mark.parametrize("role", ["office", "user"])
def test_nobody_declares_for_a_juror(make, assignment, role):
    with refused(NOT_YOURS):
        declare(assignment, by=getattr(make, role)())


def test_a_juror_does_not_declare_on_the_case_of_another(make, assignment):
    other = make.juror(call=assignment.juror.call)
    with refused("You cannot judge this case."):
        actions.declare(other, {assignment: ""}, by=other.user, at=NOON)
    assert Assignment.objects.get().cleared_at is None


def test_a_conflict_is_not_undone_by_declaring_again(assignment):
    declare(assignment, "organ")
    with refused("You cannot judge this case."):
        declare(assignment)
    assert Assignment.objects.get().cleared_at is None


def test_a_conflict_declared_twice_is_one(assignment):
    declare(assignment, "organ")
    with refused("You cannot judge this case."):
        declare(assignment, "family")
    assert Conflict.objects.get().ground == "organ"


def test_the_database_keeps_one_conflict_a_case(make, assignment):
    make.conflict(assignment)
    with pytest.raises(IntegrityError, match="conflict_declared_once"):
        make.conflict(assignment)
