"""The office invites many at once: a file, what it would do, and then all of it or nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.berlin import BERLIN
from initiatives.refusals import NotAllowed
from initiatives.rules import may_administer

from .. import actions, roster, roster_file
from ..member_forms import ConfirmedRosterForm, RosterForm
from .editions import wanted
from .members import home


@office_only
def template(request: SignedIn) -> HttpResponse:
    """A file with headings only; the mark at its head tells Excel that it is UTF-8."""
    text = roster_file.template(wanted(request, coming=True))
    answer = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="jury.csv"'
    return answer


@office_only
def upload(request: SignedIn) -> HttpResponse:
    """First the file and its preview; with `confirmed` the same text once more, and letters go."""
    call, at = wanted(request, coming=True), clock.now()
    initial = {"until": (at + timedelta(days=14)).astimezone(BERLIN).date()}
    form, reading, until, status = RosterForm(initial=initial), None, None, 200
    if request.method == "POST" and "confirmed" in request.POST:
        confirmed = ConfirmedRosterForm(request.POST)
        if confirmed.is_valid():
            until = confirmed.cleaned_data["until"]
            reading = roster_file.read_text(confirmed.cleaned_data["text"], call, at=at)
            if not reading.faults:
                try:
                    sent = actions.invite_all(
                        call, reading.rows, by=request.user, at=at, until=actions.end_of(until)
                    )
                    _told(request, len(sent))
                    return redirect(home(call))
                except NotAllowed as refusal:
                    reading.faults.append(roster_file.Fault(0, str(refusal)))
            status = 409
    elif request.method == "POST":
        form = RosterForm(request.POST, request.FILES, initial=initial)
        if form.is_valid():
            until = form.cleaned_data["until"]
            reading = roster_file.read(form.cleaned_data["file"].read(), call, at=at)
    context = {
        "call": call,
        "form": form,
        "may_change": may_administer(request.user),
        "back": home(call),
        **_preview(reading, until, acting_in=call),
    }
    return render(request, "office/jury_file.html", context, status=status)


def _told(request: SignedIn, n: int) -> None:
    messages.success(
        request,
        ngettext(
            # Translators: de: „%(n)d Einladung ist unterwegs.“, „%(n)d Einladungen sind unterwegs.“
            "%(n)d invitation is on its way.",
            "%(n)d invitations are on their way.",
            n,
        )
        % {"n": n},
    )


def _preview(
    reading: roster_file.Reading | None, until: date | None, *, acting_in: Any
) -> dict[str, Any]:
    if reading is None:
        return {}
    emails = [whom.email for _line, whom in reading.rows]
    return {
        "reading": reading,
        "until": until,
        "acting": roster.acting_for(acting_in, emails) if not reading.faults else {},
    }
