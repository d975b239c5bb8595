"""A public page is made once a second, however many ask for it: see docs/decisions/0023.

What is kept is valid until the clock's second is over. So nothing kept outlives the second in which
an embargo or a deadline ends, and nothing has to be told to whom: what the office changes everybody
reads a second later at most.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from typing import Concatenate

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from initiatives import clock

SECOND = 1  # how long the memory holds it; whether it counts is a matter of its key
LARGEST = 500_000  # bytes of a page that is kept


def once_a_second[**Asked](
    view: Callable[Concatenate[HttpRequest, Asked], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Asked], HttpResponse]:
    """For pages that depend on nothing but their address and the time: visitors without a cookie
    share one. The language stands in the address.
    """

    @wraps(view)
    def shared(request: HttpRequest, *args: Asked.args, **kwargs: Asked.kwargs) -> HttpResponse:
        if request.method != "GET" or request.COOKIES:
            return view(request, *args, **kwargs)
        second = int(clock.now().timestamp())
        address = request.build_absolute_uri().encode()
        key = f"{second}-{sha256(address).hexdigest()}"
        kept = caches["pages"].get(key)
        if kept is None:
            response = view(request, *args, **kwargs)
            if _is_for_everybody(request, response):
                caches["pages"].set(key, (response.content, dict(response.headers)), SECOND)
            return response
        content, headers = kept
        response = HttpResponse(content, headers=headers)
        has_it = get_conditional_response(request, etag=headers.get("ETag"), response=response)
        return has_it or response

    return shared


def _is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    """Not if it was made for one: with a cookie, or with the mark of a form of one's own."""
    own = response.cookies or "CSRF_COOKIE" in request.META
    return response.status_code == HTTPStatus.OK and len(response.content) <= LARGEST and not own


def forget() -> None:
    """For whoever looks at another time, or at what is rolled back afterwards."""
    caches["pages"].clear()
