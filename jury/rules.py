"""Who may judge: small predicates over rows already at hand."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .models import Assignment


class Mark(TextChoices):
    """How far a juror is with a case; computed, never stored."""

    OPEN = "open", _("open")
    BEGUN = "begun", _("begun")
    DONE = "done", _("finished")
    RECUSED = "recused", _("recused")


def mark(assignment: Assignment) -> Mark:
    """The state of an assignment that was read with its sheet."""
    sheet = getattr(assignment, "sheet", None)
    if sheet is None:
        return Mark.OPEN
    return Mark.DONE if sheet.finished_at else Mark.BEGUN
