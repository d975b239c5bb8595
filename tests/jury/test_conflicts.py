"""Conflicts: in spite of a concern, established by the office, lifted, and what counts then."""

from __future__ import annotations

import pytest
from django.utils import translation

from initiatives.models import JournalEntry, Letter
from jury import actions
from jury.models import Assignment, Concern, Conflict, Juror, Score

from ..make import DAY, NOON, SECOND, refused

READS = "Your role reads and does not decide."
OWN = "You belong to this initiative; somebody else of the office decides on it."


@pytest.fixture
def case(make) -> Assignment:
    return make.assignment(
        application__call=make.call(judging_from=NOON - DAY),
        application__initiative__name="Bündnis Talaue",
        juror__user__email="albers@people.example",
    )


def concern(case, **fields) -> Concern:
    basics = {"kind": "carrier", "evidence": "Träger: Guss AG", "raised_at": NOON}
    return Concern.objects.create(juror=case.juror, application=case.application, **basics | fields)


def declare(case, ground="", note="", at=NOON):
    actions.declare(case.juror, {case: ground}, by=case.juror.user, at=at, notes={case: note})


def counted(case) -> int:
    return Score.objects.that_count(case.application.call).count()


def journalled() -> list[tuple]:
    return [(entry.action, entry.data) for entry in JournalEntry.objects.order_by("number")]


# -- In spite of a concern -----------------------------------------------------------------------


def test_impartial_in_spite_of_a_concern_needs_a_reason(make):
    case = make.assignment(cleared=False)
    raised = concern(case)
    with refused("Write why you are impartial in spite of the concern."):
        declare(case, note="  ")
    case.refresh_from_db()
    raised.refresh_from_db()
    assert (case.cleared_at, raised.settled_at) == (None, None)


def test_a_reason_dismisses_all_concerns_of_the_case(make):
    case = make.assignment(cleared=False)
    one, two, other = concern(case), concern(case, kind="person"), concern(make.assignment())
    declare(case, note="Eine Namensgleichheit.")
    case.refresh_from_db()
    assert case.cleared_at == NOON
    settled = Concern.objects.filter(outcome="dismissed", settled_at=NOON).order_by("pk")
    assert list(settled) == [one, two]
    assert {(row.reason, row.settled_by) for row in settled} == {
        ("Eine Namensgleichheit.", case.juror.user)
    }
    assert Concern.objects.open().get() == other
    [(action, data)] = journalled()
    assert (action, data["concerns"]) == (
        "juror.declared_impartial",
        [str(one.key), str(two.key)],
    )


@pytest.mark.parametrize(
    ("note", "reason"),
    [("Dort angestellt.", "Dort angestellt."), ("", "I work there or did so lately")],
)
def test_a_ground_confirms_the_concern(case, note, reason):
    raised = concern(case)
    with translation.override("en"):
        declare(case, "employment", note)
    raised.refresh_from_db()
    assert (raised.outcome, raised.reason) == ("confirmed", reason)
    assert Conflict.objects.get().source == "juror"


def test_a_concern_found_later_is_answered_without_losing_the_first_word(case):
    concern(case)
    declare(case, note="Nur der Name.", at=NOON + SECOND)
    case.refresh_from_db()
    assert case.cleared_at == NOON - DAY
    assert not Concern.objects.open().exists()


def test_a_request_is_not_the_juror_s_to_settle(case):
    concern(case, kind="request")
    with refused("You cannot judge this case."):
        declare(case, note="Stimmt nicht.")
    assert Concern.objects.open_requests().exists()


# -- Established by the office -------------------------------------------------------------------


def establish(case, *, by, at=NOON, ground="organ", note="Mitglied im Beirat.", juror=None):
    return actions.establish(
        juror or case.juror, case.application, ground=ground, note=note, by=by, at=at
    )


def test_the_office_establishes_a_conflict(make, case):
    make.sheet({"dk": 7}, assignment=case)
    raised, office = concern(case), make.office()
    assert counted(case) == 1
    made = establish(case, by=office)
    assert (made.source, made.ground, made.declared_at) == ("office", "organ", NOON)
    case.refresh_from_db()
    raised.refresh_from_db()
    assert case.cleared_at is None
    assert (raised.outcome, raised.settled_by) == ("confirmed", office)
    assert counted(case) == 0
    assert not Assignment.objects.visible_to(case.juror.user).exists()
    assert journalled() == [
        ("juror.conflict_established", {"ground": "organ", "juror": str(case.juror.key)})
    ]


