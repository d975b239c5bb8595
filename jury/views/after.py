"""What a juror sees after finishing: the sheet's own history, others without names, the panel."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, signed_in
from initiatives.refusals import NotAllowed

from .. import actions, others, own, reading, shown, versions
from ..forms import ScoreForm
from ..models import Procedure
from . import cards
from .sheet import find
from .worklist import seat_of


@signed_in
def history(request: SignedIn, key: UUID) -> HttpResponse:
    """When the sheet was finished, and what changed from one time to the next."""
    assignment = find(request, key)
    if not hasattr(assignment, "sheet"):
        raise Http404
    criteria = {one.code: one for one in assignment.application.call.criteria.all()}
    labels = {name: ScoreForm.base_fields[name].label for name in shown.FIELDS}
    steps = []
    for version, changes in versions.history(list(assignment.sheet.versions.all())):
        rows = [
            {
                "criterion": criteria[change.criterion].name,
                "field": labels[change.field],
                "before": cards.in_words(change.field, change.before),
                "after": cards.in_words(change.field, change.after),
            }
            for change in changes
        ]
        steps.append((version, rows))
    context = {"assignment": assignment, "steps": steps, "call": assignment.application.call}
    return render(request, "jury/history.html", context)


@require_POST
@signed_in
def look(request: SignedIn, key: UUID) -> HttpResponse:
    """The first look at others' sheets is a deed of its own: it is kept, and said before."""
    assignment = find(request, key)
    try:
        actions.look_at_others(assignment, by=request.user, at=clock.of_database())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("jury:sheet", assignment.key)
    return redirect("jury:others", assignment.key)


@signed_in
def nameless(request: SignedIn, key: UUID) -> HttpResponse:
    """What others gave in the case, without names, in an order that tells nothing of who wrote."""
    assignment = find(request, key)
    sheet = getattr(assignment, "sheet", None)
    allowed = Procedure.of(assignment.application.call).sees == Procedure.Sees.NAMELESS
    if not (allowed and sheet and sheet.finished_at and sheet.saw_others_at):
        raise Http404
    rows = others.of_case(assignment, reading.criteria(assignment))
    context = {
        "assignment": assignment,
        "application": assignment.application,
        "call": assignment.application.call,
        "rows": rows,
        "sheets": max((row.sheets for row in rows), default=0),
        "judging": assignment.application.call.judges(clock.now()),
    }
    return render(request, "jury/others.html", context)


@signed_in
def distribution(request: SignedIn) -> HttpResponse:
    """The juror's own distribution beside the panel's, once nothing can be learned for a sheet."""
    juror, at = seat_of(request), clock.now()
    cases = own.of(juror)
    if not cases.may_compare(juror.call, at):
        # Translators: de: „Die Verteilung der Jury sehen Sie, wenn alle Ihre Bögen fertig sind.“
        words = _("You see the jury's distribution once all your sheets are finished.")
        messages.info(request, words)
        return redirect("jury:worklist")
    given = cases.distribution(juror.call.points_max)
    pairs = others.compare(given, others.panel(juror))
    context = {"juror": juror, "call": juror.call, "pairs": pairs, "own": given}
    return render(request, "jury/distribution.html", context)
