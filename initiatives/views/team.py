"""The team of an initiative: who acts for it, other roles, leaving, handing over."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import actions, clock, rules
from ..access import SignedIn, signed_in
from ..models import Claim, Initiative, Invitation, Membership
from ..refusals import NotAllowed
from ..team_forms import MAY, HandOverForm, InvitationForm, RoleForm


def find(request: SignedIn, key: UUID) -> Initiative:
    """The initiative, if this person acts for it; else it does not exist."""
    return get_object_or_404(Initiative.objects.of(request.user), key=key)


def find_own(request: SignedIn, key: UUID) -> Initiative:
    """The initiative, if this person owns it."""
    return get_object_or_404(Initiative.objects.owned_by(request.user), key=key)


def _trail(initiative: Initiative, here: str = "") -> list[tuple[str, str]]:
    team_url = reverse("apply:team", args=[initiative.key])
    # Translators: de: „Team von %(name)s“
    team_word = _("Team of %(name)s") % {"name": initiative.name}
    trail = [(_("Start"), reverse("start")), (_("My applications"), reverse("apply:list"))]
    return [*trail, (team_word, team_url), *([(here, "")] if here else [])]


@signed_in
def team(request: SignedIn, key: UUID) -> HttpResponse:
    """Who acts for the initiative; owners invite here."""
    initiative, at = find(request, key), clock.now()
    typed = request.POST if request.method == "POST" else None
    form = InvitationForm(typed, initial={"role": Membership.Role.EDITOR})
    status = 200
    if form.is_bound and form.is_valid():
        try:
            given = form.cleaned_data
            actions.invite(initiative, given["email"], given["role"], by=request.user, at=at)
            messages.success(
                request,
                # Translators: de: „Die Einladung an %(email)s ist unterwegs.“
                _("The invitation to %(email)s is on its way.") % {"email": given["email"]},
            )
            return redirect("apply:team", key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
    members = list(initiative.memberships.select_related("user").order_by("since", "pk"))
    role = next(row.role for row in members if row.user_id == request.user.pk)
    may_change = role == Membership.Role.OWNER
    return render(
        request,
        "initiatives/team.html",
        {
            "initiative": initiative,
            "members": members,
            "may_change": may_change,
            "roles": [(label.label, MAY[label]) for label in Membership.Role],
            "invitations": initiative.invitations.unanswered().with_host() if may_change else [],
            "now": at,
            "form": form,
            "has_errors": bool(form.errors),
            "trail": _trail(initiative),
        },
        status=status,
    )


@signed_in
def member(request: SignedIn, key: UUID, person: UUID) -> HttpResponse:
    """One person of the team: another role, or out. For owners."""
    initiative = find_own(request, key)
    found = get_object_or_404(initiative.memberships.select_related("user"), user__key=person)
    typed = request.POST if request.method == "POST" else None
    form = RoleForm(typed, initial={"role": found.role})
    status = 200
    if form.is_bound and form.is_valid():
        try:
            role = form.cleaned_data["role"]
            actions.change_role(found, role, by=request.user, at=clock.now())
            # Translators: de: „Die Rolle von %(name)s ist geändert.“
            said = _("The role of %(name)s has been changed.") % {"name": found.user}
            messages.success(request, said)
            return redirect("apply:team", key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
    return render(
        request,
        "initiatives/team_member.html",
        {
            "initiative": initiative,
            "member": found,
            "form": form,
            "trail": _trail(initiative, str(found.user)),
        },
        status=status,
    )


@require_POST
@signed_in
def remove(request: SignedIn, key: UUID, person: UUID) -> HttpResponse:
    initiative = find_own(request, key)
    found = get_object_or_404(initiative.memberships.select_related("user"), user__key=person)
    try:
        actions.remove(found, by=request.user, at=clock.now())
        messages.success(
            request,
            # Translators: de: „%(name)s gehört nicht mehr zum Team.“
            _("%(name)s is no longer in the team.") % {"name": found.user},
        )
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("apply:team", key)


@signed_in
def hand_over(request: SignedIn, key: UUID) -> HttpResponse:
    """Two steps: choose who shall own the initiative, then confirm it."""
    initiative = find(request, key)
    owners_page = rules.role_in(request.user, initiative) == Membership.Role.OWNER
    if not owners_page:  # also a second click: by now one is an editor
        return redirect("apply:team", key)
    team_rows = initiative.memberships.filter(user__is_active=True).select_related("user")
    others = [row for row in team_rows.order_by("since", "pk") if row.user_id != request.user.pk]
    form = HandOverForm(others, request.POST if request.method == "POST" else None)
    chosen, status = None, 200
    if form.is_bound and form.is_valid():
        chosen = next(row for row in others if str(row.user.key) == form.cleaned_data["to"])
        if "confirmed" in request.POST:
            try:
                actions.hand_over(initiative, to=chosen, by=request.user, at=clock.now())
                messages.success(
                    request,
                    # Translators: de: „%(name)s ist nun für die Initiative verantwortlich; Sie
                    # schreiben mit.“
                    _("%(name)s now owns the initiative; you go on as an editor.")
                    % {"name": chosen.user},
                )
                return redirect("apply:team", key)
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
                chosen, status = None, 409
    return render(
        request,
        "initiatives/team_hand_over.html",
        {
            "initiative": initiative,
            "others": others,
            "form": form,
            "chosen": chosen,
            # Translators: de: „Übergeben“
            "trail": _trail(initiative, _("Hand over")),
        },
        status=status,
    )


@signed_in
def leave(request: SignedIn, key: UUID) -> HttpResponse:
    """Confirm, then stop acting for the initiative."""
    initiative = find(request, key)
    refusal_text, status = "", 200
    if request.method == "POST":
        try:
            actions.leave(initiative, by=request.user, at=clock.now())
            messages.success(
                request,
                # Translators: de: „Sie gehören nicht mehr zum Team von „%(name)s“.“
                _("You are no longer in the team of “%(name)s”.") % {"name": initiative.name},
            )
            return redirect("apply:list")
        except NotAllowed as refusal:
            refusal_text, status = str(refusal), 409
    return render(
        request,
        "initiatives/team_leave.html",
        {
            "initiative": initiative,
            "refusal": refusal_text,
            # Translators: de: „Team verlassen“
            "trail": _trail(initiative, _("Leave the team")),
        },
        status=status,
    )


def standing(request: SignedIn, at: datetime) -> dict[str, Any]:
    """What “My applications” says besides: teams, open invitations, claims. Three queries."""
    own = Membership.objects.filter(user=request.user).select_related("initiative")
    waiting = Invitation.objects.visible_to(request.user).open_at(at)
    return {
        "memberships": own.order_by("initiative__sort_name"),
        "invitations": waiting.select_related("initiative", "invited_by"),
        "claims": Claim.objects.filter(user=request.user)
        .exclude(granted=True)
        .select_related("initiative"),
    }
