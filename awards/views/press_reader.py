"""A journalist's own pages, behind the personal link: no account, no cookie, first a promise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from initiatives import clock

from .. import actions
from ..models import PressReader
from ..press import kit
from ..press_forms import EmbargoForm
from ..secret_links import hashed
from . import press


def by_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Pages whose address is a secret: kept nowhere, found nowhere, told to nobody.

    After the embargo they lead to the page everybody reads. Unknown and withdrawn are both 404.
    """

    @wraps(view)
    def guarded(request: HttpRequest, secret: str, **more: str) -> HttpResponseBase:
        at = clock.of_request(request)
        readers = PressReader.objects.behind(hashed(secret))
        reader = readers.with_call().first()
        if reader is None:
            raise Http404
        response: HttpResponseBase
        if reader.release.embargo_until <= at:
            response = redirect("press", reader.release.call.year)
        else:
            response = view(request, reader, secret, at, **more)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return guarded


@csrf_exempt  # the secret in the address is what a token would prove; no cookie takes part
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def read(request: HttpRequest, reader: PressReader, secret: str, at: datetime) -> HttpResponseBase:
    """First the promise, then the text; who opened it, the office sees."""
    form = EmbargoForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.agree_to_embargo(reader, at=at)
        return redirect("press_reader", secret)
    if request.method == "GET":
        actions.open_as_press(reader, at=at)
    if not reader.has_agreed:
        context = {"reader": reader, "release": reader.release, "call": reader.release.call}
        return render(request, "awards/press_promise.html", {**context, "form": form})
    found = kit.material(reader.release, at=at)
    return render(
        request,
        "awards/press_reader.html",
        {
            **press.shown(found),
            "reader": reader,
            "kit_url": reverse("press_reader_kit", args=[secret]),
            "files": press.files(found, "press_reader_file", secret),
        },
    )


@require_safe
@by_link
def read_kit(
    request: HttpRequest, reader: PressReader, secret: str, at: datetime
) -> HttpResponseBase:
    if not reader.has_agreed:
        return redirect("press_reader", secret)
    return press.too_many(request) or press.zipped(kit.material(reader.release, at=at))


@require_safe
@by_link
def read_file(
    request: HttpRequest, reader: PressReader, secret: str, at: datetime, which: str
) -> HttpResponseBase:
    if which not in kit.FORMATS:
        raise Http404
    if not reader.has_agreed:
        return redirect("press_reader", secret)
    return press.too_many(request) or press.made(kit.material(reader.release, at=at), which)
