"""Who is how far: shows whether somebody scored, never how."""

from __future__ import annotations

from collections import Counter, defaultdict

from django.http import HttpResponse
from django.shortcuts import render

from initiatives.access import SignedIn, office_only
from initiatives.models import Call
from initiatives.statuses import Status

from .. import rules
from ..models import Assignment, Conflict, Juror


@office_only
def jury(request: SignedIn) -> HttpResponse:
    """Who is how far: shows whether somebody scored, never how."""
    call = Call.objects.current()
    found = matrix(call)
    progress = [
        (juror, Counter(str(mark) for _case, mark in cells), finished, assigned)
        for juror, cells, finished, assigned in found["matrix"]
    ]
    return render(request, "office/jury.html", {"call": call, "progress": progress, **found})


def matrix(call: Call | None) -> dict:
    """Jurors × admitted cases with marks, for the progress matrix. Four queries, whatever the rows.

    Each row is (juror, [mark or "" by case], finished, assigned).
    """
    if call is None:
        return {"cases": [], "matrix": []}
    cases = list(
        call.applications.admitted().select_related("initiative").order_by("initiative__sort_name")
    )
    marks: dict[tuple[int, int], rules.Mark] = {}
    admitted = {"juror__call": call, "application__status": Status.ADMITTED}
    for row in Assignment.objects.filter(**admitted, withdrawn_at=None).select_related("sheet"):
        marks[row.juror_id, row.application_id] = rules.mark(row)
    for juror, case in (
        Conflict.objects.standing().filter(**admitted).values_list("juror", "application")
    ):
        marks[juror, case] = rules.Mark.RECUSED
    totals: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for (juror, _case), mark in marks.items():
        if mark != rules.Mark.RECUSED:
            totals[juror][1] += 1
            totals[juror][0] += mark == rules.Mark.DONE
    jurors = Juror.objects.active().filter(call=call).select_related("user").order_by("user__name")
    return {
        "cases": cases,
        "matrix": [
            (
                juror,
                [(case, marks.get((juror.pk, case.pk), "")) for case in cases],
                *totals[juror.pk],
            )
            for juror in jurors
        ],
    }
