"""What the office writes to initiatives that were not honoured."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from initiatives.forms import PlainForm, TextField
from initiatives.models import Criterion

from .actions.giving_feedback import FEEDBACK_LIMIT


class FeedbackForm(PlainForm):
    """What the initiative reads on each criterion."""

    hide_optional = True

    def __init__(self, criteria: Iterable[Criterion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in criteria:
            self.fields[criterion.code] = TextField(
                label=str(criterion.name),
                max_length=FEEDBACK_LIMIT,
                required=False,
                widget=forms.Textarea(
                    attrs={"rows": 6, "data-limit": FEEDBACK_LIMIT, "data-count": ""}
                ),
            )
