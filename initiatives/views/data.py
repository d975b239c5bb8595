"""What people may know and take along: who did what, everything as a file, last year's answers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import actions, clock, history, rules
from ..access import SignedIn, signed_in
from ..actions.leaving import may_be_deleted
from ..models import Application
from ..refusals import NotAllowed
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


@signed_in
def delete(request: SignedIn, key: UUID) -> HttpResponse:
    """Say what deleting a draft means; with a POST, do it."""
    application = find(request, key)
    if request.method == "POST":
        try:
            actions.delete_draft(application, by=request.user, at=clock.now())
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect("apply:tasks", application.key)
        # Translators: de: „Der Entwurf %(number)s ist gelöscht.“
        done = _("The draft %(number)s is deleted.") % {"number": application.number}
        messages.success(request, done)
        return redirect("apply:list")
    if not may_be_deleted(application):
        return redirect("apply:tasks", application.key)
    return render(
        request,
        "initiatives/delete_draft.html",
        {
            "application": application,
            "call": application.call,
            "allowed": rules.may_withdraw(request.user, application),
            "answers": application.answers.exclude(text="").count(),
            "files": application.attachments.current().count(),
            # Translators: de: „Entwurf löschen“
            "trail": trail(application, _("Delete the draft")),
        },
    )
