"""What is printed and spoken: run sheet, laudation cards, name badges."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from initiatives.access import SignedIn, office_only
from initiatives.refusals import NotAllowed

from .. import actions
from ..ceremonies import laudations, papers, programme
from ..ceremony_forms import LaudationForm
from ..models import Ceremony
from .ceremony import parts_of, planned


@office_only
def run_sheet(request: SignedIn) -> HttpResponse:
    """Minute by minute, to be read on a screen or printed by the browser."""
    found, ceremony = planned(request)
    shown = {"programme": programme.of(ceremony), "parts": parts_of(ceremony)}
    return render(request, "office/ceremony/run_sheet.html", found.context(**shown))


@office_only
def run_sheet_pdf(request: SignedIn) -> HttpResponse:
    found, ceremony = planned(request)
    made = papers.run_sheet(ceremony, programme.of(ceremony), parts_of(ceremony), at=found.at)
    return _pdf(made, f"ablaufplan-{ceremony.call.year}.pdf")


@office_only
def speeches(request: SignedIn) -> HttpResponse:
    """All laudations with their length."""
    found, ceremony = planned(request)
    context = found.context(cards=laudations.of(ceremony))
    return render(request, "office/ceremony/laudations.html", context)


@office_only
def speech(request: SignedIn, key: UUID) -> HttpResponse:
    """Write one; `key` is the application's."""
    found, ceremony = planned(request)
    card = _card(ceremony, key)
    form = LaudationForm.of(ceremony, card, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 409
        if form.is_valid():
            case = card.decision.application
            try:
                actions.write_laudation(
                    ceremony, case, form.cleaned_data, by=request.user, at=found.at
                )
                messages.success(request, _("Saved."))
                return redirect("office:ceremony_laudation", key)
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
    context = found.context(form=form, card=card)
    return render(request, "office/ceremony/laudation.html", context, status=status)


def _card(ceremony: Ceremony, key: UUID) -> laudations.Card:
    for card in laudations.of(ceremony):
        if card.decision.application.key == key:
            return card
    raise Http404


@office_only
def cards_pdf(request: SignedIn) -> HttpResponse:
    """All cards in one file; `?format=hoch` stands them upright."""
    found, ceremony = planned(request)
    cards = laudations.of(ceremony)
    if not cards:
        raise Http404
    made = papers.cards(ceremony, cards, upright=_upright(request), at=found.at)
    return _pdf(made, f"laudationes-{ceremony.call.year}.pdf")


@office_only
def card_pdf(request: SignedIn, key: UUID) -> HttpResponse:
    """One card. Its file name is random-looking: it must not tell who is honoured."""
    found, ceremony = planned(request)
    made = papers.cards(ceremony, [_card(ceremony, key)], upright=_upright(request), at=found.at)
    return _pdf(made, f"laudatio-{key.hex[-8:]}.pdf")


def _upright(request: SignedIn) -> bool:
    return request.GET.get("format") == "hoch"


@office_only
def badges(request: SignedIn) -> HttpResponse:
    """Name badges of all who come, ten a page."""
    found, ceremony = planned(request)
    guests = list(ceremony.invitees.coming())
    if not guests:
        # Translators: de: „Noch hat niemand zugesagt: Es gibt keine Namensschilder zu drucken.“
        messages.info(request, _("Nobody has accepted yet: there are no name badges to print."))
        return redirect("office:guests")
    made = papers.badges(ceremony, guests, at=found.at)
    return _pdf(made, f"namensschilder-{ceremony.call.year}.pdf")


def _pdf(made: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
