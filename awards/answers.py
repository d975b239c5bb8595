"""Answers that machines ask for again and again: marked, so that they see if nothing changed."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

# Asked for anew each time, so that nobody shows what was withdrawn, or misses what came out.
ASK_AGAIN = "no-cache"


def absolute(path: str) -> str:
    """An address of this site as others may keep it."""
    return f"{str(settings.BASE_URL).rstrip('/')}{path}"


def conditional(
    request: HttpRequest,
    content: bytes,
    kind: str,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The content, or 304 to who has exactly these bytes already."""
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    said = {"Cache-Control": ASK_AGAIN, "ETag": etag, **(headers or {})}
    response = HttpResponse(content, content_type=kind, headers=said)
    return get_conditional_response(request, etag=etag, response=response) or response
