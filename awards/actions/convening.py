"""Convening a meeting: when, where, who leads it, and its agenda, until it is opened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import Application, Call, OfficeMember, User
from initiatives.records import journal, letters
from initiatives.refusals import check
from initiatives.rules import may_administer
from initiatives.statuses import Status
from jury import barring
from jury.models import Juror

from .. import agenda, figures, room
from ..models import AgendaItem, Attendance, Meeting
from .meetings import changed, hold_for_office, own_item

Kind = AgendaItem.Kind
BEFORE = (Kind.OPENING, Kind.IMPARTIALITY, Kind.REPORT)
AFTER = (Kind.SPECIAL, Kind.CLOSING)
SAID = ("kind", "place", "begins_at", "closes_at", "chair", "minute_taker")


@transaction.atomic
def convene(call: Call, said: Mapping[str, Any], *, by: User, at: datetime) -> Meeting:
    """Call a meeting of the jury; `said` are fields of it. A sitting gets an agenda to begin with.

    Who leads it is the jury's chair, unless said otherwise.
    """
    check(may_administer(by), _("Your role reads and does not decide."))
    call = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    meeting = Meeting(call=call)
    values = {"chair": call.jurors.active().filter(is_chair=True).first(), **said}
    _say(meeting, values)
    meeting.save()
    expect_all(meeting, at=at)
    if meeting.kind == Meeting.Kind.SITTING:
        _propose(meeting)
    journal.record(
        "meeting.convened",
        about=meeting,
        by=by,
        at=at,
        kind=meeting.kind,
        begins_at=meeting.begins_at.isoformat(),
    )
    return meeting


@transaction.atomic
def change_meeting(meeting: Meeting, said: Mapping[str, Any], *, by: User, at: datetime) -> Meeting:
    """Change when, where and who. Once it is open, only who leads it and who takes the minutes."""
    meeting = hold_for_office(meeting, by=by)
    # Translators: de: „Die Sitzung ist geschlossen.“
    check(not meeting.closed_at, _("The meeting is closed."))
    values = dict(said)
    if meeting.opened_at:
        values = {name: values[name] for name in ("chair", "minute_taker") if name in values}
    before = {name: getattr(meeting, name) for name in values}
    _say(meeting, values)
    fields = [name for name in values if getattr(meeting, name) != before[name]]
    if fields:
        changed(meeting, *fields)
        journal.record("meeting.changed", about=meeting, by=by, at=at, fields=sorted(fields))
    return meeting


def _say(meeting: Meeting, values: Mapping[str, Any]) -> None:
    for name in SAID:
        if name in values:
            setattr(meeting, name, values[name])
    if meeting.kind == Meeting.Kind.CIRCULAR:
        check(
            meeting.closes_at and meeting.closes_at > meeting.begins_at,
            # Translators: de: „Ein Umlaufverfahren braucht eine Frist nach seinem Beginn.“
            _("A circular procedure needs a time limit after its beginning."),
        )
    chair, taker = meeting.chair, meeting.minute_taker
    check(
        chair is None or Juror.objects.active().filter(pk=chair.pk, call=meeting.call_id).exists(),
        # Translators: de: „Die Sitzung leitet ein Mitglied dieser Jury.“
        _("A member of this jury leads the meeting."),
    )
    check(
        taker is None or OfficeMember.objects.filter(user=taker).exists(),
        # Translators: de: „Das Protokoll führt jemand aus der Geschäftsstelle.“
        _("Somebody of the office takes the minutes."),
    )


def expect_all(meeting: Meeting, *, at: datetime) -> None:
    """Whoever has a seat is expected; who joined meanwhile, too."""
    Attendance.objects.bulk_create(
        [Attendance(meeting=meeting, juror=juror) for juror in room.seated(meeting, at=at)],
        ignore_conflicts=True,
    )


@transaction.atomic
def call_off(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Remove a meeting that was not opened; the journal keeps that it was convened."""
    meeting = hold_for_office(meeting, by=by)
    check(
        not meeting.opened_at,
        # Translators: de: „Eine eröffnete Sitzung bleibt in den Akten.“
        _("A meeting that was opened stays on file."),
    )
    journal.record("meeting.called_off", about=meeting, by=by, at=at)
    Meeting.objects.filter(pk=meeting.pk).update(current=None)
    meeting.delete()


@transaction.atomic
def invite_to_meeting(meeting: Meeting, *, by: User, at: datetime) -> int:
    """Write to all who have a seat: when, where and what for. Returns to how many.

    Of the cases the letter says nothing. Sent again after a change, it tells the new state.
    """
    meeting = hold_for_office(meeting, by=by)
    # Translators: de: „Die Sitzung ist geschlossen.“
    check(not meeting.closed_at, _("The meeting is closed."))
    expect_all(meeting, at=at)
    jurors = room.seated(meeting, at=at)
    # Translators: de: „Diese Jury hat keine Mitglieder.“
    check(jurors, _("This jury has no members."))
    for juror in jurors:
        letters.draft(
            "meeting_invitation",
            to=juror.user.email,
            at=at,
            about=meeting,
            context={"meeting": meeting, "call": meeting.call, "juror": juror},
            language=juror.user.language,
            dedup_key=f"meeting_invitation {meeting.key} {meeting.revision} {juror.key}",
        )
    meeting.invited_at = at
    changed(meeting, "invited_at")
    journal.record("meeting.invited", about=meeting, by=by, at=at, letters=len(jurors))
    return len(jurors)


# -- The agenda ----------------------------------------------------------------------------------


def _propose(meeting: Meeting) -> None:
    """Opening, cases in the order of fewest walks, closing."""
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
    meeting = hold_for_office(meeting, by=by)
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
    meeting = hold_for_office(meeting, by=by)
    # Translators: de: „Die Sitzung ist geschlossen.“
    check(not meeting.closed_at, _("The meeting is closed."))
    if kind == Kind.CASE:
        check(
            application is not None
            and application.call_id == meeting.call_id
            and application.status == Status.ADMITTED,
            # Translators: de: „Nur zugelassene Bewerbungen dieser Auslobung stehen zur Beratung.“
            _("Only admitted applications of this call are discussed."),
        )
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
    meeting = hold_for_office(item.meeting, by=by)
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
    meeting = hold_for_office(item.meeting, by=by)
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
