"""Forms that put right what is public, each with a note for everybody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives import shown
from initiatives.forms import LineField, PlainForm, TextField
from initiatives.models import Local

from .actions.correcting import PLAIN, in_form, longest

NOTE_LIMIT = 600  # characters


class WithdrawalForm(PlainForm):
    """What everybody reads of it."""

    note_de = TextField(
        # Translators: de: „Hinweis für alle“
        label=_("Note for everybody"),
        # Translators: de: „Er steht mit dem Datum bei der Bekanntgabe, solange es sie gibt.“
        help_text=_("It stands with its date at the announcement for as long as that is there."),
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3, "data-limit": NOTE_LIMIT, "data-count": ""}),
        # Translators: de: „Schreiben Sie, was alle dazu lesen“
        error_messages={"required": _("Write what everybody reads about it")},
    )
    note_en = TextField(
        # Translators: de: „Hinweis auf Englisch“
        label=_("Note in English"),
        max_length=NOTE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}),
    )

    def note(self) -> Local:
        return _local(self.cleaned_data, "note")


class CorrectionForm(WithdrawalForm):
    """The text as it is to be, beside what it was when the form was shown."""

    text_de = TextField(
        # Translators: de: „Text, wie er richtig ist“
        label=_("The text as it is right"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6}),
        # Translators: de: „Schreiben Sie, was danach dort stehen soll“
        error_messages={"required": _("Write what is to stand there afterwards")},
    )
    text_en = TextField(
        # Translators: de: „Text auf Englisch“
        label=_("The text in English"),
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "lang": "en"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ("text_de", "text_en", "note_de", "note_en")

    def __init__(self, field: str, stored: Local, data: Any = None) -> None:
        fields = in_form(stored)
        super().__init__(data, initial={**fields, "seen": shown.digest(fields)})
        if field in PLAIN:
            del self.fields["text_en"]
            self.fields["text_de"] = LineField(
                label=self.fields["text_de"].label,
                max_length=longest(field),
                error_messages=self.fields["text_de"].error_messages,
            )

    def text(self) -> Local:
        return _local(self.cleaned_data, "text")


def _local(data: dict[str, Any], name: str) -> Local:
    texts = {language: data.get(f"{name}_{language}", "") for language in ("de", "en")}
    return Local({language: text for language, text in texts.items() if text.strip()})
