"""One field of each kind in each state, as a form of its own, for the tests of the pack."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.base import File

CHOICES = [("bund", "Bund"), ("land", "Land")]
KINDS: dict[str, tuple[type[forms.Field], dict[str, Any]]] = {
    "text": (forms.CharField, {}),
    "email": (forms.EmailField, {"widget": forms.EmailInput(attrs={"autocomplete": "email"})}),
    "number": (forms.IntegerField, {"widget": forms.TextInput(attrs={"inputmode": "numeric"})}),
    "textarea": (
        forms.CharField,
        {"widget": forms.Textarea(attrs={"data-limit": 1200, "rows": 3})},
    ),
    "select": (forms.ChoiceField, {"choices": CHOICES}),
    "radios": (forms.ChoiceField, {"choices": CHOICES, "widget": forms.RadioSelect}),
    "checkboxes": (
        forms.MultipleChoiceField,
        {"choices": CHOICES, "widget": forms.CheckboxSelectMultiple},
    ),
    "checkbox": (forms.BooleanField, {}),
    "file": (forms.FileField, {}),
    "date": (
        forms.SplitDateTimeField,
        {
            "widget": forms.SplitDateTimeWidget(
                date_attrs={"aria-label": "Tag"}, time_attrs={"aria-label": "Uhrzeit"}
            )
        },
    ),
}
STATES = ("plain", "hint", "error", "optional")


class PlainForm(forms.Form):
    use_required_attribute = False


def form_with(kind: str, state: str = "plain", **more: Any) -> forms.Form:
    """A form with the one field `answer`; in the state "error" it was sent empty."""
    field, options = KINDS[kind]
    options = {"label": "Träger", **options}
    if state == "hint":
        options["help_text"] = "Wer unterschreibt"
    if state == "optional":
        options["required"] = False
    if state == "error":
        options["error_messages"] = {"required": "Nennen Sie den Träger"}
    form_class = type("OneField", (PlainForm,), {"answer": field(**{**options, **more})})
    return form_class({} if state == "error" else None)


class Stored(File):
    """A file that was sent before."""

    url = "/anlage/1/"

    def __init__(self) -> None:
        super().__init__(None, name="bilder/wärme netz.jpg")

    def __bool__(self) -> bool:
        return True
