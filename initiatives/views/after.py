"""After handing in: the receipt, the versions, writing on, taking the application back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import actions, afterwards, clock, receipts, rules, stage, window
from ..access import SignedIn, signed_in
from ..models import Application, Snapshot
from ..records import documents
from ..refusals import NotAllowed
from ..statuses import Status
from .applying import find


def _context(request: SignedIn, application: Application, here: str) -> dict[str, Any]:
    """What the pages beside the form share."""
    at = clock.now()
    return {
        "application": application,
        "call": application.call,
        "now": at,
        "stage": stage.of(application, at),
        "snapshot": application.snapshots.valid().first(),
        "trail": [
            (_("Start"), reverse("start")),
            (_("My applications"), reverse("apply:list")),
            (application.initiative.name, reverse("apply:tasks", args=[application.key])),
            (here, ""),
        ],
    }


@signed_in
def reopen(request: SignedIn, key: UUID) -> HttpResponse:
    """Say what writing on means; with a POST, begin."""
    at = clock.of_database()
    application = find(request, key)
    if request.method == "POST":
        try:
            actions.reopen(application, by=request.user, at=at)
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return redirect("apply:tasks", application.key)
    # Translators: de: „Weiter bearbeiten“
    context = _context(request, application, _("Go on writing"))
    if application.status != Status.SUBMITTED:
        return redirect("apply:tasks", application.key)
    allowed = window.may_reopen(application, at) and rules.may_edit(request.user, application)
    return render(request, "initiatives/reopen.html", {**context, "allowed": allowed})


@signed_in
def withdraw(request: SignedIn, key: UUID) -> HttpResponse:
    """Say what it means to take the application back; with a POST, do it."""
    application, at = find(request, key), clock.now()
    if request.method == "POST":
        try:
            actions.withdraw(application, by=request.user, at=at)
            # Translators: de: „Die Bewerbung ist zurückgezogen.“
            messages.success(request, _("The application has been withdrawn."))
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return redirect("apply:tasks", application.key)
    if application.status != Status.SUBMITTED:
        return redirect("apply:tasks", application.key)
    # Translators: de: „Bewerbung zurückziehen“
    context = _context(request, application, _("Withdraw the application"))
    allowed = rules.may_withdraw(request.user, application)
    again = application.call.accepts(at)
    return render(
        request, "initiatives/withdraw.html", {**context, "allowed": allowed, "again": again}
    )


@signed_in
def versions(request: SignedIn, key: UUID) -> HttpResponse:
    """All versions handed in, and what changed in one of them."""
    application = find(request, key)
    # Translators: de: „Eingereichte Fassungen“
    context = _context(request, application, _("Versions handed in"))
    shown = compared(application, request.GET.get("fassung", ""))
    return render(request, "initiatives/versions.html", {**context, **shown})


def compared(application: Application, number: str) -> dict[str, Any]:
    """The versions, newest first, and how the one of this number differs from that before it.

    Without a number it is the newest. Raises Http404 where there is none. Two or three queries.
    """
    found: list[Snapshot] = list(
        application.snapshots.defer("content")
        .select_related("submitted_by", "answers_request")
        .order_by("-version")
    )
    chosen = next((one for one in found if number in ("", str(one.version))), None)
    if chosen is None and number:
        raise Http404
    before = None
    if chosen is not None and chosen.version > 1:
        before = application.snapshots.get(version=chosen.version - 1)
    changes = afterwards.told(before.content, chosen.content) if chosen and before else []
    return {
        "versions": found,
        "chosen": chosen,
        "before": before,
        "changes": afterwards.groups(changes),
    }


@signed_in
def receipt(request: SignedIn, key: UUID) -> HttpResponse:
    """What was handed in, when, under which number and hash, and what happens next."""
    snapshot = _snapshot(request, key)
    return render(
        request,
        "initiatives/receipt.html",
        {
            "snapshot": snapshot,
            "check_address": receipts.address(snapshot),
            "newest": snapshot.application.snapshots.valid().defer("content").first(),
            "is_posted": receipts.is_posted(snapshot),
            "application": snapshot.application,
            "call": snapshot.application.call,
            "now": clock.now(),
            "trail": [
                (_("Start"), reverse("start")),
                (_("My applications"), reverse("apply:list")),
                (
                    snapshot.application.initiative.name,
                    reverse("apply:tasks", args=[snapshot.application.key]),
                ),
                (_("Receipt"), ""),
            ],
        },
    )


@signed_in
def receipt_pdf(request: SignedIn, key: UUID) -> HttpResponse:
    snapshot = _snapshot(request, key)
    name = f"eingang-{snapshot.application.number}.pdf"
    return HttpResponse(
        documents.receipt(snapshot),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _snapshot(request: SignedIn, key: UUID) -> Snapshot:
    return get_object_or_404(
        Snapshot.objects.visible_to(request.user).select_related(
            "application__call", "application__initiative", "submitted_by"
        ),
        key=key,
    )