def test_the_letter_names_no_case(make, case):
    establish(case, by=make.office())
    letter = Letter.objects.get()
    assert (letter.kind, letter.to) == ("conflict_established", "albers@people.example")
    assert "Mitglied im Beirat." in letter.text
    assert "Talaue" not in letter.subject + letter.text
    assert str(case.key) not in letter.text


def test_a_juror_who_does_not_read_the_case_can_be_kept_from_it(make, case):
    other = make.juror(call=case.juror.call)
    establish(case, juror=other, by=make.office())
    with refused(f"{other} has declared a conflict of interest here."):
        actions.assign(case.application, [other], by=make.office(), at=NOON)


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_establishes_nothing(make, case, role):
    with refused(READS):
        establish(case, by=make.office(role))


def test_nobody_decides_on_an_initiative_of_their_own(make, case):
    office = make.member(case.application.initiative, user=make.office())
    with refused(OWN):
        establish(case, by=office)


def test_it_is_established_once(make, case):
    office = make.office()
    establish(case, by=office)
    with refused("The juror is recused from this case already."):
        establish(case, by=office)
    assert Conflict.objects.count() == Letter.objects.count() == 1


def test_an_open_request_is_decided_instead(make, case):
    concern(case, kind="request")
    with refused("The initiative has requested this. Decide on its request."):
        establish(case, by=make.office())


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"ground": "mood"}, "Choose one of the grounds."),
        ({"note": " "}, "Write what the conflict of interest follows from."),
    ],
)
def test_it_needs_a_ground_and_facts(make, case, given, words):
    with refused(words):
        establish(case, by=make.office(), **given)


def test_a_juror_of_another_year_is_refused(make, case):
    with refused("The juror sits in another jury."):
        establish(case, juror=make.juror(), by=make.office())


# -- Lifted --------------------------------------------------------------------------------------


def lift(conflict, *, by, reason="Die Mitgliedschaft endete 2019.", at=NOON + DAY):
    actions.lift(conflict, reason=reason, by=by, at=at)


def test_lifted_it_comes_back_undeclared_and_the_sheet_counts_after_the_new_word(make, case):
    make.sheet({"dk": 7}, assignment=case)
    declare(case, "organ")
    conflict, office = Conflict.objects.get(), make.office()
    lift(conflict, by=office)
    conflict.refresh_from_db()
    assert (conflict.lifted_at, conflict.lifted_by) == (NOON + DAY, office)
    own = Assignment.objects.visible_to(case.juror.user)
    assert (list(own), list(own.cleared())) == ([case], [])
    assert counted(case) == 0
    declare(case, at=NOON + 2 * DAY)
    assert counted(case) == 1
    assert [action for action, _data in journalled()] == [
        "juror.declared_conflict",
        "juror.conflict_lifted",
        "juror.declared_impartial",
    ]


def test_the_juror_is_asked_to_declare_anew_and_no_case_is_named(make, case):
    lift(make.conflict(case), by=make.office())
    letter = Letter.objects.get()
    assert (letter.kind, letter.to) == ("conflict_lifted", "albers@people.example")
    assert "Die Mitgliedschaft endete 2019." in letter.text
    assert "Talaue" not in letter.subject + letter.text


def test_who_has_no_case_to_declare_on_gets_no_letter(make, case):
    lift(make.conflict(make.assignment(withdrawn_at=NOON)), by=make.office())
    assert not Letter.objects.exists()


def test_lifting_needs_a_reason(make, case):
    with refused("Give the reason for lifting it."):
        lift(make.conflict(case), by=make.office(), reason=" ")


def test_it_is_lifted_once(make, case):
    conflict, office = make.conflict(case), make.office()
    lift(conflict, by=office)
    with refused("This conflict of interest has been lifted already."):
        lift(conflict, by=office)


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_lifts_nothing(make, case, role):
    with refused(READS):
        lift(make.conflict(case), by=make.office(role))


def test_the_juror_cannot_lift_it(make, case):
    with refused(READS):
        lift(make.conflict(case), by=case.juror.user)


def test_nobody_lifts_for_an_initiative_of_their_own(make, case):
    office = make.member(case.application.initiative, user=make.office())
    with refused(OWN):
        lift(make.conflict(case), by=office)


def test_after_lifting_the_same_can_be_declared_again(make, case):
    declare(case, "organ")
    lift(Conflict.objects.get(), by=make.office())
    declare(case, "family", at=NOON + 2 * DAY)
    assert Conflict.objects.standing().get().ground == "family"
    assert Juror.objects.count() == 1
