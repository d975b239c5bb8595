"""Doors: who gets into a view at all. To everybody else the page does not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from . import rules
from .models import User


class SignedIn(HttpRequest):
    """A request of somebody who is signed in: behind `login_required` or `office_only`."""

    user: User


def office_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For members of the office, whatever their role; actions check who may change things."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not rules.is_office(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
