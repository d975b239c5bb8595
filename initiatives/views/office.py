"""The office and the applications: list, dossier, formal check; letters."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import actions, clock, rules, stage, window
from ..access import SignedIn, office_only
from ..models import Application, Call, Letter, LetterStatus, User
from ..names import sort_key
from ..records import journal
from ..records.words import words as in_words
from ..refusals import NotAllowed
from ..snapshots import files_of, themes_of
from ..statuses import HANDED_IN, Status
from .after import compared

PER_PAGE = 50


@office_only
def applications(request: SignedIn) -> HttpResponse:
    """What was handed in for the current call, with filter and search."""
    call = Call.objects.current()
    rows = Application.objects.visible_to(request.user).handed_in().filter(call=call)
    counts = call.applications.counts() if call else {}
    status = request.GET.get("stand", "")
    if status in HANDED_IN:
        rows = rows.filter(status=status)
    words = request.GET.get("suche", "").strip()[:100]
    for word in sort_key(words).split():
        rows = rows.filter(Q(initiative__search_text__contains=word) | Q(number__icontains=word))
    page = Paginator(
        rows.select_related("initiative", "call")
        .with_handed_in()
        .with_handed_in_themes()
        .with_asked_until()
        .order_by("initiative__sort_name", "pk"),
        PER_PAGE,
    ).get_page(request.GET.get("seite"))
    return render(
        request,
        "office/applications.html",
        {
            "page": page,
            "now": clock.now(),
            "may_change": rules.may_administer(request.user),
            "statuses": [(code, Status(code).label, counts.get(code, 0)) for code in HANDED_IN],
            "status": status,
            "words": words,
            "drafts": counts.get(Status.DRAFT, 0),
            "total": sum(counts.get(code, 0) for code in HANDED_IN),
        },
    )


def find(request: SignedIn, key: UUID) -> Application:
    """An application that was handed in; drafts are nobody's business but their authors'."""
    return get_object_or_404(
        Application.objects.visible_to(request.user)
        .handed_in()
        .with_asked_until()
        .select_related("call", "initiative"),
        key=key,
    )


def dossier(request: SignedIn, application: Application) -> dict:
    """What the page of one application shows: the frozen version, the status, what happened."""
    at = clock.now()
    entries = list(journal.about(application))
    people = User.objects.in_bulk([entry.actor for entry in entries], field_name="key")
    snapshot = application.snapshots.valid().select_related("answers_request").first()
    return {
        "application": application,
        **compared(application, ""),
        "snapshot": snapshot,
        "files": files_of(snapshot) if snapshot else None,
        "now": at,
        "stage": stage.of(application, at),
        "may_still_change": window.of(application, at).is_open
        or window.may_reopen(application, at),
        "requests": application.change_requests.prefetch_related("points__question")
        .select_related("asked_by", "answered_with")
        .order_by("-pk"),
        "declared": themes_of(snapshot) if snapshot else [],
        "history": [(entry, in_words(entry), people.get(entry.actor)) for entry in entries],
        "may_change": rules.may_administer(request.user),
    }


@office_only
def letters(request: SignedIn) -> HttpResponse:
    """The outbox: what was written to whom, and whether it went out; no sign-in codes.

    Of a letter that is sealed only the status: it would tell of drafts and teams.
    """
    rows = Letter.objects.filter(is_secret=False)
    status = request.GET.get("stand", "")
    if status in LetterStatus.values:
        rows = rows.filter(status=status)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
    return render(
        request,
        "office/letters.html",
        {"page": page, "status": status, "statuses": LetterStatus.choices},
    )


@office_only
def letter(request: SignedIn, key: UUID) -> HttpResponse:
    found = get_object_or_404(Letter.objects.filter(is_secret=False), key=key)
    may_send = found.status == LetterStatus.FAILED and rules.may_administer(request.user)
    return render(request, "office/letter.html", {"letter": found, "may_send": may_send})


@require_POST
@office_only
def send_again(request: SignedIn, key: UUID) -> HttpResponse:
    found = get_object_or_404(Letter.objects.filter(is_secret=False), key=key)
    try:
        actions.send_again(found, by=request.user, at=clock.now())
        messages.success(request, _("The letter is on its way again."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:letter", found.key)
