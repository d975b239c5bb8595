"""The portraits of a year in the office: how far each is, and the letters about them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.berlin import BERLIN
from initiatives.models import Call
from initiatives.refusals import NotAllowed
from initiatives.rules import may_administer
from initiatives.views.setting_up import pages

from .. import actions, decision_list
from .. import portraits as of_call
from ..actions.asking_laureates import PATIENCE, Written
from ..models import Portrait, Release
from ..portrait_forms import UntilForm

State = Portrait.State
MARKS = {
    State.OPEN: "open",
    State.READY: "open",
    State.ASKED: "begun",
    State.SUGGESTED: "overdue",
    State.CHANGED: "open",
    State.APPROVED: "done",
}
TO_WRITE_TO = (State.READY, State.CHANGED, State.ASKED)


class Sending(NamedTuple):
    """A case that can be written to, with its letters, their seal, and whether they remind."""

    case: of_call.Case
    letters: list[Written]
    seal: str
    reminds: bool


@office_only
def portraits(request: SignedIn, year: int) -> HttpResponse:
    """All cases that need a portrait, and the letters that have not gone out."""
    call, at = pages.find(year), clock.now()
    release = Release.objects.filter(call=call).first()
    by = _by(release, at)
    form = UntilForm(request.GET if "bis" in request.GET else None, initial={"bis": by})
    until = form.cleaned_data["bis"] if form.is_bound and form.is_valid() else by
    return _show(request, call, release, form, at=at, until=until)


def _by(release: Release | None, at: datetime) -> date:
    """A week from now; the day before the embargo ends, where that is sooner and still to come."""
    today = at.astimezone(BERLIN).date()
    week = today + PATIENCE
    if release is None:
        return week
    eve = release.embargo_until.astimezone(BERLIN).date() - timedelta(days=1)
    return min(week, max(today, eve))


def _show(
    request: SignedIn,
    call: Call,
    release: Release | None,
    form: UntilForm,
    *,
    at: datetime,
    until: date,
) -> HttpResponse:
    cases = of_call.cases(call)
    context: dict[str, Any] = {
        "call": call,
        "now": at,
        "release": release,
        "rows": [(case, MARKS[case.state]) for case in cases],
        "agreed": sum(case.state == State.APPROVED for case in cases),
        "listed": decision_list.is_confirmed(call),
        "form": form,
        "until": until,
        "is_public": bool(release and release.confirmed_at and release.embargo_until <= at),
        "may_change": may_administer(request.user),
    }
    if context["listed"] and not context["is_public"]:
        context["sendings"] = _sendings(
            [case for case in cases if case.state in TO_WRITE_TO], until
        )
    return render(request, "office/portraits/portraits.html", context)


def _sendings(cases: list[of_call.Case], until: date) -> list[Sending]:
    letters = actions.portrait_letters([case.portrait for case in cases], until)
    return [
        Sending(
            case,
            written := letters[case.portrait.pk],
            actions.seal_of_portrait_letters(case.portrait, written),
            case.state == State.ASKED,
        )
        for case in cases
    ]


@require_POST
@office_only
def ask(request: SignedIn, year: int) -> HttpResponse:
    """Send the letters that were shown and ticked."""
    call = pages.find(year)
    release = Release.objects.filter(call=call).first()
    chosen = request.POST.getlist("portrait")
    seen = {key: request.POST.get(f"seal-{key}", "") for key in chosen}
    form = UntilForm(request.POST)
    try:
        until = form.cleaned_data["bis"] if form.is_valid() else _by(release, clock.now())
        asked = actions.ask_laureates(call, seen, until=until, by=request.user, at=clock.now())
        messages.success(
            request,
            ngettext(
                # Translators: de: „Eine Initiative ist um Zustimmung gebeten; die Briefe sind
                # unterwegs.“, „%(n)d Initiativen sind um Zustimmung gebeten; die Briefe sind
                # unterwegs.“
                "%(n)d initiative has been asked to agree; the letters are on their way.",
                "%(n)d initiatives have been asked to agree; the letters are on their way.",
                len(asked),
            )
            % {"n": len(asked)},
        )
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:portraits", year)
