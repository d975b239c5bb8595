"""What a juror reads beside the sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from initiatives.models import Anchor, Application, Criterion, Snapshot

from .models import Juror, Score


def copy_of(application: Application) -> Snapshot:
    """The version that counts: the last one handed in."""
    return Snapshot.objects.filter(application=application).order_by("-version")[0]


def anchors(criteria: Iterable[Criterion]) -> dict[int, list[Anchor]]:
    """Anchors by criterion, lowest points first. One query."""
    found: dict[int, list[Anchor]] = {}
    for anchor in Anchor.objects.filter(criterion__in=[c.pk for c in criteria]).order_by("points"):
        found.setdefault(anchor.criterion_id, []).append(anchor)
    return found


def distribution(juror: Juror) -> list[tuple[int, int]]:
    """How often the juror gave each number of points on finished sheets: [(points, times), …]."""
    given = Counter(
        Score.objects.filter(
            sheet__juror=juror, sheet__finished_at__isnull=False, points__isnull=False
        ).values_list("points", flat=True)
    )
    return [(points, given[points]) for points in range(juror.call.points_max + 1)]
