"""Texts asked in German and in English, and the digest of what a form showed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..forms import LineField, PlainForm, TextField
from ..models import Local

LANGUAGES = ("de", "en")


class LocalWidget(forms.MultiWidget):
    """The German text beside the English one; each says to browsers which language it is in."""

    def __init__(self, kind: type[forms.Widget], attrs: Mapping[str, Any] | None = None) -> None:
        labels = {
            # Translators: de: „Deutsch“
            "de": _("German"),
            # Translators: de: „Englisch“
            "en": _("English"),
        }
        super().__init__(
            {
                language: kind(attrs={**(attrs or {}), "lang": language, "aria-label": label})
                for language, label in labels.items()
            }
        )

    def decompress(self, value: Any) -> list[str]:
        return [(value or {}).get(language, "") for language in LANGUAGES]


class LocalField(forms.MultiValueField):
    """A text in both languages. German is asked for where it is `required`; English never is."""

    widget: LocalWidget

    def __init__(
        self, *, area: int = 0, max_length: int, needed: str | Any = "", **kwargs: Any
    ) -> None:
        kind = TextField if area else LineField
        widget = (
            LocalWidget(forms.Textarea, {"rows": area}) if area else LocalWidget(forms.TextInput)
        )
        super().__init__(
            [kind(max_length=max_length, required=False) for _language in LANGUAGES],
            require_all_fields=False,
            required=bool(needed),
            widget=widget,
            **kwargs,
        )
        self.needed = needed

    def compress(self, data_list: list[str]) -> Local:
        pairs = zip(LANGUAGES, data_list or ["", ""], strict=True)
        return Local({language: text.strip() for language, text in pairs if text.strip()})

    def clean(self, value: Any) -> Local:
        if self.disabled:
            return Local(value or {})
        text: Local = self.compress(
            [field.clean(one) for field, one in zip(self.fields, value or ["", ""], strict=True)]
        )
        if self.needed and not text.get("de"):
            raise forms.ValidationError(str(self.needed), code="required")
        return text


# Translators: de: „Ohne englischen Text lesen alle den deutschen.“
ENGLISH = _("Without an English text everybody reads the German one.")


class SeenForm(PlainForm):
    """A form whose `seen` is the digest of what it showed; see `shown`."""

    hide_optional = True
    use_required_attribute = False
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def digest(self) -> str | None:
        """What the form showed when it was sent; None if it did not say."""
        return self.cleaned_data.get("seen") or None

    def values(self) -> dict[str, Any]:
        """What was entered, by the names of the fields of the row."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}
