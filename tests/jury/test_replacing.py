"""Members leave and others take over: what stays, what goes where, and who may decide it."""

from __future__ import annotations

import pytest
from django.utils import translation

from initiatives.models import JournalEntry, Letter, Membership
from jury import actions, succession
from jury.models import Assignment, Score

from ..make import DAY, NOON, at, refused


@pytest.fixture(autouse=True)
def noon():
    with at(NOON), translation.override("en"):
        yield


@pytest.fixture
def scene(make):
    """A juror with one sheet finished, one begun, and two cases not begun; and a colleague."""
    call = make.call(judging_from=NOON - DAY)
    juror = make.juror(call=call, user=make.user(name="Hanna Albers"))
    other = make.juror(call=call, user=make.user(name="Tilo Brück"))
    cases = {
        name: make.admitted(call=call, initiative__name=name, declared=("dk",))
        for name in ("Anfang", "Bund", "Chemie", "Dampf")
    }
    make.sheet({"dk": 7}, juror=juror, application=cases["Anfang"])
    make.sheet({"dk": 5}, finished=False, juror=juror, application=cases["Bund"])
    for name in ("Chemie", "Dampf"):
        make.assignment(juror=juror, application=cases[name])
    return juror, other, cases


def names(assignments) -> list[str]:
    return [str(one.application.initiative) for one in assignments]


def test_the_dry_run_names_every_case_and_changes_nothing(scene):
    juror, other, _cases = scene
    before = list(Assignment.objects.values_list("pk", "withdrawn_at"))
    plan = succession.plan(juror, other)
    assert names(plan.finished) == ["Anfang"]
    assert names(plan.begun) == ["Bund"]
    assert names(plan.open) == ["Chemie", "Dampf"]
    assert names(plan.given) == ["Bund", "Chemie", "Dampf"]
    assert plan.rest == []
    assert list(Assignment.objects.values_list("pk", "withdrawn_at")) == before


def test_without_a_successor_all_unfinished_cases_are_left_over(scene):
    juror, _other, _cases = scene
    plan = succession.plan(juror)
    assert [row.why for row in plan.rest] == ["given to nobody yet"] * 3


def test_finished_sheets_stay_and_count_and_begun_ones_do_not(make, scene):
    juror, other, cases = scene
    actions.leave(juror, reason="Krank", successor=other, by=make.office("editor"), at=NOON)
    juror.refresh_from_db()
    assert (juror.left_at, juror.left_reason) == (NOON, "Krank")
    counted = Score.objects.that_count(juror.call).values_list("points", flat=True)
    assert list(counted) == [7]
    begun = Assignment.objects.get(juror=juror, application=cases["Bund"])
    assert begun.withdrawn_at == NOON
    assert begun.sheet.scores.count() == 1  # stays in the records
    got = other.assignments.order_by("application__initiative__name")
    assert names(got) == ["Bund", "Chemie", "Dampf"]
    assert all(one.cleared_at is None for one in got)


def test_both_get_a_letter_and_the_journal_names_the_cases(make, scene):
    juror, other, cases = scene
    actions.leave(juror, reason="Krank", successor=other, by=make.office("editor"), at=NOON)
    told = dict(Letter.objects.values_list("kind", "to"))
    assert told == {"jury_left": juror.user.email, "jury_took_over": other.user.email}
    for letter in Letter.objects.all():
        assert not any(name in letter.text for name in cases)
        assert "Krank" not in letter.text
        assert "\n\n\n" not in letter.text
    left = JournalEntry.objects.get(action="juror.left").data
    assert left["finished"] == [str(cases["Anfang"].key)]
    assert left["begun"] == [str(cases["Bund"].key)]
    assert left["left_over"] == []
    taken = JournalEntry.objects.get(action="juror.took_over").data
    assert taken["of"] == str(juror.key)
    assert len(taken["cases"]) == 3


def test_cases_a_successor_is_barred_from_stay_open_and_are_named(make, scene):
    juror, other, cases = scene
    make.conflict(make.assignment(juror=other, application=cases["Bund"]))
    Membership.objects.create(user=other.user, initiative=cases["Chemie"].initiative, role="reader")
    make.assignment(juror=other, application=cases["Dampf"])
    plan = actions.leave(juror, reason="Krank", successor=other, by=make.office("editor"), at=NOON)
    closed = "Tilo Brück has nothing to do with it: a conflict, an open request or the own case"
    assert [(names([row.assignment])[0], row.why) for row in plan.rest] == [
        ("Bund", closed),
        ("Chemie", closed),
        ("Dampf", "Tilo Brück reads it already"),
    ]
    assert plan.given == []
    assert not Letter.objects.filter(kind="jury_took_over").exists()


