"""Concerns from data: raised once, for the right pairs, at the same cost for many cases."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.models import JournalEntry
from jury import actions
from jury.models import Concern, Juror

from ..make import DAY, NOON, refused


@pytest.fixture
def call(make):
    return make.call(judging_from=NOON - DAY)


@pytest.fixture
def juror(make, call) -> Juror:
    return make.juror(call=call, organisation="IHK zu Talaue", user__name="Dr. Erika Berg")


def case(make, call, carrier="IHK Talaue", **fields):
    return make.admitted(call=call, initiative__carrier=carrier, **fields)


def found() -> list[tuple]:
    return list(
        Concern.objects.order_by("pk").values_list(
            "juror__user__name", "application__number", "kind", "evidence"
        )
    )


def test_the_search_finds_and_tells(make, call, juror):
    mine, _other = case(make, call), case(make, call, "Gießerverein")
    office = make.office()
    assert actions.search_concerns(call, by=office, at=NOON) == 1
    assert found() == [("Dr. Erika Berg", mine.number, "chamber", "Träger: IHK Talaue")]
    assert (Concern.objects.get().raised_by, Concern.objects.get().raised_at) == (office, NOON)
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.data) == ("call.concerns_raised", {"new": 1})


def test_again_finds_nothing_new_and_asks_nothing_again(make, call, juror):
    case(make, call)
    actions.raise_concerns(call, at=NOON)
    Concern.objects.update(
        outcome="dismissed", reason="Andere Abteilung.", settled_at=NOON, settled_by=juror.user
    )
    assert actions.raise_concerns(call, at=NOON + DAY) == 0
    assert Concern.objects.get().outcome == "dismissed"
    assert JournalEntry.objects.count() == 1


def test_new_evidence_is_raised(make, call, juror):
    mine = case(make, call)
    actions.raise_concerns(call, at=NOON)
    make.member(mine.initiative, name="Erika Berg")
    assert actions.raise_concerns(call, at=NOON + DAY) == 1
    assert [row[2:] for row in found()] == [
        ("chamber", "Träger: IHK Talaue"),
        ("person", "Genannt in: Team"),
    ]


def test_the_frozen_version_is_compared_and_what_stands_now(make, call, juror):
    mine = case(make, call)
    mine.initiative.carrier = "Gießerverein"
    mine.initiative.save()
    actions.raise_concerns(call, at=NOON)
    assert [row[2:] for row in found()] == [("chamber", "Träger: IHK Talaue")]


@pytest.mark.parametrize("status", ["submitted", "withdrawn"])
def test_only_admitted_cases_are_compared(make, call, juror, status):
    make.submitted(call=call, initiative__carrier="IHK Talaue", status=status)
    assert actions.raise_concerns(call, at=NOON) == 0


def test_who_has_left_is_not_compared_and_a_waiting_deputy_is(make, call, juror):
    make.juror(call=call, organisation="IHK Talaue", left_at=NOON)
    make.juror(call=call, organisation="IHK Talaue", deputy_of=juror, user__name="Vera Vertret")
    case(make, call)
    actions.raise_concerns(call, at=NOON)
    assert sorted(row[0] for row in found()) == ["Dr. Erika Berg", "Vera Vertret"]


def test_nothing_is_asked_where_the_case_is_closed_already(make, call, juror):
    make.conflict(make.assignment(juror=juror, application=case(make, call)))
    make.member(case(make, call).initiative, user=juror.user)
    assert actions.raise_concerns(call, at=NOON) == 0


def test_assigning_looks_at_this_case_and_these_jurors(make, call, juror):
    mine, _other = case(make, call), case(make, call)
    make.juror(call=call, organisation="IHK Talaue")
    actions.assign(mine, [juror], by=make.office(), at=NOON)
    assert [row[:2] for row in found()] == [("Dr. Erika Berg", mine.number)]


def test_seating_looks_at_all_cases(make, call):
    one, two = case(make, call), case(make, call)
    person = make.user(name="Hans Tal")
    actions.seat(call, person, by=make.office(), at=NOON, organisation="IHK Talaue")
    assert [row[:2] for row in found()] == [("Hans Tal", one.number), ("Hans Tal", two.number)]


def test_a_confirmed_address_counts_an_unconfirmed_does_not(make, call, juror):
    mine = case(make, call, "Gießerverein", contact_email="olt@guss-talaue.test")
    mine.initiative.memberships.update(user=make.user(email="amt@guss-talaue.test"))
    juror.user.emailaddress_set.create(email="berg@guss-talaue.test", verified=False)
    assert actions.raise_concerns(call, at=NOON) == 0
    juror.user.emailaddress_set.update(verified=True)
    actions.raise_concerns(call, at=NOON)
    assert [row[2:] for row in found()] == [("domain", "E-Mail: guss-talaue.test")]


@pytest.mark.parametrize("role", ["reader", "auditor"])
def test_who_reads_searches_nothing(make, call, role):
    with refused("Your role reads and does not decide."):
        actions.search_concerns(call, by=make.office(role), at=NOON)


@pytest.mark.parametrize("cases", [10, 100])
def test_it_costs_the_same_however_many_cases(make, call, cases):
    jurors = [make.juror(call=call, organisation=f"Kammer {n}") for n in range(3)]
    make.many_cases(call, cases)
    jurors[0].organisation = "Kammer Talaue"
    jurors[0].save()
    with CaptureQueriesContext(connection) as queries:
        assert actions.raise_concerns(call, at=NOON) == cases
    assert len(queries) == QUERIES


QUERIES = 10  # with two savepoints, and the one of the journal
