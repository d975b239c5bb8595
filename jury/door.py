"""The door of the jury's own pages: shut to who has left, is out of term, or has promised nothing.

Whoever is no member passes: to them the pages themselves do not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, get_callable, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from initiatives import clock
from initiatives.models import User
from initiatives.written import Written

from . import rules
from .models import Assignment, Juror

type View = Callable[..., HttpResponseBase]

# These look at the case they are about for all that the door asks, and answer 404; only then the
# door says why. So they cost no query more.
LATE = {"save", "sheet"}


def behind(patterns: Iterable[URLPattern]) -> list[URLPattern]:
    """The same addresses, each of them behind the door."""
    found = list(patterns)
    for pattern in found:
        guard = _late if pattern.name in LATE else _guarded
        pattern.callback = guard(pattern.callback)
    return found


def _guarded(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        shutting = _ask(request, kwargs)
        return view(request, *args, **kwargs) if shutting is None else shutting

    return guarded


def _late(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            shutting = None
            if request.user.is_authenticated:
                shutting = _ask(request, kwargs) or _taken(request, kwargs) or _gone(request)
            if shutting is None:
                raise
            return shutting

    return guarded


def _taken(request: HttpRequest, asked: dict[str, Any]) -> HttpResponse | None:
    """What was typed on a case that was taken from the juror meanwhile goes back."""
    if request.method in ("GET", "HEAD"):
        return None
    own = Assignment.objects.filter(juror__user=request.user.pk, key=asked["key"])
    if not own.free_of_conflict().filter(withdrawn_at__isnull=False).exists():
        return None
    # Translators: de: „Dieser Fall ist Ihnen abgenommen worden.“
    return _hand_back(request, _("This case has been taken from you."))


def _gone(request: HttpRequest) -> HttpResponse | None:
    """What was typed on a sheet that is not there for this person goes back, with the same 404
    whether it never was there, or the case was taken away for a conflict.
    """
    accepts = request.headers.get("Accept")
    if request.method in ("GET", "HEAD") or accepts == "application/json":
        return None
    # Translators: de: „Diesen Bogen gibt es für Sie nicht oder nicht mehr.“
    return _hand_back(request, _("There is no such sheet for you, or no longer."), status=404)


def check_term(juror: Juror, *, at: datetime) -> None:
    """Raises Http404 outside the term: for views of `LATE`."""
    if rules.out_of_term(juror, at):
        raise Http404


def _ask(request: HttpRequest, asked: dict[str, Any]) -> HttpResponse | None:
    """The answer instead of the page; None if the door is open. One query for most."""
    seats = SEATS.objects(person=request.user.pk or 0)
    at = clock.now()
    seat = _meant(seats, asked, at)
    if seat is not None:
        request.seat = seat  # type: ignore[attr-defined]
        return _shutting(request, seat, at)
    left = Juror.objects.left_by(request.user).first()
    return shut(request, left) if left else None


def _seats(person: int) -> QuerySet[Juror]:
    return Juror.objects.of(User(pk=person)).with_promise().with_general().with_samples()


SEATS = Written(_seats, person=int)


def came_in(request: HttpRequest) -> Juror | None:
    """The seat whose holder asks for a page behind the door; None if there is none. No query."""
    return getattr(request, "seat", None)


def _meant(seats: list[Juror], asked: dict[str, Any], at: datetime) -> Juror | None:
    """The seat a page is about: that of its case, else in the call that is judged now, else the
    first. Who holds only one seat causes no query.
    """
    judging = next((seat for seat in seats if seat.call.judges(at)), None)
    if len(seats) > 1 and "key" in asked:
        own = Assignment.objects.filter(juror__in=seats, key=asked["key"])
        case = own.values_list("juror_id", flat=True).first()
        judging = next((seat for seat in seats if seat.pk == case), judging)
    return judging or next(iter(seats), None)


def _shutting(request: HttpRequest, seat: Any, at: datetime) -> HttpResponse | None:
    """The answer instead of the page; None if the seat may come in."""
    term = rules.out_of_term(seat, at)
    if rules.is_past_term(seat, at):
        return shut(request, seat, term)
    if not seat.promised:
        # Translators: de: „Geben Sie zuerst die Erklärung der Jurymitglieder ab.“
        return _to_the_statement(request, _("Give the statement of the jurors first."))
    if term or seat.waits:
        return shut(request, seat, term)
    return None


def _to_the_statement(request: HttpRequest, why: str) -> HttpResponse:
    """Whoever was typing gets the text handed back."""
    if request.method not in ("GET", "HEAD"):
        return _hand_back(request, why)
    onward = urlencode({"weiter": request.get_full_path()})
    return redirect(f"{reverse('jury:statement')}?{onward}")


def shut(request: HttpRequest, seat: Juror, term: str = "") -> HttpResponse:
    """A kind page that says why there is nothing more here; what was typed on a sheet goes back."""
    on_sheet = request.resolver_match and request.resolver_match.url_name in LATE
    if request.method not in ("GET", "HEAD") and (on_sheet or not seat.left_at):
        # Translators: de: „Sie wirken zurzeit nicht in der Jury mit.“
        return _hand_back(request, term or _("You do not judge at present."))
    past = rules.is_past_term(seat, clock.now())
    context = {"juror": seat, "call": seat.call, "term": term, "past": past}
    return render(request, "jury/shut.html", context, status=403)


def _hand_back(request: HttpRequest, why: str, *, status: int = 403) -> HttpResponse:
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"state": "closed", "message": why}, status=409)
    return get_callable(settings.CSRF_FAILURE_VIEW)(request, why=why, status=status)
