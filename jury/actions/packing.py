"""That a juror took cases along."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from initiatives.models import User
from initiatives.records import journal

from ..models import Assignment, Juror


@transaction.atomic
def note_pack(
    juror: Juror, *, by: User, at: datetime, number: int = 1, case: Assignment | None = None
) -> None:
    """Journal that a document with so many cases left the house; of a single one, which it was."""
    journal.record("juror.pack_fetched", about=case or juror, by=by, at=at, cases=number)
