"""From a dry run to who reads what: begun work stays, no bar is crossed, nothing old is done."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from initiatives import berlin
from initiatives.models import JournalEntry, Letter
from initiatives.refusals import NotAllowed
from jury import actions, allotting
from jury.allocation import match_of
from jury.allotting import Wanted
from jury.models import Assignment, Expertise, Plan

from ..make import DAY, NOON, at

TWO = Wanted(readers=2, keep_all=False)


@pytest.fixture
def seats(make):
    """A call with three jurors and three cases, nobody reads anything yet."""
    call = make.call(judging_from=NOON, criteria={"dk": 2, "dg": 1})
    jurors = [make.juror(call=call) for _ in range(3)]
    cases = [make.admitted(call=call, declared=("dk",)) for _ in range(3)]
    return call, jurors, cases


@pytest.fixture
def office(make):
    return make.office()


def reads():
    rows = Assignment.objects.standing()
    return {(row.juror, row.application) for row in rows.select_related("juror", "application")}


def keys(pairs):
    return sorted([str(case.key), str(juror.key)] for juror, case in pairs)


def test_a_dry_run_changes_nothing(seats, office):
    call, _jurors, _cases = seats
    made = actions.plan(call, TWO, by=office, at=NOON)
    assert len(made.pairs) == 6
    assert made.figures["certified"]
    assert sorted(made.figures["loads"].values()) == [2, 2, 2]
    assert reads() == set()


def test_applying_it_lets_them_read(seats, office, make):
    call, jurors, _cases = seats
    made = actions.plan(call, TWO, by=office, at=NOON)
    changed = actions.apply(made, by=office, at=NOON)
    assert keys(reads()) == made.pairs
    assert (len(changed.added), len(changed.removed), len(changed.kept)) == (6, 0, 0)
    entry = JournalEntry.objects.get(action="call.allocated")
    assert (entry.data["added"], entry.data["plan"]) == (6, str(made.key))
    letters = Letter.objects.filter(kind="jury_assigned")
    assert sorted(letters.values_list("to", flat=True)) == sorted(j.user.email for j in jurors)


def test_a_second_click_finds_it_done(seats, office):
    call, _jurors, _cases = seats
    made = actions.plan(call, TWO, by=office, at=NOON)
    actions.apply(made, by=office, at=NOON)
    assert actions.apply(made, by=office, at=NOON + DAY) == (set(), set(), set())
    assert JournalEntry.objects.filter(action="call.allocated").count() == 1


def test_begun_work_stays_and_the_rest_goes_as_planned(seats, office, make):
    call, jurors, cases = seats
    begun = make.assignment(juror=jurors[0], application=cases[0])
    make.sheet({"dk": 5}, finished=False, assignment=begun)
    for juror in jurors:
        make.assignment(juror=juror, application=cases[1])
    made = actions.plan(call, TWO, by=office, at=NOON)
    actions.apply(made, by=office, at=NOON)
    assert (jurors[0], cases[0]) in reads()
    assert keys(reads()) == made.pairs
    assert len(reads()) == 6


def test_all_that_stands_can_be_kept(seats, office, make):
    call, jurors, cases = seats
    for juror in jurors:
        make.assignment(juror=juror, application=cases[1], cleared=False)
    made = actions.plan(call, Wanted(readers=2, keep_all=True), by=office, at=NOON)
    changed = actions.changes(made, allotting.of_call(call, TWO, at=NOON))
    assert changed.removed == set()
    assert len(changed.kept) == 3
    assert made.figures["panels"] == {"2": 2, "3": 1}


def test_a_case_taken_away_comes_back_undeclared(seats, office, make):
    call, jurors, cases = seats
    row = make.assignment(juror=jurors[0], application=cases[0], withdrawn_at=NOON)
    made = actions.plan(call, Wanted(readers=3, keep_all=False), by=office, at=NOON)
    actions.apply(made, by=office, at=NOON)
    row.refresh_from_db()
    assert (row.withdrawn_at, row.cleared_at) == (None, None)


def test_a_case_declared_on_is_taken_away_and_not_forgotten(seats, office, make):
    call, jurors, cases = seats
    rows = [make.assignment(juror=juror, application=cases[0]) for juror in jurors]
    made = actions.plan(call, Wanted(readers=1, keep_all=False), by=office, at=NOON)
    actions.apply(made, by=office, at=NOON + DAY)
    gone = [
        row for row in Assignment.objects.filter(pk__in=[r.pk for r in rows]) if row.withdrawn_at
    ]
    assert [row.withdrawn_at for row in gone] == [NOON + DAY] * 2


def test_conflicts_requests_doubts_and_own_cases_are_never_given(seats, office, make):
    call, jurors, cases = seats
    make.conflict(make.assignment(juror=jurors[0], application=cases[0], cleared=False))
    for kind, juror in (("request", jurors[1]), ("domain", jurors[2])):
        juror.concerns.create(application=cases[1], kind=kind, evidence="…", raised_at=NOON)
    make.member(cases[2].initiative, "reader", user=jurors[0].user)
    made = actions.plan(call, Wanted(readers=3, keep_all=False), by=office, at=NOON)
    assert keys([(jurors[0], cases[1]), (jurors[1], cases[0])])[0] in made.pairs
    forbidden = [(jurors[0], cases[0]), (jurors[1], cases[1]), (jurors[2], cases[1])]
    assert not [pair for pair in keys([*forbidden, (jurors[0], cases[2])]) if pair in made.pairs]
    lacking = {row["case"]: row["missing"] for row in made.figures["unfilled"]}
    assert lacking == {str(cases[0].key): 1, str(cases[1].key): 2, str(cases[2].key): 1}


@pytest.mark.parametrize("what", ["conflict", "juror", "case", "begun", "expertise"])
def test_an_old_plan_is_not_applied(seats, office, make, what):
    call, jurors, cases = seats
    made = actions.plan(call, TWO, by=office, at=NOON)
    before = reads()
    if what == "conflict":
        jurors[0].conflicts.create(application=cases[0], ground="other", declared_at=NOON)
    elif what == "juror":
        make.juror(call=call)
    elif what == "case":
        make.admitted(call=call)
    elif what == "begun":
        make.sheet({"dk": 1}, finished=False, juror=jurors[0], application=cases[0])
        before = reads()
    else:
        Expertise.objects.create(juror=jurors[0], criterion=call.criteria.get(code="dk"), level=3)
    with pytest.raises(NotAllowed, match="Berechnen Sie ihn neu"):
        actions.apply(made, by=office, at=NOON)
    assert reads() == before


def test_who_only_reads_plans_nothing(seats, make):
    call, _jurors, _cases = seats
    reader = make.office("reader")
    with pytest.raises(NotAllowed, match="darf lesen, aber nicht entscheiden"):
        actions.plan(call, TWO, by=reader, at=NOON)
    made = actions.plan(call, TWO, by=make.office(), at=NOON)
    with pytest.raises(NotAllowed, match="darf lesen, aber nicht entscheiden"):
        actions.apply(made, by=reader, at=NOON)
    with pytest.raises(NotAllowed, match="darf lesen, aber nicht entscheiden"):
        actions.plan_from_pairs(call, [], by=reader, at=NOON)


def test_without_cases_or_jurors_there_is_nothing_to_plan(make, office):
    call = make.call(judging_from=NOON)
    with pytest.raises(NotAllowed, match="noch keinen zugelassenen Fall"):
        actions.plan(call, TWO, by=office, at=NOON)
    make.admitted(call=call)
    with pytest.raises(NotAllowed, match="noch kein Jurymitglied"):
        actions.plan(call, TWO, by=office, at=NOON)


def test_deputies_who_wait_those_gone_and_those_out_of_term_read_nothing(seats, office, make):
    call, jurors, _cases = seats
    make.juror(call=call, deputy_of=jurors[0])
    make.juror(call=call, left_at=NOON)
    make.juror(call=call, term_until=(NOON - 2 * DAY).date())
    called = make.juror(call=call, deputy_of=jurors[0], called_in_at=NOON)
    made = actions.plan(call, TWO, by=office, at=NOON)
    assert set(made.figures["loads"]) == {str(juror.key) for juror in (*jurors, called)}


def test_whose_term_ends_while_the_jury_judges_reads_until_its_last_day(seats, office):
    """As `assign` lets them; a plan of before, and the worker, ask anew."""
    call, jurors, cases = seats
    last = (NOON + DAY).date()
    jurors[0].term_until = last
    jurors[0].save()
    midnight = berlin.moment(last + timedelta(days=1), time())
    before = midnight - timedelta(seconds=1)
    old = actions.plan(call, TWO, by=office, at=before)
    assert set(old.figures["loads"]) == {str(juror.key) for juror in jurors}
    actions.assign(cases[0], [jurors[0]], by=office, at=before)
    made = actions.plan(call, TWO, by=office, at=midnight)
    assert set(made.figures["loads"]) == {str(juror.key) for juror in jurors[1:]}
    with pytest.raises(NotAllowed, match=r"Amtszeit von .* ist vorbei"):
        actions.assign(cases[1], [jurors[0]], by=office, at=midnight)
    with pytest.raises(NotAllowed, match="Seit diesem Plan"):
        actions.apply(old, by=office, at=midnight)


def test_the_worker_knows_whose_term_is_over(seats, office, monkeypatch, work):
    call, jurors, _cases = seats
    jurors[0].term_until = (NOON - DAY).date()
    jurors[0].save()
    monkeypatch.setattr("jury.actions.planning.AT_ONCE", 0)
    made = actions.plan(call, TWO, by=office, at=NOON - 2 * DAY)
    with at(NOON):
        work()
    made.refresh_from_db()
    assert set(made.figures["loads"]) == {str(juror.key) for juror in jurors[1:]}


def test_without_weeks_of_judging_a_term_that_is_over_gets_no_case(make):
    call = make.call(is_archive=True, judging_from=None, judging_until=None)
    here = make.juror(call=call)
    make.juror(call=call, term_until=(NOON - DAY).date())
    assert set(allotting.of_call(call, TWO, at=NOON).problem.jurors) == {str(here.key)}


def test_a_file_says_who_reads_what_and_begun_work_stays(seats, office, make):
    call, jurors, cases = seats
    make.sheet({"dk": 5}, finished=False, juror=jurors[0], application=cases[0])
    pairs = [(str(cases[1].key), str(jurors[1].key)), (str(cases[1].key), str(jurors[2].key))]
    made = actions.plan_from_pairs(call, pairs, by=office, at=NOON)
    assert made.source == Plan.Source.FILE
    actions.apply(made, by=office, at=NOON)
    assert reads() == {
        (jurors[0], cases[0]),
        (jurors[1], cases[1]),
        (jurors[2], cases[1]),
    }


def test_a_file_cannot_cross_a_conflict(seats, office, make):
    call, jurors, cases = seats
    make.conflict(make.assignment(juror=jurors[0], application=cases[0]))
    pair = (str(cases[0].key), str(jurors[0].key))
    with pytest.raises(NotAllowed, match="steht dagegen"):
        actions.plan_from_pairs(call, [pair], by=office, at=NOON)


def test_a_large_plan_is_the_workers(seats, office, monkeypatch, work):
    call, _jurors, _cases = seats
    monkeypatch.setattr("jury.actions.planning.AT_ONCE", 0)
    made = actions.plan(call, TWO, by=office, at=NOON)
    assert made.figures == {}
    with pytest.raises(NotAllowed, match="wird noch berechnet"):
        actions.apply(made, by=office, at=NOON)
    work()
    made.refresh_from_db()
    assert len(made.pairs) == 6
    actions.apply(made, by=office, at=NOON)


def test_matches_are_those_of_the_pure_module(seats, make):
    call, jurors, _cases = seats
    make.admitted(call=call, declared=("dk", "dg"))
    make.criterion(call, "kooperation", is_optional=False, weight=3)
    levels = {"dk": 3, "kooperation": 1}
    for code, level in levels.items():
        Expertise.objects.create(
            juror=jurors[1], criterion=call.criteria.get(code=code), level=level
        )
    asked = allotting.of_call(call, TWO, at=NOON)
    weights = {c.code: float(c.weight) for c in call.criteria.all()}
    cases = call.applications.order_by("key")
    for row, case in zip(asked.problem.match, cases, strict=True):
        declared = {d.criterion.code for d in case.declared.all()} | {"kooperation"}
        said = {code: weights[code] for code in declared}
        for cell, juror in zip(row, sorted(jurors, key=lambda j: str(j.key)), strict=True):
            known = levels if juror == jurors[1] else {}
            expected = match_of(said, {c: v for c, v in known.items() if c in said})
            assert cell == pytest.approx(expected, abs=0.006)


def test_reading_a_jury_takes_ten_queries(seats, django_assert_num_queries):
    call, _jurors, _cases = seats
    with django_assert_num_queries(10):
        allotting.of_call(call, TWO, at=NOON)


def test_how_often_two_meet():
    pairs = [["a", "x"], ["a", "y"], ["b", "x"], ["b", "y"], ["b", "z"]]
    found = allotting.meetings(pairs)
    assert (found["x", "y"], found["y", "x"], found["x", "z"]) == (2, 2, 1)
    assert ("x", "x") not in found
