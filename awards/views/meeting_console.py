"""The office's screen of a meeting: all that is moved, noted, counted and decided on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.refusals import NotAllowed, Stale
from initiatives.rules import may_administer
from jury.models import Juror

from .. import actions, shown_meeting
from ..meeting_forms import (
    CountForm,
    GuestForm,
    NotesForm,
    QuestionForm,
    RankForm,
    ReasonsForm,
)
from ..models import Departure, Guest, Meeting, RankVote, Vote
from .meetings import find, item_of

type Forms = dict[str, Any]


@office_only
def console(request: SignedIn, key: UUID) -> HttpResponse:
    """Before it: what is prepared. During it: the current item. After it: what came of it."""
    return show(request, find(request, key), at=clock.now())


def show(
    request: SignedIn,
    meeting: Meeting,
    *,
    at: datetime,
    forms: Forms | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with `forms` that were refused in the place of fresh ones."""
    shown = shown_meeting.of(meeting, at=at)
    may_change = may_administer(request.user)
    open_vote = shown.open_vote
    carried = [vote for vote in shown.votes if vote.prize and vote.is_carried and is_free(vote)]
    fresh: Forms = {
        "guest_form": GuestForm(),
        "question": QuestionForm(meeting, initial=_question(meeting)),
        "count": CountForm() if open_vote else None,
        "notes": NotesForm.of(shown.current) if shown.current else None,
        "reasons": ReasonsForm(meeting, initial={"vote": carried[-1].key}) if carried else None,
        "rank_form": RankForm(
            [line.item.application for line in shown.lines if line.item.application]
        ),
    }
    used = fresh | (forms or {})
    is_circular = meeting.kind == Meeting.Kind.CIRCULAR
    running = meeting.is_open and is_circular
    context = {
        "meeting": meeting,
        "call": meeting.call,
        "shown": shown,
        "room": shown.room,
        "now": at,
        "may_change": may_change,
        "carried": carried[-1] if carried else None,
        "guests": list(meeting.guests.all()),
        "waiting": actions.waiting_for(meeting, at=at) if running else [],
        "is_over": bool(is_circular and meeting.closes_at and at >= meeting.closes_at),
        "ballots": _ballots(shown.rank_vote),
        "has_errors": any(getattr(form, "errors", None) for form in (forms or {}).values()),
        **used,
    }
    return render(request, "office/meeting/console.html", context, status=status)


def is_free(vote: Vote) -> bool:
    """Counted, and no decision rests on it yet."""
    return bool(vote.closed_at) and not hasattr(vote, "decision") and not hasattr(vote, "withheld")


def _question(meeting: Meeting) -> dict[str, Any]:
    """The first prize with a free place, which is what is asked most."""
    prizes = meeting.call.prizes.annotate(given=Count("decisions"))
    free = next((prize for prize in prizes if prize.given < prize.places), None)
    return {"prize": free.pk if free else None}


def _ballots(vote: RankVote | None) -> int:
    return vote.ballots.count() if vote else 0


def act(
    request: SignedIn, key: UUID, deed: Callable[[Meeting, datetime], str | None]
) -> HttpResponse:
    """Do something on a meeting; a refusal is said on its page, where nothing was typed."""
    meeting = find(request, key)
    try:
        if said := deed(meeting, clock.of_database()):
            messages.success(request, said)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:meeting", key)


@require_POST
@office_only
def step(request: SignedIn, key: UUID) -> HttpResponse:
    """Open, go on, call, end, postpone, close: by the name of the button."""
    do, _colon, of = request.POST.get("do", "").partition(":")

    def deed(meeting: Meeting, at: datetime) -> str | None:
        who: Any = {"by": request.user, "at": at}
        if do == "open" and meeting.kind == Meeting.Kind.CIRCULAR:
            actions.open_circular(meeting, **who)
            actions.invite_to_meeting(meeting, **who)
            # Translators: de: „Das Umlaufverfahren läuft. Die Briefe gehen hinaus.“
            return _("The circular procedure is running. The letters go out.")
        if do == "close" and meeting.kind == Meeting.Kind.CIRCULAR:
            actions.close_circular(meeting, **who)
            # Translators: de: „Ausgezählt. Wer wie gestimmt hat, ist gelöscht.“
            return _("Counted. Who voted what is deleted.")
        whole = {
            "open": actions.open_meeting,
            "close": actions.close_meeting,
            "next": actions.go_on,
        }
        if do in whole:
            whole[do](meeting, **who)
            return None
        item = item_of(meeting, of)
        if do == "start":
            actions.start_item(item, **who)
        elif do in ("end", "postpone"):
            actions.end_item(item, postponed=do == "postpone", **who)
        elif do == "chair":
            chosen = request.POST.get("juror", "")
            juror = get_object_or_404(Juror, call=meeting.call, key=chosen) if chosen else None
            actions.name_chair(item, juror, **who)
        else:
            raise Http404
        return None

    return act(request, key, deed)


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
                Juror.objects.filter(call=meeting.call).select_related("user"), key=_uuid(of)
            )
            actions.note_attendance(meeting, juror, do, **who)
        else:
            raise Http404
        return None

    return act(request, key, deed)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


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


