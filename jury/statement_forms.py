"""The jurors' statement, and what somebody invited says instead of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms import PlainForm, TextField
from initiatives.set_up_forms import LocalField, SeenForm

from .models import JurorInvitation, Statement


class PromiseForm(PlainForm):
    """The juror gives the statement; `version` is the one that was shown."""

    agreed = forms.BooleanField(
        # Translators: de: „Ich habe die Erklärung gelesen und gebe sie ab.“
        label=_("I have read the statement and give it."),
        # Translators: de: „Bestätigen Sie, dass Sie die Erklärung gelesen haben und abgeben“
        error_messages={"required": _("Confirm that you have read the statement and give it")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, statement: Statement | None, *args: Any, **kwargs: Any) -> None:
        version = statement.version if statement else 0
        super().__init__(*args, initial={"version": version}, **kwargs)


class StatementForm(SeenForm):
    """The wording in both languages; `after` is the version its writer saw."""

    text = LocalField(
        # Translators: de: „Wortlaut“
        label=_("Wording"),
        area=24,
        max_length=12000,
        needed=_("Write the statement in German."),
        help_text=_(
            # Translators: de: „Eine Überschrift beginnt mit „## “, ein Punkt einer Liste mit „- “;
            # eine leere Zeile trennt Absätze. Ohne englischen Text lesen alle den deutschen.“
            "A heading begins with “## ”, an item of a list with “- ”; an empty line parts "
            "paragraphs. Without an English text everybody reads the German one."
        ),
    )
    after = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)


class DeclineForm(PlainForm):
    """Why somebody does not want to judge."""

    ground = forms.ChoiceField(
        # Translators: de: „Warum sagen Sie ab?“
        label=_("Why do you decline?"),
        choices=JurorInvitation.Ground.choices,
        widget=forms.RadioSelect,
        # Translators: de: „Wählen Sie einen Grund“
        error_messages={"required": _("Choose a ground")},
    )
    note = TextField(
        # Translators: de: „Möchten Sie etwas dazu sagen?“
        label=_("Do you want to add something?"),
        # Translators: de: „Etwa, wen wir stattdessen fragen könnten. Es liest nur die
        # Geschäftsstelle.“
        help_text=_("Such as whom we could ask instead. Only the award office reads it."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
