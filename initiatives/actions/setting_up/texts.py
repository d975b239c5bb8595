"""What a call says of itself: its title, its lead, who may apply, how it is counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ... import shown
from ...models import Call, User
from ...records import journal
from ...refusals import check
from .locking import is_locked, lock_call
from .rows import plain

TEXTS = (
    "title",
    "headline",
    "lead",
    "who_may_apply",
    "benefits",
    "counting_rule",
    "terms_version",
)
# Whoever has handed in has relied on these.
RELIED_ON = {"who_may_apply", "counting_rule", "terms_version"}


def said_texts(call: Call) -> dict[str, Any]:
    return {name: plain(getattr(call, name)) for name in TEXTS}


@transaction.atomic
def save_texts(
    call: Call, values: Mapping[str, Any], *, by: User, at: datetime, seen: str | None = None
) -> bool:
    """Store the texts that differ; the journal keeps the old ones. Whether anything changed.

    Raises NotAllowed for what applicants have relied on, Stale if somebody else changed it.
    """
    call = lock_call(call, by=by, at=at)
    before = said_texts(call)
    after = before | {name: plain(value) for name, value in values.items()}
    if not shown.is_news(seen, stored=before, given=after) or before == after:
        return False
    changed = [name for name in after if after[name] != before[name]]
    check(
        not RELIED_ON.intersection(changed) or not is_locked(call),
        _(
            # Translators: de: „Die erste Bewerbung ist eingereicht. Wer sich bewerben kann und
            # welche Bedingungen gelten, steht seitdem fest; die Zählregel ändern Sie bei den
            # Kriterien, mit Angabe des Grundes.“
            "The first application has been handed in. Who can apply and which terms hold is fixed "
            "since then; the rule of counting is changed with the criteria, saying why."
        ),
    )
    for name in changed:
        setattr(call, name, values[name])
    call.save(update_fields=changed)
    journal.record(
        "call.changed",
        about=call,
        by=by,
        at=at,
        what="call",
        name=str(call.year),
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return True
