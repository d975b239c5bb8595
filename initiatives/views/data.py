"""What people may know and take along: who did what, everything as a file, last year's answers."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import clock, history
from ..access import SignedIn, signed_in
from ..models import Application
from .applying import find

PER_PAGE = 50


def trail(application: Application, here: str) -> list[tuple[str, str]]:
    return [
        (_("Start"), reverse("start")),
        (_("My applications"), reverse("apply:list")),
        (application.initiative.name, reverse("apply:tasks", args=[application.key])),
        (here, ""),
    ]


@signed_in
def who_did_what(request: SignedIn, key: UUID) -> HttpResponse:
    """The journal of one application for its members, and who saved each answer last."""
    application = find(request, key)
    page = Paginator(history.entries(application), PER_PAGE).get_page(request.GET.get("seite"))
    return render(
        request,
        "initiatives/history.html",
        {
            "application": application,
            "call": application.call,
            "now": clock.now(),
            "page": page,
            "events": history.told(application, page),
            "answers": history.saves(application) if page.number == 1 else [],
            # Translators: de: „Verlauf“
            "trail": trail(application, _("History")),
        },
    )
