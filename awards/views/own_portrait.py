"""The portrait as those it speaks of see it: they agree to it, or suggest other words."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives import clock
from initiatives.access import SignedIn, signed_in
from initiatives.refusals import NotAllowed, Stale, check
from initiatives.set_up_forms.local import LANGUAGES
from initiatives.views.sections import typed
from initiatives.views.setting_up import pages

from .. import actions
from .. import portraits as of_call
from ..models import Laureate, Portrait, Release
from ..portrait_forms import SuggestionForm


@signed_in
def portrait(request: SignedIn, key: UUID) -> HttpResponse:
    """What will be published; POST agrees to it, suggests changes or takes a suggestion back.

    It exists from the moment the office asks, and says nothing about how far the release is.
    """
    found, at = _find(request, key), clock.now()
    form = SuggestionForm.of(found, typed(request))
    status, news = 200, []
    if form.is_bound and form.is_valid():
        try:
            messages.success(request, _done(request, found, form, at=at))
            return redirect("portrait", key)
        except NotAllowed as refusal:
            status, found = 409, _find(request, key)
            if isinstance(refusal, Stale):
                form = _refreshed(form, found)
                news = pages.meanwhile(form, refusal.stored)
            form.add_error(None, str(refusal))
    context = _page(request, found, form, at=at)
    return render(
        request, "awards/own_portrait.html", {**context, "meanwhile": news}, status=status
    )


def _find(request: SignedIn, key: UUID) -> Portrait:
    rows = Portrait.objects.visible_to(request.user).with_case().select_related("approved_by")
    return get_object_or_404(rows, application__key=key)


def _done(request: SignedIn, found: Portrait, form: SuggestionForm, *, at: datetime) -> str:
    """Do what the button says, and say what was done."""
    data = form.cleaned_data
    who: dict[str, Any] = {"seen": data["seen"], "by": request.user, "at": at}
    what = request.POST.get("do", "suggest")
    if what == "take-back":
        actions.take_back_suggestion(found, **who)
        # Translators: de: „Ihr Vorschlag ist zurückgezogen.“
        return _("Your suggestion is taken back.")
    if what == "agree":
        check(
            data["seen"] != actions.seen_by_laureate(found)
            or of_call.awaits_answer(found)
            or not form.has_other_texts(found),
            # Translators: de: „Sie haben den Text geändert. Senden Sie ihn als Vorschlag, oder
            # stellen Sie ihn wieder her und stimmen Sie dann zu.“
            _("You have changed the text. Send it as a suggestion, or restore it and then agree."),
        )
        actions.agree_to_portrait(found, remark=data["remark"], **who)
        # Translators: de: „Danke. Ihre Zustimmung liegt der Geschäftsstelle vor.“
        return _("Thank you. Your agreement is with the office.")
    texts = {name: data[name] for name in ("text", "summary")}
    actions.suggest_changes(found, texts, remark=data["remark"], **who)
    # Translators: de: „Danke. Ihr Vorschlag liegt der Geschäftsstelle vor; Sie bekommen Antwort
    # per Brief.“
    return _("Thank you. Your suggestion is with the office; you get an answer by letter.")


def _refreshed(form: SuggestionForm, found: Portrait) -> SuggestionForm:
    """The form after the text has changed: what was typed stays, what was not is as it is now."""
    data = form.data.copy()  # type: ignore[attr-defined]
    fresh = SuggestionForm.of(found)
    data["seen"] = fresh.initial["seen"]
    if form.is_untouched() or "began" not in data:  # taking back sends no text
        for name in ("text", "summary"):
            for code in LANGUAGES:
                data[f"{name}_{code}"] = fresh.initial[name].get(code, "")
        data["began"] = fresh.initial["began"]
    again = SuggestionForm.of(found, data)
    again.is_valid()
    return again


def _page(
    request: SignedIn, found: Portrait, form: SuggestionForm, *, at: datetime
) -> dict[str, Any]:
    application = found.application
    waits = of_call.awaits_answer(found)
    rows = Laureate.objects.announced(at).select_related("release")
    laureate = rows.filter(application=application).first()
    return {
        "application": application,
        "call": application.call,
        "portrait": found,
        "state": found.state.value,
        "waits": waits,
        "differences": of_call.differences(found) if waits else [],
        "languages": [
            (code, found.text.get(code), found.summary.get(code)) for code in ("de", "en")
        ],
        "form": form,
        "now": at,
        "laureate": laureate,
        "withdrawn": bool(laureate and (laureate.withdrawn_at or laureate.release.withdrawn_at)),
        "release": Release.objects.filter(call=application.call_id).first(),
        "mine": found.approved_by_id == request.user.pk,
        "trail": [
            (_("Start"), reverse("start")),
            (_("My applications"), reverse("apply:list")),
            (application.initiative.name, reverse("apply:tasks", args=[application.key])),
            # Translators: de: „Porträt“
            (_("Portrait"), ""),
        ],
    }
