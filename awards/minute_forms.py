"""The form of the minutes: one text a section."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms import PlainForm, TextField

from .actions.minuting import TEXT_LIMIT


class TextForm(PlainForm):
    text = TextField(
        # Translators: de: „Text der Niederschrift“
        label=_("Text of the minutes"),
        required=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
