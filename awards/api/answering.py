"""How every answer is given: its language, faults in words, marks, open to all sites."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from ..answers import conditional
from ..models import Laureate
from .asked import EXPECTED

METHODS = "GET, HEAD, OPTIONS"
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Content-Language",
    "Cross-Origin-Resource-Policy": "cross-origin",
}

type View = Callable[..., HttpResponse]


def in_the_open(view: View) -> View:
    """To be read from any site, in the language asked for, and again only if something changed."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={**OPEN, "Allow": METHODS})
        method = request.method
        request.method = "GET" if method == "HEAD" else method  # the server leaves the body out
        with translation.override(language(request)):
            given = _settled(request, view, args, kwargs)
            spoken = translation.get_language() or "de"
        for name, value in {**OPEN, "Content-Language": spoken}.items():
            given.headers[name] = value
        request.method = method
        patch_vary_headers(given, ["Accept-Language"])
        return given

    return answer


def _settled(
    request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponse:
    if request.method != "GET":
        refused = problem(
            HTTPStatus.METHOD_NOT_ALLOWED,
            # Translators: de: „Das geht hier nicht“
            _("Not possible here"),
            # Translators: de: „Diese Schnittstelle wird nur gelesen, mit GET.“
            _("This interface is read only, by GET."),
        )
        refused.headers["Allow"] = METHODS
        return refused
    given = view(request, *args, **kwargs)
    if given.status_code != HTTPStatus.OK:
        return given
    return conditional(request, given.content, given.headers["Content-Type"])


def language(request: HttpRequest) -> str:
    """`?sprache=` first, then what the browser prefers, else German."""
    asked = request.GET.get("sprache", "")
    return asked if asked in ("de", "en") else translation.get_language_from_request(request)


def problem(status: int, title: str, detail: str, **more: Any) -> HttpResponse:
    """A fault after RFC 9457."""
    said = {"type": "about:blank", "title": title, "status": int(status), "detail": detail, **more}
    return JsonResponse(
        said,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def nothing(request: HttpRequest, fault: Any = None) -> HttpResponse:
    """The same words for what does not exist and for what is not public yet."""
    return problem(
        HTTPStatus.NOT_FOUND,
        # Translators: de: „Nicht gefunden“
        _("Not found"),
        # Translators: de: „Unter dieser Adresse gibt es nichts. Welche es gibt, steht in
        # /api/v1/openapi.json.“
        _("There is nothing at this address. Those that exist stand in /api/v1/openapi.json."),
    )


def gone(row: Laureate) -> HttpResponse:
    """What was public and has been taken back, with the note that stands in its place."""
    notes = row.release.notes() if row.release.withdrawn_at else row.notes()
    # Translators: de: „Zurückgenommen“
    return problem(
        HTTPStatus.GONE, _("Taken back"), str(next((n for n in notes if not n.field), ""))
    )


def wrong(request: HttpRequest, fault: Any) -> HttpResponse:
    """Each parameter that cannot be understood, and what it may be."""
    names = dict.fromkeys(str(_parameter(error["loc"])) for error in fault.errors)
    errors = [
        {
            "parameter": name,
            # Translators: de: „„%(name)s“ ist so nicht zu verstehen. Erwartet wird: %(expected)s.“
            "detail": _("“%(name)s” cannot be understood. Expected: %(expected)s.")
            % {"name": name, "expected": _(EXPECTED[name]) if name in EXPECTED else "–"},
        }
        for name in names
    ]
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        # Translators: de: „Nicht zu verstehen“
        _("Not understood"),
        " ".join(error["detail"] for error in errors),
        errors=errors,
    )


def _parameter(place: tuple[str | int, ...]) -> str | int:
    """The name in ("query", "filters", "seite", 0): the last that is a word."""
    return next((part for part in reversed(place) if isinstance(part, str)), place[-1])
