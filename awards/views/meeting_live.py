"""What follows a meeting by itself: its state for polling, and the picture on the wall."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from initiatives import clock
from initiatives.access import SignedIn, office_only, signed_in
from jury.views.worklist import seat_of

from .. import shown_meeting
from ..models import Meeting
from .meetings import find


def state(request: SignedIn, rows: QuerySet[Meeting], key: UUID) -> HttpResponse:
    """204 while nothing changed since `?revision=`, else the revision. One query."""
    revision = get_object_or_404(rows.only("revision"), key=key).revision
    if request.GET.get("revision", "") == str(revision):
        return HttpResponse(status=204)
    return JsonResponse({"revision": revision})


@office_only
def of_office(request: SignedIn, key: UUID) -> HttpResponse:
    return state(request, Meeting.objects.all(), key)


@signed_in
def of_juror(request: SignedIn, key: UUID) -> HttpResponse:
    return state(request, Meeting.objects.filter(call=seat_of(request).call_id), key)


@office_only
def screen(request: SignedIn, key: UUID) -> HttpResponse:
    """For the wall: only what all in the room may see. No figures, since guests are there; no case
    as long as somebody who is barred from it has not left.
    """
    meeting = find(request, key)
    shown = shown_meeting.of(meeting, at=clock.now())
    context = {
        "meeting": meeting,
        "call": meeting.call,
        "shown": shown,
        "room": shown.room,
        "hidden": bool(shown.room.leaving),
    }
    return render(request, "office/meeting/screen.html", context)
