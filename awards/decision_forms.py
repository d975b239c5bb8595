"""Forms of decisions: from the list of them, or from what a vote carried."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms import NumberField, PlainForm, TextField
from initiatives.models import Application, Call, Local

from .case_fields import CaseField, cases_of
from .models import Meeting, Prize, Vote

REASONS_LIMIT = 1500


class StatedForm(PlainForm):
    """A decision's reasons, in German and if possible in English."""

    statement_de = TextField(
        label=_("The jury's reasons"),
        help_text=_("They are published word by word."),
        max_length=REASONS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5, "data-limit": REASONS_LIMIT, "data-count": ""}),
        error_messages={"required": _("Write the jury's reasons in German.")},
    )
    statement_en = TextField(
        label=_("The jury's reasons in English"),
        max_length=REASONS_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "en"}),
    )
    deviation = TextField(
        label=_("Why the ranking was not followed"),
        help_text=_("Only if the ranking places the application lower. It stays in the office."),
        max_length=REASONS_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def statement(self) -> Local:
        """In those languages in which there is one."""
        texts = {name: self.cleaned_data[f"statement_{name}"] for name in ("de", "en")}
        return Local({language: text for language, text in texts.items() if text.strip()})


class DecisionForm(StatedForm):
    """Which prize for which case, and why."""

    prize = forms.ModelChoiceField(
        Prize.objects.none(),
        label=_("Prize"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the prize")},
    )
    application = CaseField(
        Application.objects.none(),
        to_field_name="key",
        label=_("Application"),
        empty_label=_("Choose an application"),
        error_messages={"required": _("Choose the application")},
    )
    field_order = ("prize", "application")

    def __init__(self, call: Call, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["prize"].queryset = call.prizes.all()  # type: ignore[attr-defined]
        undecided = cases_of(call).filter(decisions=None)
        self.fields["application"].queryset = undecided  # type: ignore[attr-defined]


class ReasonsForm(StatedForm):
    """The jury's reasons for what a vote carried."""

    vote = forms.ModelChoiceField(
        Vote.objects.none(), to_field_name="key", widget=forms.HiddenInput
    )
    statement_de = TextField(
        # Translators: de: „Begründung zur Veröffentlichung“
        label=_("Reasons for publication"),
        # Translators: de: „Sie wird Wort für Wort veröffentlicht, wenn die Sperrfrist endet.“
        help_text=_("They are published word by word when the embargo ends."),
        max_length=REASONS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5, "data-limit": REASONS_LIMIT, "data-count": ""}),
        error_messages={"required": _("Write the jury's reasons in German.")},
    )
    field_order = ("vote",)

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        votes = meeting.votes.filter(closed_at__isnull=False, decision=None, withheld=None)
        self.fields["vote"].queryset = votes.select_related("prize", "application")  # type: ignore[attr-defined]


class WithheldForm(PlainForm):
    """Places of a prize that nobody gets, and why."""

    prize = forms.ModelChoiceField(
        Prize.objects.none(),
        label=_("Prize"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the prize")},
    )
    places = NumberField(
        # Translators: de: „Wie viele Plätze“
        label=_("How many places"),
        min_value=1,
        initial=1,
        # Translators: de: „Geben Sie eine Zahl ab 1 ein“
        refusal=_("Enter a number from 1 on"),
    )
    reasons_de = TextField(
        label=_("The jury's reasons"),
        max_length=REASONS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the jury's reasons in German.")},
    )

    def __init__(self, call: Call, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["prize"].queryset = call.prizes.all()  # type: ignore[attr-defined]
