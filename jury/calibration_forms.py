"""Forms of the calibration: they give clean values and save nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms import PlainForm, TextField
from initiatives.models import Call, Criterion
from initiatives.set_up_forms import ENGLISH, LocalField, SeenForm

from .actions import REMARK_LIMIT


class CriteriaField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, criterion: Any) -> str:
        return str(criterion.name)


class SampleForm(SeenForm):
    """An invented case, and what it asks jurors to score."""

    title = LocalField(
        label=_("Title"),
        # Translators: de: „Am besten mit dem Wort „Musterfall“, damit niemand ihn für echt hält.“
        help_text=_("Best with the words “sample case”, so that nobody takes it for real."),
        max_length=120,
        # Translators: de: „Geben Sie den Titel auf Deutsch ein“
        needed=_("Enter the title in German"),
    )
    text = LocalField(
        # Translators: de: „Text“
        label=_("Text"),
        help_text=ENGLISH,
        max_length=8000,
        area=14,
        # Translators: de: „Geben Sie den Text auf Deutsch ein“
        needed=_("Enter the text in German"),
    )
    criteria = CriteriaField(
        Criterion.objects.none(),
        to_field_name="code",
        # Translators: de: „Gefragt wird nach“
        label=_("It asks for"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            # Translators: de: „Wählen Sie mindestens ein Kriterium“
            "required": _("Choose at least one criterion")
        },
    )

    def __init__(self, call: Call, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criteria"].queryset = call.criteria.all()  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        given = super().values()
        return {**given, "criteria": list(given["criteria"])}


class RemarkForm(PlainForm):
    """What somebody says about the levels of a criterion."""

    text = TextField(
        # Translators: de: „Ihre Wortmeldung“
        label=_("Your remark"),
        help_text=_(
            # Translators: de: „Die ganze Jury und die Geschäftsstelle lesen sie mit Ihrem Namen,
            # sonst niemand. Sprechen Sie über die Stufen und den Musterfall, nie über echte
            # Bewerbungen.“
            "The whole jury and the award office read it with your name, nobody else. Speak about "
            "the levels and the sample case, never about real applications."
        ),
        max_length=REMARK_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        # Translators: de: „Schreiben Sie, was Sie zu den Stufen sagen möchten.“
        error_messages={"required": _("Write what you want to say about the levels.")},
    )


class AgreementForm(SeenForm):
    """What the jury agreed on; `reason` only once there are scores."""

    text = LocalField(
        # Translators: de: „Verabredung“
        label=_("Agreement"),
        help_text=_(
            # Translators: de: „Steht ab dem Speichern neben den Stufen auf jedem Bogen und im
            # gedruckten Bewertungsmaßstab. Ohne Text gibt es keine Verabredung.“
            "Once saved it stands beside the levels on every sheet and in the printed yardstick. "
            "Without a text there is no agreement."
        ),
        max_length=1000,
        area=5,
    )
    reason = TextField(
        # Translators: de: „Warum kommt das nach den ersten Bögen mit Punkten?“
        label=_("Why does this come after the first sheets with points?"),
        # Translators: de: „Steht im Journal. Wer schon bewertet hat, kannte die Verabredung nicht.“
        help_text=_("It stands in the journal. Who has scored already did not know the agreement."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        # Translators: de: „Nennen Sie den Grund“
        error_messages={"required": _("Name the reason")},
    )

    def __init__(self, *args: Any, scored: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not scored:
            del self.fields["reason"]
