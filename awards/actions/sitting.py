"""A sitting as it goes: who is there, which item is current, who leaves the room for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from initiatives import shown, texts
from initiatives.models import User
from initiatives.records import journal
from initiatives.refusals import NotAllowed, check
from jury.actions import put_back_open_sheets
from jury.models import Juror, Procedure

from .. import room
from ..models import AgendaItem, Attendance, Departure, Guest, Meeting, Minutes, Presence
from .convening import expect_all
from .meetings import changed, hold_for_office, hold_open, hold_unclosed, own_item
from .quorum import check_quorum

State = Attendance.State
NOTES_LIMIT = 4000


@transaction.atomic
def open_meeting(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """Open a sitting, if enough of its members are there; its first item is called by that."""
    meeting = hold_for_office(meeting, by=by)
    check(
        meeting.kind == Meeting.Kind.SITTING,
        # Translators: de: „Ein Umlaufverfahren wird nicht als Sitzung eröffnet.“
        _("A circular procedure is not opened as a meeting."),
    )
    # Translators: de: „Die Sitzung ist schon eröffnet.“
    check(not meeting.opened_at, _("The meeting is open already."))
    # Translators: de: „Sagen Sie zuerst, wer die Sitzung leitet.“
    check(meeting.chair, _("Say first who leads the meeting."))
    expect_all(meeting, at=at)
    here = room.of(meeting, at=at)
    check_quorum(here)
    meeting.opened_at = at
    try:
        with transaction.atomic():
            changed(meeting, "opened_at")
    except IntegrityError:
        # Translators: de: „Es läuft schon eine Sitzung dieser Jury.“
        raise NotAllowed(_("A meeting of this jury is open already.")) from None
    journal.record(
        "meeting.opened",
        about=meeting,
        by=by,
        at=at,
        present=len(here.there),
        seats=len(here.seats),
    )
    return meeting


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """Close a sitting: the current item ends, and everybody goes home."""
    meeting = hold_open(meeting, by=by)
    check(
        meeting.kind == Meeting.Kind.SITTING,
        # Translators: de: „Ein Umlaufverfahren endet mit der Auszählung.“
        _("A circular procedure ends by counting its votes."),
    )
    _check_no_vote(meeting)
    if meeting.current:
        _end(meeting, meeting.current, at=at)
    for departure in _outside(meeting):
        departure.returned_at = at
        departure.save(update_fields=["returned_at"])
    stays = Presence.objects.filter(attendance__meeting=meeting, left_at=None)
    stays.update(left_at=at)
    meeting.attendances.filter(state=State.EXPECTED).update(state=State.ABSENT)
    meeting.closed_at = at
    changed(meeting, "closed_at", "current")
    journal.record("meeting.closed", about=meeting, by=by, at=at)
    return meeting


# -- Who is there --------------------------------------------------------------------------------


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
            _come_back(meeting, juror, at=at)
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
        _send_out(meeting, meeting.current, at=at)
    journal.record("meeting.attendance", about=meeting, by=by, at=at, what=what, who=str(juror.key))
    changed(meeting)
    return row


def _come_back(meeting: Meeting, juror: Juror, *, at: datetime) -> None:
    """Who left the meeting from outside the room, and comes again, is not outside any more."""
    for departure in _outside(meeting).filter(juror=juror):
        departure.returned_at = at
        departure.save(update_fields=["returned_at"])


@transaction.atomic
def add_guest(meeting: Meeting, name: str, part: str = "", *, by: User, at: datetime) -> Guest:
    meeting = hold_for_office(meeting, by=by)
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


# -- One item after the other --------------------------------------------------------------------


@transaction.atomic
def start_item(item: AgendaItem, *, by: User, at: datetime) -> AgendaItem:
    """Call an item; the one before ends. Whoever is barred from its case has to leave the room.

    Who is outside already for the case before, and barred from this one, too, stays there.
    """
    meeting = hold_open(item.meeting, by=by)
    item = own_item(meeting, item)
    _check_no_vote(meeting)
    if meeting.current_id == item.pk:
        return item
    if meeting.current:
        _end(meeting, meeting.current, at=at)
    item.began_at, item.ended_at, item.postponed_at = item.began_at or at, None, None
    item.save(update_fields=["began_at", "ended_at", "postponed_at"])
    meeting.current = item
    changed(meeting, "current")
    _send_out(meeting, item, at=at)
    _discuss(meeting, item)
    journal.record("meeting.item_started", about=meeting, by=by, at=at, item=str(item.key))
    return item


def _send_out(meeting: Meeting, item: AgendaItem, *, at: datetime) -> None:
    """Note who has to leave for the item's case; who is outside stays there without walking."""
    if item.application_id is None:
        return
    before = {departure.juror_id: departure for departure in _outside(meeting)}
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


def _outside(meeting: Meeting) -> Any:
    return Departure.objects.filter(item__meeting=meeting, left_at__isnull=False, returned_at=None)


def _discuss(meeting: Meeting, item: AgendaItem | None) -> None:
    """Where the call allows it, sheets on the case may change while it is spoken about."""
    case = item.application_id if item else None
    Procedure.objects.filter(call=meeting.call_id, rescoring=True).update(discussed=case)


