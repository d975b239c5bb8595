"""Forms of files: one to upload, and what belongs to a picture."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .forms import LineField, PlainForm


class DescriptionForm(PlainForm):
    """What belongs to a picture. One without description is stored, but not handed in."""

    hide_optional = True

    caption = LineField(
        label=_("Caption"),
        max_length=300,
        required=False,
        help_text=_("Optional; name people from left to right."),
    )
    credit = LineField(
        label=_("Credit"),
        max_length=160,
        required=False,
        help_text=_("Optional; name of the photographer, organisation."),
    )
    alt_text = LineField(
        label=_("Description of the picture"),
        max_length=300,
        required=False,
        help_text=_(
            "One sentence for people who do not see it. It must be there when you hand in."
        ),
    )
    rights = forms.BooleanField(
        label=_("We may publish the picture, and all persons shown agree."),
        required=False,
        help_text=_(
            # Translators: de: „Bei Minderjährigen müssen die Sorgeberechtigten zugestimmt haben.
            # Zum Einreichen muss der Haken gesetzt sein.“
            "Of minors, their parents or guardians must have agreed. "
            "It must be ticked when you hand in."
        ),
    )

    def said(self) -> dict[str, Any]:
        """What was given about the picture, without the file itself."""
        return {name: self.cleaned_data[name] for name in DescriptionForm.base_fields}


class FileForm(DescriptionForm):
    """One file, and what belongs to it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF up to 20 MB; JPEG, PNG or WebP up to 15 MB."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".pdf,.jpg,.jpeg,.png,.webp,application/pdf,image/*"}
        ),
        error_messages={
            "required": _("Choose a file"),
            "empty": _("The file is empty. Choose another one"),
            "max_length": _("Shorten the name of the file"),
        },
    )
    field_order = ["file"]
