"""The office and one reader of one case: swap, or take the case away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.refusals import NotAllowed
from initiatives.rules import may_administer
from initiatives.views.office import find

from .. import actions, rules
from ..forms import SwapForm
from ..models import Assignment, Juror, Procedure


@office_only
def reader(request: SignedIn, key: UUID, reading: UUID) -> HttpResponse:
    """One reader: who could read instead, and whether the case has enough without. POST does it."""
    case = find(request, key)
    rows = Assignment.objects.filter(application=case).standing().with_sheet()
    found = get_object_or_404(rows.select_related("juror__user"), key=reading)
    taking = request.method == "POST" and "take" in request.POST
    sent = request.POST if request.method == "POST" and not taking else None
    form = SwapForm(Juror.objects.free_for(case), sent)
    if taking or form.is_valid():
        try:
            said = _take(found, request) if taking else _swap(found, form, request)
            messages.success(request, said)
            return redirect("office:application", key)
        except NotAllowed as refusal:
            if taking:
                messages.error(request, str(refusal))
                return redirect("office:reader", key, reading)
            form.add_error(None, str(refusal))
    mark = rules.mark(found)
    return render(
        request,
        "office/reader.html",
        {
            "application": case,
            "reading": found,
            "mark": mark,
            "is_done": mark == rules.Mark.DONE,
            "form": form,
            "has_errors": bool(form.errors),
            "free": len(form["juror"]) > 1,
            "others": actions.others(found),
            "quorum": Procedure.of(case.call).quorum,
            "may_change": may_administer(request.user),
        },
        status=409 if form.is_bound else 200,
    )


def _swap(found: Assignment, form: SwapForm, request: SignedIn) -> str:
    juror = form.cleaned_data["juror"]
    actions.swap(found, juror, by=request.user, at=clock.now())
    # Translators: de: „%(new)s liest jetzt statt %(old)s und hat einen Brief bekommen.“
    words = _("%(new)s now reads instead of %(old)s and has been written to.")
    return words % {"new": juror, "old": found.juror}


def _take(found: Assignment, request: SignedIn) -> str:
    actions.take_back(found, by=request.user, at=clock.now())
    # Translators: de: „%(juror)s liest diesen Fall nicht mehr.“
    return _("%(juror)s no longer reads this case.") % {"juror": found.juror}
