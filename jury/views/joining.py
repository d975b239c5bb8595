"""An invitation to the jury, read and answered by whom it went to; see ADR 13."""

from __future__ import annotations

import math
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, signed_in
from initiatives.models import Call
from initiatives.refusals import NotAllowed

from .. import actions
from ..models import Juror, JurorInvitation, Procedure
from ..statement_forms import DeclineForm


def invitation(request: HttpRequest, key: UUID) -> HttpResponse:
    """Strangers, signed in or not, learn nothing here: not even whether it exists."""
    if not request.user.is_authenticated:
        return render(request, "initiatives/invitation_sign_in.html")
    found = _own(request, key).first()
    if found is None:
        return render(request, "initiatives/invitation_foreign.html", status=404)
    return _page(request, found, DeclineForm())


def _own(request: HttpRequest, key: UUID) -> QuerySet[JurorInvitation]:
    own = JurorInvitation.objects.visible_to(request.user).filter(key=key)
    return own.select_related("call__procedure", "deputy_of__user", "successor_of__user", "juror")


def _page(
    request: HttpRequest, found: JurorInvitation, form: DeclineForm, status: int = 200
) -> HttpResponse:
    at = clock.now()
    return render(
        request,
        "jury/invitation.html",
        {
            "invitation": found,
            "call": found.call,
            "procedure": Procedure.of(found.call),
            "about": _cases_each(found.call, at),
            "open": JurorInvitation.objects.open_at(at).filter(pk=found.pk).exists(),
            "form": form,
            "declining": form.is_bound,
        },
        status=status,
    )


def _cases_each(call: Call, at: datetime) -> int:
    """About how many cases a member reads; 0 while nobody can know. Three queries."""
    if call.closes_at is None or at < call.closes_at:
        return 0
    admitted = call.applications.admitted().count()
    cases = admitted or call.applications.handed_in().count()
    people = Juror.objects.active().filter(call=call).count()
    people += call.juror_invitations.open_at(at).filter(deputy_of=None).count()
    return math.ceil(cases * Procedure.of(call).readers / max(people, 1))


@require_POST
@signed_in
def accept(request: SignedIn, key: UUID) -> HttpResponse:
    """Join, and go on to the statement."""
    found = get_object_or_404(_own(request, key))
    try:
        juror = actions.accept(found, by=request.user, at=clock.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("jury:invitation", key)
    # Translators: de: „Vielen Dank. Sie gehören jetzt zur Jury.“
    messages.success(request, _("Thank you. You are now in the jury."))
    if found.is_chair and not juror.is_chair:
        # Translators: de: „Den Vorsitz hat inzwischen jemand anderes; Sie sind Mitglied.“
        messages.warning(request, _("Somebody else has taken the chair; you are a member."))
    return redirect("jury:statement")


@require_POST
@signed_in
def decline(request: SignedIn, key: UUID) -> HttpResponse:
    """Say no with a ground, or see the page again with what was typed."""
    found = get_object_or_404(_own(request, key))
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        actions.decline(found, **form.cleaned_data, by=request.user, at=clock.now())
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, form, status=409)
    messages.success(request, _("You have declined the invitation."))
    return redirect("jury:invitation", key)
