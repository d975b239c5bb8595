"""Speaking about the anchors of a criterion, among jurors; the office reads along and sums up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, office_only, signed_in
from initiatives.models import Call, Criterion
from initiatives.refusals import NotAllowed

from .. import actions
from .. import calibration as reads
from ..addresses import of_year
from ..calibration_forms import RemarkForm
from ..models import Juror, Remark
from .calibration import seat_of


@signed_in
def discussion(request: SignedIn, code: str) -> HttpResponse:
    """One criterion: its levels, how far points lie apart, what was said. POST says something."""
    at = clock.of_database() if request.method == "POST" else clock.now()
    juror = seat_of(request)
    samples = [one for one in reads.opened_to(juror) if asks(one, code)]
    criterion = find(juror.call, code, bool(samples))
    owes = actions.owes(criterion, juror)
    form = RemarkForm(request.POST if request.method == "POST" else None)
    if said(request, criterion, form, at=at):
        return redirect("jury:discussion", code)
    seen = [one for one in samples if reads.shows_spread(one)]
    context = {
        "juror": juror,
        "call": juror.call,
        "criterion": criterion,
        "owed": [one for one in samples if not one.closed_at and reads.mark(one) != "done"],
        "owes": owes,
        "why_not_yet": actions.why_not_yet(),
        "lying": reads.lying(seen, juror, code),
        "remarks": [] if owes else in_words(criterion, juror, at=at),
        "form": form,
        "has_errors": bool(form.errors),
        "running": any(not one.closed_at for one in samples),
    }
    return render(request, "jury/discussion.html", context, status=409 if form.errors else 200)


def asks(sample: Any, code: str) -> bool:
    return any(one.code == code for one in sample.criteria.all())


def find(call: Call, code: str, is_asked: bool) -> Criterion:
    """The criterion with levels and agreement; 404 while no sample case asks for it."""
    rows = call.criteria.select_related("agreement").prefetch_related("anchors")
    found: Criterion = get_object_or_404(rows if is_asked else rows.none(), code=code)
    found.call = call
    return found


def said(request: SignedIn, criterion: Criterion, form: RemarkForm, *, at: Any) -> bool:
    """Store what was sent; False if nothing was, or it was refused: then the form says why."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        actions.remark(criterion, form.cleaned_data["text"], by=request.user, at=at)
    except NotAllowed as refusal:
        form.add_error("text", str(refusal))
        return False
    return True


def in_words(criterion: Criterion, juror: Juror | None, *, at: Any) -> list[tuple[Remark, bool]]:
    """Each remark, and whether who looks may still take it back."""
    own = juror.pk if juror else None
    return [
        (one, one.juror_id == own and at < one.said_at + actions.REMARK_KEPT_AFTER)
        for one in reads.remarks(criterion)
    ]


@require_POST
@signed_in
def withdraw(request: SignedIn, number: int) -> HttpResponse:
    juror = seat_of(request)
    found = get_object_or_404(Remark, pk=number, juror=juror)
    return _withdrawn(request, found, reverse("jury:discussion", args=[found.criterion.code]))


@require_POST
@office_only
def withdraw_of_office(request: SignedIn, number: int) -> HttpResponse:
    found = get_object_or_404(
        Remark.objects.select_related("criterion__call"), pk=number, juror=None
    )
    criterion = found.criterion
    return _withdrawn(request, found, of_year("office:agreement", criterion.call, criterion.code))


def _withdrawn(request: SignedIn, found: Remark, back: str) -> HttpResponse:
    try:
        actions.withdraw_remark(found, by=request.user, at=clock.of_database())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(back)
