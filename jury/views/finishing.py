"""Finishing all complete sheets at once: first a list of what will happen, and what will not."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from initiatives import clock
from initiatives.access import SignedIn, signed_in
from initiatives.models import Criterion

from .. import actions, own
from ..models import Assignment, Juror
from ..rules import Mark
from .worklist import seat_of


@signed_in
def finish_all(request: SignedIn) -> HttpResponse:
    """GET lists the begun sheets, ready or not and why. POST finishes those that were listed."""
    at = clock.of_database() if request.method == "POST" else clock.now()
    juror = seat_of(request)
    cases = own.of(juror)
    begun = [case for case in cases.cases if case.mark == Mark.BEGUN]
    rows = own.shown(begun)
    found = [(rows[case.pk], _gaps(juror, rows[case.pk])) for case in begun]
    refused: list[tuple[Assignment, str]] = []
    if request.method == "POST":
        wanted = set(request.POST.getlist("case"))
        asked = [assignment for assignment, _gaps in found if str(assignment.key) in wanted]
        finished, refused = actions.finish_all(asked, by=request.user, at=at)
        if finished:
            n = len(finished)
            # Translators: de: „Ein Bogen ist abgeschlossen.“, „%(n)d Bögen sind abgeschlossen.“
            words = ngettext("%(n)d sheet is finished.", "%(n)d sheets are finished.", n)
            messages.success(request, words % {"n": n})
        if not refused:
            return redirect("jury:worklist")
        found = [one for one in found if one[0] not in finished]
    context = {
        "juror": juror,
        "call": juror.call,
        "now": at,
        "judging": juror.call.judges(at),
        "ready": [assignment for assignment, gaps in found if not gaps],
        "lacking": [one for one in found if one[1]],
        "open": cases.counts[Mark.OPEN] + cases.undeclared,
        "refused": refused,
    }
    return render(request, "jury/finish_all.html", context, status=409 if refused else 200)


def _gaps(juror: Juror, assignment: Assignment) -> list[actions.Gap]:
    """Of a row that was read with its criteria and scores; see `actions.gaps`."""
    declared: Any = assignment.application
    criteria: list[Criterion] = [row.criterion for row in declared.declared_rows]
    criteria += [one for one in juror.call.criteria.all() if not one.is_optional]
    scores = {score.criterion_id: score for score in assignment.sheet.scores.all()}
    ordered = sorted(criteria, key=lambda one: one.position)
    return actions.gaps_of(ordered, scores, reason_required=juror.call.reason_required)
