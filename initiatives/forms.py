"""What all forms are made of. Forms ask, and give clean, typed values; they save nothing."""

from __future__ import annotations

from typing import Any

from django import forms

from . import texts

REFUSED_NUMBERS = ("required", "invalid", "min_value", "max_value")


class PlainForm(forms.Form):
    """A form whose errors the server words; the browser's own bubbles would hide the summary."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class TextField(forms.CharField):
    """Text in one form before its length is counted: a line break is one character."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(texts.clean(value) if isinstance(value, str) else value)


class LineField(forms.CharField):
    """Text of one line, as it may stand in a letter."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(texts.line(value) if isinstance(value, str) else value)


class NumberField(forms.IntegerField):
    """A whole number, typed as text; whatever is wrong with it, `refusal` says what to enter."""

    def __init__(self, *, refusal: Any, width: str = "aw-w-2", **given: Any) -> None:
        super().__init__(
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": width}),
            error_messages=dict.fromkeys(REFUSED_NUMBERS, refusal),
            **given,
        )


class OneFieldForm(forms.Form):
    """What the browser sends beside a text, to save one field while somebody types."""

    page = forms.ChoiceField(choices=[(one, one) for one in ("section", "initiative", "contact")])
    field = forms.SlugField()
    writer = forms.UUIDField()
    version = forms.IntegerField(min_value=0, required=False)
    seen = forms.CharField(required=False)
    page_seen = forms.CharField(required=False)
