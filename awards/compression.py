"""Pages for visitors travel compressed, pages for people who are signed in do not.

A secret that is compressed together with something a stranger chose can be guessed from the length
of the answer (BREACH): see docs/decisions/0024. So only what holds no secret is compressed.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

TEXT = re.compile(
    r"text/(html|plain|calendar|csv)|application/(json|xml|atom\+xml|ld\+json)|image/svg\+xml"
)
ACCEPTS = re.compile(r"(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=(?:1(?:\.0*)?|0\.\d*[1-9]\d*)\s*)?(?:,|$)")
LEAST = 600  # bytes; less fits in one packet anyhow
KEPT = 32  # pages of which a process remembers the compressed form


def compress(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """With gzip, which every browser understands; static files have theirs already."""

    def pack(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not isinstance(response, HttpResponse) or not _is_text(response):
            return response
        patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
        if not _holds_no_secret(request, response) or not _accepted(request):
            return response
        response.content = _packed(response.content)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.content))
        # Other bytes than those the mark was made for: it says so, by RFC 9110, 8.8.1.
        if response.headers.get("ETag", "").startswith('"'):
            response.headers["ETag"] = "W/" + response.headers["ETag"]
        return response

    return pack


def _is_text(response: HttpResponse) -> bool:
    kind = TEXT.match(response.headers.get("Content-Type", ""))
    return bool(kind) and "Content-Encoding" not in response and len(response.content) >= LEAST


def _holds_no_secret(request: HttpRequest, response: HttpResponse) -> bool:
    """Not made for one person. The token of a form brings its cookie along; what a personal link
    opens must not be kept.
    """
    kept = response.headers.get("Cache-Control", "")
    return (
        settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not response.cookies
        and "private" not in kept
        and "no-store" not in kept
    )


def _accepted(request: HttpRequest) -> bool:
    return bool(ACCEPTS.search(request.headers.get("Accept-Encoding", "").lower()))


@lru_cache(maxsize=KEPT)
def _packed(content: bytes) -> bytes:
    """The same bytes each time; a page much asked for is packed once."""
    return gzip.compress(content, compresslevel=6, mtime=0)
