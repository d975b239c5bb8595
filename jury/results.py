"""Reads over the cases of a call: who lacks readers, and what jurors wrote to the initiatives."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from initiatives.models import Application, Call

from .models import Assignment, Procedure, Score


def admitted(call: Call) -> QuerySet[Any]:
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
    return admitted(call).filter(Exists(lost), readers__lt=Procedure.of(call).readers)


def thinly_read(call: Call) -> Any:
    """Cases that have readers, lost none by a conflict, and yet have fewer than wanted."""
    lost = Assignment.objects.filter(application=OuterRef("pk")).lost()
    wanted = Procedure.of(call).readers
    return admitted(call).filter(~Exists(lost), readers__gt=0, readers__lt=wanted)


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
