"""What the pages of the form show, by the names of their fields; an older form overwrites nothing.

A form carries the digest of the values it showed. It is compared under the lock of the action.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from .models import Application, Attachment, Initiative
from .records import canonical
from .refusals import Stale

PROFILE = (
    "name",
    "region",
    "states",
    "carrier",
    "carrier_type",
    "website",
    "founded",
    "members",
)
CONTACT = ("contact_name", "contact_email", "contact_phone")
DESCRIPTION = ("caption", "credit", "alt_text")


def profile(initiative: Initiative) -> dict[str, Any]:
    return {name: getattr(initiative, name) for name in PROFILE}


def contact(application: Application) -> dict[str, Any]:
    return {name: getattr(application, name) for name in CONTACT}


def themes(application: Application) -> dict[str, Any]:
    return {"criteria": list(application.declared.values_list("criterion__code", flat=True))}


def declarations(application: Application) -> dict[str, Any]:
    """Whether each declaration of the call is confirmed, by code."""
    confirmed = set(application.confirmations.values_list("declaration_id", flat=True))
    return {row.code: row.pk in confirmed for row in application.call.declarations.current()}


def description(attachment: Attachment) -> dict[str, Any]:
    """With `rights`: whether they were confirmed."""
    said = {name: getattr(attachment, name) for name in DESCRIPTION}
    return {**said, "rights": attachment.rights_at is not None}


def digest(values: Mapping[str, Any]) -> str:
    """SHA-256 of the values; the order of a choice of several does not count."""
    return canonical.sha256(
        {name: sorted(v) if isinstance(v, list) else v for name, v in values.items()}
    )


def is_news(seen: str | None, *, stored: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Whether `given` has to be written, by somebody who saw what `seen` is the digest of.

    Without `seen` it always has. Raises Stale if both the writer and somebody else changed it.
    """
    if seen is None:
        return True
    if digest(given) in (seen, digest(stored)):
        return False
    if digest(stored) == seen:
        return True
    raise Stale(
        _(
            "These details were changed meanwhile. What is stored now is shown with them; "
            "saving again replaces it by yours."
        ),
        stored=stored,
    )
