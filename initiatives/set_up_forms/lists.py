"""Frequent questions, questions on eligibility, declarations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..forms import LineField
from .local import ENGLISH, LocalField, SeenForm


class FrequentQuestionForm(SeenForm):
    question = LocalField(
        label=_("Question"),
        max_length=200,
        needed=_("Enter the question in German"),
        help_text=ENGLISH,
    )
    answer = LocalField(
        # Translators: de: „Antwort“
        label=_("Answer"),
        max_length=2000,
        area=6,
        # Translators: de: „Geben Sie die Antwort auf Deutsch ein“
        needed=_("Enter the answer in German"),
    )


class EligibilityForm(SeenForm):
    question = LocalField(
        label=_("Question"),
        max_length=200,
        needed=_("Enter the question in German"),
        help_text=ENGLISH,
    )
    help = LocalField(label=_("Hint"), max_length=400, area=3)
    wanted = forms.TypedChoiceField(
        # Translators: de: „Bewerben kann sich, wer antwortet mit“
        label=_("Whoever can apply answers"),
        widget=forms.RadioSelect,
        # Translators: de: „Ja“
        choices=[("ja", _("Yes")), ("nein", _("No"))],
        coerce=lambda value: value == "ja",
        # Translators: de: „Wählen Sie die Antwort“
        error_messages={"required": _("Choose the answer")},
    )
    reason = LocalField(
        # Translators: de: „Warum die andere Antwort hindert“
        label=_("Why the other answer hinders"),
        max_length=400,
        area=3,
        # Translators: de: „Nennen Sie den Grund auf Deutsch“
        needed=_("Name the reason in German"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = kwargs.get("initial") or {}
        if "wanted" in initial:
            kwargs["initial"] = {**initial, "wanted": "ja" if initial["wanted"] else "nein"}
        super().__init__(*args, **kwargs)


class DeclarationForm(SeenForm):
    """A sentence to confirm."""

    text = LocalField(
        # Translators: de: „Text“
        label=_("Text"),
        max_length=1000,
        area=5,
        # Translators: de: „Geben Sie den Text auf Deutsch ein“
        needed=_("Enter the text in German"),
        help_text=ENGLISH,
    )
    version = LineField(
        # Translators: de: „Fassung“
        label=_("Version"),
        # Translators: de: „Sie wird mit jeder Bestätigung gespeichert. Ein neuer Text braucht eine
        # neue Fassung.“
        help_text=_("It is stored with each confirmation. Another text needs another version."),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "aw-w-4"}),
        # Translators: de: „Nennen Sie die Fassung“
        error_messages={"required": _("Name the version")},
    )
    required = forms.BooleanField(
        # Translators: de: „Muss bestätigt werden“
        label=_("Must be confirmed"),
        required=False,
        initial=True,
    )


class NewDeclarationForm(DeclarationForm):
    code = forms.ChoiceField(
        # Translators: de: „Worum es geht“
        label=_("What it is about"),
        choices=[
            ("terms", _("Terms of participation")),
            ("privacy", _("Privacy")),
            ("pictures", _("Rights to pictures")),
            # Translators: de: „Richtigkeit der Angaben“
            ("correctness", _("Correctness")),
            # Translators: de: „etwas anderes“
            ("other", _("something else")),
        ],
        # Translators: de: „Wählen Sie, worum es geht“
        error_messages={"required": _("Choose what it is about")},
    )
    field_order = ["code"]
