"""Arranging the agenda: what stands on it, and where; what was called stays in its place."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import Application, User
from initiatives.records import journal
from initiatives.refusals import check
from jury import barring
from jury.models import Juror

from .. import agenda, figures
from ..models import AgendaItem, Attendance, Meeting
from .meetings import changed, check_discussed, hold_unclosed, own_item

Kind = AgendaItem.Kind
BEFORE = (Kind.OPENING, Kind.IMPARTIALITY, Kind.REPORT)
AFTER = (Kind.SPECIAL, Kind.CLOSING)


def propose(meeting: Meeting) -> None:
    """Give a meeting its first agenda: opening, cases in the order of fewest walks, closing."""
    cases = _in_order(meeting, figures.to_discuss(meeting.call))
    rows = [
        *(AgendaItem(kind=kind) for kind in BEFORE),
        *(AgendaItem(kind=Kind.CASE, application_id=case) for case in cases),
        *(AgendaItem(kind=kind) for kind in AFTER),
    ]
    for position, row in enumerate(rows, start=1):
        row.meeting, row.position = meeting, position
    AgendaItem.objects.bulk_create(rows)


def _in_order(meeting: Meeting, cases: list[int]) -> list[int]:
    """The cases, given as the ranking has them, so that barred jurors walk as seldom as possible.

    Only of those who are not known to stay away.
    """
    away = (Attendance.State.EXCUSED, Attendance.State.ABSENT)
    gone = meeting.attendances.filter(state__in=away).values_list("juror_id", flat=True)
    active = Juror.objects.active().filter(call=meeting.call_id)
    coming = set(active.values_list("pk", flat=True)) - set(gone)
    kept = {pair for pair in barring.barred(meeting.call) if pair[0] in coming}
    barred = [frozenset(juror for juror, of in kept if of == case) for case in cases]
    return [cases[place] for place in agenda.order(barred)]


@transaction.atomic
def order_agenda(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """Put the cases that were not begun into the order of fewest walks, on the places they have."""
    meeting = hold_unclosed(meeting, by=by)
    waiting = list(meeting.items.filter(application__isnull=False, began_at=None))
    scores = figures.of_call(meeting.call)
    places = {item.application_id: item for item in waiting if item.application_id}
    ranked = sorted(
        places, key=lambda case: (scores[case].place if case in scores else 10**9, case)
    )
    positions = [item.position for item in waiting]
    for position, case in zip(positions, _in_order(meeting, ranked), strict=True):
        places[case].position = position
    AgendaItem.objects.bulk_update(waiting, ["position"])
    journal.record("meeting.agenda_changed", about=meeting, by=by, at=at, what="ordered")
    return changed(meeting)


@transaction.atomic
def add_item(
    meeting: Meeting,
    kind: str,
    *,
    by: User,
    at: datetime,
    title: str = "",
    application: Application | None = None,
) -> AgendaItem:
    """Put something on the agenda: a case behind the other cases, all else before the closing."""
    meeting = hold_unclosed(meeting, by=by)
    if kind == Kind.CASE:
        check_discussed(meeting, application)
        check(
            not meeting.items.filter(application=application).exists(),
            _("This case is on the agenda already."),
        )
    else:
        application = None
        check(
            kind != Kind.OTHER or title.strip(),
            # Translators: de: „Nennen Sie den Punkt.“
            _("Say what the item is about."),
        )
    items = list(meeting.items.all())
    before = _place_for(items, kind)
    item = AgendaItem(
        meeting=meeting, kind=kind, title=title.strip()[:200], application=application
    )
    _renumber([*items[:before], item, *items[before:]])
    journal.record("meeting.agenda_changed", about=meeting, by=by, at=at, what="added", kind=kind)
    changed(meeting)
    return item


def _place_for(items: list[AgendaItem], kind: str) -> int:
    """Behind the last case for a case; else before the first item that ends a meeting."""
    cases = [place for place, item in enumerate(items, start=1) if item.kind == Kind.CASE]
    ending = [place for place, item in enumerate(items) if item.kind in AFTER]
    if kind == Kind.CASE and cases:
        return cases[-1]
    if kind == Kind.CLOSING or not ending:
        return len(items)
    return ending[0]


@transaction.atomic
def move_item(item: AgendaItem, by_places: int, *, by: User, at: datetime) -> AgendaItem:
    """Move an item that was not begun, never past one that was."""
    meeting = hold_unclosed(item.meeting, by=by)
    item = own_item(meeting, item)
    _check_waits(item)
    items = list(meeting.items.all())
    now = items.index(item)
    begun = [place for place, one in enumerate(items) if one.began_at]
    lowest = begun[-1] + 1 if begun and begun[-1] < now else 0
    after = min(max(now + by_places, lowest), len(items) - 1)
    if after != now:
        items.insert(after, items.pop(now))
        _renumber(items)
        journal.record("meeting.agenda_changed", about=meeting, by=by, at=at, what="moved")
        changed(meeting)
    return item


@transaction.atomic
def remove_item(item: AgendaItem, *, by: User, at: datetime) -> None:
    """Take an item off the agenda that was not begun."""
    meeting = hold_unclosed(item.meeting, by=by)
    item = own_item(meeting, item)
    _check_waits(item)
    check(
        not item.votes.exists(),
        # Translators: de: „Zu diesem Punkt gibt es schon eine Abstimmung.“
        _("There is a vote on this item already."),
    )
    item.delete()
    _renumber(list(meeting.items.all()))
    journal.record("meeting.agenda_changed", about=meeting, by=by, at=at, what="removed")
    changed(meeting)


def _check_waits(item: AgendaItem) -> None:
    check(
        item.began_at is None,
        # Translators: de: „Dieser Punkt wurde schon aufgerufen und bleibt auf der Tagesordnung.“
        _("This item was called already and stays on the agenda."),
    )


def _renumber(items: list[AgendaItem]) -> None:
    for position, item in enumerate(items, start=1):
        if item.pk is None or item.position != position:
            item.position = position
            item.save()
