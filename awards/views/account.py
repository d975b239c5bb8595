"""The first page after signing in: where this person has something to do."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from initiatives import clock
from initiatives.access import SignedIn
from initiatives.models import Application, Call
from initiatives.rules import is_office
from jury.models import Juror


@login_required
def account(request: SignedIn) -> HttpResponse:
    """Straight to the one place of most people; a choice for those who have several."""
    at = clock.now()
    doors = []
    if is_office(request.user):
        doors.append("office:today")
    if Juror.objects.of(request.user).exists():
        doors.append("jury:worklist")
    if Application.objects.filter(initiative__memberships__user=request.user).exists():
        doors.append("apply:list")
    if len(doors) == 1 and not request.GET.get("alles"):
        return redirect(doors[0])
    call = Call.objects.current()
    return render(
        request,
        "awards/account.html",
        {"doors": doors, "call": call, "open": bool(call and call.accepts(at))},
    )
