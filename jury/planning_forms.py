"""Forms of the allocation: they give clean values and save nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from initiatives.forms import NumberField, PlainForm
from initiatives.tables import Fault

from .allotting import Wanted
from .models import Procedure
from .plan_files import LARGEST

ALL, BEGUN = "all", "begun"
AUTO, OFF = "auto", "off"
FAULTS = 30  # lines with something wrong that are named


class PlanForm(PlainForm):
    """What the office asks of a plan."""

    readers = NumberField(
        # Translators: de: „Bögen je Fall“
        label=_("Readers of a case"),
        min_value=1,
        max_value=50,
        width="aw-w-4",
        # Translators: de: „Nennen Sie eine Zahl von 1 bis 50“
        refusal=_("Enter a number from 1 to 50"),
    )
    keep = forms.ChoiceField(
        # Translators: de: „Was schon zugeteilt ist“
        label=_("What is allocated already"),
        widget=forms.RadioSelect,
        choices=[
            # Translators: de: „Alles bleibt; nur was fehlt, kommt dazu“
            (ALL, _("Everything stays; only what is missing is added")),
            # Translators: de: „Nur Begonnenes und Fertiges bleibt; alles andere wird neu verteilt“
            (BEGUN, _("Only what is begun or finished stays; all else is allocated anew")),
        ],
        # Translators: de: „Wählen Sie, was bleibt“
        error_messages={"required": _("Choose what stays")},
    )
    overlap = forms.ChoiceField(
        # Translators: de: „Überschneidung“
        label=_("Overlap"),
        help_text=_(
            # Translators: de: „Begegnen sich Jurymitglieder gleichmäßig in gemeinsamen Fällen,
            # lässt sich erkennen, wer strenger wertet. Das kostet ein wenig Passung.“
            "If jurors meet evenly in common cases, it can be told who scores more strictly. That "
            "costs a little of the match."
        ),
        widget=forms.RadioSelect,
        choices=[
            # Translators: de: „Gleichmäßig, so weit es wenig kostet“
            (AUTO, _("Even, as far as it costs little")),
            # Translators: de: „Nur die beste Passung zählt“
            (OFF, _("Only the best match counts")),
        ],
        # Translators: de: „Wählen Sie, wie sich Jurymitglieder begegnen“
        error_messages={"required": _("Choose how jurors meet")},
    )

    def __init__(self, procedure: Procedure, *args: Any, has_any: bool, **kwargs: Any) -> None:
        initial = {
            "readers": procedure.readers,
            "keep": ALL if has_any else BEGUN,
            "overlap": AUTO,
        }
        super().__init__(*args, initial=initial, **kwargs)

    def wanted(self) -> Wanted:
        return Wanted(
            readers=self.cleaned_data["readers"],
            keep_all=self.cleaned_data["keep"] == ALL,
            overlap_budget=0.0 if self.cleaned_data["overlap"] == OFF else None,
        )


class TableForm(PlainForm):
    """A table of who reads what."""

    file = forms.FileField(
        # Translators: de: „Tabelle (CSV)“
        label=_("Table (CSV)"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={
            "required": _("Choose a file"),
            "empty": _("The file is empty. Choose another one"),
        },
    )

    def refuse(self, faults: Sequence[Fault]) -> None:
        """Say what is wrong with which line."""
        for fault in faults[:FAULTS]:
            self.add_error("file", str(fault))
        if more := len(faults[FAULTS:]):
            # Translators: de: „Und %(n)d weitere Zeile.“, „Und %(n)d weitere Zeilen.“
            text = ngettext("And %(n)d more line.", "And %(n)d more lines.", more)
            self.add_error("file", text % {"n": more})

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            # Translators: de: „Die Datei ist größer als 5 MB“
            raise forms.ValidationError(_("The file is larger than 5 MB"))
        return file
