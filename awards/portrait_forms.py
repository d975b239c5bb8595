"""Forms about portraits: the texts, what laureates suggest, what the office says to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives import shown
from initiatives.forms import PlainForm, TextField
from initiatives.set_up_forms.local import LocalField, SeenForm

from . import actions, portraits
from .actions.portraying import PORTRAIT_LIMIT, REMARK_LIMIT, SUMMARY_LIMIT
from .models import Portrait


class PortraitForm(SeenForm):
    """Portrait and summary as they will be published."""

    text = LocalField(
        # Translators: de: „Porträt“
        label=_("Portrait"),
        help_text=_(
            # Translators: de: „Drei Absätze für die Seite der Initiative: was sie tut, wie es
            # begann, was daraus geworden ist. Je Sprache bis 4.000 Zeichen.“
            "Three paragraphs for the page of the initiative: what it does, how it began, what "
            "has come of it. Up to 4,000 characters in each language."
        ),
        area=14,
        max_length=PORTRAIT_LIMIT,
    )
    summary = LocalField(
        # Translators: de: „Kurzfassung“
        label=_("Summary"),
        help_text=_(
            # Translators: de: „Steht in der Bekanntgabe und in Listen. Auf Deutsch die Kurzfassung
            # aus der Bewerbung, wenn Sie nichts anderes schreiben. Je Sprache bis 1.200 Zeichen.“
            "Stands in the announcement and in lists. In German the summary of the application, "
            "unless you write something else. Up to 1,200 characters in each language."
        ),
        area=6,
        max_length=SUMMARY_LIMIT,
    )

    @classmethod
    def of(
        cls, portrait: Portrait, data: Any = None, *, take: Portrait | None = None
    ) -> PortraitForm:
        """The form of the stored texts; with `take` it begins with what was suggested there."""
        said = portraits.said(portrait)
        begins = portraits.suggested(take) if take else said
        return cls(data, initial={**begins, "seen": shown.digest(said)})


class AnswerForm(PlainForm):
    """What becomes of a suggestion."""

    hide_optional = True

    answer = TextField(
        # Translators: de: „Antwort an die Initiative“
        label=_("Answer to the initiative"),
        # Translators: de: „Steht im nächsten Brief und auf ihrer Seite.“
        help_text=_("Stands in the next letter and on their page."),
        max_length=REMARK_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4, "data-limit": REMARK_LIMIT, "data-count": ""}),
        # Translators: de: „Schreiben Sie, was aus dem Vorschlag geworden ist“
        error_messages={"required": _("Write what has become of the suggestion")},
    )


class NoteForm(PlainForm):
    """How an agreement reached the office."""

    hide_optional = True

    note = TextField(
        # Translators: de: „Wer wann und wie zugestimmt hat“
        label=_("Who agreed, when and how"),
        # Translators: de: „Zum Beispiel: „Frau Albers am 3. November am Telefon“.“
        help_text=_("For example: “Ms Albers on 3 November by telephone”."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        # Translators: de: „Schreiben Sie, wer wann und wie zugestimmt hat“
        error_messages={"required": _("Write who agreed, when and how")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class UntilForm(PlainForm):
    """The day by which an answer is asked for."""

    hide_optional = True

    bis = forms.DateField(
        # Translators: de: „Antwort erbeten bis“
        label=_("Answer asked for by"),
        # Translators: de: „Zum Beispiel 31.10.2026“
        help_text=_("For example 31.10.2026"),
        input_formats=["%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y"],
        widget=forms.DateInput(
            format="%d.%m.%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}
        ),
        error_messages={
            # Translators: de: „Geben Sie den Tag so ein: 31.10.2026“
            name: _("Enter the day like this: 31.10.2026")
            for name in ("required", "invalid")
        },
    )


class SuggestionForm(SeenForm):
    """The texts as those they speak of would have them, and a word to the office."""

    text = LocalField(label=_("Portrait"), area=14, max_length=PORTRAIT_LIMIT)
    summary = LocalField(label=_("Summary"), area=6, max_length=SUMMARY_LIMIT)
    remark = TextField(
        # Translators: de: „Anmerkung an die Geschäftsstelle“
        label=_("Remark to the office"),
        help_text=_(
            # Translators: de: „Wenn Sie etwas erklären möchten. Wird nicht veröffentlicht und 30
            # Tage nach der Bekanntgabe gelöscht.“
            "If you would like to explain something. It is not published, and deleted 30 days "
            "after the announcement."
        ),
        max_length=REMARK_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-limit": REMARK_LIMIT, "data-count": ""}),
    )

    # The digest of the texts the form began with.
    began = forms.CharField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, portrait: Portrait, data: Any = None) -> SuggestionForm:
        begins = actions.shown_to_laureate(portrait)
        hidden = {"seen": actions.seen_by_laureate(portrait), "began": _digest(begins)}
        return cls(data, initial={**begins, **hidden})

    def is_untouched(self) -> bool:
        """Whether the texts came back as they were shown."""
        return self.cleaned_data["began"] == _digest(self.cleaned_data)

    def has_other_texts(self, portrait: Portrait) -> bool:
        """Whether what was typed is not what stands there."""
        said = portraits.said(portrait)
        return any(self.cleaned_data[name] != said[name] for name in said)


def _digest(values: Mapping[str, Any]) -> str:
    return shown.digest({name: values[name] for name in ("text", "summary")})
