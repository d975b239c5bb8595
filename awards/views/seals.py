"""The seal for everybody: who holds it and whether it counts; the picture others embed."""

from __future__ import annotations

from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from initiatives import clock

from ..models import Seal
from ..page_cache import once_a_second
from ..seals import drawing, kit, raster
from ..seals.drawing import Style
from ..seals.validity import State

PIXELS = 512


@require_safe
@once_a_second
def holders(request: HttpRequest) -> HttpResponse:
    """All who took the seal, and whether theirs counts today. One query."""
    at = clock.now()
    seals = Seal.objects.public(at).with_holder().by_name()
    return render(
        request,
        "awards/seals.html",
        {"rows": [(seal, seal.state(at).value) for seal in seals], "issuer": settings.ISSUER},
    )


@require_safe
@once_a_second
def proof(request: HttpRequest, code: str) -> HttpResponse:
    at = clock.now()
    seal = get_object_or_404(
        Seal.objects.public(at).with_holder().prefetch_related("laureate__criteria"), code=code
    )
    return render(
        request,
        "awards/seal.html",
        {
            "seal": seal,
            "state": seal.state(at).value,
            "laureate": seal.laureate,
            "release": seal.laureate.release,
            "year": seal.laureate.release.call.year,
            "address": seal.address(),
            # Translators: de: „Siegel“
            "trail": [(_("Start"), reverse("start")), (_("Seal"), reverse("seals"))],
        },
    )


@require_safe
def qr(request: HttpRequest, code: str) -> HttpResponse:
    """The address of the proof page, in the language it was asked for in."""
    seal = get_object_or_404(Seal.objects.public(clock.now()), code=code)
    return HttpResponse(kit.qr(seal.address()), content_type=kit.TYPES["svg"])


@require_safe
def picture(
    request: HttpRequest, code: str, style: Style = Style.LIGHT, kind: str = "svg"
) -> HttpResponse:
    """What stands on other people's pages: the seal, or that it counts no longer.

    Nobody keeps it without asking again, so that it turns at the second; asking again is cheap.
    The one answer of ours that other sites may show.
    """
    at = clock.now()
    seal = get_object_or_404(Seal.objects.public(at).with_holder(), code=code)
    svg = _drawn(seal, seal.state(at), style)
    etag = f'"{sha256(f"{kind} {svg}".encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        body = raster.png(svg, PIXELS) if kind == "png" else svg.encode()
        response = HttpResponse(body, content_type=kit.TYPES[kind])
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _drawn(seal: Seal, state: State, style: Style) -> str:
    year = seal.laureate.release.call.year
    words = {
        # Translators: de: „abgelaufen“, in the place of a seal
        State.EXPIRED: _("expired"),
        # Translators: de: „nicht gültig“, in the place of a seal
        State.WITHDRAWN: _("not valid"),
    }
    if state == State.VALID:
        return drawing.seal(year, seal.issuer, style)
    return drawing.neutral(year, words[state], style)