@require_POST
@office_only
def vote(request: SignedIn, key: UUID) -> HttpResponse:
    """Open a vote, count it, or take it back."""
    meeting, at = find(request, key), clock.of_database()
    do, _colon, of = request.POST.get("do", "").partition(":")
    if do == "ask":
        return _ask(request, meeting, at)
    rows = meeting.votes.select_related("meeting", "item")
    found = get_object_or_404(rows, key=_uuid(of))
    if do == "withdraw":
        return act(
            request, key, lambda _m, at: actions.withdraw_vote(found, by=request.user, at=at)
        )
    form = CountForm(request.POST)
    if form.is_valid():
        try:
            actions.count_vote(found, **form.cleaned_data, by=request.user, at=at)
            return redirect("office:meeting", key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return show(request, meeting, at=at, forms={"count": form}, status=409)


def _ask(request: SignedIn, meeting: Meeting, at: datetime) -> HttpResponse:
    form = QuestionForm(meeting, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        prize = said.get("prize")
        case = said.get("application")
        if meeting.kind == Meeting.Kind.SITTING and meeting.current:
            case = meeting.current.application
        question = actions.Question(prize, case if prize or case else None, said["motion"])
        try:
            actions.open_vote(meeting, question, by=request.user, at=at)
            return redirect("office:meeting", meeting.key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return show(request, meeting, at=at, forms={"question": form}, status=409)


@require_POST
@office_only
def decide(request: SignedIn, key: UUID) -> HttpResponse:
    """Record what a vote carried, with the jury's reasons."""
    meeting, at = find(request, key), clock.of_database()
    form = ReasonsForm(meeting, request.POST)
    if form.is_valid():
        found = form.cleaned_data["vote"]
        try:
            if found.prize is None or found.application is None:
                raise Http404
            actions.decide(
                found.prize,
                found.application,
                jury_statement=form.statement(),
                deviation=form.cleaned_data["deviation"],
                vote=found,
                by=request.user,
                at=at,
            )
            # Translators: de: „Der Beschluss ist festgehalten.“
            messages.success(request, _("The decision is recorded."))
            return redirect("office:meeting", key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return show(request, meeting, at=at, forms={"reasons": form}, status=409)


@require_POST
@office_only
def rank(request: SignedIn, key: UUID) -> HttpResponse:
    """Open a rank vote, count it, or take it back."""
    meeting, at = find(request, key), clock.of_database()
    do, _colon, of = request.POST.get("do", "").partition(":")
    if do in ("count", "withdraw"):
        found = get_object_or_404(meeting.rank_votes.select_related("meeting"), key=_uuid(of))
        deed = actions.close_rank_vote if do == "count" else actions.withdraw_rank_vote

        def done(_meeting: Meeting, at: datetime) -> None:
            deed(found, by=request.user, at=at)

        return act(request, key, done)
    items = meeting.items.filter(application__isnull=False).select_related("application")
    cases = [item.application for item in items if item.application]
    form = RankForm(cases, request.POST)
    if form.is_valid():
        try:
            chosen = form.cleaned_data["cases"]
            actions.open_rank_vote(meeting, chosen, by=request.user, at=at)
            return redirect("office:meeting", key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return show(request, meeting, at=at, forms={"rank_form": form}, status=409)


@require_POST
@office_only
def remind(request: SignedIn, key: UUID) -> HttpResponse:
    """Write to those whose votes are missing in a circular procedure."""

    def deed(meeting: Meeting, at: datetime) -> str:
        sent = actions.remind_voters(meeting, by=request.user, at=at)
        # Translators: de: „%(n)d Erinnerung geht hinaus.“, „%(n)d Erinnerungen gehen hinaus.“
        said = ngettext("%(n)d reminder goes out.", "%(n)d reminders go out.", len(sent))
        return said % {"n": len(sent)}

    return act(request, key, deed)
