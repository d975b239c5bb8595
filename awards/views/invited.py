"""The guest's own pages, behind the personal link: no account, no cookie, nothing of who won."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from initiatives import clock
from initiatives.refusals import NotAllowed

from .. import actions
from ..actions.inviting import answers_until, is_answerable
from ..ceremonies import calendar, codes
from ..guest_forms import AnswerForm
from ..models import Invitee
from ..secret_links import hashed


def for_the_guest(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Pages whose address is a secret: kept nowhere, found nowhere, told to nobody."""

    @wraps(view)
    def guarded(request: HttpRequest, year: int, secret: str) -> HttpResponse:
        response = view(request, find(year, secret), secret)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return never_cache(guarded)


def find(year: int, secret: str) -> Invitee:
    """Whose link this is; 404 alike for one that never was and one that no longer is."""
    rows = Invitee.objects.select_related("ceremony__call", "table")
    guest = rows.filter(secret_hash=hashed(secret), ceremony__call__year=year).first()
    if guest is None:
        raise Http404
    return guest


@csrf_exempt  # the secret in the address is what a token would prove; no cookie takes part
@for_the_guest
def invited(request: HttpRequest, guest: Invitee, secret: str) -> HttpResponse:
    """Accept or decline, and later the code for the entrance; opening it changes nothing."""
    at = clock.of_request(request)
    answerable = is_answerable(guest, at=at) and guest.ceremony.forgotten_at is None
    changing = "aendern" in request.GET or not guest.answer
    form = AnswerForm.of(guest, request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = 409
        if form.is_valid():
            try:
                actions.answer_invitation(guest, form.said(), at=at)
                return redirect("invited", guest.ceremony.call.year, secret)
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
    return render(
        request,
        "awards/invited.html",
        {
            "guest": guest,
            "ceremony": guest.ceremony,
            "call": guest.ceremony.call,
            "where": calendar.where(guest.ceremony),
            "form": form,
            "secret": secret,
            "answerable": answerable,
            "asked": (answerable and changing) or form.is_bound,
            "answers_until": answers_until(guest.ceremony),
            "tickets": [(one, codes.drawn(one.code)) for one in _party(guest)],
        },
        status=status,
    )


def _party(guest: Invitee) -> list[Invitee]:
    """The guest and those brought along, as far as they come."""
    return [guest, *guest.companions.all()] if guest.comes else []


@for_the_guest
def invited_calendar(request: HttpRequest, guest: Invitee, secret: str) -> HttpResponse:
    """The evening as a file for one's own calendar."""
    if guest.withdrawn_at:
        raise Http404
    made = calendar.of(guest.ceremony, at=clock.now())
    # Translators: de: „preisverleihung-%(year)d.ics“, the name of a file
    name = _("award-ceremony-%(year)d.ics") % {"year": guest.ceremony.call.year}
    return HttpResponse(
        made,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
