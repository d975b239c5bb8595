"""What allauth is told about passkeys and second factors."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext as _

from . import rules
from .models import User

TYPES = Authenticator.Type


class Adapter(DefaultMFAAdapter):
    """A passkey is another way in. An app, or a key without PIN, is a second factor to the code.

    Only in the office does a passkey make the code alone insufficient: there everybody's data can
    be read. An applicant whose passkey lies on another device still gets in before a deadline.
    """

    def is_mfa_enabled(self, user: User, types: Iterable[str] | None = None) -> bool:
        if user.is_anonymous:
            return False
        rows = list(Authenticator.objects.filter(user_id=user.pk))
        if not rules.is_office(user):
            rows = [row for row in rows if not _is_passkey(row)]
            if all(row.type == TYPES.RECOVERY_CODES for row in rows):
                return False
        return any(types is None or row.type in types for row in rows)

    def generate_authenticator_name(self, user: User, type: str) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        # Translators: de: „Passkey %(n)d“
        return _("Passkey %(n)d") % {"n": number}


def _is_passkey(row: Authenticator) -> bool:
    """Whether it signs in by itself. Some browsers do not say so; a key that cannot does."""
    return row.type == TYPES.WEBAUTHN and row.wrap().is_passwordless is not False


class PasskeyForm(AddWebAuthnForm):
    """Set up a passkey; a key that cannot sign in by itself is not asked for any more.

    The box stays, ticked and out of sight: allauth's script looks at it.
    """

    passwordless = forms.BooleanField(
        required=False,
        initial=True,
        widget=forms.CheckboxInput(attrs={"hidden": True, "aria-hidden": "true"}),
    )
