"""The calls of all years: making one, its check list, announcing it, its prizes and its page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from initiatives import clock, yearly
from initiatives.access import SignedIn, office_only
from initiatives.models import Call
from initiatives.phases import stations
from initiatives.refusals import NotAllowed
from initiatives.rules import may_administer
from initiatives.set_up_forms import DatesForm, NewCallForm
from initiatives.views.setting_up import pages
from initiatives.views.setting_up.dates import drawn
from initiatives.views.setting_up.lists import Listing

from .. import actions, readiness
from ..models import Prize
from ..set_up_forms import PrizeForm
from .calls import page as public_page

ORDER = (readiness.BLOCKS, readiness.WARNS, "done")


@office_only
def calls(request: SignedIn) -> HttpResponse:
    """All years, newest first: in preparation, announced, and those of the archive."""
    at = clock.now()
    every = [(call, call.phase(at)) for call in Call.objects.all()]
    years = [row for row in every if not row[0].is_archive]
    return render(
        request,
        "office/calls/calls.html",
        {
            "preparing": [row for row in years if row[0].announced_at is None],
            "announced": [row for row in years if row[0].announced_at is not None],
            "archive": [row for row in every if row[0].is_archive],
            "may_change": may_administer(request.user),
        },
    )


# -- Making one ----------------------------------------------------------------------------------


@office_only
def new(request: SignedIn) -> HttpResponse:
    """What to begin with, for which year; asked by GET and answered on the page of the dates."""
    calls = list(Call.objects.filter(is_archive=False))
    next_year = max((call.year for call in calls), default=clock.now().year) + 1
    first = {"vorlage": str(calls[0].year) if calls else "leer", "jahr": next_year}
    form = NewCallForm(calls, request.GET or None, initial=first)
    if form.is_bound and form.is_valid():
        try:
            yearly.check_year(form.cleaned_data["jahr"])
            return redirect(f"{reverse('office:call_new_dates')}?{request.GET.urlencode()}")
        except NotAllowed as refusal:
            form.add_error("jahr", str(refusal))
    return render(
        request,
        "office/calls/new.html",
        {"form": form, "may_change": may_administer(request.user)},
    )


@office_only
def new_dates(request: SignedIn) -> HttpResponse:
    """The proposed dates, each to be confirmed; sending them makes the call."""
    chosen = NewCallForm(list(Call.objects.filter(is_archive=False)), request.GET)
    if not chosen.is_valid():
        return redirect("office:call_new")
    year, template = chosen.cleaned_data["jahr"], chosen.cleaned_data["vorlage"]
    source = None if template == "leer" else pages.find(int(template))
    at, status = clock.now(), 200
    form = DatesForm(None, pages.typed(request), at=at, initial=_proposed(source, chosen))
    if form.is_bound and form.is_valid() and "preview" not in request.POST:
        try:
            actions.make_call(
                year,
                dates=form.moments,
                grace_minutes=form.cleaned_data["grace_minutes"],
                by=request.user,
                at=at,
                source=source,
            )
            # Translators: de: „Die Auslobung %(year)d ist angelegt. Bis Sie sie bekannt machen,
            # sieht sie nur die Geschäftsstelle.“
            words = _("The call %(year)d is made. Until you announce it only the office sees it.")
            messages.success(request, words % {"year": year})
            return redirect("office:call", year)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
    return render(
        request,
        "office/calls/new_dates.html",
        {
            **drawn(form, at),
            "year": year,
            "source": source,
            "may_change": may_administer(request.user),
        },
        status=status,
    )


@require_POST
@office_only
def new_preview(request: SignedIn) -> HttpResponse:
    """What the typed dates of a call to be made mean, as a part of the page."""
    at = clock.now()
    return render(
        request, "office/calls/dates_preview.html", drawn(DatesForm(None, request.POST, at=at), at)
    )


def _proposed(source: Call | None, chosen: NewCallForm) -> dict[str, Any]:
    year, by = chosen.cleaned_data["jahr"], chosen.cleaned_data["termine"]
    shown = yearly.moved(source, year=year, by=by) if source else yearly.blank_dates(year)
    grace = {"grace_minutes": source.grace_minutes} if source else {}
    return {**DatesForm.initial_of(shown), **grace}


# -- One of them ---------------------------------------------------------------------------------


@office_only
def call(request: SignedIn, year: int) -> HttpResponse:
    """The doors to all that makes up a call; in preparation, what still keeps it back."""
    found, at = pages.find(year), clock.now()
    items = [] if found.announced_at else readiness.of(found, at=at)
    return render(
        request,
        "office/calls/call.html",
        {
            **pages.page(request, found, at=at),
            "steps": stations(found, at),
            "items": sorted(items, key=lambda item: ORDER.index(item.mark)),
            "blocks": sum(item.blocks for item in items),
            "warnings": sum(item.mark == readiness.WARNS for item in items),
        },
    )


@office_only
def announce(request: SignedIn, year: int) -> HttpResponse:
    """Asked back by GET, done by POST."""
    found, at = pages.find(year), clock.now()
    if request.method == "POST":
        try:
            actions.announce(found, by=request.user, at=at)
            # Translators: de: „Die Auslobung %(year)d ist bekannt gemacht.“
            messages.success(request, _("The call %(year)d is announced.") % {"year": year})
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return redirect("office:call", year)
    if found.announced_at:
        return redirect("office:call", year)
    items = readiness.of(found, at=at)
    return render(
        request,
        "office/calls/announce.html",
        {
            **pages.page(request, found, at=at),
            "steps": stations(found, at),
            "blocks": [item for item in items if item.blocks],
            "warnings": [item for item in items if item.mark == readiness.WARNS],
        },
    )


@office_only
def as_public(request: SignedIn, year: int) -> HttpResponse:
    """The page of the call as everybody will see it."""
    found = get_object_or_404(Call.objects.filter(is_archive=False).for_page(), year=year)
    at = clock.now()
    return render(request, "office/calls/as_public.html", public_page(found, at=at))


def _told(prize: Prize) -> tuple[str, str]:
    # Translators: de: „%(kind)s, Plätze: %(places)d“
    words = _("%(kind)s, places: %(places)d")
    return str(prize.name), words % {"kind": prize.get_kind_display(), "places": prize.places}


PRIZES = Listing(
    name="prizes",
    address="preise",
    rows=lambda call: call.prizes.all(),
    form=PrizeForm,
    new_form=PrizeForm,
    add=actions.add_prize,
    change=actions.change_prize,
    move=actions.move_prize,
    remove=actions.remove_prize,
    told=_told,
    # Translators: de: „Preise“
    heading=gettext_lazy("Prizes"),
    lead=gettext_lazy(
        # Translators: de: „Was die Jury vergeben kann. Plätze dürfen frei bleiben; ein Sonderpreis
        # lässt sich auch später noch aufnehmen.“
        "What the jury can give. Places may stay free; a special prize can be added later, too."
    ),
    # Translators: de: „Neuer Preis“
    new=gettext_lazy("New prize"),
    # Translators: de: „Preis“
    one=gettext_lazy("Prize"),
)
