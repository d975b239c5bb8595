"""The invented jury meets: convened after the judging, one day, one case after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from awards import actions, decision_list, room
from awards.models import AgendaItem, Meeting, Prize
from initiatives.models import Call, User

from .entries import Entry
from .timeline import Step, between

MINUTE = timedelta(minutes=1)
BREAK = 40 * MINUTE  # from one item to the next


def steps(
    data: Mapping[str, Any],
    entries: Mapping[str, Entry],
    *,
    call: Call,
    prizes: Mapping[str, Prize],
    office: User,
    lead: User,
) -> Iterator[Step]:
    """Convened and invited to soon after the judging; held on its day; confirmed the day after."""
    if call.meeting_at is None or call.judging_until is None:
        return
    sitting = Sitting(data, entries, call=call, prizes=prizes, office=office)
    begins = call.meeting_at
    soon = between(call.judging_until, begins, 0.1)
    yield soon, sitting.convene
    yield soon + timedelta(hours=1), sitting.invite
    yield begins, sitting.hold
    yield begins + timedelta(days=1), partial(_confirm, call, lead)


def _confirm(call: Call, by: User, at: datetime) -> None:
    actions.confirm_decisions(call, by=by, at=at, seen=decision_list.digest(call))


class Sitting:
    """The one meeting of the invented year."""

    def __init__(
        self,
        data: Mapping[str, Any],
        entries: Mapping[str, Entry],
        *,
        call: Call,
        prizes: Mapping[str, Prize],
        office: User,
    ) -> None:
        self.said, self.entries, self.call, self.prizes = data, entries, call, prizes
        self.by = office
        self.decided = {row["slug"]: row for row in data["decisions"]}

    @property
    def meeting(self) -> Meeting:
        return Meeting.objects.select_related("chair__user", "current", "call").get(call=self.call)

    def convene(self, at: datetime) -> None:
        """With all cases that get a prize on the agenda, whatever the ranking proposed."""
        place = self.said["meeting"]["place"]
        values = {"begins_at": self.call.meeting_at, "place": place, "minute_taker": self.by}
        meeting = actions.convene(self.call, values, by=self.by, at=at)
        on_it = set(meeting.items.values_list("application__initiative__slug", flat=True))
        for slug in self.decided:
            if slug not in on_it:
                case = self.entries[slug].application
                case.refresh_from_db()
                actions.add_item(meeting, "case", application=case, by=self.by, at=at)

    def invite(self, at: datetime) -> None:
        actions.invite_to_meeting(self.meeting, by=self.by, at=at)

    def hold(self, at: datetime) -> None:
        for seat in room.of(self.meeting, at=at).seats:
            actions.note_attendance(self.meeting, seat.juror, "came", by=self.by, at=at)
        for guest in self.said["meeting"]["guests"]:
            actions.add_guest(self.meeting, guest["name"], guest["part"], by=self.by, at=at)
        actions.open_meeting(self.meeting, by=self.by, at=at)
        while actions.following(self.meeting):
            item = actions.go_on(self.meeting, by=self.by, at=at)
            at = self._deal_with(item, at)
        actions.close_meeting(self.meeting, by=self.by, at=at)

    def _deal_with(self, item: AgendaItem, at: datetime) -> datetime:
        """One item, from its call to its end; when the next one begins."""
        notes = self.said["meeting"]["notes"]
        if item.application is None:
            actions.write_notes(item, notes.get(item.kind, ""), by=self.by, at=at)
            actions.end_item(item, by=self.by, at=at + 10 * MINUTE)
            self._come_back(at + 10 * MINUTE)
            return at + 10 * MINUTE
        for departure in item.departures.filter(left_at=None):
            actions.note_left(departure, by=self.by, at=at + MINUTE)
        self._come_back(at + MINUTE)
        self._name_chair(item, at + 2 * MINUTE)
        slug = item.application.initiative.slug
        words = notes.get(slug, notes["case"])
        actions.write_notes(item, words, by=self.by, at=at + 20 * MINUTE)
        if slug in self.decided:
            self._decide(item, self.decided[slug], at + 30 * MINUTE)
        return at + BREAK

    def _come_back(self, at: datetime) -> None:
        for seat in room.of(self.meeting, at=at).returning:
            if seat.departure:
                actions.note_returned(seat.departure, by=self.by, at=at)

    def _name_chair(self, item: AgendaItem, at: datetime) -> None:
        """Where the chair is barred, the first by name leads who is not."""
        here = room.of(self.meeting, at=at, item=item)
        if room.leads(self.meeting, item, here) is None:
            actions.name_chair(item, here.voters[0].juror, by=self.by, at=at)

    def _decide(self, item: AgendaItem, row: Mapping[str, Any], at: datetime) -> None:
        case, prize = item.application, self.prizes[row["prize"]]
        if case is None:
            return
        question = actions.Question(prize, case)
        vote = actions.open_vote(self.meeting, question, by=self.by, at=at)
        counts = {"yes": row["yes"], "no": row["no"], "abstained": row["abstain"]}
        vote = actions.count_vote(vote, **counts, by=self.by, at=at + MINUTE)
        actions.decide(
            prize,
            case,
            jury_statement=row["jury_statement"],
            deviation=row.get("deviation", ""),
            vote=vote,
            by=self.by,
            at=at + 5 * MINUTE,
        )
