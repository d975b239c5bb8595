"""The office's meetings: which there are, convening one, and its agenda."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.refusals import NotAllowed
from initiatives.rules import may_administer
from jury.views.editions import asked

from .. import actions, shown_meeting
from ..meeting_forms import ItemForm, MeetingForm
from ..models import AgendaItem, Meeting

KINDS = {"sitzung": Meeting.Kind.SITTING, "umlauf": Meeting.Kind.CIRCULAR}


def find(request: SignedIn, key: UUID) -> Meeting:
    """A meeting with all that its pages need to know; unknown and forbidden are both 404."""
    return get_object_or_404(Meeting.objects.visible_to(request.user).for_screens(), key=key)


@office_only
def overview(request: SignedIn) -> HttpResponse:
    """Meetings of a call, of the newest unless `?jahr=` names one; the next one first."""
    call, years = asked(request)
    rows = Meeting.objects.filter(call=call).select_related("call", "chair__user")
    found = sorted(rows, key=lambda one: (one.closed_at is not None, one.begins_at))
    return render(
        request,
        "office/meeting/overview.html",
        {
            "call": call,
            "years": years,
            "meetings": found,
            "now": clock.now(),
            "may_change": may_administer(request.user),
        },
    )


@office_only
def new(request: SignedIn) -> HttpResponse:
    """Convene a sitting, or a circular procedure (`?art=umlauf`), with what is most likely."""
    call, at = asked(request).call, clock.now()
    if call is None:
        return redirect("office:meetings")
    kind = KINDS.get(request.GET.get("art", ""), Meeting.Kind.SITTING)
    form = MeetingForm.new(call, kind, request.user, at, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 409
        if form.is_valid():
            try:
                said = form.said() | {"kind": kind}
                made = actions.convene(call, said, by=request.user, at=at)
                # Translators: de: „Einberufen. Sehen Sie sich die vorgeschlagene Tagesordnung an.“
                messages.success(request, _("Convened. Look at the agenda that is proposed."))
                return redirect("office:meeting", made.key)
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
    return _form(request, form, call=call, kind=kind, status=status)


@office_only
def edit(request: SignedIn, key: UUID) -> HttpResponse:
    """When, where and who; POST changes it."""
    meeting = find(request, key)
    form = MeetingForm.of(meeting, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 409
        if form.is_valid():
            try:
                actions.change_meeting(meeting, form.said(), by=request.user, at=clock.now())
                # Translators: de: „Gespeichert.“
                messages.success(request, _("Saved."))
                return redirect("office:meeting", key)
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
    said = {"call": meeting.call, "kind": meeting.kind, "meeting": meeting}
    return _form(request, form, **said, status=status)


def _form(request: SignedIn, form: MeetingForm, *, status: int, **said: Any) -> HttpResponse:
    context = {"form": form, "may_change": may_administer(request.user), **said}
    return render(request, "office/meeting/form.html", context, status=status)


@office_only
def agenda(request: SignedIn, key: UUID) -> HttpResponse:
    """The agenda with buttons to move and remove items, and a form to add one."""
    meeting, at = find(request, key), clock.now()
    adding = request.method == "POST" and request.POST.get("do") == "add"
    form = ItemForm(meeting, request.POST if adding else None)
    status = 200
    if request.method == "POST":
        status = 409
        try:
            if not adding or form.is_valid():
                said = _change(request, meeting, form, at=at)
                messages.success(request, said)
                return redirect("office:meeting_agenda", key)
        except NotAllowed as refusal:
            form = form if adding else ItemForm(meeting, {})
            form.add_error(None, str(refusal))
    return render(
        request,
        "office/meeting/agenda.html",
        {
            "meeting": meeting,
            "call": meeting.call,
            "shown": shown_meeting.of(meeting, at=at),
            "form": form,
            "may_change": may_administer(request.user) and not meeting.closed_at,
        },
        status=status,
    )


def _change(request: SignedIn, meeting: Meeting, form: ItemForm, *, at: Any) -> str:
    """Do what the pressed button says, and say that it is done."""
    who = {"by": request.user, "at": at}
    do, _colon, key = request.POST.get("do", "").partition(":")
    if do == "add":
        case, title = form.cleaned_data["application"], form.cleaned_data["title"]
        kind = AgendaItem.Kind.CASE if case else AgendaItem.Kind.OTHER
        actions.add_item(meeting, kind, title=title, application=case, **who)
        # Translators: de: „Der Punkt steht auf der Tagesordnung.“
        return _("The item is on the agenda.")
    if do == "order":
        actions.order_agenda(meeting, **who)
        # Translators: de: „Die Fälle stehen so, dass möglichst selten jemand den Raum verlässt.“
        return _("The cases stand so that people leave the room as seldom as possible.")
    item = item_of(meeting, key)
    if do == "remove":
        actions.remove_item(item, **who)
        # Translators: de: „Der Punkt steht nicht mehr auf der Tagesordnung.“
        return _("The item was taken off the agenda.")
    actions.move_item(item, -1 if do == "up" else 1, **who)
    # Translators: de: „Der Punkt ist verschoben.“
    return _("The item was moved.")


def item_of(meeting: Meeting, key: str) -> AgendaItem:
    """An item of the meeting by its key; 404 for anything else."""
    return get_object_or_404(meeting.items.select_related("meeting"), key=uuid_of(key))


def uuid_of(text: str) -> UUID:
    """A key as a button sends it; for anything else one that nothing has."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


@require_POST
@office_only
def call_off(request: SignedIn, key: UUID) -> HttpResponse:
    try:
        actions.call_off(find(request, key), by=request.user, at=clock.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("office:meeting", key)
    # Translators: de: „Die Sitzung ist abgesagt. Sagen Sie es auch denen, die eingeladen sind.“
    messages.success(request, _("The meeting is called off. Tell those who were invited, too."))
    return redirect("office:meetings")


@require_POST
@office_only
def invite(request: SignedIn, key: UUID) -> HttpResponse:
    """Write to all members of the jury."""
    try:
        sent = actions.invite_to_meeting(find(request, key), by=request.user, at=clock.now())
        # Translators: de: „%(n)d Einladung geht hinaus.“, „%(n)d Einladungen gehen hinaus.“
        said = ngettext("%(n)d invitation goes out.", "%(n)d invitations go out.", sent)
        messages.success(request, said % {"n": sent})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:meeting", key)
