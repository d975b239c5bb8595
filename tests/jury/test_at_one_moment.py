"""Somebody begins a sheet while something else happens to the case or the juror: both succeed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from initiatives import actions as screening
from initiatives.refusals import NotAllowed
from jury import actions
from jury.allotting import Wanted
from jury.models import Concern, ScoreSheet

from ..make import DAY, NOON

PLANNED = Wanted(readers=1, keep_all=False)


def leave(make: Any, case: Any, office: Any) -> Callable[[], Any]:
    return lambda: actions.leave(case.juror, reason="Krank", by=office, at=NOON)


def swap(make: Any, case: Any, office: Any) -> Callable[[], Any]:
    other = make.juror(call=case.juror.call)
    return lambda: actions.swap(case, other, by=office, at=NOON)


def assign(make: Any, case: Any, office: Any) -> Callable[[], Any]:
    other = make.juror(call=case.juror.call)
    return lambda: actions.assign(case.application, [other], by=office, at=NOON)


def declare(make: Any, case: Any, office: Any) -> Callable[[], Any]:
    other = make.assignment(juror=case.juror, cleared=False)
    return lambda: actions.declare(case.juror, {other: ""}, by=case.juror.user, at=NOON)


def establish(make: Any, case: Any, office: Any) -> Callable[[], Any]:
    basics = {"ground": "family", "note": "Geschwister", "by": office, "at": NOON}
    return lambda: actions.establish(case.juror, case.application, **basics)


def confirm(make: Any, case: Any, office: Any) -> Callable[[], Any]:
    basics = {"kind": "request", "evidence": "Tatsache", "raised_at": NOON}
    other = make.juror(call=case.juror.call)
    request = Concern.objects.create(juror=other, application=case.application, **basics)
    return lambda: actions.confirm_request(
        request, ground="family", reason="So ist es.", by=office, at=NOON
    )


def change(make: Any, case: Any, office: Any) -> Callable[[], Any]:
    values = {
        "salutation": "Frau",
        "organisation": "Kammer",
        "is_chair": False,
        **dict.fromkeys(("term_from", "term_until", "min_cases", "max_cases")),
    }
    return lambda: actions.change(case.juror, values, {}, by=office, at=NOON)


def plan(make: Any, case: Any, office: Any) -> Callable[[], Any]:
    make.juror(call=case.juror.call)
    made = actions.plan(case.juror.call, PLANNED, by=office, at=NOON)

    def apply() -> None:
        with pytest.raises(NotAllowed):  # a sheet was begun
            actions.apply(made, by=office, at=NOON)

    return apply


def exclude(make: Any, case: Any, office: Any) -> Callable[[], Any]:
    return lambda: screening.exclude(case.application, reason="Zu spät.", by=office, at=NOON)


def procedure(make: Any, case: Any, office: Any) -> Callable[[], Any]:
    values = {"readers": 5, "quorum": 3, "sees": "nothing"}
    return lambda: actions.set_procedure(case.juror.call, values, by=office, at=NOON)


def agree(make: Any, case: Any, office: Any) -> Callable[[], Any]:
    criterion = case.juror.call.criteria.get(code="dk")
    words = {"de": "Fünf heißt belegt."}
    return lambda: actions.agree(criterion, words, reason="Später.", by=office, at=NOON)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "happens",
    [leave, swap, assign, declare, establish, confirm, change, plan, exclude, procedure, agree],
)
def test_a_sheet_is_begun_while_something_else_happens(make, happens):
    case = make.assignment(
        application__declared=("dk", "dm"), application__call__judging_from=NOON - DAY
    )
    happen = happens(make, case, make.office("editor"))
    failed: list[Exception] = []

    def run() -> None:
        try:
            happen()
        except Exception as failure:
            failed.append(failure)
        finally:
            connection.close()

    other = threading.Thread(target=run)
    with transaction.atomic():
        criterion = case.application.call.criteria.get(code="dk")
        actions.save_score(case, criterion, by=case.juror.user, at=NOON, points=7)
        other.start()
        other.join(timeout=0.4)  # waits for the case, or for the journal
    other.join()
    assert failed == []
    assert ScoreSheet.objects.get().application == case.application
