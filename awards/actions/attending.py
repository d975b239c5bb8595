"""Who takes part in a meeting, as juror or guest, and who is outside the room for a case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from initiatives import texts
from initiatives.models import User
from initiatives.records import journal
from initiatives.refusals import NotAllowed, check
from jury.models import Juror

from .. import room
from ..models import AgendaItem, Attendance, Departure, Guest, Meeting, Presence
from .convening import expect_all
from .meetings import changed, hold_open, hold_unclosed

State = Attendance.State


@transaction.atomic
def note_attendance(
    meeting: Meeting, juror: Juror, what: str, *, by: User, at: datetime
) -> Attendance:
    """Note that a juror came ("came"), left early ("went"), or is excused, absent, expected.

    Who comes while a case is spoken about from which that juror is barred has to stay outside.
    """
    meeting = hold_unclosed(meeting, by=by)
    expect_all(meeting, at=at)
    row = Attendance.objects.filter(meeting=meeting, juror=juror).first()
    if row is None:
        # Translators: de: „Diese Person hat in dieser Sitzung keinen Sitz.“
        raise NotAllowed(_("This person has no seat in this meeting."))
    here = row.presences.filter(left_at=None).first()
    if what == "came":
        if here is None:
            Presence.objects.create(attendance=row, came_at=at)
            # Who left the meeting from outside the room, and comes again, is not outside any more.
            outside(meeting).filter(juror=juror).update(returned_at=at)
        row.state = State.PRESENT
    elif what == "went":
        # Translators: de: „%(name)s ist nicht anwesend.“
        check(here, _("%(name)s is not present.") % {"name": juror})
        row.presences.filter(left_at=None).update(left_at=at)
    else:
        # Translators: de: „%(name)s ist anwesend. Vermerken Sie zuerst den Weggang.“
        words = _("%(name)s is present. Note first that this person left.")
        check(here is None or not meeting.opened_at, words % {"name": juror})
        row.presences.filter(left_at=None).delete()
        check(
            not (meeting.opened_at and row.presences.exists()),
            # Translators: de: „%(name)s hat teilgenommen; das bleibt in der Niederschrift.“
            _("%(name)s took part; that stays in the minutes.") % {"name": juror},
        )
        row.state = State(what)
    row.save(update_fields=["state"])
    if what == "came" and meeting.opened_at and meeting.current:
        send_out(meeting, meeting.current, at=at)
    journal.record("meeting.attendance", about=meeting, by=by, at=at, what=what, who=str(juror.key))
    changed(meeting)
    return row


@transaction.atomic
def add_guest(meeting: Meeting, name: str, part: str = "", *, by: User, at: datetime) -> Guest:
    meeting = hold_unclosed(meeting, by=by)
    # Translators: de: „Nennen Sie den Gast.“
    check(name.strip(), _("Say who the guest is."))
    guest = Guest.objects.create(
        meeting=meeting, name=texts.line(name)[:120], part=texts.line(part)[:120]
    )
    journal.record("meeting.guest", about=meeting, by=by, at=at, what="added")
    changed(meeting)
    return guest


@transaction.atomic
def remove_guest(guest: Guest, *, by: User, at: datetime) -> None:
    meeting = hold_unclosed(guest.meeting, by=by)
    Guest.objects.filter(pk=guest.pk).delete()
    journal.record("meeting.guest", about=meeting, by=by, at=at, what="removed")
    changed(meeting)


# -- Leaving the room ----------------------------------------------------------------------------


def send_out(meeting: Meeting, item: AgendaItem, *, at: datetime) -> None:
    """Note who has to leave for the item's case; who is outside stays there without walking."""
    if item.application_id is None:
        return
    before = {departure.juror_id: departure for departure in outside(meeting)}
    for seat in room.of(meeting, at=at, item=item).there:
        old = before.get(seat.juror.pk)
        if not seat.barred or (old and old.item_id == item.pk):
            continue
        if old:
            old.returned_at = at
            old.save(update_fields=["returned_at"])
        Departure.objects.update_or_create(
            item=item,
            juror=seat.juror,
            defaults={"left_at": at if old else None, "returned_at": None},
        )


def outside(meeting: Meeting) -> QuerySet[Departure]:
    """Departures of those noted as gone for a case and not as back."""
    return Departure.objects.filter(item__meeting=meeting, left_at__isnull=False, returned_at=None)


@transaction.atomic
def note_left(departure: Departure, *, by: User, at: datetime) -> Departure:
    """Note that a barred juror has left the room."""
    return _note(departure, "left_at", by=by, at=at)


@transaction.atomic
def note_returned(departure: Departure, *, by: User, at: datetime) -> Departure:
    """Note that somebody came back; not while the case is still spoken about."""
    return _note(departure, "returned_at", by=by, at=at)


def _note(departure: Departure, field: str, *, by: User, at: datetime) -> Departure:
    meeting = hold_open(departure.item.meeting, by=by)
    found = Departure.objects.select_related("item", "juror__user").filter(pk=departure.pk).first()
    if found is None:
        # Translators: de: „Dieser Weggang ist nicht mehr nötig: Der Punkt ist beendet.“
        raise NotAllowed(_("This departure is not needed any more: the item has ended."))
    if field == "returned_at":
        # Translators: de: „%(name)s hat den Raum nicht verlassen.“
        check(found.left_at, _("%(name)s has not left the room.") % {"name": found.juror})
        check(
            meeting.current_id != found.item_id,
            # Translators: de: „%(name)s bleibt draußen, bis dieser Fall beendet ist.“
            _("%(name)s stays outside until this case has ended.") % {"name": found.juror},
        )
    if getattr(found, field) is None:
        setattr(found, field, at)
        found.save(update_fields=[field])
        journal.record(
            "meeting.left_room" if field == "left_at" else "meeting.came_back",
            about=meeting,
            by=by,
            at=at,
            item=str(found.item.key),
            who=str(found.juror.key),
        )
        changed(meeting)
    return found
