"""The phase line: the stations of a year in words."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from .models import Call, Phase
from .templatetags.award import clock, day_month, days_left, full_time, last_minute, long_date


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


class Milestone(NamedTuple):
    """A date of the year as everybody may know it: with its zone where the minute matters."""

    label: str
    text: str


def milestones(call: Call) -> list[Milestone]:
    """The dates of a call in words; [] in the archive. The hour of the meeting is the jury's."""
    if call.is_archive:
        return []
    judging = {
        "first": long_date(call.judging_from),
        "last": long_date(last_minute(call.judging_until)),
    }
    return [
        # Translators: de: „Bewerben ab“
        Milestone(_("Apply from"), full_time(call.opens_at)),
        # Translators: de: „Bewerbungsschluss“
        Milestone(_("Deadline"), full_time(call.last_minute())),
        # Translators: de: „Vorprüfung bis“
        Milestone(_("Formal check until"), long_date(last_minute(call.checked_until))),
        Milestone(
            _("Judging"),
            # Translators: de: „%(first)s bis %(last)s“
            _("%(first)s to %(last)s") % judging,
        ),
        Milestone(_("Jury meeting"), long_date(call.meeting_at)),
        Milestone(_("Award ceremony"), full_time(call.ceremony_at)),
        # Translators: de: „Schriftliche Rückmeldung ab“
        Milestone(_("Written feedback from"), long_date(call.feedback_at)),
    ]


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
