"""The office and the jury: who reads what, who is how far, and the standings."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.models import Application, Call
from initiatives.records import journal
from initiatives.refusals import NotAllowed
from initiatives.rules import may_administer
from initiatives.statuses import Status
from initiatives.views.office import dossier, find

from .. import actions, results, rules
from ..forms import AssignForm
from ..models import Assignment, Conflict, Juror

PER_PAGE = 50


@office_only
def application(request: SignedIn, key: UUID) -> HttpResponse:
    """One application: the version handed in, the formal check, its readers."""
    found = find(request, key)
    readers = (
        Assignment.objects.filter(application=found).with_sheet().select_related("juror__user")
    )
    conflicted = set(Conflict.objects.filter(application=found).values_list("juror_id", flat=True))
    return render(
        request,
        "office/application.html",
        {
            **dossier(request, found),
            "readers": [
                (
                    reader.juror,
                    rules.Mark.RECUSED if reader.juror_id in conflicted else rules.mark(reader),
                )
                for reader in readers
            ],
            "assign": AssignForm(free_jurors(found)),
        },
    )


def free_jurors(application: Application) -> Any:
    """Jurors who do not read the case yet and have no conflict with it, with their load."""
    taken = Assignment.objects.filter(application=application).values("juror")
    conflicted = Conflict.objects.filter(application=application).values("juror")
    free: Any = Juror.objects.filter(call=application.call)
    free = free.exclude(pk__in=taken).exclude(pk__in=conflicted).with_progress()
    return free.select_related("user").order_by("assigned", "user__name")


@require_POST
@office_only
def assign(request: SignedIn, key: UUID) -> HttpResponse:
    found = find(request, key)
    form = AssignForm(free_jurors(found), request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose at least one member of the jury."))
        return redirect("office:application", found.key)
    try:
        made = actions.assign(found, form.cleaned_data["jurors"], by=request.user, at=clock.now())
        messages.success(request, _("New readers: %(count)d.") % {"count": len(made)})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:application", found.key)


@office_only
def jury(request: SignedIn) -> HttpResponse:
    """Who is how far: shows whether somebody scored, never how."""
    call = Call.objects.current()
    return render(request, "office/jury.html", {"call": call, **matrix(call)})


def matrix(call: Call | None) -> dict:
    """Jurors × cases with marks, for the progress matrix. Four queries, whatever the rows.

    Each row is (juror, [mark or "" by case], finished, assigned).
    """
    if call is None:
        return {"cases": [], "matrix": []}
    cases = list(
        call.applications.admitted().select_related("initiative").order_by("initiative__sort_name")
    )
    marks: dict[tuple[int, int], rules.Mark] = {}
    for row in Assignment.objects.filter(juror__call=call).select_related("sheet"):
        marks[row.juror_id, row.application_id] = rules.mark(row)
    for juror, case in Conflict.objects.filter(juror__call=call).values_list(
        "juror", "application"
    ):
        marks[juror, case] = rules.Mark.RECUSED
    totals: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for (juror, _case), mark in marks.items():
        if mark != rules.Mark.RECUSED:
            totals[juror][1] += 1
            totals[juror][0] += mark == rules.Mark.DONE
    jurors = Juror.objects.filter(call=call).select_related("user").order_by("user__name")
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


@office_only
def standings(request: SignedIn) -> HttpResponse:
    """The standings. Whoever looks stands in the journal. Ten queries, whatever the rows."""
    call, at = Call.objects.current(), clock.now()
    rows = results.of_call(call) if call else []
    ranked = [row for row in rows if row.standing]
    if call:
        journal.record("standings.viewed", about=call, by=request.user, at=at, cases=len(ranked))
    places = sum(call.prizes.filter(kind="equal").values_list("places", flat=True)) if call else 0
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
    return render(
        request,
        "office/standings.html",
        {
            "call": call,
            "now": at,
            "page": page,
            "criteria": call.criteria.all() if call else [],
            "ranked": len(ranked),
            "waiting": len(rows) - len(ranked),
            "sheets": sum(row.standing.sheets for row in ranked if row.standing),
            "expected": Assignment.objects.free_of_conflict()
            .filter(juror__call=call, application__status=Status.ADMITTED)
            .count(),
            "places": places,
            "ahead": [row for row in ranked if row.standing and row.standing.place <= places],
            "may_change": may_administer(request.user),
        },
    )
