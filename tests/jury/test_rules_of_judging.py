"""The office says by what is judged: each refusal, what the journal keeps, and the first score."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from initiatives import shown
from initiatives.models import Anchor, Criterion, JournalEntry, Local, Question
from initiatives.refusals import NotAllowed, Stale
from jury import actions, counting, levels, standard
from jury.models import Agreement, Procedure, Remark, Sample, SampleScore, SampleSheet, Score

from ..make import DAY, NOON, SECOND, refused

READS = "Your role reads and does not decide."
OVER = "This call is finished and stays as it was."
SCORED = (
    "The first score has been given. Since then criteria, levels, weights, scale and the rule of "
    "counting are fixed."
)
WHY = "Applications have been handed in already. Name the reason for the change."
CHOICE = (
    "The first application has been handed in. Which criteria can be chosen is fixed since then."
)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def office(make):
    return make.office("editor")


@pytest.fixture
def call(make):
    return make.call(criteria={"dk": 2, "dm": 1})


@pytest.fixture
def scored(make):
    """A call that judges at NOON, with one score on a sheet that is not finished."""
    return make.sheet({"dk": 3}, finished=False).application.call


def dk(call) -> Criterion:
    return call.criteria.get(code="dk")


def entry() -> JournalEntry:
    return JournalEntry.objects.order_by("number").last()


def values(**changed) -> dict:
    return {
        "name": Local(de="Kooperation", en="Cooperation"),
        "question": Local(de="Wie gut?"),
        "weight": Decimal("1.5"),
        "is_optional": False,
        "anchor_0": Local(de="gar nicht"),
        "anchor_10": Local(de="ganz"),
    } | changed


# -- Criteria ------------------------------------------------------------------------------------


def test_a_criterion_is_added_at_the_end_with_its_levels(call, office):
    made = actions.add_criterion(call, values(), by=office, at=NOON)
    assert (made.code, made.position, made.weight) == ("kooperation", 3, Decimal("1.5"))
    assert [(a.points, a.text) for a in made.anchors.all()] == [
        (0, {"de": "gar nicht"}),
        (10, {"de": "ganz"}),
    ]
    assert entry().action == "call.added_to"
    assert entry().data["name"] == "kooperation"
    assert entry().data["after"]["weight"] == "1.5"
    assert entry().data["after"]["anchor_10"] == {"de": "ganz"}


def test_its_code_is_given_once_a_call(call, office):
    assert actions.add_criterion(call, values(), code="Ko Op", by=office, at=NOON).code == "ko-op"
    with refused("The code “dk” is taken already."):
        actions.add_criterion(call, values(), code="dk", by=office, at=NOON)
    actions.add_criterion(call, values(), by=office, at=NOON)
    assert actions.add_criterion(call, values(), by=office, at=NOON).code == "kooperation-2"


@pytest.mark.parametrize("weight", ["0", "-1", "100.001"])
def test_a_weight_off_the_bounds(call, office, weight):
    with refused("A weight is greater than 0 and at most 100."):
        actions.change_criterion(dk(call), values(weight=Decimal(weight)), by=office, at=NOON)


def test_a_level_beyond_the_scale_is_named(make, office):
    call = make.call(points_max=5)
    with refused("The level at 10 points lies beyond the scale, which ends at 5."):
        actions.add_criterion(call, values(), by=office, at=NOON)
    actions.add_criterion(
        call, values(anchor_10=Local(), anchor_5=Local(de="!")), by=office, at=NOON
    )


def test_a_change_keeps_what_was_in_the_journal(call, office):
    row = dk(call)
    Anchor.objects.create(criterion=row, points=0, text=Local(de="nichts"))
    given = {"weight": Decimal(3), "anchor_0": Local(), "anchor_8": Local(de="viel")}
    assert actions.change_criterion(row, given, by=office, at=NOON)
    row.refresh_from_db()
    assert (row.weight, [a.points for a in row.anchors.all()]) == (3, [8])
    assert entry().data["before"] == {"weight": "2", "anchor_0": {"de": "nichts"}, "anchor_8": {}}
    assert entry().data["after"] == {"weight": "3", "anchor_0": {}, "anchor_8": {"de": "viel"}}
    assert not actions.change_criterion(row, given, by=office, at=NOON)


def test_an_older_form_overwrites_nothing(call, office):
    row = dk(call)
    seen = shown.digest(levels.said(row))
    actions.change_criterion(row, {"weight": Decimal(3)}, by=office, at=NOON, seen=seen)
    with pytest.raises(Stale):
        actions.change_criterion(row, {"weight": Decimal(4)}, by=office, at=NOON, seen=seen)


def test_what_is_asked_of_those_who_choose_it_stays_chosen(make, call, office):
    question = make.question(call, "situation", criterion=dk(call))
    why = (
        "These questions are asked only of those who choose the criterion: Situation. Let "
        "everybody be asked them first, or remove them."
    )
    with refused(why):
        actions.change_criterion(dk(call), {"is_optional": False}, by=office, at=NOON)
    with refused(why):
        actions.remove_criterion(dk(call), by=office, at=NOON)
    assert Question.objects.filter(pk=question.pk).exists()


def test_what_a_draft_has_chosen_stays(make, call, office):
    make.application(call=call, declared=("dk",))
    why = "1 application has chosen this criterion already. It stays, and it can be chosen."
    with refused(why):
        actions.change_criterion(dk(call), {"is_optional": False}, by=office, at=NOON)
    with refused(why):
        actions.remove_criterion(dk(call), by=office, at=NOON)


def test_what_a_sample_case_was_scored_by_stays(make, call, office):
    juror = make.juror(call=call)
    sample = Sample.objects.create(call=call, title=Local(de="Muster"))
    sheet = SampleSheet.objects.create(sample=sample, juror=juror)
    SampleScore.objects.create(sheet=sheet, criterion=dk(call), points=3, saved_at=NOON)
    with refused("Jurors have given points on this criterion in a sample case already. It stays."):
        actions.remove_criterion(dk(call), by=office, at=NOON)


def sample_on(call, **given) -> Sample:
    sample = Sample.objects.create(call=call, title=Local(de="Muster"), **given)
    sample.criteria.add(dk(call))
    return sample


@pytest.mark.parametrize("of_office", [True, False])
def test_what_was_said_in_the_calibration_stays(make, call, office, of_office):
    juror = None if of_office else make.juror(call=call)
    remark = Remark.objects.create(criterion=dk(call), juror=juror, text="Streng.", said_at=NOON)
    why = "Something was said or agreed on about this criterion in the calibration. It stays."
    with refused(why):
        actions.remove_criterion(dk(call), by=office, at=NOON)
    remark.delete()
    Agreement.objects.create(criterion=dk(call), text=Local(de="Ab 8."), agreed_at=NOON)
    with refused(why):
        actions.remove_criterion(dk(call), by=office, at=NOON)


def test_what_an_open_sample_case_asks_for_stays(call, office):
    sample_on(call, opened_at=NOON)
    with refused("A sample case that was opened asks for this criterion. It stays."):
        actions.remove_criterion(dk(call), by=office, at=NOON)


def test_a_sample_case_that_waits_is_rid_of_a_criterion_first(call, office):
    sample = sample_on(call)
    with refused("These sample cases ask for the criterion: Muster. Take it out there first."):
        actions.remove_criterion(dk(call), by=office, at=NOON)
    sample.delete()
    actions.remove_criterion(dk(call), by=office, at=NOON)
    assert not call.criteria.filter(code="dk").exists()


def test_removing_closes_the_gap_and_keeps_the_wording(make, call, office):
    third = actions.add_criterion(call, values(), by=office, at=NOON)
    actions.remove_criterion(call.criteria.get(code="dm"), by=office, at=NOON)
    third.refresh_from_db()
    assert third.position == 2
    assert entry().data["before"]["name"] == {"de": "Demografie"}


def test_moving_changes_the_order(call, office):
    actions.move_criterion(dk(call), up=False, by=office, at=NOON)
    assert [row.code for row in call.criteria.all()] == ["dm", "dk"]


def test_the_four_ds_and_the_general_ones_come_with_their_levels(make, office):
    call = make.call(criteria={})
    actions.add_standard(call, "themen", by=office, at=NOON)
    made = actions.add_standard(call, "allgemein", by=office, at=NOON)
    codes = ["dk", "dg", "dv", "dm", "kooperation", "kommunikation"]
    assert [row.code for row in call.criteria.all()] == codes
    assert [row.is_optional for row in made] == [False, False]
    for row in call.criteria.all():
        assert [anchor.points for anchor in row.anchors.all()] == [0, 3, 5, 8, 10]
        assert all(anchor.text["en"] for anchor in row.anchors.all())


def test_a_template_adds_only_what_is_missing(call, office):
    dk(call)
    made = actions.add_standard(call, "themen", by=office, at=NOON)
    assert [row.code for row in made] == ["dg", "dv"]
    assert dk(call).weight == 2


def test_a_template_needs_its_scale(make, office):
    call = make.call(points_max=5)
    with refused(
        "The template has levels up to 10 points, the scale ends at 5. Change the scale first."
    ):
        actions.add_standard(call, "allgemein", by=office, at=NOON)


# -- Scale, rule, procedure ----------------------------------------------------------------------


def counted(**changed) -> dict:
    return {"points_max": 10, "reason_required": True, "counting_rule": Local(de="So.")} | changed


def test_scale_and_rule_are_set(call, office):
    given = counted(points_max=5, reason_required=False)
    assert actions.set_counting(call, given, by=office, at=NOON)
    call.refresh_from_db()
    assert (call.points_max, call.reason_required, call.counting_rule) == (5, False, {"de": "So."})
    assert entry().data["before"] == {
        "points_max": 10,
        "reason_required": True,
        "counting_rule": {},
    }
    assert not actions.set_counting(call, given, by=office, at=NOON)


@pytest.mark.parametrize("highest", [0, 11])
def test_a_scale_off_its_bounds(call, office, highest):
    with refused("The scale ends at 1 to 10 points."):
        actions.set_counting(call, counted(points_max=highest), by=office, at=NOON)


def test_levels_that_a_shorter_scale_would_cut_off_are_named(call, office):
    for points in (5, 8, 10):
        Anchor.objects.create(criterion=dk(call), points=points, text=Local(de="!"))
    with refused(
        "These levels would lie beyond the scale: Dekarbonisierung (8 points), "
        "Dekarbonisierung (10 points). Change them first."
    ):
        actions.set_counting(call, counted(points_max=5), by=office, at=NOON)


def test_the_scale_stands_while_a_calibration_is_running(call, office):
    sample = sample_on(call, opened_at=NOON - DAY)
    for highest in (5, 9):
        with refused(
            "The calibration is running: everybody scores on the same scale. End the calibration "
            "first, then change the scale."
        ):
            actions.set_counting(call, counted(points_max=highest), by=office, at=NOON)
    assert actions.set_counting(call, counted(reason_required=False), by=office, at=NOON)
    sample.closed_at = NOON
    sample.save()
    assert actions.set_counting(call, counted(points_max=5), by=office, at=NOON)


def test_the_procedure_is_set_and_keeps_what_it_was(call, office):
    given = {"readers": 5, "quorum": 3, "sees": "nameless", "rescoring": True}
    assert actions.set_procedure(call, given, by=office, at=NOON)
    assert actions.said_procedure(Procedure.objects.get(call=call)) == given
    before = {"readers": 3, "quorum": 2, "sees": "nothing", "rescoring": False}
    assert entry().data["before"] == before
    assert not actions.set_procedure(call, given, by=office, at=NOON)


@pytest.mark.parametrize(("readers", "quorum"), [(2, 3), (3, 0), (51, 1)])
def test_a_quorum_that_cannot_be_reached(call, office, readers, quorum):
    given = {"readers": readers, "quorum": quorum, "sees": "nothing"}
    with refused("A case cannot need more finished sheets than it gets."):
        actions.set_procedure(call, given, by=office, at=NOON)


def test_an_older_form_of_the_procedure_overwrites_nothing(call, office):
    seen = shown.digest(actions.said_procedure(Procedure(call=call)))
    given = {"readers": 5, "quorum": 3, "sees": "nothing"}
    actions.set_procedure(call, given, by=office, at=NOON, seen=seen)
    with pytest.raises(Stale):
        actions.set_procedure(call, {**given, "readers": 4}, by=office, at=NOON, seen=seen)


def test_after_the_first_score_readers_change_and_what_jurors_see_does_not(scored, office):
    given = {"readers": 5, "quorum": 3, "sees": "nothing"}
    assert actions.set_procedure(scored, given, by=office, at=NOON)
    with refused(
        "The first score has been given. What jurors see after their own sheet is fixed since "
        "then: they have relied on it when they wrote."
    ):
        actions.set_procedure(scored, {**given, "sees": "nameless"}, by=office, at=NOON)


# -- Who may, and until when ---------------------------------------------------------------------


def acts(call, by, at=NOON, **reason) -> dict[str, Callable[[], object]]:
    """Everything the office can do to the rules of a call."""
    row = dk(call)
    who = {"by": by, "at": at}
    return {
        "add": lambda: actions.add_criterion(call, values(), **who, **reason),
        "change": lambda: actions.change_criterion(row, {"weight": Decimal(9)}, **who, **reason),
        "level": lambda: actions.change_criterion(
            row, {"anchor_1": Local(de="x")}, **who, **reason
        ),
        "remove": lambda: actions.remove_criterion(row, **who, **reason),
        "count": lambda: actions.set_counting(
            call, counted(reason_required=False), **who, **reason
        ),
        "move": lambda: actions.move_criterion(row, up=False, **who),
        "template": lambda: actions.add_standard(call, "allgemein", **who),
        "correct": lambda: actions.correct_criterion(row, {}, reason="Tippfehler", **who),
        "procedure": lambda: actions.set_procedure(
            call, {"readers": 5, "quorum": 3, "sees": "nothing"}, **who
        ),
    }


NAMES = ["add", "change", "level", "remove", "count", "move", "template", "correct", "procedure"]


@pytest.mark.parametrize("act", NAMES)
@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_only_reads_changes_nothing(make, call, act, role):
    with refused(READS):
        acts(call, make.office(role))[act]()
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("act", NAMES)
def test_nobody_else_changes_anything(make, call, act):
    with refused(READS):
        acts(call, make.juror(call=call).user)[act]()


@pytest.mark.parametrize("act", NAMES)
def test_a_year_that_is_over_stays_as_it_was(make, call, office, act):
    assert acts(call, office, call.feedback_at - SECOND)[act]
    with refused(OVER):
        acts(call, office, call.feedback_at)[act]()


@pytest.mark.parametrize("act", ["add", "change", "level", "remove", "count"])
def test_after_the_first_hand_in_a_change_says_why(make, call, office, act):
    make.submitted(call=call, declared=("dm",))
    with refused(WHY):
        acts(call, office)[act]()


def test_with_a_reason_it_stands_in_the_journal(make, call, office):
    make.submitted(call=call, declared=("dm",))
    for act in ("add", "change", "level", "count"):
        acts(call, office, reason="Zahlendreher")[act]()
        assert entry().data["reason"] == "Zahlendreher"


def test_what_can_be_chosen_stands_from_the_first_hand_in_on(make, call, office):
    make.submitted(call=call, declared=("dm",))
    because = {"reason": "weil", "by": office, "at": NOON}
    with refused(CHOICE):
        actions.add_criterion(call, values(is_optional=True), **because)
    with refused(CHOICE):
        actions.change_criterion(dk(call), {"is_optional": False}, **because)
    with refused(CHOICE):
        actions.remove_criterion(dk(call), **because)
    with refused(
        "The first application has been handed in. A whole template cannot be taken over now."
    ):
        actions.add_standard(call, "themen", by=office, at=NOON)
    general = actions.add_criterion(call, values(), **because)
    actions.remove_criterion(general, **because)
    assert entry().data["reason"] == "weil"


@pytest.mark.parametrize("act", ["add", "change", "level", "remove", "count", "move", "template"])
def test_from_the_first_score_on_the_rules_stand(scored, office, act):
    before = JournalEntry.objects.count()
    with refused(SCORED):
        acts(scored, office, reason="weil")[act]()
    assert JournalEntry.objects.count() == before


def test_since_when_is_told_and_by_whom_is_not(scored, make):
    assert actions.scored_since(scored) == scored.judging_from
    assert actions.scored_since(make.call()) is None


def test_a_sheet_without_a_score_fixes_nothing_and_a_sample_neither(make, office):
    call = make.sheet({}, finished=False).application.call
    assert not actions.is_scored(call)
    actions.add_criterion(call, values(), reason="weil", by=office, at=NOON)


def test_typing_mistakes_are_corrected_with_a_reason(scored, office):
    row = dk(scored)
    with connection.cursor() as cursor:  # as if it had been there before the score
        cursor.execute("ALTER TABLE initiatives_anchor DISABLE TRIGGER anchors_stand")
    Anchor.objects.create(criterion=row, points=5, text=Local(de="solied"))
    given = {
        "name": Local(de="Dekarbonisierung"),
        "question": Local(de="Wie?"),
        "anchor_5": Local(de="solide"),
        "anchor_8": Local(de="neu"),
        "weight": Decimal(7),
    }
    with refused("Name the typing mistake that you correct."):
        actions.correct_criterion(row, given, reason=" ", by=office, at=NOON)
    assert actions.correct_criterion(row, given, reason="solied", by=office, at=NOON)
    row.refresh_from_db()
    assert (row.weight, [str(a.text) for a in row.anchors.all()]) == (1, ["solide"])
    assert (entry().action, entry().data["reason"]) == ("call.corrected", "solied")
    assert sorted(entry().data["after"]) == ["anchor_5", "question"]
    with refused("Name and levels need a German text."):
        actions.correct_criterion(
            row, {"anchor_5": Local(en="solid")}, reason="leer", by=office, at=NOON
        )


# -- What no way round leads past ----------------------------------------------------------------


def ways_round(call) -> dict[str, Callable[[], object]]:
    row = Criterion.objects.filter(call=call, code="dk")
    other = Criterion.objects.filter(call=call, code="dg")
    calls = type(call).objects.filter(pk=call.pk)
    return {
        "weight": lambda: row.update(weight=7),
        "optional": lambda: row.update(is_optional=False),
        "code": lambda: row.update(code="d9"),
        "order": lambda: row.update(position=9),
        "new": lambda: Criterion.objects.create(call=call, code="neu", name=Local(de="Neu")),
        "gone": other.delete,
        "level": lambda: Anchor.objects.create(criterion=row.get(), points=1),
        "moved-level": lambda: Anchor.objects.filter(criterion=row.get()).update(points=2),
        "no-level": lambda: Anchor.objects.filter(criterion=row.get()).delete(),
        "scale": lambda: calls.update(points_max=9),
        "reasons": lambda: calls.update(reason_required=False),
        "rule": lambda: calls.update(counting_rule=Local(de="Anders.")),
    }


WAYS = "weight optional code order new gone level moved-level no-level scale reasons rule"


@pytest.mark.parametrize("way", WAYS.split())
def test_the_database_refuses_what_goes_past_the_actions(make, way):
    call = make.call(judging_from=NOON - DAY)
    Anchor.objects.create(criterion=dk(call), points=4, text=Local(de="vier"))
    sheet = make.sheet({"dk": 3}, finished=False, application__call=call)
    with pytest.raises(IntegrityError, match="its rules stand"), transaction.atomic():
        ways_round(call)[way]()
    Score.objects.all().delete()
    sheet.delete()
    ways_round(call)[way]()


def test_what_is_saved_unchanged_is_no_change(scored):
    row = dk(scored)
    row.save()
    scored.save()
    Criterion.objects.filter(pk=row.pk).update(name=Local(de="Dekarbonisirung"))


def test_no_score_beyond_a_scale_that_ends_earlier(make):
    call = make.call(judging_from=NOON - DAY, points_max=5)
    with pytest.raises(IntegrityError, match="6 points are beyond the scale"):
        make.sheet({"dk": 6}, application__call=call)


# -- The first score and a change at the same moment ---------------------------------------------


def beside(act: Callable[[], object], told: list[str]) -> threading.Thread:
    def run() -> None:
        try:
            with translation.override("en"):
                act()
            told.append("done")
        except NotAllowed as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["add", "change", "level", "count", "move"])
def test_a_change_waits_for_the_first_score_and_is_refused(make, act):
    case, told = make.assignment(), []
    call = case.application.call
    change = acts(call, make.office("editor"), reason="weil")[act]
    with transaction.atomic():
        score = {"points": 3, "by": case.juror.user, "at": NOON}
        actions.save_score(case, case.application.declared.first().criterion, **score)
        office = beside(change, told)
        office.join(0.5)
        assert office.is_alive(), "the change waits while the first score is written"
    office.join(10)
    assert told == [SCORED]


@pytest.mark.django_db(transaction=True)
def test_the_first_score_waits_for_a_change_and_is_judged_by_it(make):
    case, told = make.assignment(), []
    call, office = case.application.call, make.office("editor")
    criterion = case.application.declared.first().criterion
    score = {"points": 3, "by": case.juror.user, "at": NOON}
    with transaction.atomic():
        actions.change_criterion(
            criterion, {"weight": Decimal(9)}, reason="weil", by=office, at=NOON
        )
        juror = beside(lambda: actions.save_score(case, criterion, **score), told)
        juror.join(0.5)
        assert juror.is_alive(), "the first score waits while a rule is changed"
    juror.join(10)
    assert told == ["done"]
    assert Score.objects.get().criterion.weight == 9
    with refused(SCORED):
        acts(call, office, reason="weil")["change"]()


@pytest.mark.django_db(transaction=True)
def test_two_jurors_score_at_once(make):
    first, told = make.assignment(), []
    second = make.assignment(application__call=first.application.call)
    criterion = first.application.declared.first().criterion
    sheet = make.sheet({}, assignment=first, finished=False)
    score = {"points": 3, "by": second.juror.user, "at": NOON}
    with transaction.atomic():  # without the journal, which lets one writer pass at a time
        Score.objects.create(sheet=sheet, criterion=criterion, points=3, saved_at=NOON)
        other = beside(lambda: actions.save_score(second, criterion, **score), told)
        other.join(10)
        assert told == ["done"]


# -- What the system counts ----------------------------------------------------------------------


def test_the_example_of_the_rule_is_what_the_standings_count(make):
    call = make.call(criteria={"dk": 2, "dg": 1, "dv": 1, "dm": 1})
    example = counting.example(list(call.criteria.all()), 10)
    assert [(t.criterion.code, t.weight, t.points) for t in example.terms] == [
        ("dk", 2, 8),
        ("dg", 1, 5),
    ]
    assert (example.value, example.total, example.sum) == (7.0, 3, 21)
    assert [row.code for row in example.undeclared] == ["dv", "dm"]
    assert example.as_zero == 4.2


def test_general_criteria_are_part_of_it_and_a_short_scale_too(make):
    call = make.call(criteria={"dk": 1}, points_max=5)
    make.criterion(call, "kooperation", is_optional=False, weight=3)
    example = counting.example(list(call.criteria.all()), 5)
    assert [(t.criterion.code, t.points) for t in example.terms] == [("dk", 4), ("kooperation", 2)]
    assert example.value == 2.5
    assert counting.example([], 10) is None


def test_shares_make_a_hundred(make):
    call = make.call(criteria={"dk": 2, "dm": 1, "dg": 1})
    rows = list(call.criteria.all())
    assert list(counting.shares(rows).values()) == [50, 25, 25]
    assert counting.shares([]) == {}


def test_the_templates_read_like_forms(make):
    for which in standard.FILES:
        for row in standard.read(which):
            assert set(levels.plain(standard.values(row))) >= {"name", "weight", "anchor_0"}
