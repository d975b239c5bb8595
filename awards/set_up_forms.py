"""Prizes of a call."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.set_up_forms import ENGLISH, LocalField, SeenForm

from .models import Prize


class PrizeForm(SeenForm):
    name = LocalField(
        label=_("Name"),
        max_length=160,
        # Translators: de: „Geben Sie den Namen auf Deutsch ein“
        needed=_("Enter the name in German"),
        help_text=ENGLISH,
    )
    kind = forms.ChoiceField(
        # Translators: de: „Art des Preises“
        label=_("Kind of prize"),
        widget=forms.RadioSelect,
        choices=[
            # Translators: de: „gleichrangiger Preis“
            (Prize.Kind.EQUAL, _("equal prize")),
            # Translators: de: „Preis einer Kategorie“
            (Prize.Kind.CATEGORY, _("prize of a category")),
            # Translators: de: „Sonderpreis“
            (Prize.Kind.SPECIAL, _("special prize")),
            # Translators: de: „Anerkennung“
            (Prize.Kind.COMMENDATION, _("commendation")),
        ],
        initial=Prize.Kind.EQUAL,
        # Translators: de: „Wählen Sie die Art des Preises“
        error_messages={"required": _("Choose the kind of prize")},
    )
    places = forms.IntegerField(
        # Translators: de: „Plätze“
        label=_("Places"),
        # Translators: de: „So oft kann der Preis vergeben werden; Plätze dürfen frei bleiben.“
        help_text=_("So often can the prize be given; places may stay free."),
        min_value=1,
        max_value=20,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "aw-w-2"}),
        error_messages={
            # Translators: de: „Geben Sie die Zahl der Plätze in Ziffern ein“
            "required": _("Enter the number of places in digits"),
            "invalid": _("Enter the number of places in digits"),
            # Translators: de: „Geben Sie 1 bis 20 Plätze ein“
            "min_value": _("Enter 1 to 20 places"),
            "max_value": _("Enter 1 to 20 places"),
        },
    )
