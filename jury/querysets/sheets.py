"""Sheets and scores: which count, and which a juror may learn of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from initiatives.statuses import Status

from .barring import is_free

if TYPE_CHECKING:
    from initiatives.models import Call

    from ..models import Juror


class ScoreSheetQuerySet(models.QuerySet[Any]):
    def finished(self) -> Self:
        return self.filter(finished_at__isnull=False)


class ScoreQuerySet(models.QuerySet[Any]):
    def that_count(self, call: Call) -> Self:
        """Scores on finished sheets of admitted cases, by jurors who have no conflict there.

        After a conflict was lifted they count once the juror has declared to be impartial anew.
        """
        free = is_free(
            juror="sheet__juror", user="sheet__juror__user", application="sheet__application"
        )
        return self.filter(
            free,
            sheet__assignment__withdrawn_at=None,
            sheet__assignment__cleared_at__isnull=False,
            sheet__finished_at__isnull=False,
            sheet__application__call=call,
            sheet__application__status=Status.ADMITTED,
        )

    def open_to(self, juror: Juror) -> Self:
        """Those of cases with which this juror may have to do: whoever is barred learns nothing."""
        return self.filter(
            is_free(juror=juror.pk, user=juror.user_id, application="sheet__application")
        )
