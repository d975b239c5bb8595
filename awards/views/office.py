"""The office: what is to do today, and decisions."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.models import Call, Letter, LetterStatus
from initiatives.phases import stations
from initiatives.records import journal
from initiatives.refusals import NotAllowed
from initiatives.rules import may_administer
from initiatives.statuses import Status
from jury import standings
from jury.addresses import of_year
from jury.views.editions import asked
from jury.views.progress import matrix

from .. import actions, decision_list, todos
from ..decision_forms import DecisionForm, WithheldForm
from ..models import Decision, DecisionList, Release


@office_only
def today(request: SignedIn) -> HttpResponse:
    """What needs doing, how the year stands, who of the jury is how far; of `?jahr=` if given."""
    (call, years), at = asked(request), clock.now()
    counts = call.applications.counts() if call else {}
    progress = matrix(call)
    sheets = {
        "finished": sum(row[2] for row in progress["matrix"]),
        "expected": sum(row[3] for row in progress["matrix"]),
        "behind": progress["behind"],
        "below": progress["below"],
    }
    waiting = Letter.objects.filter(status=LetterStatus.QUEUED, is_secret=False).count()
    return render(
        request,
        "office/today.html",
        {
            "call": call,
            "years": years,
            "now": at,
            "steps": stations(call, at),
            "todos": todos.of(
                call,
                at=at,
                user=request.user,
                sheets=sheets,
                drafts=Call.objects.in_preparation(),
            ),
            "admitted": counts.get(Status.ADMITTED, 0),
            "handed_in": sum(
                counts.get(status, 0)
                for status in (Status.SUBMITTED, Status.ADMITTED, Status.EXCLUDED)
            ),
            "drafts": counts.get(Status.DRAFT, 0),
            "sheets": sheets,
            "waiting": waiting,
            **progress,
        },
    )


@office_only
def decisions(request: SignedIn) -> HttpResponse:
    """Prizes with their places; recording a decision beside the standings."""
    (call, years), at = asked(request), clock.now()
    if call is None:
        return redirect("office:today")
    form = DecisionForm(call, request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            decision = actions.decide(
                form.cleaned_data["prize"],
                form.cleaned_data["application"],
                jury_statement=form.statement(),
                deviation=form.cleaned_data["deviation"],
                by=request.user,
                at=at,
            )
            messages.success(
                request,
                _("Recorded: %(prize)s for %(name)s.")
                % {"prize": decision.prize, "name": decision.application.initiative.name},
            )
            return redirect(of_year("office:decisions", call))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
    return show_decisions(request, call, years, at=at, form=form, status=status)


def show_decisions(
    request: SignedIn,
    call: Call,
    years: list[int],
    *,
    at: datetime,
    form: DecisionForm | None = None,
    withholding: WithheldForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with forms that were refused in the place of fresh ones."""
    release = Release.objects.filter(call=call).first()
    order = standings.Standings(call, top=standings.places(call), at_once=0)
    ahead = order[: min(order.n_ranked, 8)]
    listed = DecisionList.objects.filter(call=call).select_related("changed_by", "confirmed_by")
    journal.record("standings.viewed", about=call, by=request.user, at=at, cases=len(ahead))
    return render(
        request,
        "office/decisions.html",
        {
            "call": call,
            "years": years,
            "form": form or DecisionForm(call),
            "withholding": withholding or WithheldForm(call, prefix="nicht"),
            "has_errors": bool(withholding and withholding.errors),
            "prizes": call.prizes.select_related("withheld").prefetch_related(
                "decisions__application__initiative", "decisions__vote"
            ),
            "listed": listed.first(),
            "seal": decision_list.digest(call),
            "ahead": ahead,
            "taken": Decision.objects.filter(prize__call=call).count(),
            "confirmed": bool(release and release.confirmed_at),
            "may_change": may_administer(request.user),
        },
        status=status,
    )


@require_POST
@office_only
def retract(request: SignedIn, key: UUID) -> HttpResponse:
    decision = get_object_or_404(Decision.objects.select_related("prize__call"), key=key)
    try:
        actions.retract(decision, by=request.user, at=clock.now())
        messages.success(request, _("The decision was taken back. The journal keeps both."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(of_year("office:decisions", decision.prize.call))
