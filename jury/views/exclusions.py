"""What an initiative can do about the jury: see who is on it, and ask that somebody stays out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock, rules
from initiatives.access import SignedIn, signed_in
from initiatives.refusals import NotAllowed
from initiatives.statuses import HANDED_IN
from initiatives.views.applying import find

from .. import actions
from ..conflict_forms import ExclusionRequestForm
from ..models import Juror


@signed_in
def exclusions(request: SignedIn, key: UUID) -> HttpResponse:
    """The jury by name and organisation, the own requests, and a form until judging begins."""
    application, status = find(request, key), 200
    if application.status not in HANDED_IN:
        raise Http404
    at = clock.of_database() if request.method == "POST" else clock.now()
    jurors = Juror.objects.filter(call=application.call, left_at=None)
    jurors = jurors.select_related("user").order_by("user__name", "pk")
    form = ExclusionRequestForm(jurors, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.request_exclusion(application, **form.cleaned_data, by=request.user, at=at)
            # Translators: de: „Ihr Antrag liegt der Geschäftsstelle vor.“
            messages.success(request, _("Your request is with the office."))
            return redirect("exclusions", key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    if form.is_bound:
        status = 409
    requests = application.concerns.requests().select_related("juror__user")
    return render(
        request,
        "jury/exclusions.html",
        {
            "application": application,
            "call": application.call,
            "jurors": jurors,
            "form": form,
            "has_errors": bool(form.errors),
            "requests": requests.order_by("-raised_at", "-pk"),
            "writes": rules.may_edit(request.user, application),
            "takes": actions.takes_requests(application, at=at),
            "trail": [
                (_("Start"), reverse("start")),
                (_("My applications"), reverse("apply:list")),
                (application.initiative.name, reverse("apply:tasks", args=[key])),
                # Translators: de: „Jury und Befangenheit“
                (_("Jury and impartiality"), ""),
            ],
        },
        status=status,
    )


@require_POST
@signed_in
def take_back(request: SignedIn, key: UUID, concern: UUID) -> HttpResponse:
    application = find(request, key)
    found = get_object_or_404(application.concerns.requests(), key=concern)
    try:
        actions.take_back_exclusion(found, by=request.user, at=clock.now())
        # Translators: de: „Der Antrag ist zurückgenommen.“
        messages.success(request, _("The request is taken back."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("exclusions", key)
