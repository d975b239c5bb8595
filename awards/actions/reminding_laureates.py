"""Laureates who were asked about their portrait and have not answered are reminded, twice at most.

The letter is the one that asks, as the office has read it, said as a reminder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from django.db import transaction

from initiatives import reminding
from initiatives.berlin import BERLIN, moment
from initiatives.models import Letter, Membership
from initiatives.records import journal, letters
from initiatives.rules import EDITING

from .. import decision_list
from ..models import Portrait, Release
from .asking_laureates import LETTER

KIND = "portrait_reminder"
AFTER = timedelta(days=7)  # after asking, by the calendar
BEFORE = 3  # days before the embargo ends
HOUR = time(9)


def portraits_to_remind_of(*, at: datetime) -> Iterator[Portrait]:
    """Those with a reminder due that somebody has not got yet. Three queries, and two a call."""
    rows = Portrait.objects.unapproved_at(at).with_release().order_by("pk")
    owed = {row: due for row in rows if (due := reminder_due(row, at=at))}
    members = _members(row.application.initiative_id for row in owed)
    keys = {
        _dedup_key(row, due, member): row
        for row, due in owed.items()
        for member in members
        if member.initiative_id == row.application.initiative_id
    }
    written = _written(keys)
    waiting = dict.fromkeys(row for key, row in keys.items() if key not in written)
    calls = {row.application.call_id for row in waiting}
    confirmed = {call for call in calls if decision_list.is_confirmed(call)}
    yield from (row for row in waiting if row.application.call_id in confirmed)


@transaction.atomic
def remind_of_portrait(portrait: Portrait, *, at: datetime) -> bool:
    """Write to everybody who acts for the initiative and has not got this reminder; whether
    anybody was written to.
    """
    Release.objects.select_for_update(of=("self",)).filter(
        call=portrait.application.call_id
    ).first()
    held = Portrait.objects.select_for_update(of=("self",)).unapproved_at(at).with_release()
    found = held.filter(pk=portrait.pk).first()
    due = reminder_due(found, at=at) if found else None
    if found is None or due is None or not decision_list.is_confirmed(found.application.call_id):
        return False
    keys = {
        _dedup_key(found, due, member): member
        for member in _members([found.application.initiative_id])
    }
    written = _written(keys)
    missing = {key: member for key, member in keys.items() if key not in written}
    for key, member in missing.items():
        _remind(found, member, key, at=at)
    if missing:
        journal.record(
            "portrait.reminded",
            about=found.application,
            by=None,
            at=at,
            turn=due.partition(":")[0],
            letters=len(missing),
        )
    return bool(missing)


def reminder_due(portrait: Portrait, *, at: datetime) -> str | None:
    """Which reminder is due: a week after asking, or three days before the embargo ends. What was
    asked within two days of that needs none. Two of them never go out together: the later counts.
    """
    asked = portrait.asked_at
    if asked is None or portrait.state != Portrait.State.ASKED:
        return None
    ends = portrait.application.call.release.embargo_until
    last = reminding.moments(ends, (BEFORE,))[BEFORE]
    if last <= at < ends:
        return f"embargo:{ends:%y%m%d%H%M}" if last - asked >= reminding.FRESH else None
    first = moment((asked + AFTER).astimezone(BERLIN).date(), HOUR)
    return "asked" if first <= at < last else None


def _members(initiatives: Iterable[int]) -> list[Membership]:
    found = Membership.objects.filter(
        initiative__in=list(initiatives), role__in=EDITING, user__is_active=True
    )
    return list(found.select_related("user").order_by("pk"))


def _written(keys: Iterable[str]) -> set[str]:
    there = Letter.objects.filter(dedup_key__in=list(keys))
    return {str(key) for key in there.values_list("dedup_key", flat=True)}


def _dedup_key(portrait: Portrait, due: str, member: Membership) -> str:
    """Who is asked anew is reminded anew."""
    return f"portrait:{portrait.key}:{portrait.asked_at:%y%m%d%H%M%S}:{due}:{member.user.key}"


def _remind(portrait: Portrait, member: Membership, key: str, *, at: datetime) -> None:
    until = portrait.answer_until
    context = {
        "application": portrait.application,
        "call": portrait.application.call,
        "release": portrait.application.call.release,
        "reminds": True,
        "until": until,
        "late": until is None or until < at.astimezone(BERLIN).date(),
    }
    subject, text = letters.written(LETTER, context, language=member.user.language)
    letters.post(
        KIND,
        to=member.user.email,
        subject=subject,
        text=text,
        at=at,
        about=portrait.application,
        dedup_key=key,
    )
