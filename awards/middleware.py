"""What every request passes: headers on the answer, refusals and errors too; a line in the log."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_structlog.middlewares import RequestMiddleware

KEPT_EVERY = 600  # seconds
SECRET = re.compile(r"(/(?:einladung|bestaetigen)/)[^/]+")  # of a personal link
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Forbid devices we never use; keep pages of signed-in people out of every cache."""

    def add(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return add


def keep_session(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Let a session end so long after its last page, not after signing in. Writes now and then.

    Sessions end by the real time, whatever the clock of a demonstration says.
    """

    def keep(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now, login = timezone.now().timestamp(), request.user.last_login
            kept = max(request.session.get("kept_at", 0), login.timestamp() if login else 0)
            if now - kept >= KEPT_EVERY:
                request.session["kept_at"] = int(now)
        return get_response(request)

    return keep


def refuse_large_bodies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Before anything reads the body: the protection of forms would take in all to find its token.

    A body without a length is refused too: Django would take it for empty, and a form for unfilled.
    """

    def measure(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isdecimal() and int(length) > settings.REQUEST_MAX_BYTES:
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        elif not length and "HTTP_TRANSFER_ENCODING" in request.META:
            status = HTTPStatus.LENGTH_REQUIRED
        else:
            return get_response(request)
        with translation.override(translation.get_language_from_request(request, check_path=True)):
            return HttpResponse(render_to_string("413.html"), status=status)

    return measure


def explain_addresses_of_forms(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Django refuses to show an address that only takes forms with an empty page.

    People come there: a refused form stands at such an address, and is opened anew by a telephone
    that had put it to sleep, by a bookmark, or by the link to the other language.
    """

    def explain(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        refused = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
        if refused and request.method == "GET" and not response.content:
            response.content = render_to_string("405.html", request=request)
        return response

    return explain


class RequestLog(RequestMiddleware):
    """A line when a request begins and ends. Without its query: people search for names; and
    without what makes an address secret.
    """

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {SECRET.sub(r'\1…', request.path)}"
