"""Who was not impartial in which case, and left the room for how long."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from initiatives.models import Membership
from initiatives.names import sort_key
from jury.barring import Pair, barred
from jury.models import Conflict

from ..models import AgendaItem, Attendance, Departure, Meeting
from .naming import Cases, moment

OWN, REQUESTED = "own", "requested"  # beside the grounds of `jury.models.Ground`


def rows(meeting: Meeting, items: Iterable[AgendaItem], known: Cases) -> list[dict[str, Any]]:
    """By name and case: everybody barred from a case on the agenda, and everybody who left.

    Seven queries. The ground is a class, never the words that were given for it.
    """
    cases = {item.application_id: item.application for item in items if item.application_id}
    attending = Attendance.objects.filter(meeting=meeting).select_related("juror__user")
    jurors = {row.juror_id: row.juror for row in attending}
    away: dict[Pair, Departure] = {
        (row.juror_id, row.item.application_id): row
        for row in Departure.objects.filter(item__meeting=meeting).select_related("item")
        if row.item.application_id
    }
    grounds = _grounds(meeting)
    found = [
        {
            "name": str(jurors[juror]),
            "case": known.named(cases[case]),
            "ground": grounds.get((juror, case), REQUESTED),
            "left_at": moment(away[juror, case].left_at) if (juror, case) in away else None,
            "returned_at": moment(away[juror, case].returned_at) if (juror, case) in away else None,
        }
        for juror, case in barred(meeting.call) | set(away)
        if juror in jurors and case in cases
    ]
    return sorted(found, key=lambda row: (sort_key(row["name"]), row["case"]["number"]))


def _grounds(meeting: Meeting) -> dict[Pair, str]:
    """Why, by juror and case: what was declared, be it lifted since, or that it is the own one."""
    own = Membership.objects.filter(
        user__juror_roles__call=meeting.call_id, initiative__applications__call=meeting.call_id
    ).values_list("user__juror_roles", "initiative__applications")
    declared = Conflict.objects.filter(application__call=meeting.call_id).order_by(
        "lifted_at", "-pk"
    )
    found = dict.fromkeys(own, OWN)
    for juror, case, ground in declared.values_list("juror", "application", "ground"):
        found[juror, case] = ground  # those that stand come last: PostgreSQL sorts NULL so
    return found
