"""Reminders to those whose application, or whose changes to it, are not handed in yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation

from .. import filled, reminding, rules
from ..models import Application, Letter, Membership, User
from ..records import letters
from ..statuses import Status
from .handing_in import problems_in
from .locking import lock

NAMED = 8  # of what is missing; the rest is counted


def to_remind(*, at: datetime) -> Iterator[Application]:
    """Applications with a reminder due that somebody has not got yet. Three queries."""
    owed = {
        application: days
        for application in Application.objects.written_at(at).select_related("call")
        if (days := _due(application, at))
    }
    people: dict[int, list[User]] = {}
    members = Membership.objects.filter(initiative__in=[one.initiative_id for one in owed])
    for member in _wanting(members):
        people.setdefault(member.initiative_id, []).append(member.user)
    keys = {
        _dedup_key(application, days, user): application
        for application, days in owed.items()
        for user in people.get(application.initiative_id, [])
    }
    written = set(Letter.objects.filter(dedup_key__in=keys).values_list("dedup_key", flat=True))
    yield from dict.fromkeys(one for key, one in keys.items() if key not in written)


@transaction.atomic
def remind(application: Application, *, at: datetime) -> None:
    """A letter to everybody who writes it and wants reminders; each reminder once a person."""
    application = lock(application)
    days = _due(application, at)
    if days is None:
        return
    what = filled.read(application)
    kind = "reminder_changes" if application.reopened_at else "reminder_draft"
    for member in _wanting(application.initiative.memberships.order_by("pk")):
        with translation.override(member.user.language):
            missing = problems_in(what)
        letters.draft(
            kind,
            to=member.user.email,
            at=at,
            about=application,
            context={
                "application": application,
                "call": application.call,
                "person": member.user,
                "now": at,
                "missing": missing[:NAMED],
                "more": len(missing[NAMED:]),
            },
            language=member.user.language,
            dedup_key=_dedup_key(application, days, member.user),
        )


def _due(application: Application, at: datetime) -> int | None:
    if application.status != Status.DRAFT and application.reopened_at is None:
        return None
    since = application.reopened_at or application.started_at
    return reminding.due(application.deadline(), since=since, at=at)


def _wanting(members: QuerySet[Membership]) -> QuerySet[Membership]:
    return members.filter(
        role__in=rules.EDITING, user__is_active=True, user__wants_reminders=True
    ).select_related("user")


def _dedup_key(application: Application, days: int, user: User) -> str:
    """The deadline is part of it: who gets a later one is reminded of that one, too."""
    deadline = application.deadline()
    return f"reminder:{application.key}:{deadline:%Y%m%d%H%M}:{days}:{user.key}"
