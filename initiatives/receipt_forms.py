"""The form of those who check a receipt."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from . import texts
from .forms import PlainForm

# Spaces and strokes do not count, and what is easily taken for another sign is read as that one.
NUMBER = re.compile(r"B(\d{2})([0-9A-HJKMNP-TV-Z]{5})")
MISREAD = str.maketrans("OIL", "011")
LENGTH = 64


class ReceiptForm(PlainForm):
    """Number and checksum as they are printed, or as somebody copied them out."""

    nummer = forms.CharField(
        # Translators: de: „Nummer der Bewerbung“
        label=_("Number of the application"),
        # Translators: de: „Sie steht auf der Eingangsbestätigung, zum Beispiel B-26-7KQ4M.“
        help_text=_("It stands on the receipt, such as B-26-7KQ4M."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        # Translators: de: „Geben Sie die Nummer ein“
        error_messages={"required": _("Enter the number")},
    )
    pruefsumme = forms.CharField(
        # Translators: de: „Prüfsumme (SHA-256)“
        label=_("Checksum (SHA-256)"),
        # Translators: de: „64 Ziffern und Buchstaben von a bis f. Leerzeichen und Großschreibung
        # sind gleichgültig.“
        help_text=_("64 digits and letters from a to f. Spaces and capitals do not matter."),
        max_length=400,
        widget=forms.Textarea(
            attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false", "class": "ap-hash"}
        ),
        # Translators: de: „Geben Sie die Prüfsumme ein“
        error_messages={"required": _("Enter the checksum")},
    )

    def clean_nummer(self) -> str:
        letters = re.sub(r"[^0-9A-Z]", "", self.cleaned_data["nummer"].upper())
        found = NUMBER.fullmatch(letters[:1] + letters[1:].translate(MISREAD))
        if not found:
            # Translators: de: „Die Nummer sieht so aus: B-26-7KQ4M“
            raise forms.ValidationError(_("The number looks like this: B-26-7KQ4M"))
        return f"B-{found[1]}-{found[2]}"

    def clean_pruefsumme(self) -> str:
        digest = re.sub(r"\s+", "", texts.clean(self.cleaned_data["pruefsumme"])).lower()
        if not re.fullmatch(r"[0-9a-f]*", digest):
            # Translators: de: „Die Prüfsumme hat nur Ziffern und die Buchstaben a bis f“
            raise forms.ValidationError(_("The checksum has digits and the letters a to f only"))
        if len(digest) != LENGTH:
            # Translators: de: „Die Prüfsumme hat 64 Zeichen, eingegeben sind %(n)d“
            problem = _("The checksum has 64 signs, entered are %(n)d")
            raise forms.ValidationError(problem, params={"n": len(digest)})
        return digest
