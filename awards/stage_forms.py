"""What a step of the stage says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms import LineField, PlainForm

from .models import StageStep

PLACES = {  # what stands there if nothing is written; see stage.pictures
    # Translators: de: „Bleibt das Feld leer, steht dort „Herzlich willkommen“.“
    "opening": _("If left empty, it says “A warm welcome”."),
    # Translators: de: „Bleibt das Feld leer, steht dort „Der nächste Preis geht an …“.“
    "prize": _("If left empty, it says “The next prize goes to …”."),
    # Translators: de: „Bleibt das Feld leer, steht dort „Herzlichen Glückwunsch!“.“
    "thanks": _("If left empty, it says “Congratulations!”."),
}


class StepForm(PlainForm):
    """Large words and smaller ones below."""

    title = LineField(
        # Translators: de: „Große Schrift“
        label=_("Large words"),
        max_length=80,
        required=False,
        # Translators: de: „Geben Sie an, was auf der Leinwand steht“
        error_messages={"required": _("Say what stands on the screen")},
    )
    text = LineField(
        # Translators: de: „Darunter“
        label=_("Below"),
        max_length=200,
        required=False,
        # Translators: de: „Zum Beispiel, wer die Laudatio hält. Nennen Sie hier keine Preisträger.“
        help_text=_("For example who gives the laudation. Name no laureate here."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, step: StageStep | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = step.kind if step else StageStep.Kind.TEXT
        self.fields["title"].required = kind == StageStep.Kind.TEXT
        self.fields["title"].help_text = PLACES.get(kind, "")
