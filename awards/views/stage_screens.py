"""Which machines show the big screen without an account: giving a code, taking one back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, administering_only
from initiatives.refusals import NotAllowed

from .. import actions
from ..ceremonies import codes
from ..models import StageScreen
from ..stage import screens
from ..stage_forms import ScreenForm
from .stage import find_release
from .stage_show import mode, screen_word


@administering_only
def stage_screens(request: SignedIn) -> HttpResponse:
    """The list, with the codes nobody has used yet; POST gives one more."""
    release, at = find_release(), clock.now()
    is_rehearsal = request.GET.get("probe") == "1"
    form = ScreenForm(request.POST or None)
    status = 200
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            actions.add_screen(release, **said, is_rehearsal=is_rehearsal, by=request.user, at=at)
            return _back(is_rehearsal=is_rehearsal)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
    rows = release.stage_screens.filter(is_rehearsal=is_rehearsal, ends_at__gt=at)
    context = {
        "call": release.call,
        "form": form,
        "address": screens.address(),
        "rows": [_row(one, at=at) for one in rows],
        "is_rehearsal": is_rehearsal,
        "mode": mode(is_rehearsal=is_rehearsal),
    }
    return render(request, "office/stage/screens.html", context, status=status)


def _row(screen: StageScreen, *, at: datetime) -> dict[str, Any]:
    waits = screen.code_hash is not None
    link = screens.link_of(screen) if waits else ""
    return {
        "screen": screen,
        "word": screen_word(screen, at=at),
        "code": screens.spoken(screens.code_of(screen)) if waits else "",
        "link": link,
        "qr": codes.drawn(link) if waits else "",
    }


@require_POST
@administering_only
def remove(request: SignedIn, key: UUID) -> HttpResponse:
    screen = get_object_or_404(StageScreen.objects.filter(release=find_release()), key=key)
    actions.remove_screen(screen, by=request.user, at=clock.now())
    # Translators: de: „%(name)s ist getrennt.“
    messages.success(request, _("%(name)s is disconnected.") % {"name": screen.name})
    return _back(is_rehearsal=screen.is_rehearsal)


def _back(*, is_rehearsal: bool) -> HttpResponse:
    response = redirect("office:stage_screens")
    response["Location"] += mode(is_rehearsal=is_rehearsal)
    return response
