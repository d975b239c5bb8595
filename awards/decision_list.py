"""The list of all decisions of a call, and its digest: what the second person confirms."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.utils.translation import gettext as _

from initiatives.models import Call
from initiatives.records import canonical

from .models import Decision, DecisionList, Vote, Withheld


def said(call: Call | int) -> list[dict[str, Any]]:
    """The list as it stands, in the order it was recorded in, prize by prize. Two queries."""
    basics = {"prize__call": call}
    decisions = Decision.objects.filter(**basics).select_related("prize", "application", "vote")
    withheld = Withheld.objects.filter(**basics).select_related("prize", "vote")
    return [
        *(
            {
                "prize": dict(row.prize.name),
                "number": row.application.number,
                "application": str(row.application.key),
                "reasons": dict(row.jury_statement),
                "deviation": row.deviation,
                "decided_at": row.decided_at.astimezone(UTC).isoformat(timespec="microseconds"),
                "vote": _counts(row.vote),
            }
            for row in decisions
        ),
        *(
            {
                "prize": dict(row.prize.name),
                "withheld": row.places,
                "reasons": dict(row.reasons),
                "decided_at": row.decided_at.astimezone(UTC).isoformat(timespec="microseconds"),
                "vote": _counts(row.vote),
            }
            for row in withheld.order_by("prize__position", "pk")
        ),
    ]


def _counts(vote: Vote | None) -> dict[str, Any] | None:
    if vote is None:
        return None
    names = ("entitled", "yes", "no", "abstained", "chair_says")
    return {name: getattr(vote, name) for name in names}


def digest(call: Call | int) -> str:
    """SHA-256 of the list as it stands."""
    return canonical.sha256(said(call))


def is_confirmed(call: Call | int) -> bool:
    """Whether a second person confirmed the list exactly as it stands."""
    found = DecisionList.objects.filter(call=call, confirmed_at__isnull=False).first()
    return found is not None and found.sha256 == digest(call)


def unconfirmed() -> str:
    """What is said where the confirmation is missing."""
    # Translators: de: „Die Beschlussliste ist noch nicht von einer zweiten Person bestätigt.“
    return _("The list of decisions has not been confirmed by a second person yet.")
