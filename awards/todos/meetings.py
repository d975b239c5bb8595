"""What the office has to do about the jury's meetings. One query."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives.models import Call
from jury.addresses import of_year

from ..models import Meeting
from .todo import Todo

SOON = timedelta(days=28)  # as long before its day a meeting should be called


def of(call: Call, *, at: datetime) -> Iterator[Todo]:
    meetings = list(Meeting.objects.filter(call=call))
    for meeting in meetings:
        if meeting.closed_at:
            continue
        if meeting.is_open and meeting.closes_at and at >= meeting.closes_at:
            yield _todo(
                meeting,
                "overdue",
                # Translators: de: „Stimmen des Umlaufverfahrens auszählen“
                _("Count the votes of the circular procedure"),
                # Translators: de: „Die Frist ist vorbei.“
                _("The time for voting is over."),
            )
        elif meeting.is_open and meeting.kind == Meeting.Kind.SITTING:
            yield _todo(
                meeting,
                "begun",
                # Translators: de: „Die Sitzung läuft“
                _("The meeting is running"),
                # Translators: de: „Vergessen Sie nicht, sie am Ende zu schließen.“
                _("Do not forget to close it at the end."),
            )
        elif not meeting.invited_at and not meeting.opened_at:
            yield _todo(
                meeting,
                "begun",
                # Translators: de: „Zur Sitzung einladen“
                _("Invite to the meeting"),
                # Translators: de: „Sie ist einberufen, aber niemand weiß davon.“
                _("It is convened, but nobody knows."),
            )
    ended = call.judging_until and at >= call.judging_until
    near = call.meeting_at and call.meeting_at - SOON <= at
    if not meetings and ended and near and not call.is_archive:
        yield Todo(
            "open",
            _("meeting"),
            # Translators: de: „Sitzung der Jury einberufen“
            _("Convene the meeting of the jury"),
            # Translators: de: „Termin, Leitung und Tagesordnung sind vorgeschlagen.“
            _("Date, chair and agenda are proposed."),
            of_year("office:meeting_new", call),
            # Translators: de: „Einberufen“
            _("Convene"),
        )


def _todo(meeting: Meeting, mark: str, what: str, why: str) -> Todo:
    when = _("overdue") if mark == "overdue" else _("meeting")
    url = reverse("office:meeting", args=[meeting.key])
    # Translators: de: „Ansehen“
    return Todo(mark, when, what, why, url, _("Look at it"))
