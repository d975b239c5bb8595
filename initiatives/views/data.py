"""What people may know and take along: who did what, everything as a file, last year's answers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import actions, clock, copying, history, rules, window
from ..access import SignedIn, signed_in
from ..actions.leaving import may_be_deleted
from ..models import Application
from ..refusals import NotAllowed
from ..statuses import Status
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


@signed_in
def copy(request: SignedIn, key: UUID) -> HttpResponse:
    """What an earlier year offers; with a POST, take over what is ticked."""
    at, application = clock.of_request(request), find(request, key)
    years = list(copying.earlier_ones(application))
    chosen = request.GET.get("von", "")
    earlier = next((one for one in years if chosen in ("", one.number)), None)
    if earlier is None and (chosen or request.method == "POST"):
        raise Http404
    if request.method == "POST" and earlier is not None:
        try:
            copied = actions.copy_answers(
                application,
                earlier,
                request.POST.getlist("codes"),
                by=request.user,
                at=at,
                themes="themes" in request.POST,
                contact="contact" in request.POST,
            )
            _say(request, copied)
            return redirect("apply:tasks", application.key)
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect("apply:copy", application.key)
    allowed = application.status == Status.DRAFT and window.of(application, at).is_open
    return render(
        request,
        "initiatives/copy_answers.html",
        {
            "application": application,
            "call": application.call,
            "found": copying.matches(application, earlier) if earlier else None,
            "others": [one for one in years if one != earlier],
            "can_copy": allowed and rules.may_edit(request.user, application),
            # Translators: de: „Antworten übernehmen“
            "trail": trail(application, _("Take over answers")),
        },
    )


def _say(request: SignedIn, copied: actions.Copied) -> None:
    """What was taken over, what has to be shortened, and what was left as it is."""
    n = len(copied.codes)
    if not n and not copied.others:
        # Translators: de: „Es wurde nichts übernommen: Überall steht schon etwas.“
        messages.info(request, _("Nothing was taken over: something is written everywhere."))
        return
    # Translators: de: „%(n)d Antwort übernommen.“, „%(n)d Antworten übernommen.“
    done = ngettext("%(n)d answer taken over.", "%(n)d answers taken over.", n) % {"n": n}
    messages.success(request, done)
    for match in copied.too_long:
        # Translators: de: „„%(label)s“ ist %(over)d Zeichen zu lang.“
        text = _("“%(label)s” is %(over)d characters too long.")
        messages.warning(request, text % {"label": match.question.label, "over": match.over})
    for match in copied.kept:
        # Translators: de: „„%(label)s“ war inzwischen beantwortet und blieb.“
        text = _("“%(label)s” had been answered meanwhile and stays.")
        messages.info(request, text % {"label": match.question.label})
