"""What becomes of a juror's cases when the juror leaves: read before anything is changed.

Finished sheets stay and count. Begun ones do not count; their cases, like those not begun, go to
who takes over, as far as that person is not barred. The rest is named.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from initiatives.records import canonical
from initiatives.statuses import Status

from . import barring, rules
from .models import Assignment, Juror


class Rest(NamedTuple):
    """A case that nobody takes over yet, and why."""

    assignment: Assignment
    why: str


class Succession(NamedTuple):
    finished: list[Assignment]
    begun: list[Assignment]
    open: list[Assignment]
    given: list[Assignment]  # of the begun and the open ones, those that are taken over
    rest: list[Rest]

    def digest(self) -> str:
        """Names all of it, so that what is confirmed is what was read."""
        lists = (self.finished, self.begun, self.open, self.given, [row[0] for row in self.rest])
        keys = [sorted(str(one.key) for one in found) for found in lists]
        return canonical.sha256({"cases": keys})


def plan(juror: Juror, successor: Juror | None = None) -> Succession:
    """Six queries, whatever the number of cases."""
    cases = (
        Assignment.objects.filter(juror=juror, application__status=Status.ADMITTED)
        .standing()
        .select_related("application__initiative", "sheet")
        .order_by("application__initiative__sort_name", "pk")
    )
    by_mark: dict[str, list[Assignment]] = {mark: [] for mark in rules.Mark.values}
    for case in cases:
        by_mark[rules.mark(case)].append(case)
    begun, unbegun = by_mark[rules.Mark.BEGUN], by_mark[rules.Mark.OPEN]
    given, rest = _divide([*begun, *unbegun], successor)
    return Succession(by_mark[rules.Mark.DONE], begun, unbegun, given, rest)


def _divide(
    cases: list[Assignment], successor: Juror | None
) -> tuple[list[Assignment], list[Rest]]:
    if successor is None:
        # Translators: de: „noch niemandem zugeteilt“
        return [], [Rest(case, _("given to nobody yet")) for case in cases]
    barred = {case for juror, case in barring.barred(successor.call) if juror == successor.pk}
    reading = successor.assignments.filter(withdrawn_at=None)
    own = set(reading.values_list("application_id", flat=True))
    # Translators: de: „%(name)s hat hier nichts zu tun: Befangenheit, ein offener Antrag oder die
    # eigene Initiative“
    closed = _("%(name)s has nothing to do with it: a conflict, an open request or the own case")
    # Translators: de: „%(name)s liest den Fall schon“
    reads = _("%(name)s reads it already")
    given, rest = [], []
    for case in cases:
        if case.application_id in barred:
            rest.append(Rest(case, closed % {"name": successor}))
        elif case.application_id in own:
            rest.append(Rest(case, reads % {"name": successor}))
        else:
            given.append(case)
    return given, rest
