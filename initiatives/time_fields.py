"""Fields for a moment in Berlin, as the browser's own fields ask for it; see `berlin.moment`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import berlin


def day(label: Any, words: Any, **given: Any) -> forms.DateField:
    """A day; `words` ask for one that is missing."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        # Translators: de: „Geben Sie den Tag ein wie 31.10.2026“
        error_messages={"required": words, "invalid": _("Enter the day as 31.10.2026")},
        **given,
    )


def hour(label: Any, words: Any, **given: Any) -> forms.TimeField:
    """A time of the day; `words` ask for one that is missing."""
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        # Translators: de: „Geben Sie die Uhrzeit ein wie 11:00“
        error_messages={"required": words, "invalid": _("Enter the time as 11:00")},
        **given,
    )


def season() -> forms.ChoiceField:
    """Which of two equal times is meant in the night in which the clocks go back."""
    return forms.ChoiceField(
        label=_("If the time exists twice that night"),
        required=False,
        choices=[
            ("", _("Does not matter")),
            (berlin.SUMMER, _("the first, in summer time")),
            (berlin.WINTER, _("the second, in winter time")),
        ],
    )
