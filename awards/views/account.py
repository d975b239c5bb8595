"""The first page after signing in: where this person has something to do."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives import clock
from initiatives.access import SignedIn
from initiatives.models import Application, Call
from initiatives.rules import is_office
from jury.models import Juror


class Door(NamedTuple):
    """A part of the product that this person may enter."""

    title: str
    note: str
    url: str


@login_required
def account(request: SignedIn) -> HttpResponse:
    """Straight to the one place of most people; a choice for those who have several."""
    at = clock.now()
    doors = _doors(request)
    if len(doors) == 1 and not request.GET.get("alles"):
        return redirect(doors[0].url)
    call = Call.objects.current()
    return render(
        request,
        "awards/account.html",
        {"doors": doors, "call": call, "now": at, "open": bool(call and call.accepts(at))},
    )


def _doors(request: SignedIn) -> list[Door]:
    """Three queries."""
    doors = []
    if is_office(request.user):
        note = _("Today's work, applications, jury, results and release")
        doors.append(Door(_("Award office"), note, reverse("office:today")))
    if Juror.objects.of(request.user).exists():
        note = _("Your cases, conflicts of interest and score sheets")
        doors.append(Door(_("Jury"), note, reverse("jury:worklist")))
    if Application.objects.filter(initiative__memberships__user=request.user).exists():
        note = _("What your initiatives write and have handed in")
        doors.append(Door(_("My applications"), note, reverse("apply:list")))
    return doors
