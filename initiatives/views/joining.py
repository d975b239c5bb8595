"""Invitations: read and answered by those invited, withdrawn and sent again by owners."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import actions, clock
from ..access import SignedIn, signed_in
from ..models import Initiative, Invitation, Membership
from ..refusals import NotAllowed
from ..team_forms import MAY


@require_POST
@signed_in
def invite_again(request: SignedIn, key: UUID) -> HttpResponse:
    invitation = _sent(request, key)
    try:
        actions.invite_again(invitation, by=request.user, at=clock.now())
        messages.success(
            request,
            _("The invitation to %(email)s is on its way.") % {"email": invitation.email},
        )
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("apply:team", invitation.initiative.key)


@require_POST
@signed_in
def withdraw_invitation(request: SignedIn, key: UUID) -> HttpResponse:
    invitation = _sent(request, key)
    try:
        actions.withdraw_invitation(invitation, by=request.user, at=clock.now())
        # Translators: de: „Die Einladung an %(email)s ist zurückgezogen.“
        said = _("The invitation to %(email)s has been withdrawn.") % {"email": invitation.email}
        messages.success(request, said)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("apply:team", invitation.initiative.key)


def _sent(request: SignedIn, key: UUID) -> Invitation:
    """An invitation to an initiative that this person owns."""
    own = Initiative.objects.owned_by(request.user)
    invitations = Invitation.objects.filter(initiative__in=own).select_related("initiative")
    return get_object_or_404(invitations, key=key)


def invitation(request: HttpRequest, key: UUID) -> HttpResponse:
    """Strangers, signed in or not, learn nothing here: not even whether it exists."""
    if not request.user.is_authenticated:
        return render(request, "initiatives/invitation_sign_in.html")
    own = Invitation.objects.visible_to(request.user).with_host()
    found: Any = own.select_related("initiative", "invited_by").filter(key=key).first()
    if found is None:
        return render(request, "initiatives/invitation_foreign.html", status=404)
    is_waiting = found.is_waiting_at(clock.now())
    return render(
        request,
        "initiatives/invitation.html",
        {
            "invitation": found,
            "meaning": MAY[Membership.Role(found.role)],
            "open": is_waiting and found.has_host,
            "hostless": is_waiting and not found.has_host,
            "member": Membership.objects.filter(
                initiative=found.initiative, user=request.user
            ).first(),
        },
    )


@require_POST
@signed_in
def accept(request: SignedIn, key: UUID) -> HttpResponse:
    """Join, and go straight to the newest application of the initiative."""
    found = get_object_or_404(
        Invitation.objects.visible_to(request.user).select_related("initiative"), key=key
    )
    try:
        actions.accept(found, by=request.user, at=clock.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("apply:invitation", key)
    messages.success(
        request,
        # Translators: de: „Sie gehören jetzt zum Team von „%(name)s“.“
        _("You are now in the team of “%(name)s”.") % {"name": found.initiative.name},
    )
    newest = found.initiative.applications.order_by("-started_at").first()
    if newest:
        return redirect("apply:tasks", newest.key)
    return redirect("apply:team", found.initiative.key)


@require_POST
@signed_in
def decline(request: SignedIn, key: UUID) -> HttpResponse:
    found = get_object_or_404(Invitation.objects.visible_to(request.user), key=key)
    try:
        actions.decline(found, by=request.user, at=clock.now())
        # Translators: de: „Sie haben die Einladung abgelehnt.“
        messages.success(request, _("You have declined the invitation."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("apply:invitation", key)
