"""Until when the office may say by what is judged and how it is counted: until the first score."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import Min
from django.utils.translation import gettext as _

from initiatives.actions.setting_up import is_locked, lock_call
from initiatives.models import Call, User
from initiatives.refusals import check

from ..models import Score, ScoreSheet


def hold_rules(call: Call, *, by: User, at: datetime) -> Call:
    """The call as it is now, locked: until the transaction ends nobody scores in it.

    Raises NotAllowed like `lock_call`. The lock is the one that every score takes, see migration
    0006; it comes before any row of the rules is touched, so that no two wait for one another.
    """
    call = lock_call(call, by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT hold_rules_of_call(%s)", [call.pk])
    return call


def hold_open_rules(call: Call, *, by: User, at: datetime, reason: str | None = None) -> Call:
    """Like `hold_rules`, for a change: refused from the first score on.

    Whoever has handed in has relied on what was announced: from then on a change says why, unless
    `reason` is None.
    """
    call = hold_rules(call, by=by, at=at)
    check(
        not is_scored(call),
        _(
            # Translators: de: „Der erste Punkt ist vergeben. Seitdem stehen Kriterien, Stufen,
            # Gewichte, Skala und Zählregel fest.“
            "The first score has been given. Since then criteria, levels, weights, scale and the "
            "rule of counting are fixed."
        ),
    )
    check(
        reason is None or reason.strip() or not is_locked(call),
        _(
            # Translators: de: „Es sind schon Bewerbungen eingereicht. Nennen Sie den Grund der
            # Änderung.“
            "Applications have been handed in already. Name the reason for the change."
        ),
    )
    return call


def is_scored(call: Call) -> bool:
    """Whether any juror has given a score, finished or not. One query."""
    return Score.objects.filter(sheet__application__call=call).exists()


def scored_since(call: Call) -> datetime | None:
    """When the first sheet with a score was begun; by whom is nobody's business. One query."""
    begun = ScoreSheet.objects.filter(application__call=call, scores__isnull=False)
    first: datetime | None = begun.aggregate(first=Min("started_at"))["first"]
    return first
