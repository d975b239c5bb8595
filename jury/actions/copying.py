"""What the jury of a new call takes over from an earlier one besides its procedure."""

from __future__ import annotations

from datetime import datetime

from initiatives.models import Call

from ..models import Statement
from .promising import current_statement


def copy_statement(source: Call, call: Call, *, at: datetime) -> None:
    """The newest statement as the first version. Members are asked anew."""
    if statement := current_statement(source):
        Statement.objects.create(call=call, version=1, text=statement.text, published_at=at)
