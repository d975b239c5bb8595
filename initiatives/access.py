"""Doors: who gets into a view at all. To everybody else the page does not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import get_callable

from . import rules
from .models import User


class SignedIn(HttpRequest):
    """A request of somebody who is signed in: behind `signed_in` or `office_only`."""

    user: User


def signed_in[R: HttpResponseBase](view: Callable[..., R]) -> Callable[..., R | HttpResponse]:
    """For everybody with an account; others sign in first and come back.

    A form sent after the session has ended is answered like one without its token: with a page
    that hands back what was typed.
    """
    to_sign_in = login_required(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> R | HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            hand_back = get_callable(settings.CSRF_FAILURE_VIEW)
            return hand_back(request, reason="not signed in")
        return to_sign_in(request, *args, **kwargs)

    return guarded


def office_only[R: HttpResponseBase](view: Callable[..., R]) -> Callable[..., R | HttpResponse]:
    """For members of the office, whatever their role; actions check who may change things."""

    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> R:
        if not rules.is_office(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def administering_only[R: HttpResponseBase](
    view: Callable[..., R],
) -> Callable[..., R | HttpResponse]:
    """For members of the office who change things; to those who only read it does not exist."""

    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> R:
        if not rules.may_administer(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
