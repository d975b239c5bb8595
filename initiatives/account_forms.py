"""Forms by which people say how letters reach them."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .forms import PlainForm


class LanguageForm(PlainForm):
    """The language of the letters to a person."""

    language = forms.ChoiceField(
        label=_("Language of letters"),
        choices=settings.LANGUAGES,
        error_messages={"invalid_choice": _("Choose one of the languages")},
    )


class RemindersForm(PlainForm):
    """Whether a person is reminded before a deadline."""

    hide_optional = True

    wanted = forms.BooleanField(
        # Translators: de: „An Entwürfe erinnern“
        label=_("Remind me of drafts"),
        # Translators: de: „Zwei Wochen, eine Woche und einen Tag vor dem Bewerbungsschluss.“
        help_text=_("Two weeks, one week and one day before the deadline."),
        required=False,
    )
