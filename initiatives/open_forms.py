"""Forms that change something for people without a cookie; see docs/decisions/0011.

The form carries a signed ticket with the time it was handed out. It proves that the form was
fetched here, a moment but not days ago; requests from other sites are told by their headers.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils.translation import gettext as _

TICKETS = Signer(salt="open form")
QUICK = timedelta(seconds=3)  # nobody fills in a form faster
OLD = timedelta(hours=12)


def ticket(at: datetime) -> str:
    """A ticket for a form that is shown at the moment `at`."""
    return TICKETS.sign(str(int(at.timestamp())))


def refusal(given: str, at: datetime) -> str:
    """Why a form with this ticket is not taken at the moment `at`, in words; "" if it is."""
    age = _age(given, at)
    if age is None or age >= OLD:
        return _(
            # Translators: de: „Dieses Formular war zu lange offen. Ihre Angaben stehen noch da:
            # Prüfen Sie sie, und senden Sie noch einmal.“
            "This form was open for too long. What you entered is still there: "
            "check it and send it again."
        )
    if age < QUICK:
        return _(
            # Translators: de: „Das ging sehr schnell. Ihre Angaben stehen noch da: Prüfen Sie sie,
            # und senden Sie noch einmal.“
            "That was very quick. What you entered is still there: check it and send it again."
        )
    return ""


def renewed(given: str, at: datetime) -> str:
    """The ticket for showing a form again: the same while it holds, so that waiting counts."""
    age = _age(given, at)
    return ticket(at) if age is None or age >= OLD else given


def is_foreign(request: HttpRequest) -> bool:
    """Whether another site made the browser send this."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    if origin is None or origin in settings.CSRF_TRUSTED_ORIGINS:
        return False
    return urlsplit(origin).netloc != request.get_host()


def _age(given: str, at: datetime) -> timedelta | None:
    """None for a ticket that is not ours or of the future."""
    try:
        since = int(TICKETS.unsign(given))
    except (BadSignature, ValueError):
        return None
    age = timedelta(seconds=at.timestamp() - since)
    return age if age >= timedelta() else None
