"""The bridge: rows → ranking → rows. Always computed, never stored."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from initiatives.models import Application, Call, Criterion

from .models import Assignment, Procedure, Score
from .ranking import Cell, Standing, standings


class Row(NamedTuple):
    """A case in the standings; `standing` is None while no sheet on it counts.

    `readers` is how many sheets there will be: jurors who read it and have no conflict.
    """

    application: Application
    standing: Standing | None
    profile: list[tuple[Criterion, float | None]]
    readers: int


def of_call(call: Call) -> list[Row]:
    """All admitted cases of a call, by place, those without a sheet last. Three queries."""
    criteria = list(call.criteria.all())
    cells = [
        Cell(case, juror, criterion, points, float(weight))
        for case, juror, criterion, points, weight in Score.objects.that_count(call).values_list(
            "sheet__application_id",
            "sheet__juror_id",
            "criterion_id",
            "points",
            "criterion__weight",
        )
    ]
    found = {standing.case: standing for standing in standings(cells)}
    rows = [
        Row(
            application,
            found.get(application.pk),
            [(criterion, _mean(found.get(application.pk), criterion.pk)) for criterion in criteria],
            application.readers,
        )
        for application in _admitted(call)
    ]
    return sorted(rows, key=_order)


def _admitted(call: Call) -> Any:
    """The cases with the number of their `readers`."""
    reads = Assignment.objects.filter(application=OuterRef("pk")).standing().order_by()
    readers = reads.values("application").annotate(n=Count("pk")).values("n")
    return (
        call.applications.admitted()
        .select_related("initiative")
        .annotate(readers=Coalesce(Subquery(readers), 0))
    )


def short_of_readers(call: Call) -> Any:
    """Cases that lost a reader by a conflict and have fewer left than the procedure wants."""
    lost = Assignment.objects.filter(application=OuterRef("pk")).lost()
    return _admitted(call).filter(Exists(lost), readers__lt=Procedure.of(call).readers)


def thinly_read(call: Call) -> Any:
    """Cases that have readers, lost none by a conflict, and yet have fewer than wanted."""
    lost = Assignment.objects.filter(application=OuterRef("pk")).lost()
    wanted = Procedure.of(call).readers
    return _admitted(call).filter(~Exists(lost), readers__gt=0, readers__lt=wanted)


def _mean(standing: Standing | None, criterion: int) -> float | None:
    return standing.by_criterion.get(criterion) if standing else None


def _order(row: Row) -> tuple[int, str]:
    return (
        row.standing.place if row.standing else 10**9,
        row.application.initiative.sort_name,
    )


def feedback_of(application: Application) -> dict[int, list[str]]:
    """What jurors wrote to the initiative on finished sheets, by criterion. One query.

    In the order of the texts themselves: it tells nobody which text is whose, and which two are
    by the same juror.
    """
    found: dict[int, list[str]] = {}
    rows = Score.objects.that_count(application.call).filter(sheet__application=application)
    rows = rows.exclude(for_applicant="")
    said = rows.values_list("criterion_id", "for_applicant").distinct()
    for criterion, text in said.order_by("for_applicant"):
        found.setdefault(criterion, []).append(text)
    return found
