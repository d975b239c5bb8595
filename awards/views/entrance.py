"""Signing in and registering: allauth's pages, on which nobody loses the page he wanted.

Where to go is kept in the session from the first form on, so that it outlives a wrong, a lapsed
and a third wrong code, a switch of language, and the step from signing in to registering.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.stagekit import get_pending_stage
from allauth.account.stages import LoginStage, LoginStageController
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import flows
from allauth.mfa.webauthn.stages import PasskeySignupStage
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives.accounts import WANTED
from initiatives.rules import is_office

type View = Callable[..., HttpResponse]


def keeping_what_is_wanted(view: View) -> View:
    """Remember `next` when its form is sent; bring it back where a page would have lost it."""

    @wraps(view)
    def kept(request: HttpRequest) -> HttpResponse:
        given = get_next_redirect_url(request)  # None unless it leads to a page of ours
        wanted = request.session.get(WANTED)
        if request.user.is_authenticated or get_adapter().is_ajax(request):
            return view(request)
        if request.method == "POST":
            if given:
                request.session[WANTED] = given
            elif wanted:
                del request.session[WANTED]
        elif wanted and "next" not in request.GET:
            return redirect(f"{request.path}?{urlencode({'next': wanted}, safe='/')}")
        return view(request)

    return kept


class _Anew:
    """The form can be filled in anew, with another address, while the last code is pending."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> None:
        return None


class _RequestCode(_Anew, account.RequestLoginCodeView):
    pass


class _SignUp(_Anew, account.SignupView):
    pass


class _SignUpByPasskey(_Anew, account.SignupByPasskeyView):
    pass


class _AddPasskey(webauthn.AddWebAuthnView):
    """Recovery codes come with a second factor only; to most people a passkey is none."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        if is_office(self.request.user):
            return super().form_valid(form)
        flows.signup_authenticator(
            self.request,
            user=self.request.user,
            name=form.cleaned_data["name"],
            credential=form.cleaned_data["credential"],
        )
        get_adapter().send_notification_mail("mfa/email/webauthn_added", self.request.user)
        return redirect("mfa_index")


request_code = keeping_what_is_wanted(_RequestCode.as_view())
sign_up = keeping_what_is_wanted(_SignUp.as_view())
sign_up_by_passkey = keeping_what_is_wanted(_SignUpByPasskey.as_view())
by_passkey = keeping_what_is_wanted(webauthn.login_webauthn)
add_passkey = _AddPasskey.as_view()


def confirm_code(request: HttpRequest) -> HttpResponse:
    """The code that came by mail. One that lapsed, or belongs to another browser, is named so."""
    stage = get_pending_stage(request)
    age = time.time() - stage.state.get("at", 0) if stage else 0
    lapsed = not stage or age > settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
    response = account.confirm_login_code(request)
    if request.method == "POST" and lapsed and not request.user.is_authenticated:
        messages.error(
            request,
            _(
                # Translators: de: „Dieser Code gilt nicht mehr, oder er wurde in einem anderen
                # Browser angefordert. Fordern Sie hier einen neuen an.“
                "This code is no longer valid, or it was asked for in another browser. "
                "Request a new one here."
            ),
        )
    return response


@require_POST
def without_passkey(request: HttpRequest) -> HttpResponse:
    """Go on without the passkey one wanted to register with: the account is there already."""
    stage = LoginStageController.enter(request, PasskeySignupStage.key)
    return stage.exit() if stage else redirect("account_login")
