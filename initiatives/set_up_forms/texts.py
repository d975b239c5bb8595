"""What a call says of itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..actions.setting_up import TEXTS
from ..forms import LineField
from ..models import Call
from .local import ENGLISH, LocalField, SeenForm


class TextsForm(SeenForm):
    """What a call says of itself."""

    title = LocalField(
        # Translators: de: „Titel“
        label=_("Title"),
        max_length=160,
        # Translators: de: „Geben Sie den Titel auf Deutsch ein“
        needed=_("Enter the title in German"),
        help_text=ENGLISH,
    )
    headline = LocalField(
        # Translators: de: „Überschrift“
        label=_("Headline"),
        max_length=120,
        area=2,
    )
    # Translators: de: „Vorspann“
    lead = LocalField(label=_("Lead"), max_length=600, area=5)
    who_may_apply = LocalField(
        # Translators: de: „Wer sich bewerben kann“
        label=_("Who can apply"),
        # Translators: de: „Ein Satz je Zeile.“
        help_text=_("One sentence a line."),
        max_length=2000,
        area=8,
    )
    benefits = LocalField(
        # Translators: de: „Was Ausgezeichnete erhalten“
        label=_("What laureates get"),
        help_text=_("One sentence a line."),
        max_length=2000,
        area=8,
    )
    counting_rule = LocalField(
        # Translators: de: „Wie gezählt wird“
        label=_("How it is counted"),
        # Translators: de: „Sie steht auf der Seite der Auslobung und gilt für die Jury.“
        help_text=_("It stands on the page of the call and binds the jury."),
        max_length=4000,
        area=12,
    )
    terms_version = LineField(
        # Translators: de: „Fassung der Teilnahmebedingungen“
        label=_("Version of the terms"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "aw-w-4"}),
    )

    @classmethod
    def of(cls, call: Call, data: Any, *, fixed: Iterable[str], seen: str) -> TextsForm:
        """The texts of a call; `fixed` ones are shown and cannot be changed."""
        form = cls(data, initial={**{name: getattr(call, name) for name in TEXTS}, "seen": seen})
        for name in fixed:
            form.fields[name].disabled = True
        return form
