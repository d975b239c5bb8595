"""Whom the office reminds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from initiatives.forms import PlainForm

from .progress import Row


class RemindForm(PlainForm):
    """Who of those behind is reminded; all of them unless the office takes somebody out."""

    jurors = forms.MultipleChoiceField(
        # Translators: de: „Wer erinnert wird“
        label=_("Who is reminded"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            # Translators: de: „Wählen Sie mindestens ein Jurymitglied“
            "required": _("Choose at least one juror"),
            # Translators: de: „Inzwischen liegt jemand davon nicht mehr zurück; sehen Sie noch
            # einmal nach“
            "invalid_choice": _("Somebody of them is no longer behind; look once more"),
        },
    )

    def __init__(self, rows: Sequence[Row], *args: Any, **kwargs: Any) -> None:
        keys = [str(row.juror.key) for row in rows]
        super().__init__(*args, initial={"jurors": keys}, **kwargs)
        self.fields["jurors"].choices = [  # type: ignore[attr-defined]
            (key, _left_to_do(row)) for key, row in zip(keys, rows, strict=True)
        ]


def _left_to_do(row: Row) -> str:
    """Albers – 3 Bögen, 1 Erklärung."""
    parts = []
    if not row.promised:
        # Translators: de: „Erklärung der Jurymitglieder“
        parts.append(gettext("statement of the jurors"))
    if row.undeclared:
        # Translators: de: „%(n)d Fall nicht erklärt“, „%(n)d Fälle nicht erklärt“
        text = ngettext("%(n)d case not declared", "%(n)d cases not declared", row.undeclared)
        parts.append(text % {"n": row.undeclared})
    if row.unfinished:
        # Translators: de: „%(n)d Bogen nicht fertig“, „%(n)d Bögen nicht fertig“
        text = ngettext("%(n)d sheet not finished", "%(n)d sheets not finished", row.unfinished)
        parts.append(text % {"n": row.unfinished})
    return f"{row.juror} – {', '.join(parts)}"