def _end(meeting: Meeting, item: AgendaItem, *, at: datetime, postponed: bool = False) -> None:
    """Nobody who had to leave was in the room all the time, unless it is only postponed."""
    unnoted = item.departures.filter(left_at=None).select_related("juror__user").first()
    check(
        postponed or unnoted is None,
        # Translators: de: „%(name)s ist noch als im Raum vermerkt. Vermerken Sie den Weggang, oder
        # vertagen Sie den Fall.“
        _("%(name)s is still noted as in the room. Note the departure, or postpone the case.")
        % {"name": unnoted.juror if unnoted else ""},
    )
    item.ended_at = at
    item.save(update_fields=["ended_at"])
    item.departures.filter(left_at=None).delete()
    meeting.current = None
    _discuss(meeting, None)
    if item.application_id:
        put_back_open_sheets(item.application_id, at=at)


def _check_no_vote(meeting: Meeting) -> None:
    check(
        not meeting.votes.filter(closed_at=None).exists()
        and not meeting.rank_votes.filter(closed_at=None).exists(),
        # Translators: de: „Eine Abstimmung läuft noch. Zählen Sie zuerst die Stimmen, oder nehmen
        # Sie die Abstimmung zurück.“
        _("A vote is still open. Count it first, or take it back."),
    )


@transaction.atomic
def end_item(item: AgendaItem, *, by: User, at: datetime, postponed: bool = False) -> AgendaItem:
    """End the current item, or postpone it: then it can be called again."""
    meeting = hold_open(item.meeting, by=by)
    item = own_item(meeting, item)
    # Translators: de: „Dieser Punkt ist nicht aufgerufen.“
    check(meeting.current_id == item.pk, _("This item is not the current one."))
    _check_no_vote(meeting)
    _end(meeting, item, at=at, postponed=postponed)
    if postponed:
        item.postponed_at, item.ended_at = at, None
        item.save(update_fields=["postponed_at", "ended_at"])
    changed(meeting, "current")
    action = "meeting.item_postponed" if postponed else "meeting.item_ended"
    journal.record(action, about=meeting, by=by, at=at, item=str(item.key))
    return item


def following(meeting: Meeting) -> AgendaItem | None:
    """What comes next: the first behind the current item that was not called, else any."""
    waiting = list(meeting.items.filter(ended_at=None).exclude(pk=meeting.current_id or 0))
    place = meeting.current.position if meeting.current else 0
    fresh = [item for item in waiting if not item.postponed_at]
    ahead = [item for item in fresh if item.position > place]
    found = ahead or fresh or waiting
    return found[0] if found else None


@transaction.atomic
def go_on(meeting: Meeting, *, by: User, at: datetime) -> AgendaItem:
    """Call what comes next."""
    found = following(hold_open(meeting, by=by))
    if found is None:
        # Translators: de: „Alle Punkte sind beraten. Sie können die Sitzung schließen.“
        raise NotAllowed(_("All items have been dealt with. You can close the meeting."))
    return start_item(found, by=by, at=at)


@transaction.atomic
def name_chair(item: AgendaItem, juror: Juror | None, *, by: User, at: datetime) -> AgendaItem:
    """Say who leads one item, where the chair of the meeting may not; never somebody barred."""
    meeting = hold_for_office(item.meeting, by=by)
    item = own_item(meeting, item)
    if juror is not None:
        seat = room.of(meeting, at=at, item=item, case=item.application_id).seat_of(juror)
        check(
            seat and not seat.barred,
            # Translators: de: „Wer befangen ist, leitet diesen Punkt nicht.“
            _("Who is barred from a case does not lead its item."),
        )
    item.chair = juror
    item.save(update_fields=["chair"])
    journal.record(
        "meeting.chair_named",
        about=meeting,
        by=by,
        at=at,
        item=str(item.key),
        who=str(juror.key) if juror else "",
    )
    changed(meeting)
    return item


# -- Leaving the room ----------------------------------------------------------------------------


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


# -- Notes ---------------------------------------------------------------------------------------


@transaction.atomic
def write_notes(
    item: AgendaItem, text: str, *, by: User, at: datetime, seen: str | None = None
) -> AgendaItem:
    """Store what the minutes say of the discussion. Raises Stale if somebody wrote meanwhile.

    `seen` is the digest of what the writer's form showed; see initiatives/shown.py.
    """
    meeting = hold_for_office(item.meeting, by=by)
    item = own_item(meeting, item)
    check(
        not Minutes.objects.filter(meeting=meeting, frozen_at__isnull=False).exists(),
        # Translators: de: „Die Niederschrift ist unterzeichnet und ändert sich nicht mehr.“
        _("The minutes are signed and can no longer change."),
    )
    given = {"notes": texts.clean(text)}
    check(
        len(given["notes"]) <= NOTES_LIMIT,
        # Translators: de: „Kürzen Sie den Vermerk auf %(limit)d Zeichen.“
        _("Shorten the notes to %(limit)d characters.") % {"limit": NOTES_LIMIT},
    )
    if shown.is_news(seen, stored={"notes": item.notes}, given=given):
        item.notes = given["notes"]
        item.save(update_fields=["notes"])
        Meeting.objects.filter(pk=meeting.pk).update(revision=F("revision") + 1)
    return item
