"""The phase line: the stations of a year in words."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from .models import Call, Phase
from .templatetags.award import clock, day_month, days_left, last_minute


class Station(NamedTuple):
    """What the partial `parts/phase_line.html` shows; state is past, now or next."""

    label: str
    note: str
    state: str
    tag: str


def stations(call: Call | None, at: datetime) -> list[Station]:
    """The year of a call at the moment `at`, beginning with the announcement of the call."""
    if call is None or call.is_archive:
        return []
    opened = call.opens_at is not None and at >= call.opens_at
    first = Station(
        _("Call"),
        (_("since %(day)s") if opened else _("from %(day)s")) % {"day": day_month(call.opens_at)},
        "past" if opened else "next",
        "",
    )
    found = [first]
    for step in call.steps(at):
        tag = days_left(last_minute(step.ends), at) if step.state == "now" else ""
        found.append(Station(str(step.phase.label), _note(call, step.phase), step.state, tag))
    return found


def _note(call: Call, phase: Phase) -> str:
    if phase == Phase.APPLICATION:
        last = call.last_minute()
        return _("until %(day)s, %(time)s") % {"day": day_month(last), "time": clock(last)}
    if phase == Phase.SCREENING:
        return _("until %(day)s") % {"day": day_month(last_minute(call.checked_until))}
    if phase == Phase.JUDGING:
        until = last_minute(call.judging_until)
        return f"{day_month(call.judging_from)} – {day_month(until)}"
    return day_month(call.meeting_at if phase == Phase.MEETING else call.ceremony_at)
