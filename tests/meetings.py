"""Builders for meetings: a call whose jury meets at NOON, its jurors, a sitting that has begun."""

from __future__ import annotations

from typing import Any

from awards import actions
from awards.models import AgendaItem, Attendance, Meeting, Presence
from initiatives.models import Application, Call, User
from jury.models import Conflict, Juror

from . import make
from .make import DAY, NOON


def call(**fields: Any) -> Call:
    """A call with two equal prizes, judged until yesterday."""
    made = make.call(**{"meeting_at": NOON, "judging_until": NOON - DAY} | fields)
    make.prize(call=made, places=2)
    return made


def jury(its_call: Call, size: int = 5) -> list[Juror]:
    """Members by name, the first one in the chair."""
    return [
        make.juror(call=its_call, user__name=f"Jurymitglied {n}", is_chair=n == 0)
        for n in range(size)
    ]


def cases(its_call: Call, number: int = 3, first: str = "A") -> list[Application]:
    return [
        make.admitted(call=its_call, initiative__name=f"Bündnis {chr(ord(first) + place)}")
        for place in range(number)
    ]


def bar(juror: Juror, application: Application) -> Conflict:
    return Conflict.objects.create(
        juror=juror, application=application, ground="employment", declared_at=NOON - DAY
    )


def convened(its_call: Call, of: list[Application], **fields: Any) -> Meeting:
    """A sitting with an opening and these cases on its agenda, expecting all jurors."""
    basics = {"begins_at": NOON, "chair": its_call.jurors.filter(is_chair=True).first()}
    meeting = Meeting.objects.create(call=its_call, **basics | fields)
    rows = [AgendaItem(meeting=meeting, position=1, kind="opening")]
    rows += [
        AgendaItem(meeting=meeting, position=place, kind="case", application=case)
        for place, case in enumerate(of, start=2)
    ]
    AgendaItem.objects.bulk_create(rows)
    for juror in its_call.jurors.active():
        Attendance.objects.create(meeting=meeting, juror=juror)
    return meeting


def come(meeting: Meeting, jurors: list[Juror]) -> None:
    for row in meeting.attendances.filter(juror__in=jurors):
        Presence.objects.create(attendance=row, came_at=NOON)
        Attendance.objects.filter(pk=row.pk).update(state="present")


def opened(its_call: Call, jurors: list[Juror], of: list[Application], **fields: Any) -> Meeting:
    """A sitting that has begun, with these jurors there."""
    meeting = convened(its_call, of, opened_at=NOON, **fields)
    come(meeting, jurors)
    return meeting


def item(meeting: Meeting, case: Application) -> AgendaItem:
    return meeting.items.get(application=case)


def call_case(meeting: Meeting, case: Application, *, by: User, at: Any = NOON) -> AgendaItem:
    """Call the case, and note that everybody left who has to."""
    called = actions.start_item(item(meeting, case), by=by, at=at)
    for departure in called.departures.filter(left_at=None):
        actions.note_left(departure, by=by, at=at)
    meeting.refresh_from_db()
    return called


def voted(
    meeting: Meeting, case: Application, yes: int, no: int, abstained: int = 0, *, by: User
) -> Any:
    """A counted vote on the first prize for the current case."""
    question = actions.Question(prize=meeting.call.prizes.first(), application=case)
    vote = actions.open_vote(meeting, question, by=by, at=NOON)
    return actions.count_vote(vote, yes=yes, no=no, abstained=abstained, by=by, at=NOON)


def jury_more(its_call: Call, jurors: list[Juror], number: int) -> list[Juror]:
    """Those there are and so many more."""
    return [*jurors, *(make.juror(call=its_call) for _ in range(number))]
