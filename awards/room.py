"""Who is in the room and may vote: computed from attendance and departures, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q, Subquery

from initiatives.berlin import BERLIN
from initiatives.models import Application
from jury.models import Juror
from jury.querysets.barring import is_free

from .models import AgendaItem, Attendance, Ballot, Departure, Meeting, Presence, Vote

type Case = Application | int | None


@dataclass
class Seat:
    """A juror of the meeting. `departure` is the last one that is not over, or the current item's.

    `barred` tells of the case that the room was asked about.
    """

    juror: Juror
    attendance: Attendance | None
    came_at: datetime | None
    barred: bool
    departure: Departure | None = None

    @property
    def initials(self) -> str:
        """Two letters of the name; titles such as „Dr.“ are left out."""
        words = [word for word in str(self.juror).split() if not word.endswith(".")]
        letters = [word[0] for word in (*words[:1], *words[1:][-1:])]
        return "".join(letters).upper()

    @property
    def state(self) -> str:
        return self.attendance.state if self.attendance else Attendance.State.EXPECTED

    @property
    def is_there(self) -> bool:
        """Takes part now, be it outside the room for a case."""
        return self.came_at is not None

    @property
    def is_outside(self) -> bool:
        """Noted as gone for a case, and not as back."""
        return bool(self.departure and self.departure.left_at and not self.departure.returned_at)

    @property
    def has_to_leave(self) -> bool:
        return self.is_there and self.barred and not self.is_outside

    @property
    def may_return(self) -> bool:
        return self.is_there and self.is_outside and not self.barred

    @property
    def votes(self) -> bool:
        return self.is_there and not self.barred and not self.is_outside


@dataclass
class Room:
    """All seats of a meeting, as they are for one case."""

    seats: list[Seat]

    @property
    def there(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.is_there]

    @property
    def voters(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.votes]

    @property
    def unbarred(self) -> list[Seat]:
        return [seat for seat in self.seats if not seat.barred]

    @property
    def leaving(self) -> list[Seat]:
        """Those still in the room who have to leave it."""
        return [seat for seat in self.seats if seat.has_to_leave]

    @property
    def away(self) -> list[Seat]:
        """Those who have to leave for this case, gone or not."""
        return [seat for seat in self.there if seat.barred]

    @property
    def returning(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.may_return]

    @property
    def is_quorate(self) -> bool:
        """More than half of all seats take part."""
        return is_more_than_half(len(self.there), len(self.seats))

    @property
    def is_quorate_here(self) -> bool:
        """Also more than half of all who are not barred may vote on this case."""
        return self.is_quorate and is_more_than_half(len(self.voters), len(self.unbarred))

    @property
    def needed(self) -> int:
        """So many have to take part for a quorum."""
        return len(self.seats) // 2 + 1

    @property
    def needed_here(self) -> int:
        return len(self.unbarred) // 2 + 1

    def seat_of(self, juror: Juror | int) -> Seat | None:
        pk = juror if isinstance(juror, int) else juror.pk
        return next((seat for seat in self.seats if seat.juror.pk == pk), None)


def is_more_than_half(part: int, whole: int) -> bool:
    return 2 * part > whole


def seated(meeting: Meeting, *, at: datetime) -> list[Juror]:
    """Who has a seat in the meeting: judges, and is within the term. One query."""
    return _in_term(Juror.objects.filter(call=meeting.call_id), at)


def owing(meeting: Meeting) -> set[int]:
    """Keys of jurors whose ballot is missing in an open question they may vote on. One query."""
    rows = Vote.objects.filter(meeting=meeting, closed_at=None).annotate(
        seat=FilteredRelation("meeting__call__jurors")
    )
    given = Ballot.objects.filter(vote=OuterRef("pk"), juror=OuterRef("seat"))
    free = is_free(juror="seat", user="seat__user", application="application")
    return set(rows.filter(free, ~Exists(given)).values_list("seat", flat=True))


def _in_term(jurors: Any, at: datetime) -> list[Juror]:
    rows = jurors.active().select_related("user").order_by("user__name", "pk")
    day = at.astimezone(BERLIN).date()
    return [juror for juror in rows if juror.in_term(day)]


def of(
    meeting: Meeting, *, at: datetime, case: Case = None, item: AgendaItem | None = None
) -> Room:
    """The room of a meeting, for the case of its current item unless told otherwise.

    Two queries, one of a circular procedure: nobody leaves a room in it.
    """
    item = item or meeting.current
    if case is None and item is not None:
        case = item.application_id
    pk = case.pk if isinstance(case, Application) else case
    jurors: Any = Juror.objects.filter(call=meeting.call_id).with_barred(pk)
    there = Presence.objects.filter(attendance=OuterRef("part"), left_at=None)
    jurors = jurors.annotate(
        part=FilteredRelation("attendances", condition=Q(attendances__meeting=meeting)),
        came_at=Subquery(there.values("came_at")),
    ).select_related("part")
    departures = _departures(meeting, item) if meeting.kind == Meeting.Kind.SITTING else {}
    seated: list[Any] = _in_term(jurors, at)
    return Room(
        [
            Seat(
                juror,
                getattr(juror, "part", None),  # unset for who joined since
                juror.came_at,
                juror.barred,
                departures.get(juror.pk),
            )
            for juror in seated
        ]
    )


def _departures(meeting: Meeting, item: AgendaItem | None) -> dict[int, Departure]:
    """By juror: the last that is not over, else the item's. One query."""
    found: dict[int, Departure] = {}
    outside = Q(returned_at=None, left_at__isnull=False)
    rows = Departure.objects.filter(outside | Q(item=item.pk if item else None))
    for row in rows.filter(item__meeting=meeting).order_by("pk"):
        if row.left_at and not row.returned_at:
            found[row.juror_id] = row
        else:
            found.setdefault(row.juror_id, row)
    return found


def leads(meeting: Meeting, item: AgendaItem | None, room: Room) -> Juror | None:
    """Who leads an item: the one named for it, the chair of the meeting, or the chair's deputy.

    Nobody who is barred from its case; None if the office has to name somebody.
    """
    named = item.chair_id if item else None
    deputies = [seat.juror.pk for seat in room.there if seat.juror.deputy_of_id == meeting.chair_id]
    for pk in (named, meeting.chair_id, *deputies):
        seat = room.seat_of(pk) if pk else None
        if seat and not seat.barred:
            return seat.juror
    return None
