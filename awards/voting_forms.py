"""Forms of a vote: what is asked, and how many hands were raised."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms import PlainForm, TextField
from initiatives.models import Application

from .actions.voting import MOTION_LIMIT
from .case_fields import CaseField, cases_of
from .models import Meeting, Prize


class QuestionForm(PlainForm):
    """What is voted on: a prize for a case, or a motion in words."""

    prize = forms.ModelChoiceField(
        Prize.objects.none(),
        required=False,
        # Translators: de: „Preis“
        label=_("Prize"),
        # Translators: de: „Kein Preis: Antrag in Worten“
        empty_label=_("No prize: a motion in words"),
    )
    application = CaseField(
        Application.objects.none(),
        to_field_name="key",
        required=False,
        # Translators: de: „Fall“
        label=_("Case"),
        # Translators: de: „Kein Fall“
        empty_label=_("No case"),
    )
    motion = TextField(
        # Translators: de: „Antrag in Worten“
        label=_("Motion in words"),
        max_length=MOTION_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, meeting: Meeting, *args: Any, prizes: Iterable[Prize] = (), **kwargs: Any
    ) -> None:
        """`prizes` are those of the call where they are at hand, so that nobody asks again."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["prize"]
        field.queryset = meeting.call.prizes.all()
        if prizes:
            field.choices = [("", field.empty_label), *((one.pk, str(one)) for one in prizes)]
        if meeting.kind == Meeting.Kind.SITTING:
            del self.fields["application"]
            if not (meeting.current and meeting.current.application_id):
                del self.fields["prize"]
        else:
            self.fields["application"].queryset = cases_of(meeting.call)  # type: ignore[attr-defined]


class CountForm(PlainForm):
    """How many hands were raised."""

    # Translators: de: „Ja“
    yes = forms.IntegerField(label=_("Yes"), min_value=0)
    # Translators: de: „Nein“
    no = forms.IntegerField(label=_("No"), min_value=0)
    # Translators: de: „Enthaltung“
    abstained = forms.IntegerField(label=_("Abstention"), min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
            # Translators: de: „Geben Sie eine Zahl ein, auch 0“
            words = _("Enter a number, 0 included")
            field.error_messages |= {"required": words, "invalid": words, "min_value": words}


class RankForm(PlainForm):
    """Which cases are put into an order."""

    cases = forms.ModelMultipleChoiceField(
        Application.objects.none(),
        to_field_name="key",
        # Translators: de: „Fälle, zwei bis sechs“
        label=_("Cases, two to six"),
        widget=forms.CheckboxSelectMultiple,
        # Translators: de: „Wählen Sie zwei bis sechs Fälle“
        error_messages={"required": _("Choose two to six cases")},
    )

    def __init__(self, cases: Iterable[Application], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted(cases, key=lambda case: case.initiative.sort_name)
        field: Any = self.fields["cases"]
        field.queryset = Application.objects.filter(pk__in=[case.pk for case in known])
        field.choices = [(case.key, case.initiative.name) for case in known]
