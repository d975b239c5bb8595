"""The dates of a call: looked at while they are typed, moved, and what they were before."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ... import clock, milestones, shown
from ...access import SignedIn, office_only
from ...actions import setting_up
from ...models import Call, User
from ...phases import stations
from ...records import journal
from ...refusals import NotAllowed, Stale
from ...set_up_forms import DatesForm
from ...set_up_forms.dates import in_words
from . import pages


class Moved(NamedTuple):
    """An entry of the journal on dates, for people."""

    at: datetime
    by: User | None
    changes: list[tuple[str, str, str]]  # which, from, to


@office_only
def dates(request: SignedIn, year: int) -> HttpResponse:
    """One form for all; an earlier deadline of an open call is asked back on a page of its own."""
    call, at = pages.find(year), clock.now()
    seen = shown.digest(setting_up.said_dates(call))
    form = DatesForm.of(call, pages.typed(request), at=at, seen=seen)
    context, status = pages.page(request, call, at=at), 200
    if form.is_bound and form.is_valid() and "preview" not in request.POST:
        sure = "sure" in request.POST
        if context["may_change"] and milestones.shortens(call, form.moments, at) and not sure:
            return render(request, "office/calls/shorten.html", {**context, **_shortened(form)})
        try:
            setting_up.set_dates(
                call,
                form.moments,
                grace_minutes=form.cleaned_data["grace_minutes"],
                by=request.user,
                at=at,
                seen=form.digest(),
                sure=sure,
            )
            messages.success(
                request,
                # Translators: de: „Die Termine sind gespeichert. Die bisherigen stehen unten und im
                # Journal.“
                _("The dates are saved. The earlier ones stand below and in the journal."),
            )
            return redirect("office:call_dates", year)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
            if isinstance(refusal, Stale):
                call.refresh_from_db()
                context["stored"] = differing(call, form)
                pages.see_anew(form, refusal)
    context |= drawn(form, at)
    if not context["may_change"]:
        pages.close(form)
    return render(
        request, "office/calls/dates.html", {**context, "history": history(call)}, status=status
    )


def drawn(form: DatesForm, at: datetime) -> dict[str, Any]:
    """The form with what it means: weekdays, zones, and the line of the year."""
    sketch = form.sketch()
    return {"form": form, "dates": form.dates(), "steps": stations(sketch, at) if sketch else []}


def differing(call: Call, form: DatesForm) -> list[tuple[str, str]]:
    """What is stored and was typed otherwise."""
    return [
        (str(milestones.LABELS[name]), in_words(name, then))
        for name, then in milestones.of(call).items()
        if then != form.moments.get(name)
    ]


def _shortened(form: DatesForm) -> dict[str, Any]:
    call = form.call
    assert call is not None  # noqa: S101  it is the form of a call that exists
    return {
        "old": call.last_minute(),
        "new": form.moments["closes_at"] - milestones.MINUTE,
        "writing": len(setting_up.writers(call)),
        "typed": [item for item in form.data.items() if item[0] != "csrfmiddlewaretoken"],
    }


def history(call: Call) -> list[Moved]:
    """How the dates were moved, newest first. Two queries."""
    entries = list(journal.about(call).filter(action="call.dated").order_by("-number"))
    people = User.objects.in_bulk([entry.actor for entry in entries], field_name="key")
    return [
        Moved(
            entry.at,
            people.get(entry.actor),
            [
                (_label(name), _told(name, entry.data["before"][name]), _told(name, value))
                for name, value in entry.data["after"].items()
            ],
        )
        for entry in entries
    ]


def _label(name: str) -> str:
    # Translators: de: „Kulanzfrist in Minuten“
    return str(milestones.LABELS.get(name) or _("Minutes of grace"))


def _told(name: str, value: Any) -> str:
    if name not in milestones.LABELS:
        return str(value)
    return in_words(name, datetime.fromisoformat(value))


@require_POST
@office_only
def preview(request: SignedIn, year: int) -> HttpResponse:
    """What the typed dates mean, as a part of the page."""
    at = clock.now()
    form = DatesForm.of(pages.find(year), request.POST, at=at)
    return render(request, "office/calls/dates_preview.html", drawn(form, at))
