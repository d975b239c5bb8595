"""The head of the journal to the chair: the letter before it goes out, and what went out so far."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.models import Call, User
from initiatives.refusals import NotAllowed
from initiatives.rules import may_administer

from .. import actions

SHOWN = 20


@office_only
def deposit(request: SignedIn) -> HttpResponse:
    """POST sends the letter shown."""
    call, at = Call.objects.current(), clock.now()
    if call is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.deposit(call, by=request.user, at=at)
            # Translators: de: „Der Stand des Journals geht an den Vorsitz hinaus.“
            messages.success(request, _("The head of the journal goes out to the chair."))
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return redirect("office:journal_deposit")
    to = actions.chairs(call)
    sent = list(actions.deposits(call).reverse()[:SHOWN])
    people = User.objects.in_bulk([entry.actor for entry in sent], field_name="key")
    return render(
        request,
        "office/journal_deposit.html",
        {
            "call": call,
            "chairs": to,
            "letter": actions.deposit_for(to[0], call, at=at) if to else None,
            "why_not": actions.why_no_deposit(call),
            "sent": [(entry, people.get(entry.actor)) for entry in sent],
            "may_change": may_administer(request.user),
        },
    )
