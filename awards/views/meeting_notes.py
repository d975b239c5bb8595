"""What the office notes on a meeting's screen: who is there, who listens, what was said."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.refusals import NotAllowed, Stale
from jury.models import Juror

from .. import actions
from ..meeting_forms import GuestForm
from ..minute_forms import NotesForm
from ..models import Departure, Guest, Meeting
from .meeting_console import act, show
from .meetings import find, item_of, uuid_of


@require_POST
@office_only
def attendance(request: SignedIn, key: UUID) -> HttpResponse:
    """Who came, went, is excused or absent; who left the room for a case and came back."""
    do, _colon, of = request.POST.get("do", "").partition(":")

    def deed(meeting: Meeting, at: datetime) -> str | None:
        who: Any = {"by": request.user, "at": at}
        if do in ("left", "returned"):
            rows = Departure.objects.filter(item__meeting=meeting).select_related("item__meeting")
            departure = get_object_or_404(rows, pk=int(of) if of.isdigit() else 0)
            note = actions.note_left if do == "left" else actions.note_returned
            note(departure, **who)
        elif do == "guest-gone":
            guests = Guest.objects.filter(meeting=meeting).select_related("meeting")
            guest = get_object_or_404(guests, pk=int(of) if of.isdigit() else 0)
            actions.remove_guest(guest, **who)
        elif do in ("came", "went", "excused", "absent", "expected"):
            juror = get_object_or_404(
                Juror.objects.filter(call=meeting.call).select_related("user"), key=uuid_of(of)
            )
            actions.note_attendance(meeting, juror, do, **who)
        else:
            raise Http404
        return None

    return act(request, key, deed)


@require_POST
@office_only
def guest(request: SignedIn, key: UUID) -> HttpResponse:
    meeting, at = find(request, key), clock.now()
    form = GuestForm(request.POST)
    if form.is_valid():
        try:
            actions.add_guest(meeting, **form.cleaned_data, by=request.user, at=at)
            return redirect("office:meeting", key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return show(request, meeting, at=at, forms={"guest_form": form}, status=409)


@require_POST
@office_only
def notes(request: SignedIn, key: UUID, item: UUID) -> HttpResponse:
    """Store what the minutes say of an item; nothing typed is lost where somebody else wrote."""
    meeting, at = find(request, key), clock.now()
    found = item_of(meeting, str(item))
    form = NotesForm.of(found, request.POST)
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"] or None
            text = form.cleaned_data["notes"]
            actions.write_notes(found, text, by=request.user, at=at, seen=seen)
            # Translators: de: „Der Vermerk ist gespeichert.“
            messages.success(request, _("The notes are saved."))
            return redirect("office:meeting", key)
        except Stale as stale:
            form.add_error("notes", f"{stale} „{stale.stored['notes']}“")
            form.show_again(stale.stored["notes"])
        except NotAllowed as refusal:
            form.add_error("notes", str(refusal))
    return show(request, meeting, at=at, forms={"notes": form, "notes_item": found}, status=409)
