"""A sitting as it goes: opened, one item after the other, closed."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from initiatives.models import User
from initiatives.records import journal
from initiatives.refusals import NotAllowed, check
from jury.actions import put_back_open_sheets
from jury.models import Juror, Procedure

from .. import room
from ..models import AgendaItem, Attendance, Meeting, Presence
from .attending import outside, send_out
from .convening import expect_all
from .meetings import changed, hold_for_office, hold_open, own_item
from .quorum import check_quorum

State = Attendance.State


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
    outside(meeting).update(returned_at=at)
    stays = Presence.objects.filter(attendance__meeting=meeting, left_at=None)
    stays.update(left_at=at)
    meeting.attendances.filter(state=State.EXPECTED).update(state=State.ABSENT)
    meeting.closed_at = at
    changed(meeting, "closed_at", "current")
    journal.record("meeting.closed", about=meeting, by=by, at=at)
    return meeting


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
    send_out(meeting, item, at=at)
    _discuss(meeting, item)
    journal.record("meeting.item_started", about=meeting, by=by, at=at, item=str(item.key))
    return item


def _discuss(meeting: Meeting, item: AgendaItem | None) -> None:
    """Where the call allows it, sheets on the case may change while it is spoken about."""
    case = item.application_id if item else None
    Procedure.objects.filter(call=meeting.call_id, rescoring=True).update(discussed=case)


def _end(meeting: Meeting, item: AgendaItem, *, at: datetime, postponed: bool = False) -> None:
    """End the current item; the caller stores that the meeting has none.

    Refused while somebody who had to leave was in the room all the time, unless it is postponed.
    """
    unnoted = item.departures.filter(left_at=None).select_related("juror__user").first()
    if unnoted and not postponed:
        words = _(
            # Translators: de: „%(name)s ist noch als im Raum vermerkt. Vermerken Sie den Weggang,
            # oder vertagen Sie den Fall.“
            "%(name)s is still noted as in the room. Note the departure, or postpone the case."
        )
        raise NotAllowed(words % {"name": unnoted.juror})
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
        seat = room.of(meeting, at=at, item=item).seat_of(juror)
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
