"""Convening a meeting: when, where and who leads it; changing that, inviting, calling off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import Call, OfficeMember, User
from initiatives.records import journal, letters
from initiatives.refusals import check
from initiatives.rules import may_administer
from jury.models import Juror

from .. import room
from ..models import Attendance, Meeting
from .arranging import propose
from .meetings import changed, hold_for_office, hold_unclosed

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
        propose(meeting)
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
    meeting = hold_unclosed(meeting, by=by)
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
    meeting = hold_unclosed(meeting, by=by)
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
