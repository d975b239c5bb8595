"""Sheets that were opened in the meeting, when the jury goes on to the next case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from initiatives.records import journal

from ..models import Assignment, Score, ScoreSheet


@transaction.atomic
def put_back_open_sheets(application: int, *, at: datetime) -> int:
    """Let sheets on the case that were opened in the meeting, and not finished there, say again
    what they said before: nobody's judgement is lost by going on. Returns how many.
    """
    cases = Assignment.objects.filter(application=application, sheet__rescored=True)
    list(cases.select_for_update(of=("self",)).values_list("pk"))
    open_ones = ScoreSheet.objects.filter(
        application=application, rescored=True, finished_at=None
    ).select_related("assignment")
    for sheet in open_ones:
        _put_back(sheet, at=at)
    return len(open_ones)


def _put_back(sheet: ScoreSheet, *, at: datetime) -> None:
    version = sheet.versions.order_by("number").last()
    sheet.rescored = False
    if version is not None:
        for row in version.scores:
            said = {name: value for name, value in row.items() if name != "criterion"}
            scores = Score.objects.filter(sheet=sheet, criterion__code=row["criterion"])
            scores.update(**said, version=F("version") + 1, saved_at=at)
        sheet.finished_at = version.finished_at
        number = version.number
        journal.record("sheet.put_back", about=sheet.assignment, by=None, at=at, version=number)
    sheet.save(update_fields=["finished_at", "rescored"])
