"""What the office lets the jury vote on: asked, counted, decided, put into an order."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.refusals import NotAllowed

from .. import actions
from ..decision_forms import ReasonsForm
from ..models import Meeting
from ..voting_forms import CountForm, QuestionForm, RankForm
from .meeting_console import act, show
from .meetings import find, uuid_of


@require_POST
@office_only
def vote(request: SignedIn, key: UUID) -> HttpResponse:
    """Open a vote, count it, or take it back."""
    meeting, at = find(request, key), clock.of_database()
    do, _colon, of = request.POST.get("do", "").partition(":")
    if do == "ask":
        return _ask(request, meeting, at)
    rows = meeting.votes.select_related("meeting", "item")
    found = get_object_or_404(rows, key=uuid_of(of))
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
        found = get_object_or_404(meeting.rank_votes.select_related("meeting"), key=uuid_of(of))
        deed = actions.close_rank_vote if do == "count" else actions.withdraw_rank_vote

        def done(_meeting: Meeting, at: datetime) -> None:
            deed(found, by=request.user, at=at)

        return act(request, key, done)
    items = meeting.items.select_related("application__initiative")
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
