"""What a sheet said each time it was finished: frozen, sealed, and what changed in between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, NamedTuple

from initiatives.models import Criterion
from initiatives.records import canonical

from . import shown
from .models import Score, ScoreSheet, SheetVersion


class Change(NamedTuple):
    """A field that two versions tell differently."""

    criterion: str
    field: str
    before: str
    after: str


def freeze(sheet: ScoreSheet, criteria: Iterable[Criterion], *, at: datetime) -> SheetVersion:
    """Store what the sheet says now, as its next version. Three queries."""
    scores = {score.criterion_id: score for score in sheet.scores.all()}
    rows = [_row(criterion, scores[criterion.pk]) for criterion in criteria]
    made = SheetVersion(
        sheet=sheet,
        number=sheet.versions.count() + 1,
        finished_at=at,
        scores=rows,
        entered_by=sheet.entered_by,
    )
    made.sha256 = seal(made)
    made.save(force_insert=True)
    return made


def _row(criterion: Criterion, score: Score) -> dict[str, Any]:
    return {
        "criterion": criterion.code,
        "points": score.points,
        "abstained": score.abstained,
        "reason": score.reason,
        "for_applicant": score.for_applicant,
    }


def seal(version: SheetVersion) -> str:
    """The hash over the version, of which sheet it is and when that was finished, and by whose
    hand it is if not by its juror's.
    """
    hand = {"entered_by": str(version.entered_by.key)} if version.entered_by else {}
    return canonical.sha256(
        hand
        | {
            "assignment": str(version.sheet.assignment.key),
            "number": version.number,
            "finished_at": version.finished_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "scores": version.scores,
        }
    )


def changes(before: SheetVersion, after: SheetVersion) -> list[Change]:
    """Field by field, in the order of the criteria, each as the sheet shows it."""
    old = {row["criterion"]: row for row in before.scores}
    found = []
    for row in after.scores:
        was, now = _shown(old.get(row["criterion"])), _shown(row)
        found += [
            Change(row["criterion"], name, was[name], now[name])
            for name in shown.FIELDS
            if was[name] != now[name]
        ]
    return found


def history(versions: Sequence[SheetVersion]) -> list[tuple[SheetVersion, list[Change]]]:
    """The newest first, each with what it changed; the first one changed nothing."""
    steps = [(after, changes(before, after)) for before, after in pairwise(versions)]
    return [*reversed(steps), *((first, []) for first in versions[:1])]


def _shown(row: dict[str, Any] | None) -> dict[str, str]:
    fields = {name: value for name, value in (row or {}).items() if name != "criterion"}
    return shown.of_score(Score(**fields) if row else None)
