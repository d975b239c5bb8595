"""Forms about pictures: the file, its focus, what is said about it, who is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms import LineField, PlainForm, TextField
from initiatives.set_up_forms.local import LocalField, SeenForm

from .models import Licence, PersonShown, Photo
from .photos import Owner

DAYS = ["%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y"]
# Stands before every credit anyway.
SAID_TWICE = re.compile(r"^\s*((foto|bild|photo)s?\s*:)?\s*(©|\(c\)|copyright)?\s*", re.IGNORECASE)


def _whose(owners: Iterable[Owner]) -> list[tuple[str, Any]]:
    # Translators: de: „Zur ganzen Bekanntgabe“
    return [("", _("Of the whole announcement")), *((one.key, one.name) for one in owners)]


class FileOnlyForm(PlainForm):
    """A picture and nothing else."""

    hide_optional = True

    file = forms.FileField(
        # Translators: de: „Foto“
        label=_("Photo"),
        help_text=_(
            # Translators: de: „JPEG, PNG oder WebP bis 15 MB und 50 Millionen Pixel. Ort und Kamera
            # werden aus der Datei entfernt.“
            "JPEG, PNG or WebP up to 15 MB and 50 million pixels. Place and camera are removed "
            "from the file."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp,image/*"}),
        error_messages={
            "required": _("Choose a file"),
            "empty": _("The file is empty. Choose another one"),
            "max_length": _("Shorten the name of the file"),
        },
    )


class PhotoFileForm(FileOnlyForm):
    """A picture and whose it is."""

    # Translators: de: „Wen zeigt es?“
    owner = forms.ChoiceField(label=_("Whom does it show?"), required=False)

    def __init__(self, owners: Iterable[Owner], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = _whose(owners)  # type: ignore[attr-defined]


class PhotoForm(SeenForm):
    """What is said about a picture."""

    owner = forms.ChoiceField(label=_("Whom does it show?"), required=False)
    alt_text = LocalField(
        label=_("Description of the picture"),
        help_text=_(
            # Translators: de: „Ein Satz für alle, die das Bild nicht sehen: wer, was, wo. Keine
            # Wiederholung der Bildunterschrift.“
            "One sentence for those who do not see it: who, what, where. Not the caption again."
        ),
        max_length=300,
        area=2,
    )
    credit = LineField(
        label=_("Credit"),
        # Translators: de: „Name der Person, die fotografiert hat, und Agentur. „Foto: ©“ setzen
        # wir davor.“
        help_text=_("Name of the photographer, and agency. We put “Photo: ©” before it."),
        max_length=160,
        required=False,
    )
    licence = forms.ChoiceField(
        # Translators: de: „Lizenz“
        label=_("Licence"),
        # Translators: de: „Was andere mit dem Bild tun dürfen. Steht in der Pressemappe.“
        help_text=_("What others may do with the picture. Stands in the press kit."),
        required=False,
        choices=[("", _("No answer")), *Licence.choices],
    )

    def __init__(self, owners: Iterable[Owner], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = _whose(owners)  # type: ignore[attr-defined]

    def clean_credit(self) -> str:
        return SAID_TWICE.sub("", self.cleaned_data["credit"])


class FocusForm(PlainForm):
    """What stays in sight, in per cent from left and top."""

    x = forms.IntegerField(
        # Translators: de: „Von links, in Prozent“
        label=_("From the left, in per cent"),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"class": "aw-w-4"}),
        error_messages={
            # Translators: de: „Geben Sie eine Zahl von 0 bis 100 ein“
            name: _("Enter a number from 0 to 100")
            for name in ("required", "invalid", "min_value", "max_value")
        },
    )
    y = forms.IntegerField(
        # Translators: de: „Von oben, in Prozent“
        label=_("From the top, in per cent"),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"class": "aw-w-4"}),
        error_messages={
            name: _("Enter a number from 0 to 100")
            for name in ("required", "invalid", "min_value", "max_value")
        },
    )

    @classmethod
    def of(cls, photo: Photo, data: Any = None) -> FocusForm:
        return cls(data, initial={"x": photo.focus_x // 10, "y": photo.focus_y // 10})


class PersonForm(PlainForm):
    """Somebody in the picture, and the consent."""

    hide_optional = True

    name = LineField(
        label=_("Name"),
        max_length=120,
        # Translators: de: „Geben Sie den Namen ein“
        error_messages={"required": _("Enter the name")},
    )
    consent_on = forms.DateField(
        # Translators: de: „Eingewilligt am“
        label=_("Consent given on"),
        # Translators: de: „Zum Beispiel 31.10.2026“
        help_text=_("For example 31.10.2026"),
        required=False,
        input_formats=DAYS,
        widget=forms.DateInput(
            format="%d.%m.%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}
        ),
        # Translators: de: „Geben Sie den Tag so ein: 31.10.2026“
        error_messages={"invalid": _("Enter the day like this: 31.10.2026")},
    )
    consent_text = TextField(
        # Translators: de: „Worin eingewilligt wurde“
        label=_("What was agreed to"),
        help_text=_(
            # Translators: de: „Wortlaut oder Fundstelle, etwa „Unterschrift auf der Gästeliste, für
            # Internet und Presse“.“
            "The words, or where they are found, such as “signed on the guest list, for website "
            "and press”."
        ),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @classmethod
    def of(cls, person: PersonShown, data: Any = None) -> PersonForm:
        initial = {name: getattr(person, name) for name in ("name", "consent_on", "consent_text")}
        return cls(data, initial=initial, prefix=str(person.key))

    def said(self) -> dict[str, str | date | None]:
        return {name: self.cleaned_data[name] for name in PersonForm.base_fields}
