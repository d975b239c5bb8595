"""Forms around certificates and the seal: they ask, and save nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms import LineField, PlainForm, TextField
from initiatives.models import Local

from .actions.signing import Signatory
from .certificates.content import SIGNATURES
from .models import Role

REASON_LIMIT = 600


class TermsForm(PlainForm):
    """The owner accepts; `version` is that of the terms on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    accepted = forms.BooleanField(
        # Translators: de: „Ich nehme die Nutzungsbedingungen für die Initiative an.“
        label=_("I accept the terms for the initiative."),
        error_messages={
            # Translators: de: „Nehmen Sie die Nutzungsbedingungen an, um das Siegel zu erhalten“
            "required": _("Accept the terms to receive the seal")
        },
    )


class WithdrawForm(PlainForm):
    """Why a seal is taken away; everybody reads it."""

    reason_de = TextField(
        # Translators: de: „Grund“
        label=_("Reason"),
        # Translators: de: „Er steht auf der Nachweisseite, wie Sie ihn hier schreiben.“
        help_text=_("It stands on the proof page as you write it here."),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4, "data-limit": REASON_LIMIT, "data-count": ""}),
        # Translators: de: „Nennen Sie den Grund“
        error_messages={"required": _("Give the reason")},
    )
    reason_en = TextField(
        # Translators: de: „Grund auf Englisch“
        label=_("Reason in English"),
        max_length=REASON_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}),
    )
    sure = forms.BooleanField(
        # Translators: de: „Ich habe den Fall geprüft. Das Siegel wird endgültig entzogen.“
        label=_("I have examined the case. The seal is withdrawn for good."),
        error_messages={
            # Translators: de: „Bestätigen Sie, dass das Siegel endgültig entzogen wird“
            "required": _("Confirm that the seal is withdrawn for good")
        },
    )

    def reason(self) -> Local:
        given = {"de": self.cleaned_data["reason_de"], "en": self.cleaned_data["reason_en"]}
        return Local({language: text.strip() for language, text in given.items() if text.strip()})


class SignatoriesForm(PlainForm):
    """Two to four who sign: a name and an office each; a row without both is left out."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(1, SIGNATURES.stop):
            number = {"n": row}
            # Translators: de: „%(n)s. Unterschrift: Name“
            name = _("Signature %(n)s: name") % number
            # Translators: de: „%(n)s. Unterschrift: Amt oder Funktion“
            office = _("Signature %(n)s: office") % number
            # Translators: de: „%(n)s. Unterschrift: Amt oder Funktion auf Englisch“
            office_en = _("Signature %(n)s: office in English") % number
            self.fields[f"name_{row}"] = LineField(label=name, max_length=120, required=False)
            self.fields[f"office_{row}"] = LineField(label=office, max_length=160, required=False)
            self.fields[f"office_en_{row}"] = LineField(
                label=office_en, max_length=160, required=False
            )

    @classmethod
    def of(cls, people: list[Role], seen: str, data: Any = None) -> SignatoriesForm:
        initial: dict[str, Any] = {"seen": seen}
        for row, person in enumerate(people, start=1):
            initial[f"name_{row}"] = person.name
            initial[f"office_{row}"] = person.office.get("de", "")
            initial[f"office_en_{row}"] = person.office.get("en", "")
        return cls(data, initial=initial)

    def rows(self) -> list[Signatory]:
        found = []
        for row in range(1, SIGNATURES.stop):
            name, office, english = (
                self.cleaned_data.get(f"{field}_{row}", "")
                for field in ("name", "office", "office_en")
            )
            if name:
                texts = {"de": office, "en": english}
                found.append((name, Local({code: text for code, text in texts.items() if text})))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for row in range(1, SIGNATURES.stop):
            name, office = data.get(f"name_{row}"), data.get(f"office_{row}")
            if name and not office:
                # Translators: de: „Nennen Sie das Amt oder die Funktion“
                self.add_error(f"office_{row}", _("Give the office"))
            if not name and (office or data.get(f"office_en_{row}")):
                # Translators: de: „Nennen Sie den Namen“
                self.add_error(f"name_{row}", _("Give the name"))
        return data
