"""The second pair of eyes on all decisions, and prizes that nobody gets."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.refusals import NotAllowed
from jury.addresses import of_year
from jury.views.editions import asked, wanted

from .. import actions
from ..decision_forms import WithheldForm
from ..models import Withheld
from .office import show_decisions


@require_POST
@office_only
def confirm(request: SignedIn) -> HttpResponse:
    """Agree to the list as it was read."""
    call = wanted(request)
    try:
        seen = request.POST.get("seen", "")
        actions.confirm_decisions(call, by=request.user, at=clock.now(), seen=seen)
        # Translators: de: „Die Beschlussliste ist bestätigt.“
        messages.success(request, _("The list of decisions is confirmed."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(of_year("office:decisions", call))


@require_POST
@office_only
def withhold(request: SignedIn) -> HttpResponse:
    """Record that places of a prize go to nobody."""
    (call, years), at = asked(request), clock.now()
    if call is None:
        raise Http404
    form = WithheldForm(call, request.POST, prefix="nicht")
    if form.is_valid():
        said = form.cleaned_data
        reasons = {"de": said["reasons_de"]}
        try:
            actions.withhold(said["prize"], said["places"], reasons=reasons, by=request.user, at=at)
            # Translators: de: „Festgehalten: Der Preis wird nicht vergeben.“
            messages.success(request, _("Recorded: the prize is not awarded."))
            return redirect(of_year("office:decisions", call))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return show_decisions(request, call, years, at=at, withholding=form, status=409)


@require_POST
@office_only
def give_again(request: SignedIn, key: UUID) -> HttpResponse:
    found = get_object_or_404(Withheld.objects.select_related("prize__call"), key=key)
    try:
        actions.give_again(found, by=request.user, at=clock.now())
        # Translators: de: „Der Preis kann wieder vergeben werden.“
        messages.success(request, _("The prize can be given again."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(of_year("office:decisions", found.prize.call))
