"""What a juror reads beside the sheet."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, FilteredRelation, OuterRef, Q, Subquery

from initiatives.models import Application, Criterion, DeclaredCriterion, Snapshot, User

from . import rules
from .models import Assignment, Juror, Score


def copy_of(application: Application, *, at: datetime | None = None) -> Snapshot:
    """The version that counts: the last one handed in.

    With `at`, as `judged_version` also the number of the one that counted at that moment.
    """
    found = Snapshot.objects.filter(application=application).order_by("-version")
    if at:
        then = Snapshot.objects.filter(application=application, submitted_at__lte=at)
        numbers = then.order_by("-version").values("version")[:1]
        found = found.annotate(judged_version=Subquery(numbers))
    return found[0]


def criteria(assignment: Assignment) -> list[Any]:
    """What is judged in the case, in order, with anchors and agreement. Two queries.

    The juror's score on each is `given`; without one there is no such attribute.
    """
    declared = DeclaredCriterion.objects.filter(
        criterion=OuterRef("pk"), application=assignment.application_id
    )
    sheet = getattr(assignment, "sheet", None)
    given = FilteredRelation("scores", condition=Q(scores__sheet=sheet.pk if sheet else 0))
    judged: Any = Criterion.objects.filter(
        Q(is_optional=False) | Exists(declared), call=assignment.application.call_id
    ).annotate(given=given)
    return list(judged.select_related("agreement", "given").prefetch_related("anchors"))


def enterable(application: Application, person: User, *, at: datetime) -> set[UUID]:
    """The keys of the cases whose sheets this person of the office may enter now. One query."""
    if not rules.enters(application.call, at):
        return set()
    cases = Assignment.objects.enterable_by(person).filter(application=application)
    not_online = cases.filter(Q(sheet=None) | Q(sheet__entered_by__isnull=False))
    return set(not_online.values_list("key", flat=True))


def distribution(juror: Juror) -> list[tuple[int, int]]:
    """How often the juror gave each number of points on finished sheets: [(points, times), …]."""
    given = Counter(
        Score.objects.filter(
            sheet__juror=juror, sheet__finished_at__isnull=False, points__isnull=False
        ).values_list("points", flat=True)
    )
    return [(points, given[points]) for points in range(juror.call.points_max + 1)]
