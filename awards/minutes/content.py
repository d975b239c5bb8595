"""What the minutes of a meeting say, as plain data: strings, integers, no floats, no keys of rows.

Nobody's vote and nobody's score is in it, and nothing that would tell them: only counts and means.
Whose figures they are could be exchanged without changing a byte.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.crypto import salted_hmac

from initiatives.models import Application
from initiatives.names import sort_key
from initiatives.statuses import HANDED_IN, Status

from ..models import AgendaItem, Attendance, Meeting, Minutes, Release
from . import figures, partiality, resolutions
from .naming import Cases, moment

FORMAT = "niederschrift/1"
FREE = ("opening", "closing", "remarks")  # texts of the minutes that belong to no agenda item
Kind = AgendaItem.Kind


class Section(NamedTuple):
    """A text people write: by a word, or by the key of the agenda item whose notes it is."""

    slug: str
    text: str
    item: AgendaItem | None


def content_of(meeting: Meeting) -> dict[str, Any]:
    """All that the minutes say now, without signatures. The same queries whatever the rows."""
    # Read anew: what the caller holds may be older than the rows around it.
    people = ("call", "chair__user", "minute_taker")
    meeting = Meeting.objects.select_related(*people).get(pk=meeting.pk)
    items = _items(meeting)
    texts = texts_of(meeting)
    found = resolutions.of(meeting)
    known = Cases(found.laureates)
    notes = {kind: _notes(items, kind) for kind in Kind}
    embargo = Release.objects.filter(call=meeting.call_id).values_list("embargo_until", flat=True)
    return {
        "format": FORMAT,
        # Always the same for a meeting, unknown to all who do not hold the whole: see redaction.
        "salt": salted_hmac(FORMAT, str(meeting.key), algorithm="sha256").hexdigest(),
        "call": {"title": str(meeting.call.title.get("de", "")), "year": meeting.call.year},
        "head": _head(meeting),
        "attendance": _attendance(meeting),
        "opening": _joined(notes[Kind.OPENING], texts.get("opening", "")),
        "impartiality": {
            "rows": partiality.rows(meeting, items, known),
            "notes": notes[Kind.IMPARTIALITY],
        },
        "report": _report(meeting, known) | {"notes": notes[Kind.REPORT]},
        "method": figures.method(found.standings),
        "consultation": [_consultation(item, known, found) for item in items if item.application],
        "votes": [resolutions.vote(row, known) for row in found.votes if not row.is_special],
        "rank_votes": [resolutions.rank_vote(row, known) for row in found.rank_votes],
        "special": {
            "votes": [resolutions.vote(row, known) for row in found.votes if row.is_special],
            "withheld": [resolutions.withheld(row) for row in found.withheld],
            "notes": notes[Kind.SPECIAL],
        },
        "reasons": [resolutions.reasons(row, known) for row in found.decisions],
        "closing": {
            "embargo_until": moment(embargo.first()),
            "notes": _joined(notes[Kind.CLOSING], texts.get("closing", "")),
        },
        "other": [
            {"title": item.title, "notes": item.notes} for item in items if item.kind == Kind.OTHER
        ],
        "remarks": texts.get("remarks", ""),
    }


def texts_of(meeting: Meeting) -> dict[str, str]:
    """The texts that belong to no agenda item. One query."""
    stored = Minutes.objects.filter(meeting=meeting.pk).values_list("texts", flat=True).first()
    return {slug: str((stored or {}).get(slug, "")) for slug in FREE}


def sections_of(meeting: Meeting) -> list[Section]:
    """Every text that people write, in the order of the minutes. Two queries.

    Where the agenda has an item for it, opening and closing are written there.
    """
    texts, items = texts_of(meeting), _items(meeting)
    opening, closing, remarks = (Section(slug, texts[slug], None) for slug in FREE)
    kinds = {item.kind for item in items}
    return [
        *([opening] if opening.text or Kind.OPENING not in kinds else []),
        *(Section(str(item.key), item.notes, item) for item in items),
        *([closing] if closing.text or Kind.CLOSING not in kinds else []),
        remarks,
    ]


def _items(meeting: Meeting) -> list[AgendaItem]:
    return list(meeting.items.select_related("application__initiative"))


def _notes(items: Iterable[AgendaItem], kind: str) -> str:
    return _joined(*(item.notes for item in items if item.kind == kind))


def _joined(*texts: str) -> str:
    return "\n\n".join(text.strip() for text in texts if text.strip())


def _head(meeting: Meeting) -> dict[str, Any]:
    return {
        "kind": meeting.kind,
        "place": meeting.place,
        "began_at": moment(meeting.opened_at or meeting.begins_at),
        "ended_at": moment(meeting.closed_at),
        "votes_until": moment(meeting.closes_at),
        "chair": str(meeting.chair) if meeting.chair else "",
        "minute_taker": str(meeting.minute_taker) if meeting.minute_taker else "",
    }


def _attendance(meeting: Meeting) -> dict[str, Any]:
    """Who was there with times, who was not, and what that means for the quorum. Three queries."""
    rows = meeting.attendances.select_related("juror__user").prefetch_related("presences")
    found: dict[str, list[dict[str, Any]]] = {state: [] for state in Attendance.State}
    for row in sorted(rows, key=lambda row: (sort_key(str(row.juror)), row.juror_id)):
        times = [
            {"from": moment(one.came_at), "to": moment(one.left_at)} for one in row.presences.all()
        ]
        who = {"name": str(row.juror), "organisation": row.juror.organisation}
        found[row.state].append(who | ({"times": times} if row.state == "present" else {}))
    entitled, present = sum(map(len, found.values())), len(found["present"])
    return {
        "present": found["present"],
        "excused": found["excused"],
        "absent": [*found["absent"], *found["expected"]],
        "guests": [{"name": guest.name, "part": guest.part} for guest in meeting.guests.all()],
        "quorum": {
            "entitled": entitled,
            "needed": entitled // 2 + 1,
            "present": present,
            "reached": present > entitled // 2,
        },
    }


def _report(meeting: Meeting, known: Cases) -> dict[str, Any]:
    """What came of the formal check. One query."""
    handed = Application.objects.filter(call=meeting.call_id, status__in=HANDED_IN)
    cases = list(handed.select_related("initiative"))
    excluded = [case for case in cases if case.status == Status.EXCLUDED]
    return {
        "received": len(cases),
        "admitted": sum(case.status == Status.ADMITTED for case in cases),
        "excluded": [
            {"case": known.named(case), "ground": case.exclusion_reason}
            for case in sorted(excluded, key=lambda case: case.number)
        ],
    }


def _consultation(item: AgendaItem, known: Cases, found: resolutions.Found) -> dict[str, Any]:
    return {
        "case": known.named(item.application),
        **figures.of_case(found.standings, item.application_id),
        "began_at": moment(item.began_at),
        "ended_at": moment(item.ended_at),
        "postponed": item.postponed_at is not None,
        "notes": item.notes,
    }
