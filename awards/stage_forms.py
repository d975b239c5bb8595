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


class ScreenForm(PlainForm):
    """Which machine in the hall is to show the big screen."""

    name = LineField(
        # Translators: de: „Wo die Leinwand steht“
        label=_("Where the screen is"),
        max_length=40,
        # Translators: de: „Zum Beispiel „Saal links“. So finden Sie sie in der Liste wieder.“
        help_text=_("For example “Hall, left”. So you find it again in the list."),
        # Translators: de: „Geben Sie an, wo die Leinwand steht“
        error_messages={"required": _("Say where the screen is")},
    )


class CodeForm(PlainForm):
    """Typed on the machine in the hall. Whatever is wrong with a code, the answer is one."""

    code = LineField(
        label=_("Code"),
        max_length=40,
        # Translators: de: „Acht Zeichen; die Regie hat sie. Groß oder klein ist gleich.“
        help_text=_("Eight signs; the operator has them. Capitals or not is the same."),
        # Translators: de: „Geben Sie den Code ein“
        error_messages={"required": _("Enter the code")},
        widget=forms.TextInput(
            attrs={
                "class": "aw-w-4",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "data-code": "",
            }
        ),
    )
