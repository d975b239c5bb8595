"""The call before anybody registers: its page, its questionnaire, its dates, and who may apply.

For everybody, without a cookie; nothing that is answered here is stored.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from initiatives import clock, questionnaire
from initiatives.carried import along
from initiatives.eligibility import EligibilityForm, hindrances
from initiatives.models import Call
from initiatives.phases import milestones, stations
from initiatives.records import blank_form
from initiatives.records import calendar as calendars

from .. import sharing, structured
from ..answers import conditional
from ..page_cache import once_a_second
from ..structured import graph

KEPT = "public, max-age=300"  # seconds: a date that changes is told soon
UNKEPT = "private, no-store"


def call(request: HttpRequest) -> HttpResponse:
    """The current call: dates, criteria and every question, before anybody registers."""
    found = Call.objects.current()
    if found is None:
        return render(request, "awards/no_call.html")
    return redirect("call_of", found.year)


@once_a_second
def call_of(request: HttpRequest, year: int) -> HttpResponse:
    found = get_object_or_404(Call.objects.shown_to(request.user).for_page(), year=year)
    if not found.announced_at:
        return redirect("office:call_as_public", year)
    linked = graph(
        structured.ceremony(found),
        structured.issuer(),
        structured.trail((_("Call %(year)s") % {"year": year}, request.path)),
    )
    told = {"share": sharing.of_call(found), "linked": linked}
    return render(request, "awards/call.html", page(found, at=clock.now()) | told)


def page(call: Call, *, at: datetime) -> dict[str, Any]:
    """What the page of a call shows. Three queries, two more if it came without its page."""
    return {
        "call": call,
        "open": call.accepts(at),
        "now": at,
        "steps": stations(call, at),
        "milestones": milestones(call),
        "asked": questionnaire.read(call),
        "faq": along(call, "faq", call.faq.all()),
    }


def calendar(request: HttpRequest, year: int) -> HttpResponse:
    """The dates for one's own calendar, to be kept or subscribed to."""
    found = get_object_or_404(Call.objects.shown_to(request.user), year=year)
    # Translators: de: „termine-%(year)d.ics“, the name of a file
    name = _("dates-%(year)d.ics") % {"year": found.year}
    return _file(request, found, calendars.of(found), "text/calendar; charset=utf-8", name)


def questionnaire_pdf(request: HttpRequest, year: int) -> HttpResponse:
    """The blank questionnaire, to be read, talked over and printed."""
    found = get_object_or_404(Call.objects.shown_to(request.user), year=year)
    # Translators: de: „fragebogen-%(year)d.pdf“, the name of a file
    name = _("questionnaire-%(year)d.pdf") % {"year": found.year}
    return _file(request, found, blank_form.pdf(found), "application/pdf", name)


def _file(request: HttpRequest, call: Call, content: bytes, kind: str, name: str) -> HttpResponse:
    """A file that everybody may keep once its call is announced; who has it already is told so."""
    headers = {
        "Cache-Control": KEPT if call.announced_at else UNKEPT,
        "Content-Disposition": f'inline; filename="{name}"',
    }
    return conditional(request, content, kind, headers)


@once_a_second
def eligibility(request: HttpRequest, year: int) -> HttpResponse:
    """Whether one may apply, by one's own answers; they stand in the address and nowhere else."""
    found = get_object_or_404(
        Call.objects.shown_to(request.user).with_check(), year=year, has_check=True
    )
    at = clock.now()
    form = EligibilityForm(
        found.eligibility.all(), request.GET if "pruefen" in request.GET else None
    )
    response = render(
        request,
        "awards/eligibility.html",
        {
            "call": found,
            "open": found.accepts(at),
            "now": at,
            "form": form,
            "answered": form.is_valid(),
            "hindrances": hindrances(form.answers()) if form.is_valid() else [],
        },
    )
    if form.is_bound:
        response.headers["X-Robots-Tag"] = "noindex"
    return response