def test_what_changed_since_the_preview_is_refused_and_nothing_happens(make, scene):
    juror, other, cases = scene
    seen = succession.plan(juror, other).digest()
    make.sheet(
        {"dk": 9}, assignment=Assignment.objects.get(juror=juror, application=cases["Dampf"])
    )
    with refused("Something changed meanwhile. Look once more at what happens, below."):
        actions.leave(
            juror,
            reason="Krank",
            successor=other,
            by=make.office("editor"),
            at=NOON,
            seen=seen,
        )
    juror.refresh_from_db()
    assert juror.left_at is None


def test_a_waiting_deputy_who_takes_over_is_called_in(make, scene):
    juror, _other, _cases = scene
    deputy = make.juror(call=juror.call, deputy_of=juror)
    actions.leave(juror, reason="Krank", successor=deputy, by=make.office("editor"), at=NOON)
    deputy.refresh_from_db()
    assert deputy.called_in_at == NOON
    assert deputy.assignments.count() == 3
    assert Letter.objects.filter(to=deputy.user.email).count() == 2


@pytest.mark.parametrize("takes", [True, False])
def test_the_chair_passes_on_only_if_that_is_said(make, scene, takes):
    juror, other, _cases = scene
    juror.is_chair = True
    juror.save()
    actions.leave(
        juror,
        reason="Krank",
        successor=other,
        takes_chair=takes,
        by=make.office("editor"),
        at=NOON,
    )
    other.refresh_from_db()
    assert other.is_chair is takes


def test_a_reason_is_needed(make, scene):
    with refused("Give the reason"):
        actions.leave(scene[0], reason=" \n", by=make.office("editor"), at=NOON)


def test_nobody_leaves_twice(make, scene):
    juror, lead = scene[0], make.office("editor")
    actions.leave(juror, reason="Krank", by=lead, at=NOON)
    with refused("Hanna Albers has left the jury."):
        actions.leave(juror, reason="Krank", by=lead, at=NOON)


@pytest.mark.parametrize("who", ["self", "gone", "elsewhere"])
def test_only_another_member_takes_over(make, scene, who):
    juror, _other, _cases = scene
    successor = {
        "self": lambda: juror,
        "gone": lambda: make.juror(call=juror.call, left_at=NOON),
        "elsewhere": make.juror,
    }[who]()
    with refused("Choose another member of this jury."):
        actions.leave(juror, reason="Krank", successor=successor, by=make.office("editor"), at=NOON)


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_only_reads_lets_nobody_leave_and_calls_nobody_in(make, scene, role):
    by = make.office(role)
    deputy = make.juror(call=scene[0].call, deputy_of=scene[0])
    for act in (
        lambda: actions.leave(scene[0], reason="Krank", by=by, at=NOON),
        lambda: actions.call_in(deputy, by=by, at=NOON),
    ):
        with refused("Your role reads and does not decide."):
            act()


def test_who_deputises_for_nobody_is_not_called_in(make, scene):
    with refused("Hanna Albers deputises for nobody."):
        actions.call_in(scene[0], by=make.office("editor"), at=NOON)


def test_a_second_click_calls_in_once(make, scene):
    deputy, lead = make.juror(call=scene[0].call, deputy_of=scene[0]), make.office("editor")
    actions.call_in(deputy, by=lead, at=NOON)
    actions.call_in(deputy, by=lead, at=NOON + DAY)
    deputy.refresh_from_db()
    assert deputy.called_in_at == NOON
    assert Letter.objects.filter(kind="jury_called_in").count() == 1


def test_a_saved_score_of_who_has_left_is_refused(make, scene):
    juror, _other, cases = scene
    actions.leave(juror, reason="Krank", by=make.office("editor"), at=NOON)
    dk = juror.call.criteria.get(code="dk")
    for name in ("Anfang", "Bund"):
        case = Assignment.objects.get(juror=juror, application=cases[name])
        with refused("You cannot judge this case."):
            actions.save_score(case, dk, by=juror.user, at=NOON, points=1)
