"""What the jury of a new call takes over from an earlier one besides its procedure."""

from __future__ import annotations

from datetime import datetime

from initiatives import yearly
from initiatives.models import Call

from ..models import Sample, Statement
from .promising import current_statement


def copy_statement(source: Call, call: Call, *, at: datetime) -> None:
    """The newest statement as the first version. Members are asked anew."""
    if statement := current_statement(source):
        Statement.objects.create(call=call, version=1, text=statement.text, published_at=at)


def copy_samples(source: Call, call: Call) -> None:
    """The sample cases with their texts, not opened; no sheet on them and nothing agreed.

    One that no criterion of the new call is left for stays behind.
    """
    criteria = {one.code: one for one in call.criteria.all()}
    position = 0
    for sample in source.samples.prefetch_related("criteria"):
        judged = [criteria[one.code] for one in sample.criteria.all() if one.code in criteria]
        if judged:
            position += 1
            title = yearly.with_year(sample.title, source.year, call.year)
            made = Sample.objects.create(
                call=call, position=position, title=title, text=sample.text
            )
            made.criteria.set(judged)
