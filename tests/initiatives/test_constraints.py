"""What the database itself refuses, whoever asks."""

from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.utils import translation

from initiatives.models import (
    Anchor,
    Application,
    Call,
    Confirmation,
    DeclaredCriterion,
    Initiative,
    Letter,
    Membership,
    Snapshot,
    User,
)
from initiatives.models.call import MILESTONES
from initiatives.statuses import Status

from ..make import DAY, NOON, SECOND


def refuses(words):
    return pytest.raises(IntegrityError, match=words)


# -- The call ------------------------------------------------------------------------------------

FOLLOWING = [
    pair
    for pair in pairwise(MILESTONES)
    if pair != ("checked_until", "judging_from")  # the jury may begin during the check
]


@pytest.mark.parametrize(("earlier", "later"), FOLLOWING)
@pytest.mark.parametrize("gap", [0 * SECOND, -DAY])
def test_a_date_that_does_not_follow_the_one_before(make, earlier, later, gap):
    call = make.call()
    moved = getattr(call, earlier) + gap
    with refuses(f"call_{earlier}_before_{later}"):
        Call.objects.update(**{later: moved})


@pytest.mark.parametrize("milestone", MILESTONES)
def test_a_call_that_lacks_a_date(make, milestone):
    with refuses("call_has_all_dates"):
        make.call(**{milestone: None})


def test_a_year_of_the_archive_may_lack_all(make):
    assert make.call(is_archive=True, **dict.fromkeys(MILESTONES)).opens_at is None


def test_two_calls_of_a_year(make):
    make.call(year=2026)
    with refuses("year"):
        make.call(year=2026)


@pytest.mark.parametrize("weight", [0, -1])
def test_a_criterion_without_weight(make, weight):
    with refuses("criterion_weight_positive"):
        make.criterion(make.call(criteria={}), weight=weight)


@pytest.mark.parametrize(
    ("build", "code", "name"),
    [
        ("criterion", "dk", "criterion_code_once_a_call"),
        ("question", "title", "question_code_once_a_call"),
        ("declaration", "terms", "declaration_once_a_version"),
    ],
)
def test_a_code_twice_in_a_call(make, build, code, name):
    with refuses(name):
        getattr(make, build)(make.call(), code)


def test_a_question_without_room_for_an_answer(make):
    with refuses("question_limit_positive"):
        make.question(make.call(), limit=0)


def test_two_anchors_at_one_score(make):
    criterion = make.call().criteria.first()
    Anchor.objects.create(criterion=criterion, points=5)
    with refuses("anchor_once_a_score"):
        Anchor.objects.create(criterion=criterion, points=5)


# -- People and initiatives ----------------------------------------------------------------------


def test_one_account_an_address_however_it_is_written(make):
    make.user(email="erika@people.example")
    with refuses("one_account_an_address"):
        User.objects.create(email="Erika@People.example")


def test_addresses_are_stored_small(make):
    assert make.user(email=" Erika@People.EXAMPLE ").email == "erika@people.example"


def test_one_membership_each(make):
    initiative, person = make.initiative(), make.user()
    make.member(initiative, user=person)
    with refuses("one_membership_each"):
        Membership.objects.create(initiative=initiative, user=person, role="reader")


def test_a_listed_name_twice(make):
    make.initiative("Talaue", is_listed=True)
    make.initiative("Talaue", slug="talaue-2")
    with refuses("listed_name_once"):
        make.initiative("Talaue", slug="talaue-3", is_listed=True)


def test_an_invented_initiative_in_the_directory(make):
    with refuses("invented_never_listed"):
        make.initiative(is_demo=True, is_listed=True)


# -- Applications --------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [s for s in Status if s != Status.WITHDRAWN])
def test_two_applications_of_an_initiative_in_a_call(make, status):
    one = make.application(status=status, exclusion_reason="Grund")
    with refuses("one_application_a_call"):
        make.application(call=one.call, initiative=one.initiative)


def test_an_application_after_a_withdrawn_one(make):
    one = make.application(status=Status.WITHDRAWN)
    make.application(call=one.call, initiative=one.initiative)
    assert Application.objects.count() == 2


def test_an_unknown_status(make):
    with refuses("application_status_known"):
        make.application(status="praised")


def test_an_exclusion_without_a_ground(make):
    with refuses("exclusion_has_a_ground"):
        make.application(status=Status.EXCLUDED)


def test_a_d_declared_twice(make):
    application = make.application(declared=("dk",))
    with refuses("criterion_declared_once"):
        DeclaredCriterion.objects.create(
            application=application, criterion=application.call.criteria.get(code="dk")
        )


def test_two_answers_to_one_question(make):
    application = make.application(complete=True)
    with refuses("one_answer_a_question"):
        make.answer(application, application.call.questions.first())


def test_a_declaration_confirmed_twice(make):
    row = make.application(complete=True).confirmations.get()
    with refuses("declaration_confirmed_once"):
        Confirmation.objects.create(
            application=row.application, declaration=row.declaration, at=NOON, language="de"
        )


def test_two_snapshots_of_one_version(make):
    first = make.submitted().snapshots.get()
    with refuses("snapshot_version_once"):
        Snapshot.objects.create(
            application=first.application,
            version=1,
            content={},
            submitted_at=NOON,
            submitted_by=first.submitted_by,
            idempotency_key=first.key,
        )


def test_what_was_handed_in_is_not_deleted(make):
    with pytest.raises(ProtectedError):
        make.submitted().delete()


def test_a_sent_letter_without_a_time(db):
    with refuses("sent_letter_has_a_time"):
        Letter.objects.create(kind="note", to="a@b.example", status="sent", written_at=NOON)


# -- The same refusals in words for people, in forms and the admin -------------------------------


def words(thing) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        thing.validate_constraints()
    return refusal.value.messages


def test_constraints_speak_to_people(make):
    make.initiative("Talaue", is_listed=True)
    with translation.override("en"):
        assert words(Initiative(name="Talaue", is_listed=True)) == [
            "An initiative of this name is listed already."
        ]
        call = make.call()
        call.closes_at = call.opens_at
        assert words(call) == ["The dates of a call follow one another."]
