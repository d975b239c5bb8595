"""The release: written by one, checked and confirmed by another, stopped while it is not public."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.models import Call, Local
from initiatives.refusals import NotAllowed, Stale
from initiatives.rules import may_administer
from initiatives.templatetags.award import full_time
from initiatives.views.setting_up import pages

from .. import actions, announcing, completeness, rules
from ..models import Laureate, Release
from ..release_forms import ReleaseForm
from ..text_labels import LABELS
from .public import by_part


@office_only
def release(request: SignedIn) -> HttpResponse:
    """The announcement: how far it is, and the form that writes it."""
    call, at = Call.objects.current(), clock.now()
    if call is None:
        return redirect("office:today")
    found = Release.objects.filter(call=call).select_related("prepared_by", "confirmed_by").first()
    form = ReleaseForm.of(call, found, pages.typed(request))
    status, news = 200, []
    if form.is_bound and form.is_valid():
        try:
            actions.prepare(
                call,
                embargo_until=form.embargo_until(),
                opens=form.opens_with(),
                texts=form.texts(),
                by=request.user,
                at=at,
                seen=form.digest(),
            )
            messages.success(
                request, _("The announcement is prepared. A second person confirms it.")
            )
            return redirect("office:release")
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
            if isinstance(refusal, Stale):
                news = _meanwhile(form, refusal.stored)
                pages.see_anew(form, refusal)
    context = _standing(request, call, found)
    return render(
        request,
        "office/release.html",
        {**context, "form": form, "meanwhile": news},
        status=status,
    )


def _meanwhile(form: ReleaseForm, stored: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is stored and differs from what was typed, in words."""
    news = pages.meanwhile(form, {name: stored[name] for name in announcing.TEXTS})
    ends = datetime.fromisoformat(stored["embargo_until"])
    if ends != form.embargo_until():
        news.append((_("Embargo until"), full_time(ends)))
    if stored["opens"] != form.opens_with():
        label = Release.Opens(stored["opens"]).label
        news.append((str(form.fields["opens"].label), str(label)))
    if list(stored["links"]) != form.texts()["links"]:
        said = [f"{Local(link['label'])} {link['url']}" for link in stored["links"]]
        # Translators: de: „Weitere Links“
        news.append((_("Further links"), ", ".join(said)))
    return news


def _standing(request: SignedIn, call: Call, found: Release | None) -> dict[str, Any]:
    """How far it is, and who may do what now."""
    at = clock.now()
    return {
        "call": call,
        "now": at,
        "release": found,
        "laureates": _to_be(found) if found else [],
        "confirmed": bool(found and found.confirmed_at),
        "public": bool(found and found.confirmed_at and found.embargo_until <= at),
        "may_confirm": bool(found and rules.may_confirm(request.user, found)),
        "may_change": may_administer(request.user),
    }


@office_only
def check(request: SignedIn) -> HttpResponse:
    """What is missing, chapter by chapter, all that will be published, and the confirmation."""
    call = Call.objects.current()
    if call is None:
        return redirect("office:today")
    found = Release.objects.filter(call=call).select_related("prepared_by", "confirmed_by").first()
    chapters = completeness.chapters(found) if found and not found.confirmed_at else []
    return render(
        request,
        "office/release_check.html",
        {
            **_standing(request, call, found),
            "chapters": chapters,
            "texts": _texts(found) if found else [],
            "parts": by_part(announcing.parts(found)) if found else [],
            "pictures": list(announcing.pictures(found)) if found else [],
            "n_gaps": sum(len(chapter.gaps) for chapter in chapters),
            "n_hints": sum(len(chapter.hints) for chapter in chapters),
            "seal": announcing.seal(found) if found else "",
        },
    )


def _to_be(found: Release) -> list[Laureate]:
    """Who is announced, frozen or still to be."""
    if found.confirmed_at:
        rows = found.laureates.filter(withdrawn_at=None).with_prize()
        return list(rows.select_related("application"))
    return announcing.sketched(found)


def _texts(found: Release) -> list[tuple[str, Local]]:
    """What is written, in the order in which it is read."""
    names = ("headline", "subline", "lead", "occasion", "call_text", "presenters_text")
    said = [(str(LABELS[name]), getattr(found, name)) for name in (*names, "background")]
    return [(label, text) for label, text in said if text]


@require_POST
@office_only
def confirm(request: SignedIn) -> HttpResponse:
    found = get_object_or_404(Release, call=Call.objects.current())
    try:
        seen = request.POST.get("seen", "")
        actions.confirm(found, by=request.user, at=clock.now(), seen=seen)
        messages.success(request, _("Confirmed. The announcement opens when the embargo ends."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("office:release_check")
    return redirect("office:release")


@require_POST
@office_only
def revoke(request: SignedIn) -> HttpResponse:
    """Stop a confirmed release while its embargo lasts."""
    found = get_object_or_404(Release, call=Call.objects.current())
    try:
        actions.revoke(found, by=request.user, at=clock.now())
        messages.success(request, _("The release is stopped. Nothing of it will be published."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:release")
