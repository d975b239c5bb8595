"""The office's screen of a meeting, and the buttons that move it on; the others stand beside it."""

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
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.refusals import NotAllowed
from initiatives.rules import may_administer
from jury.models import Juror

from .. import actions, shown_meeting
from ..decision_forms import ReasonsForm
from ..meeting_forms import GuestForm
from ..minute_forms import NotesForm
from ..models import Meeting, RankVote, Vote
from ..voting_forms import CountForm, QuestionForm, RankForm
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
        "question": _question(meeting),
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


def _question(meeting: Meeting) -> QuestionForm:
    """With the first prize that has a free place, which is what is asked most."""
    prizes = list(meeting.call.prizes.annotate(given=Count("decisions")))
    free = next((prize.pk for prize in prizes if prize.given < prize.places), None)
    return QuestionForm(meeting, initial={"prize": free}, prizes=prizes)


def _ballots(vote: RankVote | None) -> int:
    return vote.__dict__["rows"][0].given if vote else 0


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
