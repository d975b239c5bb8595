"""The office and the jury: who reads what, who is how far, and the standings."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Q, Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import actions as screening
from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.forms import ExclusionForm
from initiatives.models import Application, Call, Criterion
from initiatives.records import journal
from initiatives.refusals import NotAllowed
from initiatives.rules import may_administer
from initiatives.statuses import Status
from initiatives.views.office import dossier, find

from .. import actions, picture, results, rules
from ..forms import AssignForm
from ..models import Assignment, Conflict, Juror

PER_PAGE = 50


@office_only
def application(request: SignedIn, key: UUID) -> HttpResponse:
    """One application: the version handed in, the formal check, its readers."""
    return _application(request, find(request, key), ExclusionForm())


def _application(
    request: SignedIn, found: Application, exclusion: ExclusionForm, status: int = 200
) -> HttpResponse:
    readers = (
        Assignment.objects.filter(application=found).with_sheet().select_related("juror__user")
    )
    grounds = {
        conflict.juror_id: conflict.get_ground_display()
        for conflict in Conflict.objects.filter(application=found)
    }
    assign_form = AssignForm(free_jurors(found))
    return render(
        request,
        "office/application.html",
        {
            **dossier(request, found),
            "exclusion": exclusion,
            "has_errors": bool(exclusion.errors),
            "readers": [
                (
                    reader.juror,
                    rules.Mark.RECUSED if reader.juror_id in grounds else rules.mark(reader),
                    grounds.get(reader.juror_id, ""),
                )
                for reader in readers
            ],
            "assign": assign_form,
            "free": len(assign_form["jurors"]),
        },
        status=status,
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
def exclude(request: SignedIn, key: UUID) -> HttpResponse:
    """Exclude, or show the page again with the ground that was typed."""
    found = find(request, key)
    form = ExclusionForm(request.POST)
    if form.is_valid():
        try:
            screening.exclude(found, **form.cleaned_data, by=request.user, at=clock.of_database())
            messages.success(request, _("%(name)s is excluded.") % {"name": found.initiative.name})
            return redirect("office:application", found.key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return _application(request, find(request, key), form, status=409)


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
    for row in Assignment.objects.filter(**admitted).select_related("sheet"):
        marks[row.juror_id, row.application_id] = rules.mark(row)
    for juror, case in Conflict.objects.filter(**admitted).values_list("juror", "application"):
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
    equal = Sum("prizes__places", filter=Q(prizes__kind="equal"), default=0)
    call, at = Call.objects.running().annotate(places=equal).first(), clock.now()
    rows = results.of_call(call) if call else []
    ranked = [row for row in rows if row.standing]
    if call:
        journal.record("standings.viewed", about=call, by=request.user, at=at, cases=len(ranked))
    places = call.places if call else 0
    ahead = [row for row in ranked if row.standing and row.standing.place <= max(places, 1)]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
    criteria = [criterion for criterion, _mean in rows[0].profile] if rows else []
    return render(
        request,
        "office/standings.html",
        {
            "call": call,
            "now": at,
            "page": page,
            "criteria": criteria,
            "picture": _picture(page, criteria, len(ahead) if places else 0),
            "ranked": len(ranked),
            "waiting": len(rows) - len(ranked),
            "sheets": sum(row.standing.sheets for row in ranked if row.standing),
            "expected": sum(row.readers for row in rows),
            "places": places,
            "ahead": ahead,
            "distance": _distance(ranked, len(ahead)),
            "may_change": may_administer(request.user),
        },
    )


class Drawn(NamedTuple):
    """The picture of a page, its columns with their criteria, its lines with their cases."""

    shape: picture.Picture
    columns: list[tuple[int, Criterion]]
    lines: list[tuple[picture.Line, results.Row, list[tuple[picture.Bar, Criterion]]]]


def _picture(page: Page, criteria: list[Criterion], winners: int) -> Drawn | None:
    """The cases of the page that have a value; the winners stand on the first page only."""
    shown = [(row, row.standing) for row in page if row.standing]
    shape = picture.draw(
        [
            picture.Figures(
                standing.mean,
                standing.low,
                standing.high,
                [mean for _criterion, mean in row.profile],
            )
            for row, standing in shown
        ],
        criteria=len(criteria),
        points_max=criteria[0].call.points_max if criteria else 10,
        winners=winners if page.number == 1 else 0,
    )
    if shape is None:
        return None
    return Drawn(
        shape,
        list(zip(shape.columns, criteria, strict=True)),
        [
            (line, row, list(zip(line.bars, criteria, strict=True)))
            for line, (row, _standing) in zip(shape.lines, shown, strict=True)
        ],
    )


def _distance(ranked: list[results.Row], winners: int) -> float | None:
    """How many points lie between the last of the winners and the first behind them."""
    if not 0 < winners < len(ranked):
        return None
    last, following = ranked[winners - 1].standing, ranked[winners].standing
    return last.mean - following.mean if last and following else None
