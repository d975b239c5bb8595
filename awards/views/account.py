"""After signing in: where this person has something to do."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import actions, clock
from initiatives.access import SignedIn
from initiatives.account_forms import LanguageForm, RemindersForm
from initiatives.models import Call, Invitation
from initiatives.rules import is_office
from jury.models import Juror, JurorInvitation


class Door(NamedTuple):
    """A part of the product that this person may enter."""

    title: str
    note: str
    url: str


@login_required
def onward(request: SignedIn) -> HttpResponse:
    """From signing in straight to the one place of most people; to the choice for the others."""
    doors = _doors(request)
    return redirect(doors[0].url if len(doors) == 1 else "account")


@login_required
def account(request: SignedIn) -> HttpResponse:
    """All doors that are open to this person, and how they sign in and out."""
    at = clock.now()
    call = Call.objects.current()
    return render(
        request,
        "awards/account.html",
        {
            "doors": _doors(request),
            "call": call,
            "now": at,
            "open": bool(call and call.accepts(at)),
            "form": LanguageForm(initial={"language": request.user.language}),
            "reminders": RemindersForm(initial={"wanted": request.user.wants_reminders}),
        },
    )


@require_POST
@login_required
def language(request: SignedIn) -> HttpResponse:
    """The language of letters; the pages have the one of their address."""
    form = LanguageForm(request.POST)
    if form.is_valid():
        actions.write_to_in(form.cleaned_data["language"], by=request.user)
        messages.success(request, _("The language of your letters is stored."))
    else:
        messages.error(request, _("Choose one of the languages"))
    return redirect("account")


@require_POST
@login_required
def reminders(request: SignedIn) -> HttpResponse:
    """Whether letters remind of drafts."""
    form = RemindersForm(request.POST)
    wanted = form.is_valid() and form.cleaned_data["wanted"]
    actions.remind_me(wanted, by=request.user)
    messages.success(
        request,
        # Translators: de: „Wir erinnern Sie an Entwürfe.“
        _("We remind you of drafts.")
        if wanted
        # Translators: de: „Wir erinnern Sie nicht mehr an Entwürfe.“
        else _("We no longer remind you of drafts."),
    )
    return redirect("account")


def _doors(request: SignedIn) -> list[Door]:
    """Four queries; up to three more for those without an application."""
    doors = []
    if is_office(request.user):
        note = _("Today's work, applications, jury, results and release")
        doors.append(Door(_("Award office"), note, reverse("office:today")))
    if Juror.objects.of(request.user).exists():
        note = _("Your cases, conflicts of interest and score sheets")
        doors.append(Door(_("Jury"), note, reverse("jury:worklist")))
    invited = JurorInvitation.objects.visible_to(request.user).open_at(clock.now())
    for invitation in invited.select_related("call"):
        # Translators: de: „Einladung in die Jury“
        title, url = _("Invitation to the jury"), reverse("jury:invitation", args=[invitation.key])
        doors.append(Door(title, str(invitation.call.title), url))
    if _acts(request):
        note = _("What your initiatives write and have handed in")
        doors.append(Door(_("My applications"), note, reverse("apply:list")))
    return doors


def _acts(request: SignedIn) -> bool:
    """Whether “My applications” says anything: of an initiative, an invitation or a claim."""
    user = request.user
    return (
        user.memberships.exists()
        or Invitation.objects.visible_to(user).open_at(clock.now()).exists()
        or user.claims.exists()
    )
