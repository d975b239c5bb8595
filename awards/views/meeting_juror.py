"""A juror's screen of a meeting: the current case, and what that juror is asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, signed_in
from initiatives.refusals import NotAllowed
from jury import reading, rules
from jury.models import Juror
from jury.views.worklist import seat_of

from .. import actions, shown_meeting
from ..models import Ballot, Meeting, RankVote, Vote


def find(request: SignedIn, key: UUID) -> tuple[Meeting, Juror]:
    """A meeting of the own jury with what is barred in it, and the seat in it."""
    juror = seat_of(request)
    rows = Meeting.objects.filter(call=juror.call_id).for_screens().with_barred(juror)
    return get_object_or_404(rows, key=key), juror


@signed_in
def meetings(request: SignedIn) -> HttpResponse:
    """The meeting that is open, if there is one only; else all of them."""
    juror = seat_of(request)
    found = list(Meeting.objects.filter(call=juror.call_id).select_related("call"))
    running = [meeting for meeting in found if meeting.is_open]
    if len(running) == 1:
        return redirect("jury:meeting_one", running[0].key)
    found.sort(key=lambda one: (one.closed_at is not None, one.begins_at))
    context = {"meetings": found, "call": juror.call, "juror": juror}
    return render(request, "jury/meeting/overview.html", context)


@signed_in
def meeting(request: SignedIn, key: UUID) -> HttpResponse:
    found, juror = find(request, key)
    return show(request, found, juror)


def show(
    request: SignedIn, meeting: Meeting, juror: Juror, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    at = clock.now()
    shown = shown_meeting.of(meeting, at=at, to=juror)
    case = shown.current.application if shown.current and not shown.without_you else None
    own = shown_meeting.own_case(juror, case) if case else None
    leads = shown.leader is not None and shown.leader.pk == juror.pk
    if meeting.kind == Meeting.Kind.CIRCULAR:
        leads = juror.pk == meeting.chair_id
    seat = shown.room.seat_of(juror)
    context = {
        "meeting": meeting,
        "call": meeting.call,
        "shown": shown,
        "room": shown.room,
        "juror": juror,
        "seat": seat,
        "own": own,
        "rescores": bool(own and rules.is_rescored(own)),
        "tied": [vote for vote in shown.votes if actions.is_tied(vote) and vote.chair_says is None],
        "leads": leads,
        "ballots": (ballots := _ballots(shown, juror)),
        "has_voted": bool(ballots) and all(choice for _vote, choice in ballots),
        "ranking": _ranking(shown, juror),
        "is_over": bool(meeting.closes_at and at >= meeting.closes_at),
        "now": at,
        "refusal": refusal,
        "has_errors": bool(refusal),
    }
    return render(request, "jury/meeting/meeting.html", context, status=status)


def _ballots(shown: shown_meeting.Shown, juror: Juror) -> list[tuple[Vote, str]]:
    """The open questions of a circular procedure, each with the juror's own answer or ""."""
    if shown.meeting.kind != Meeting.Kind.CIRCULAR or not shown.meeting.is_open:
        return []
    own = dict(
        Ballot.objects.filter(juror=juror, vote__meeting=shown.meeting).values_list(
            "vote", "choice"
        )
    )
    return [(vote, own.get(vote.pk, "")) for vote in shown.votes]


def _ranking(shown: shown_meeting.Shown, juror: Juror) -> list[tuple[Any, int]]:
    """The cases of the open rank vote, each with the place this juror gave it, else 0."""
    vote = shown.rank_vote
    if vote is None or not shown.meeting.is_open:
        return []
    rows = vote.__dict__["rows"]
    places = {key: place for place, key in enumerate(rows[0].own_order or [], start=1)}
    found = [(row.application, places.get(str(row.application.key), 0)) for row in rows]
    return sorted(found, key=lambda row: (row[1] or 99, row[0].initiative.sort_name))


@signed_in
def case(request: SignedIn, key: UUID) -> HttpResponse:
    """What the current case handed in, for all who may know of it, whether they read it or not."""
    found, _juror = find(request, key)
    application = found.current.application if found.is_open and found.current else None
    if application is None or application.pk in found.barred:
        raise Http404
    frozen = reading.copy_of(application)
    context = {
        "meeting": found,
        "application": application,
        "content": frozen.content,
        "frozen": frozen,
        "files": {},
        "criteria": [row.criterion for row in application.declared.select_related("criterion")],
    }
    return render(request, "jury/meeting/case.html", context)


def _act(request: SignedIn, key: UUID, deed: Any, said: str = "") -> HttpResponse:
    found, juror = find(request, key)
    try:
        deed(found, clock.of_database())
    except NotAllowed as refusal:
        return show(request, found, juror, refusal=str(refusal), status=409)
    if said:
        messages.success(request, said)
    return redirect("jury:meeting_one", key)


def _vote(meeting: Meeting, key: UUID) -> Vote:
    """A vote of the meeting; one on a case its reader is barred from does not exist."""
    found = get_object_or_404(meeting.votes.select_related("meeting", "item"), key=key)
    cases = {found.application_id, found.item.application_id if found.item else None}
    if cases.intersection(meeting.barred):
        raise Http404
    return found


@require_POST
@signed_in
def ballot(request: SignedIn, key: UUID, vote: UUID) -> HttpResponse:
    """Vote in a circular procedure, or change one's vote."""
    found = _vote(find(request, key)[0], vote)
    choice = request.POST.get("choice", "")
    # Translators: de: „Ihre Stimme ist gespeichert. Bis zum Ende der Frist können Sie sie ändern.“
    said = _("Your vote is saved. You can change it until the time is over.")
    return _act(
        request, key, lambda _m, at: actions.cast(found, choice, by=request.user, at=at), said
    )


@require_POST
@signed_in
def casting_vote(request: SignedIn, key: UUID, vote: UUID) -> HttpResponse:
    """Break a tie."""
    found = _vote(find(request, key)[0], vote)
    says = request.POST.get("says", "")
    if says not in ("yes", "no"):
        raise Http404
    return _act(
        request,
        key,
        lambda _m, at: actions.break_tie(found, says == "yes", by=request.user, at=at),
    )


@require_POST
@signed_in
def order(request: SignedIn, key: UUID, vote: UUID) -> HttpResponse:
    """Put the cases of a rank vote into one's own order."""
    meeting, _juror = find(request, key)
    found = get_object_or_404(RankVote.objects.select_related("meeting"), meeting=meeting, key=vote)
    cases = set(found.cases.values_list("application_id", flat=True))
    if cases.intersection(meeting.barred):
        raise Http404
    places = {
        name.removeprefix("platz-"): int(value) if value.isdecimal() and len(value) < 3 else 0
        for name, value in request.POST.dict().items()
        if name.startswith("platz-")
    }
    # Translators: de: „Ihre Reihenfolge ist gespeichert. Bis zur Auszählung können Sie sie ändern.“
    said = _("Your order is saved. You can change it until the votes are counted.")
    return _act(
        request, key, lambda _m, at: actions.cast_order(found, places, by=request.user, at=at), said
    )
