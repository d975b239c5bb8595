"""The release: written by one, checked and confirmed by another, stopped while it is not public."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.models import Call
from initiatives.refusals import NotAllowed
from initiatives.rules import may_administer

from .. import actions, announcing, completeness, rules
from ..forms import ReleaseForm
from ..models import Release


@office_only
def release(request: SignedIn) -> HttpResponse:
    """The announcement: prepare, look at, and what hinders it."""
    call, at = Call.objects.current(), clock.now()
    if call is None:
        return redirect("office:today")
    found = Release.objects.filter(call=call).select_related("prepared_by", "confirmed_by").first()
    form = ReleaseForm.of(found, request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.prepare(
                call,
                embargo_until=form.embargo_until(),
                opens=form.opens_with(),
                texts=form.texts(),
                by=request.user,
                at=at,
                seen=form.cleaned_data["seen"],
            )
            messages.success(
                request, _("The announcement is prepared. A second person confirms it.")
            )
            return redirect("office:release")
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
            found = Release.objects.filter(call=call).first()
            form.show_again(announcing.seal(found) if found else "")
    context = _standing(request, call, found)
    return render(request, "office/release.html", {**context, "form": form}, status=status)


def _standing(request: SignedIn, call: Call, found: Release | None) -> dict[str, Any]:
    """How far it is, and who may do what now."""
    at = clock.now()
    return {
        "call": call,
        "now": at,
        "release": found,
        "drafts": announcing.drafts(found) if found else [],
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
            "n_gaps": sum(len(chapter.gaps) for chapter in chapters),
            "n_hints": sum(len(chapter.hints) for chapter in chapters),
            "seal": announcing.seal(found) if found else "",
        },
    )


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
