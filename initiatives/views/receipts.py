"""Receipts for everybody: is this one true? And the frozen version itself, for its members."""

from __future__ import annotations

from uuid import UUID

from allauth.core.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .. import receipts
from ..access import SignedIn, signed_in
from ..models import Snapshot
from ..receipt_forms import ReceiptForm


@require_safe
@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """A form that changes nothing, so it needs no cookie; the printed link fills it in."""
    sent = request.GET if {"nummer", "pruefsumme"} & set(request.GET) else None
    if sent is not None:
        refusal: HttpResponse | None = consume_or_429(
            request, action="check_receipt", limit_get=True
        )
        if refusal:
            refusal.headers["Retry-After"] = "60"
            return refusal
    form = ReceiptForm(sent)
    asked = form.is_bound and form.is_valid()
    given = form.cleaned_data if asked else {}
    return render(
        request,
        "initiatives/check_receipt.html",
        {
            "form": form,
            "asked": asked,
            "number": given.get("nummer"),
            "proof": receipts.find(given["nummer"], given["pruefsumme"]) if asked else None,
            # Translators: de: „Eingang prüfen“
            "trail": [(_("Start"), reverse("start")), (_("Check a receipt"), "")],
        },
    )


@signed_in
def frozen(request: SignedIn, key: UUID) -> HttpResponse:
    """The version handed in as the bytes whose SHA-256 is printed on its receipt."""
    snapshot = get_object_or_404(
        Snapshot.objects.visible_to(request.user).select_related("application"), key=key
    )
    name = f"{snapshot.application.number}-fassung-{snapshot.version}.json"
    return HttpResponse(
        receipts.frozen(snapshot),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
