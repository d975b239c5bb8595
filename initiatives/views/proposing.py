"""Proposing an initiative: for everybody, without an account and without a cookie."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from .. import actions, clock, open_forms
from ..actions.proposing import UNCONFIRMED_KEPT
from ..models import Call, Proposal
from ..proposal_forms import ProposalForm
from ..refusals import NotAllowed


@never_cache
@csrf_exempt  # a form without a cookie, see docs/decisions/0011
def propose(request: HttpRequest) -> HttpResponse:
    """Name an initiative that should apply. Whatever is refused, nothing typed is lost."""
    at = clock.of_request(request)
    call = Call.objects.current()
    if request.method == "POST" and open_forms.is_foreign(request):
        return render(request, "403_csrf.html", status=403)
    form = ProposalForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid() and call:
        status, refusal = _refusal(request, form, call, at=at)
        if not refusal:
            return redirect("proposed")
        form.add_error(None, refusal)
    given = request.POST.get("ticket", "")
    return render(
        request,
        "initiatives/propose.html",
        {
            "form": form,
            "call": call,
            "now": at,
            "open": bool(call and call.accepts(at)),
            "ticket": open_forms.renewed(given, at),
            "trapped": bool(form.errors.get("subject")),
            # Translators: de: „Eine Initiative vorschlagen“
            "trail": [(_("Start"), reverse("start")), (_("Propose an initiative"), "")],
        },
        status=status,
    )


def _refusal(
    request: HttpRequest, form: ProposalForm, call: Call, *, at: datetime
) -> tuple[int, str]:
    """Keep the proposal; else the status of the answer and the reason in words."""
    if refusal := open_forms.refusal(form.cleaned_data["ticket"], at):
        return 409, refusal
    if not consume(request, action="propose"):
        many = _(
            # Translators: de: „Von Ihrem Anschluss kamen in der letzten Stunde viele Vorschläge.
            # Ihre Angaben stehen noch da: Senden Sie sie in einer Stunde noch einmal.“
            "Many proposals came from your connection within the last hour. "
            "What you entered is still there: send it again in an hour."
        )
        return 429, many
    try:
        actions.propose(call, form.values(), at=at, language=get_language() or "de")
    except NotAllowed as refused:
        return 409, str(refused)
    return 200, ""


def proposed(request: HttpRequest) -> HttpResponse:
    """What comes next; the same for everybody, whatever was there before."""
    # Translators: de: „Eine Initiative vorschlagen“
    trail = [(_("Start"), reverse("start")), (_("Propose an initiative"), reverse("propose"))]
    return render(
        request,
        "initiatives/proposed.html",
        {
            # Translators: de: „Fast geschafft“
            "trail": [*trail, (_("Almost done"), "")],
            "days": UNCONFIRMED_KEPT.days,
        },
    )


@never_cache
@csrf_exempt  # the secret in the address is what a token would prove
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Where the letter leads: read, then confirm or delete by a button; opening changes nothing."""
    at = clock.of_request(request)
    found = Proposal.objects.filter(secret=secret).select_related("call").first()
    context: dict[str, Any] = {
        "proposal": found,
        "call": found.call if found else None,
        "open": bool(found and found.call.accepts(at)),
        # Translators: de: „Vorschlag bestätigen“
        "trail": [(_("Start"), reverse("start")), (_("Confirm the proposal"), "")],
    }
    status = 200 if found else 404
    if found and request.method == "POST":
        try:
            if "delete" in request.POST:
                actions.take_back_proposal(found, at=at)
                return redirect("proposal_deleted")
            actions.confirm_proposal(found, at=at)
            return redirect("confirm_proposal", secret)
        except NotAllowed as refusal:
            context["refusal"], status = str(refusal), 409
    return render(request, "initiatives/proposal_confirm.html", context, status=status)


def deleted(request: HttpRequest) -> HttpResponse:
    # Translators: de: „Vorschlag gelöscht“
    trail = [(_("Start"), reverse("start")), (_("Proposal deleted"), "")]
    return render(request, "initiatives/proposal_deleted.html", {"trail": trail})


def led_here(request: HttpRequest, call: Call | None) -> Proposal | None:
    """The proposal whose letter led here, if nobody has taken it up yet."""
    try:
        key = UUID(request.GET.get("vorschlag", ""))
    except ValueError:
        return None
    return Proposal.objects.invited().filter(call=call, key=key).first()


def known_of(proposal: Proposal | None) -> dict[str, Any]:
    """What a proposal says of the initiative itself; nothing of who made it."""
    if proposal is None:
        return {}
    return {
        "name": proposal.name,
        "region": proposal.region,
        "states": [proposal.state] if proposal.state else [],
        "website": proposal.website,
    }
