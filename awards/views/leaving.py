"""Deleting the account: what goes and what stays, a code by mail, and gone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core.ratelimit import consume_or_429
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives import clock
from initiatives.access import SignedIn, signed_in
from initiatives.actions import leaving
from initiatives.forms import PlainForm
from initiatives.records import letters
from initiatives.refusals import NotAllowed
from initiatives.rules import is_office

from .. import actions
from ..actions.leaving import bound, is_bound

CODE = "leaving_code"  # of the session: digest, moment, tries
VALID, TRIES = timedelta(minutes=10), 3


class LeavingForm(PlainForm):
    """The code that came by mail: whoever holds the session alone cannot delete an account."""

    code = forms.CharField(
        # Translators: de: „Code“
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
        # Translators: de: „Geben Sie den Code ein“
        error_messages={"required": gettext_lazy("Enter the code")},
    )

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).split()).upper()


@signed_in
@reauthentication_required  # for those with a passkey or an app; the others prove their address
def leave(request: SignedIn) -> HttpResponse:
    at = clock.now()
    form = LeavingForm()
    status = 200
    if request.method == "POST" and "code" in request.POST:
        form = LeavingForm(request.POST)
        if form.is_valid() and _is_right(request, form, at):
            try:
                actions.close_account(by=request.user, at=at)
                logout(request)
                return redirect("left")
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
                status = 409
    context = _context(request, form, at)
    if request.method == "POST" and "code" not in request.POST and context["may_leave"]:
        return _send_code(request, at)
    return render(request, "awards/leave.html", context, status=status)


def _context(request: SignedIn, form: LeavingForm, at: datetime) -> dict[str, Any]:
    user = request.user
    refusal = bound() if is_bound(user) else ""
    working = is_office(user) or user.is_staff or user.is_superuser
    hindrances = leaving.hindrances(user, at=at)
    return {
        "form": form,
        "may_leave": not (refusal or working or hindrances),
        "refusal": refusal,
        "working": working,
        "hindrances": hindrances,
        "drafts": leaving.drafts_of(user),
        "memberships": user.memberships.select_related("initiative").order_by("pk"),
        "sent": _pending(request, at) is not None,
        "trail": [
            (_("Your account"), reverse("account")),
            # Translators: de: „Konto löschen“
            (_("Delete the account"), ""),
        ],
    }


def _send_code(request: SignedIn, at: datetime) -> HttpResponse:
    refusal: HttpResponse | None = consume_or_429(request, action="leaving_code")
    if refusal:
        refusal.headers["Retry-After"] = "60"
        return refusal
    code = get_adapter().generate_login_code()
    request.session[CODE] = [_digest(request, code), at.timestamp(), 0]
    letters.draft(
        "leaving_code",
        to=request.user.email,
        at=at,
        context={"code": code, "minutes": VALID // timedelta(minutes=1)},
        language=request.user.language,
        is_secret=True,
    )
    # Translators: de: „Wir haben einen Code an %(email)s gesendet.“
    sent = _("We have sent a code to %(email)s.") % {"email": request.user.email}
    messages.success(request, sent)
    return redirect("leave")


def _is_right(request: SignedIn, form: LeavingForm, at: datetime) -> bool:
    """Whether the code is the one that was sent; else the form says so. Three tries each."""
    pending = _pending(request, at)
    if pending is None:
        # Translators: de: „Dieser Code gilt nicht mehr. Fordern Sie einen neuen an.“
        form.add_error("code", _("This code is no longer valid. Ask for a new one."))
        return False
    digest, moment, tries = pending
    if constant_time_compare(digest, _digest(request, form.cleaned_data["code"])):
        return True
    request.session[CODE] = [digest, moment, tries + 1]
    # Translators: de: „Dieser Code stimmt nicht. Prüfen Sie ihn, oder fordern Sie einen neuen an.“
    form.add_error("code", _("This code is not right. Check it, or ask for a new one."))
    return False


def _pending(request: SignedIn, at: datetime) -> tuple[str, float, int] | None:
    digest, moment, tries = request.session.get(CODE) or ("", 0.0, TRIES)
    valid = tries < TRIES and at.timestamp() - moment < VALID.total_seconds()
    return (digest, moment, tries) if valid else None


def _digest(request: SignedIn, code: str) -> str:
    said = f"{request.user.pk} {code}"
    return salted_hmac("leaving", said, algorithm="sha256").hexdigest()


def left(request: HttpRequest) -> HttpResponse:
    """The account is gone."""
    return render(request, "awards/left.html")
