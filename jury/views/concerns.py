"""The office and the jury's impartiality: requests, concerns from data, conflicts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from initiatives import clock, rules
from initiatives.access import SignedIn, office_only
from initiatives.names import sort_key
from initiatives.refusals import NotAllowed
from initiatives.views.office import find

from .. import actions
from ..addresses import of_year
from ..conflict_forms import ConfirmRequestForm, DismissRequestForm, EstablishForm, LiftForm
from ..models import Concern, Conflict, Juror
from .editions import asked

PER_PAGE = 50
LISTS = {
    # Translators: de: „Anhaltspunkte, offen“
    "offen": gettext_lazy("Concerns, open"),
    # Translators: de: „Anhaltspunkte, geklärt“
    "geklaert": gettext_lazy("Concerns, settled"),
    # Translators: de: „Befangenheiten“
    "befangen": gettext_lazy("Conflicts of interest"),
    # Translators: de: „Entschiedene Anträge“
    "antraege": gettext_lazy("Requests, decided"),
}


@office_only
def overview(request: SignedIn) -> HttpResponse:
    """Open requests first; beside them one of the lists, with search. Ten queries."""
    call, years = asked(request)
    concerns = Concern.objects.filter(juror__call=call)
    conflicts = Conflict.objects.visible_to(request.user).filter(juror__call=call)
    counts = concerns.aggregate(
        offen=Count("pk", filter=Q(settled_at=None) & ~Q(kind="request")),
        geklaert=Count("pk", filter=Q(settled_at__isnull=False) & ~Q(kind="request")),
        antraege=Count("pk", filter=Q(settled_at__isnull=False, kind="request")),
    ) | {"befangen": conflicts.standing().count()}
    chosen = request.GET.get("liste", "")
    chosen = chosen if chosen in LISTS else "offen"
    rows: Any = {
        "offen": concerns.open().from_data(),
        "geklaert": concerns.from_data().exclude(settled_at=None),
        "befangen": conflicts,
        "antraege": concerns.requests().exclude(settled_at=None),
    }[chosen]
    words = request.GET.get("suche", "").strip()[:100]
    for word in sort_key(words).split():
        named = Q(application__initiative__search_text__contains=word)
        rows = rows.filter(named | Q(juror__user__name__icontains=word))
    order, decider = "-raised_at", "settled_by"
    if chosen == "befangen":
        order, decider = "-declared_at", "lifted_by"
    people = ("juror__user", "application__initiative")
    rows = rows.select_related(*people, decider).order_by(order, "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
    return render(
        request,
        "office/concerns.html",
        {
            "call": call,
            "years": years,
            "requests": concerns.open_requests().select_related(*people, "raised_by"),
            "lists": [(code, word, counts[code]) for code, word in LISTS.items()],
            "chosen": chosen,
            "page": page,
            "words": words,
            "may_change": rules.may_administer(request.user),
        },
    )


@require_POST
@office_only
def search(request: SignedIn) -> HttpResponse:
    """Compare all jurors with all admitted cases, once more."""
    if (call := asked(request).call) is None:
        return redirect("office:concerns")
    try:
        new = actions.search_concerns(call, by=request.user, at=clock.now())
        # Translators: de: „%(n)d neuer Anhaltspunkt.“, „%(n)d neue Anhaltspunkte.“
        said = ngettext("%(n)d new concern.", "%(n)d new concerns.", new) % {"n": new}
        # Translators: de: „Nichts Neues gefunden.“
        messages.success(request, said if new else _("Nothing new was found."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(of_year("office:concerns", call))


@office_only
def decide(request: SignedIn, key: UUID) -> HttpResponse:
    """One request of an initiative, and the decision on it."""
    rows = Concern.objects.requests().select_related(
        "juror__user", "juror__call", "application__initiative", "raised_by", "settled_by"
    )
    found = get_object_or_404(rows, key=key)
    confirming = request.POST if "confirm" in request.POST else None
    dismissing = request.POST if request.method == "POST" and not confirming else None
    confirm, dismiss = ConfirmRequestForm(confirming), DismissRequestForm(dismissing, prefix="no")
    given: Any = confirm if confirm.is_bound else dismiss
    if given.is_bound and given.is_valid():
        act = actions.confirm_request if confirm.is_bound else actions.dismiss_request
        try:
            act(found, **given.cleaned_data, by=request.user, at=clock.now())
            # Translators: de: „Entschieden. Die Initiative hat einen Brief bekommen.“
            messages.success(request, _("Decided. The initiative has been written to."))
            return redirect(of_year("office:concerns", found.juror.call))
        except NotAllowed as refusal:
            given.add_error(None, str(refusal))
    return render(
        request,
        "office/concern_decide.html",
        {
            "concern": found,
            "confirm": confirm,
            "dismiss": dismiss,
            "given": given,
            "has_errors": bool(given.errors),
            "may_change": rules.may_administer(request.user) and found.settled_at is None,
        },
        status=409 if given.is_bound else 200,
    )


@office_only
def establish(request: SignedIn, key: UUID) -> HttpResponse:
    """Find a juror not impartial in one case. `?jurymitglied=` chooses the juror beforehand."""
    application = find(request, key)
    standing = Conflict.objects.standing().filter(application=application).values("juror")
    jurors = Juror.objects.filter(call=application.call, left_at=None).exclude(pk__in=standing)
    jurors = jurors.select_related("user").order_by("user__name", "pk")
    sent = request.POST if request.method == "POST" else None
    form = EstablishForm(jurors, sent, initial={"juror": request.GET.get("jurymitglied", "")})
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            actions.establish(
                values.pop("juror"), application, **values, by=request.user, at=clock.now()
            )
            # Translators: de: „Festgestellt. Das Jurymitglied hat einen Brief bekommen.“
            messages.success(request, _("Established. The juror has been written to."))
            return redirect("office:application", key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "office/conflict_establish.html",
        {
            "application": application,
            "form": form,
            "has_errors": bool(form.errors),
            "concerns": application.concerns.open().from_data().select_related("juror__user"),
            "may_change": rules.may_administer(request.user),
        },
        status=409 if form.is_bound else 200,
    )


@office_only
def lift(request: SignedIn, number: int) -> HttpResponse:
    """Lift a conflict with a reason."""
    rows = Conflict.objects.visible_to(request.user).standing()
    found = get_object_or_404(
        rows.select_related("juror__user", "juror__call", "application__initiative"), pk=number
    )
    form = LiftForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.lift(found, **form.cleaned_data, by=request.user, at=clock.now())
            # Translators: de: „Aufgehoben. Das Jurymitglied erklärt sich zu dem Fall neu.“
            messages.success(request, _("Lifted. The juror declares on the case anew."))
            return redirect(of_year("office:concerns", found.juror.call))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "office/conflict_lift.html",
        {
            "conflict": found,
            "form": form,
            "has_errors": bool(form.errors),
            "may_change": rules.may_administer(request.user),
        },
        status=409 if form.is_bound else 200,
    )
