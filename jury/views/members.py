"""The office and the members of the jury: who they are, who was asked, what is noted about them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock, shown
from initiatives.access import SignedIn, office_only
from initiatives.berlin import BERLIN
from initiatives.models import Call
from initiatives.refusals import NotAllowed
from initiatives.rules import may_administer
from initiatives.views.setting_up import pages

from .. import actions, roster
from ..addresses import of_year
from ..member_forms import InviteForm, MemberForm
from ..models import Juror, JurorInvitation
from .editions import asked, wanted


def home(call: Call) -> str:
    """The members of a call's jury."""
    return of_year("office:jury_members", call)


@office_only
def members(request: SignedIn) -> HttpResponse:
    """Members, open and declined invitations. Eleven queries, whatever the rows."""
    (call, years), at = asked(request, coming=True), clock.now()
    context = {
        "call": call,
        "years": years,
        "now": at,
        "may_change": may_administer(request.user),
        **(roster.of(call, at=at) if call else {}),
    }
    return render(request, "office/jury_members.html", context)


@office_only
def invite(request: SignedIn) -> HttpResponse:
    """Invite one person by form."""
    call, at = wanted(request, coming=True), clock.now()
    initial: dict[str, Any] = {"until": (at + timedelta(days=14)).astimezone(BERLIN).date()}
    for name in ("deputy_of", "successor_of"):
        if key := request.GET.get(name, ""):
            initial[name] = key
    form, status = InviteForm(call, pages.typed(request), initial=initial), 200
    if form.is_bound and form.is_valid():
        try:
            until = actions.end_of(form.cleaned_data["until"])
            sent = actions.invite(call, form.whom(), by=request.user, at=at, until=until)
            _told(request, sent)
            return redirect(home(call))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
    may_change = may_administer(request.user)
    if not may_change:
        pages.close(form)
    return render(
        request,
        "office/jury_invite.html",
        {"call": call, "form": form, "may_change": may_change, "back": home(call)},
        status=status,
    )


def _told(request: SignedIn, sent: JurorInvitation) -> None:
    """The invitation is out; for which initiatives the person acts, the office should know."""
    messages.success(
        request, _("The invitation to %(email)s is on its way.") % {"email": sent.email}
    )
    for name in roster.acting_for(sent.call, [sent.email]).get(sent.email, []):
        # Translators: de: „%(person)s gehört zur Initiative „%(name)s“, die sich bewirbt. Dieser
        # Fall bleibt für das Mitglied geschlossen.“
        text = _("%(person)s acts for “%(name)s”, which applies. That case stays closed to them.")
        messages.warning(request, text % {"person": sent.name, "name": name})


@require_POST
@office_only
def invite_again(request: SignedIn, key: UUID) -> HttpResponse:
    invitation = _sent(key)
    try:
        actions.invite_again(invitation, by=request.user, at=clock.now())
        messages.success(
            request,
            _("The invitation to %(email)s is on its way.") % {"email": invitation.email},
        )
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(home(invitation.call))


@require_POST
@office_only
def withdraw(request: SignedIn, key: UUID) -> HttpResponse:
    invitation = _sent(key)
    try:
        actions.withdraw(invitation, by=request.user, at=clock.now())
        said = _("The invitation to %(email)s has been withdrawn.") % {"email": invitation.email}
        messages.success(request, said)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(home(invitation.call))


def _sent(key: UUID) -> JurorInvitation:
    return get_object_or_404(JurorInvitation.objects.select_related("call"), key=key)


def find(key: UUID) -> Juror:
    return get_object_or_404(
        Juror.objects.select_related("call", "user", "deputy_of__user"), key=key
    )


@office_only
def member(request: SignedIn, key: UUID) -> HttpResponse:
    """What is noted about one member; those who have left are read only."""
    juror, at = find(key), clock.now()
    may_change = may_administer(request.user) and juror.left_at is None
    form = MemberForm.of(juror, pages.typed(request), seen=shown.digest(actions.said(juror)))
    return pages.answer(
        request,
        form,
        lambda: _change(juror, form, request=request, at=at),
        context={
            "juror": juror,
            "call": juror.call,
            "now": at,
            "may_change": may_change,
            "given": juror.statements.select_related("statement").order_by("-given_at"),
            "deputies": juror.deputies.filter(left_at=None).select_related("user"),
        },
        template="office/jury_member.html",
        back=home(juror.call),
        # Translators: de: „Die Angaben zu %(name)s sind gespeichert.“
        done=_("The details of %(name)s are saved.") % {"name": juror},
    )


def _change(juror: Juror, form: MemberForm, *, request: SignedIn, at: datetime) -> bool:
    values = {name: form.cleaned_data[name] for name in MemberForm.base_fields if name != "seen"}
    return actions.change(juror, values, form.levels(), by=request.user, at=at, seen=form.digest())
