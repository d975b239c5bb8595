"""The office's forms about the press: whom it asks, who of it reads beforehand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from initiatives import shown
from initiatives.forms import LineField, PlainForm
from initiatives.models import Call
from initiatives.set_up_forms import SeenForm
from initiatives.set_up_forms.local import LocalField

from . import actions


class PressContactForm(SeenForm):
    """Who answers, and the paragraph under every text."""

    name = LineField(
        label=_("Name"),
        max_length=120,
        # Translators: de: „Geben Sie den Namen ein“
        error_messages={"required": _("Enter the name")},
    )
    office = LocalField(
        # Translators: de: „Stelle“
        label=_("Office of the contact"),
        # Translators: de: „Wie „Pressestelle der Geschäftsstelle“.“
        help_text=_("Such as “Press office of the award office”."),
        max_length=160,
    )
    telephone = LineField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={
            "required": _("Enter the e-mail address"),
            "invalid": _("Enter an address such as name@beispiel.de"),
        },
    )
    boilerplate = LocalField(
        # Translators: de: „Abbinder“
        label=_("Boilerplate"),
        # Translators: de: „Ein Absatz über die Auszeichnung. Er steht am Ende jedes Pressetextes.“
        help_text=_("A paragraph about the award. It ends every press text."),
        area=5,
        max_length=1200,
    )

    @classmethod
    def of(cls, call: Call, data: Any) -> PressContactForm:
        said = actions.said_press_contact(call)
        return cls(data, initial={**said, "seen": shown.digest(said)})


class PressReaderForm(PlainForm):
    """A journalist to write to."""

    name = LineField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the name")},
    )
    medium = LineField(
        # Translators: de: „Medium“
        label=_("Medium"),
        # Translators: de: „Redaktion oder Agentur, für die berichtet wird.“
        help_text=_("The newsroom or agency reported for."),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        # Translators: de: „Geben Sie das Medium ein“
        error_messages={"required": _("Enter the medium")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        # Translators: de: „Der persönliche Link geht nur an diese Adresse.“
        help_text=_("The personal link goes to this address only."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Enter the e-mail address"),
            "invalid": _("Enter an address such as name@beispiel.de"),
        },
    )
    language = forms.ChoiceField(
        label=_("Language of letters"),
        choices=settings.LANGUAGES,
        error_messages={"invalid_choice": _("Choose one of the languages")},
    )


class EmbargoForm(PlainForm):
    """The promise of a journalist."""

    hide_optional = True

    agreed = forms.BooleanField(
        # Translators: de: „Ich halte die Sperrfrist ein.“
        label=_("I keep the embargo."),
        # Translators: de: „Vorher veröffentliche ich nichts davon und gebe nichts weiter.“
        help_text=_("Before it ends I publish nothing of this and pass nothing on."),
        # Translators: de: „Setzen Sie den Haken, damit sich der Text öffnet.“
        error_messages={"required": _("Tick the box to open the text.")},
    )
