"""What allauth is told about our people and our mail."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from . import clock
from .forms import LineField
from .models import User
from .records import letters


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


class Adapter(DefaultAccountAdapter):
    """Mail of the sign-in goes through the outbox like every other letter."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message = self.render_mail(
            template_prefix, email, {"email": email, "base": settings.BASE_URL, **context}
        )
        letters.post(
            template_prefix.rpartition("/")[2],
            to=email,
            subject=message.subject,
            text=message.body,
            at=clock.now(),
            is_secret=True,
        )
