"""What allauth is told about our people and our mail."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context as allauth
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from . import clock
from .forms import LineField
from .models import User
from .records import letters
from .written import Written

WANTED = "wanted"  # in the session: the page of ours that somebody wanted before signing in


class NameForm(forms.Form):
    """Asked on registering, beside the address."""

    name = LineField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name")},
    )
    field_order = ["name", "email"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the account exists."""
        user.name, user.language = self.cleaned_data["name"], get_language() or "de"
        user.save(update_fields=["name", "language"])


class Backend(AuthenticationBackend):
    """Whoever is signed in comes with the place in the office, which every page asks for."""

    def get_user(self, user_id: Any) -> User | None:
        user = next(iter(BY_KEY.objects(key=user_id)), None)
        return user if user and self.user_can_authenticate(user) else None


BY_KEY = Written(lambda key: User.objects.select_related("office").filter(pk=key), key=int)


class Adapter(DefaultAccountAdapter):
    """Mail of the sign-in goes through the outbox like every other letter."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        # Translators: de: „Drei Codes waren falsch. Fordern Sie hier einen neuen an.“
        "too_many_login_attempts": _("Three codes were wrong. Request a new one here."),
    }

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the page that was wanted before signing in, else to where one has something to do."""
        wanted = request.session.pop(WANTED, "")
        return wanted or super().get_login_redirect_url(request)

    get_signup_redirect_url = get_login_redirect_url

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Links in it lead on to the page that was wanted."""
        wanted = allauth.request.session.get(WANTED)
        message = self.render_mail(
            template_prefix,
            email,
            {
                "email": email,
                "base": settings.BASE_URL,
                "wanted": f"?{urlencode({'next': wanted}, safe='/')}" if wanted else "",
                **context,
            },
        )
        letters.post(
            template_prefix.rpartition("/")[2],
            to=email,
            subject=message.subject,
            text=message.body,
            at=clock.now(),
            is_secret=True,
        )
