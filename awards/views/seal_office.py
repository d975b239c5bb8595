"""The office's list of who holds a seal, and taking one away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.refusals import NotAllowed
from initiatives.rules import may_administer

from .. import actions
from ..models import Seal
from ..seal_forms import WithdrawForm


@office_only
def seals(request: SignedIn) -> HttpResponse:
    """All seals with their state, those under embargo too."""
    at = clock.now()
    found = Seal.objects.with_holder().select_related("accepted_by").by_name()
    return render(
        request,
        "office/seals.html",
        {
            "rows": [
                (
                    seal,
                    seal.state(at).value if seal.accepted_at else "",
                    seal.laureate.release.embargo_until <= at,
                )
                for seal in found
            ],
            "may_change": may_administer(request.user),
        },
    )


@office_only
def withdraw(request: SignedIn, code: str) -> HttpResponse:
    """Say what it means; with a POST, take the seal away."""
    at = clock.now()
    seal = get_object_or_404(Seal.objects.with_holder(), code=code)
    form = WithdrawForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_seal(seal, reason=form.reason(), by=request.user, at=at)
            # Translators: de: „Das Siegel von %(name)s ist entzogen. Der Brief ist unterwegs.“
            text = _("The seal of %(name)s has been withdrawn. The letter is on its way.")
            messages.success(request, text % {"name": seal.laureate.name})
            return redirect("office:seals")
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
    return render(
        request,
        "office/seal_withdraw.html",
        {
            "seal": seal,
            "laureate": seal.laureate,
            "form": form,
            "possible": seal.accepted_at is not None and seal.withdrawn_since() is None,
            "may_change": may_administer(request.user),
        },
        status=status,
    )
