"""The big screen on a machine of the hall: let in by a code, without an account.

It gets what the big screen gets: locked pictures, and the key of the one that is shown. Nothing in
its addresses is a secret; a cookie for these pages alone is. See docs/decisions/0028.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from allauth.core.ratelimit import consume_or_429
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from initiatives import clock

from .. import actions
from ..ceremonies import codes
from ..models import StageScreen
from ..secret_links import hashed
from ..stage_forms import CodeForm
from . import stage_show

COOKIE = "award_screen"


def _quietly(response: HttpResponse) -> HttpResponse:
    """Kept nowhere, found nowhere, told to nobody."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@csrf_exempt  # the code is what a token would prove; no cookie takes part
@require_http_methods(["GET", "HEAD", "POST"])
def hall(request: HttpRequest) -> HttpResponse:
    """Where a code is typed. Unknown, used, ended and taken back are one answer."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        if refusal := consume_or_429(request, action="stage_screen"):
            refusal.headers["Retry-After"] = "60"
            return _quietly(refusal)
        if form.is_valid():
            at = clock.of_database()
            code = codes.as_typed(form.cleaned_data["code"])
            if connected := actions.connect_screen(code, at=at):
                return _quietly(_let_in(connected, at=at))
            words = _(
                # Translators: de: „Mit diesem Code geht es nicht. Vergleichen Sie die Zeichen, oder
                # lassen Sie sich einen neuen geben: Jeder gilt für ein Gerät und einige Stunden.“
                "This code does not work. Compare the signs, or ask for a new one: each is for "
                "one machine and some hours."
            )
            form.add_error("code", words)
            status = 404
    return _quietly(render(request, "awards/hall.html", {"form": form}, status=status))


def _let_in(connected: actions.Connected, *, at: datetime) -> HttpResponse:
    response = redirect("hall_screen")
    response.set_cookie(
        COOKIE,
        connected.secret,
        max_age=int((connected.screen.ends_at - at).total_seconds()),
        path=reverse("hall"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def by_cookie(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For the machine that was let in; to all others these pages do not exist."""

    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        secret, at = request.COOKIES.get(COOKIE), clock.now()
        rows = StageScreen.objects.select_related("release__call")
        screen = rows.filter(secret_hash=hashed(secret), ends_at__gt=at).first() if secret else None
        if screen is None:
            raise Http404
        return _quietly(view(request, screen, at))

    return guarded


@by_cookie
def hall_screen(request: HttpRequest, screen: StageScreen, at: datetime) -> HttpResponse:
    """As it is sent it shows the award and the year; all else comes by script."""
    names = {"pack": "hall_pictures", "state": "hall_state", "worker": "hall_worker"}
    context = stage_show.picture(screen.release, is_rehearsal=screen.is_rehearsal) | {
        "addresses": {name: reverse(route) for name, route in names.items()},
        "theme": "dark",
    }
    return render(request, "office/stage/screen.html", context)


@by_cookie
def hall_pictures(request: HttpRequest, screen: StageScreen, at: datetime) -> HttpResponse:
    stage = stage_show.open_stage(screen.release, is_rehearsal=screen.is_rehearsal)
    return JsonResponse(stage_show.packed(screen.release, stage))


@by_cookie
def hall_state(request: HttpRequest, screen: StageScreen, at: datetime) -> HttpResponse:
    """Which picture is shown, with its key. That it asked, the operator sees."""
    actions.see_screen(screen, at=at)
    stage = stage_show.open_stage(screen.release, is_rehearsal=screen.is_rehearsal)
    return JsonResponse(stage_show.said(stage, at=at))


@require_safe
def hall_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the page at hand; it says nothing of any show."""
    return stage_show.kept_by()
