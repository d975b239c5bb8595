"""Claims to initiatives of the directory: made by people, decided by the office."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import actions, clock, rules
from ..access import SignedIn, office_only, signed_in
from ..models import Claim, Initiative, Membership
from ..refusals import NotAllowed
from ..team_forms import ClaimForm, RefusalForm, RoleForm

PER_PAGE = 50


@signed_in
def claim(request: SignedIn, slug: str) -> HttpResponse:
    """Say that one acts for this initiative of the directory."""
    initiative = get_object_or_404(Initiative.objects.listed(), slug=slug)
    form = ClaimForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            actions.claim(initiative, reason=reason, by=request.user, at=clock.now())
            return redirect("claim", slug)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
    return render(
        request,
        "initiatives/claim.html",
        {
            "initiative": initiative,
            "form": form,
            "claim": initiative.claims.filter(user=request.user).last(),
            "member": initiative.memberships.filter(user=request.user).first(),
            "trail": [
                (_("Start"), reverse("start")),
                (_("Initiatives"), reverse("directory")),
                (initiative.name, reverse("initiative", args=[slug])),
                # Translators: de: „Initiative vertreten“
                (_("Act for the initiative"), ""),
            ],
        },
        status=status,
    )


@office_only
def claims(request: SignedIn) -> HttpResponse:
    """All claims, those to be decided first."""
    rows = Claim.objects.select_related("initiative", "user", "decided_by")
    rows = rows.order_by("-decided_at", "-made_at")  # PostgreSQL puts what has no date first
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
    waiting = Claim.objects.undecided().count()
    return render(request, "office/claims.html", {"page": page, "waiting": waiting})


@office_only
def office_claim(request: SignedIn, key: UUID) -> HttpResponse:
    """One claim, what speaks for it, and the decision."""
    rows = Claim.objects.select_related("initiative", "user", "decided_by")
    found = get_object_or_404(rows, key=key)
    owners = found.initiative.memberships.select_related("user").filter(role=Membership.Role.OWNER)
    granting = request.POST if "grant" in request.POST else None
    refusing = request.POST if request.method == "POST" and not granting else None
    grant = RoleForm(granting, initial={"role": Membership.Role.EDITOR}, prefix="grant")
    grant.fields["role"].required = bool(owners)
    form, status = RefusalForm(refusing), 200
    given: Any = grant if grant.is_bound else form
    if given.is_bound and given.is_valid():
        try:
            by, at = request.user, clock.now()
            if grant.is_bound:
                actions.grant_claim(found, grant.cleaned_data["role"], by=by, at=at)
                # Translators: de: „Bestätigt. %(name)s hat einen Brief bekommen.“
                said = _("Confirmed. %(name)s has been written to.")
            else:
                actions.refuse_claim(found, reason=form.cleaned_data["answer"], by=by, at=at)
                # Translators: de: „Abgelehnt. %(name)s hat einen Brief bekommen.“
                said = _("Refused. %(name)s has been written to.")
            messages.success(request, said % {"name": found.user})
            return redirect("office:claims")
        except NotAllowed as refusal:
            given.add_error(None, str(refusal))
            status = 409
    return render(
        request,
        "office/claim.html",
        {
            "claim": found,
            "owners": owners,
            "grant": grant,
            "form": form,
            "given": given,
            "has_errors": bool(given.errors),
            "same_domain": _same_domain(found),
            "may_change": rules.may_administer(request.user) and found.decided_at is None,
        },
        status=status,
    )


def _same_domain(claim: Claim) -> bool:
    """Whether the person's address lies below the domain of the initiative's website."""
    host = (urlsplit(claim.initiative.website).hostname or "").removeprefix("www.")
    domain = claim.user.email.rpartition("@")[2]
    return bool(host) and (domain == host or domain.endswith(f".{host}"))
