"""The form that asks whether a head of the journal from outside is in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .forms import LineField, PlainForm
from .records.verify_journal import Head, head_of


class HeadForm(PlainForm):
    """Number and hash as minutes or a letter name them; both or neither."""

    nummer = LineField(
        # Translators: de: „Nummer“, of an entry of the journal
        label=gettext_lazy("Number"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    pruefsumme = LineField(
        # Translators: de: „Prüfsumme“
        label=gettext_lazy("Hash"),
        required=False,
        # Translators: de: „64 Zeichen, mit oder ohne Leerzeichen.“
        help_text=gettext_lazy("64 signs, with or without spaces."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    @property
    def head(self) -> Head | None:
        """What was entered, of a valid form."""
        told = self.cleaned_data
        return head_of(told["nummer"], told["pruefsumme"]) if told["nummer"] else None

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        number, digest = told.get("nummer", ""), told.get("pruefsumme", "")
        if not number and not digest:
            return told
        try:
            head_of(number, "0" * 64)
        except ValueError:
            # Translators: de: „Geben Sie die Nummer an, etwa 4711“
            self.add_error("nummer", _("Enter the number, such as 4711"))
        try:
            head_of(1, digest)
        except ValueError:
            # Translators: de: „Geben Sie alle 64 Zeichen der Prüfsumme an: Ziffern und die
            # Buchstaben a bis f“
            text = _("Enter all 64 signs of the hash: digits and the letters a to f")
            self.add_error("pruefsumme", text)
        return told
