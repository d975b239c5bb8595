"""The declaration before any case can be read: impartial, or on which ground not."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render

from initiatives import clock
from initiatives.access import SignedIn, signed_in
from initiatives.refusals import NotAllowed
from initiatives.statuses import Status

from .. import actions
from ..forms import ConflictsForm
from ..models import Assignment
from .worklist import seat_of


@signed_in
def conflicts(request: SignedIn) -> HttpResponse:
    """Before any content: for each new case, impartial or not. Shows names and carriers only.

    `?fall=` adds a case declared on before: a conflict may be found while reading.
    """
    juror, at = seat_of(request), clock.now()
    asked = Q(cleared_at=None)
    if again := _uuid(request.GET.get("fall", "")):
        asked |= Q(key=again)
    undeclared = (
        Assignment.objects.visible_to(request.user)
        .filter(asked, juror=juror, application__status=Status.ADMITTED)
        .select_related("application__initiative")
        .order_by("application__initiative__sort_name")
    )
    form = ConflictsForm(undeclared, request.POST or None)
    if request.method == "POST" and form.is_valid() and form.assignments:
        try:
            actions.declare(juror, form.grounds(), by=request.user, at=at, notes=form.notes())
            return redirect("jury:worklist")
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    rows = [
        (assignment, form[f"ground-{assignment.key}"], form[f"note-{assignment.key}"])
        for assignment in form.assignments
    ]
    return render(
        request,
        "jury/conflicts.html",
        {"juror": juror, "call": juror.call, "form": form, "rows": rows},
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
