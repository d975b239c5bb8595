"""What the office adds to a letter on the result, and why it takes one back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from initiatives import shown
from initiatives.forms import PlainForm
from initiatives.models import Local
from initiatives.set_up_forms import LocalField, SeenForm

from . import actions
from .outgoing import Outgoing

REASON_LIMIT = 1000  # characters


class AdditionForm(SeenForm):
    """One paragraph; the rest of the letter is the same for all."""

    addition = LocalField(
        # Translators: de: „Persönlicher Absatz“
        label=_("Personal paragraph"),
        help_text=_(
            # Translators: de: „Er steht nach den ersten Sätzen. Nennen Sie keine Gründe der Jury
            # und keine Platzierung. Bleibt das Feld leer, fällt der Absatz weg.“
            "It stands after the first sentences. Name no reasons of the jury and no rank. Leave "
            "it empty to go without."
        ),
        area=5,
        max_length=actions.ADDITION_LIMIT,
    )

    @classmethod
    def of(cls, letter: Outgoing, data: Any = None) -> AdditionForm:
        stored = actions.stored_addition(letter)
        return cls(data, initial={**stored, "seen": shown.digest(stored)})

    def text(self) -> Local:
        return Local(self.cleaned_data["addition"])


class TakeBackForm(PlainForm):
    """What the initiative reads instead."""

    reason = LocalField(
        # Translators: de: „Warum Sie den Brief zurücknehmen“
        label=_("Why you take the letter back"),
        # Translators: de: „Die Initiative liest diesen Text wörtlich.“
        help_text=_("The initiative reads this word by word."),
        area=4,
        max_length=REASON_LIMIT,
        # Translators: de: „Schreiben Sie, warum: Die Initiative liest es.“
        needed=_("Write why: the initiative reads it."),
    )

    def text(self) -> Local:
        return Local(self.cleaned_data["reason"])
