"""Forms of the minutes: one text a section, and the notes while an item is spoken about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms import PlainForm, TextField
from initiatives.shown import digest

from .actions.minuting import TEXT_LIMIT
from .models import AgendaItem


class TextForm(PlainForm):
    text = TextField(
        # Translators: de: „Text der Niederschrift“
        label=_("Text of the minutes"),
        required=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class NotesForm(PlainForm):
    """What the minutes say of the discussion; `seen` is the digest of what the form showed."""

    notes = TextField(
        # Translators: de: „Vermerk für die Niederschrift“
        label=_("Notes for the minutes"),
        # Translators: de: „Was beraten wurde, ohne Namen: Einzelne Stimmen und Wertungen werden
        # nicht zugeordnet.“
        help_text=_("What was discussed, without names: votes and scores are not attributed."),
        max_length=TEXT_LIMIT,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "data-limit": TEXT_LIMIT, "data-count": ""}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, item: AgendaItem, data: Any = None) -> NotesForm:
        seen = digest({"notes": item.notes})
        return cls(data, initial={"notes": item.notes, "seen": seen}, prefix="vermerk")

    def show_again(self, stored: str) -> None:
        """Keep what was typed; the next save is knowing."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["vermerk-seen"] = digest({"notes": stored})  # type: ignore[index]
