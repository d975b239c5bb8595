"""The dates of a call, and its minutes of grace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ... import milestones, rules, shown
from ...models import Application, Call, Membership, User
from ...records import journal, letters
from ...refusals import NotAllowed, check
from ...statuses import Status
from .locking import lock_call


def said_dates(call: Call) -> dict[str, Any]:
    """The dates and the grace as plain values, for journal and digest."""
    return _plain(milestones.of(call), call.grace_minutes)


def _plain(moments: Mapping[str, datetime], grace_minutes: int) -> dict[str, Any]:
    dates = {name: at.astimezone(UTC).isoformat() for name, at in moments.items()}
    return {**dates, "grace_minutes": grace_minutes}


@transaction.atomic
def set_dates(
    call: Call,
    moments: Mapping[str, datetime],
    *,
    grace_minutes: int,
    by: User,
    at: datetime,
    seen: str | None = None,
    sure: bool = False,
) -> bool:
    """Move milestones; the journal keeps the old ones. Whether anything changed.

    Ends are exclusive, see `milestones`. An earlier deadline of an open call needs `sure`; people
    who are writing are told of every new one. Raises NotAllowed for what is past or out of order,
    Stale if somebody else has moved a date meanwhile.
    """
    call = lock_call(call, by=by, at=at)
    before, after = said_dates(call), _plain(moments, grace_minutes)
    if not shown.is_news(seen, stored=before, given=after) or before == after:
        return False
    for name, words in milestones.problems(call, moments, at).items():
        raise NotAllowed(f"{milestones.LABELS[name]}: {words}")
    check(
        call.announced_at is None or grace_minutes == call.grace_minutes or at < call.closes_at,  # type: ignore[operator]
        # Translators: de: „Der Bewerbungsschluss ist vorbei; die Kulanzfrist bleibt, wie sie war.“
        _("The deadline has passed; the minutes of grace stay as they were."),
    )
    check(
        sure or not milestones.shortens(call, moments, at),
        # Translators: de: „Bestätigen Sie, dass der Bewerbungsschluss früher liegen soll.“
        _("Confirm that the deadline shall be earlier."),
    )
    old, was_open = call.closes_at, bool(call.announced_at and call.accepts(at))
    for name, moment in moments.items():
        setattr(call, name, moment)
    call.grace_minutes = grace_minutes
    call.save(update_fields=[*moments, "grace_minutes"])
    changed = [name for name in after if after[name] != before[name]]
    journal.record(
        "call.dated",
        about=call,
        by=by,
        at=at,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    if was_open and old is not None and call.closes_at != old:
        _tell_writers(call, old, at=at)
    return True


def writers(call: Call) -> list[tuple[Application, list[User]]]:
    """Applications that are being written, with who writes them. Two queries."""
    being_written = Q(status=Status.DRAFT) | Q(reopened_at__isnull=False)
    found = call.applications.filter(being_written).select_related("initiative")
    people: dict[int, list[User]] = {}
    members = Membership.objects.filter(
        initiative__applications__in=found, role__in=rules.EDITING
    ).select_related("user")
    for member in members.order_by("pk").distinct():
        people.setdefault(member.initiative_id, []).append(member.user)
    return [(one, people.get(one.initiative_id, [])) for one in found]


def _tell_writers(call: Call, old: datetime, *, at: datetime) -> None:
    """A letter to each who writes; not where a deadline of its own is later than both."""
    later = max(old, call.closes_at or old)
    for application, people in writers(call):
        own = application.own_closes_at
        if own is not None and own >= later:
            continue
        for person in people:
            letters.draft(
                "deadline_moved",
                to=person.email,
                at=at,
                about=application,
                context={"application": application, "call": call, "old": old, "person": person},
                language=person.language,
            )
