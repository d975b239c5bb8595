"""Forms about proposals: what anybody says of an initiative, and what the office does with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from .forms import LineField, PlainForm, TextField
from .models import Initiative, State

WHY = 1000  # signs

NO_ADDRESS = RegexValidator(
    # It stands in a letter to somebody else: no link that we would carry there for others.
    r"://|www\.|@",
    # Translators: de: „Nennen Sie hier nur den Namen; für Adressen gibt es eigene Felder“
    _("Enter the name only; there are other fields for addresses"),
    inverse_match=True,
)


class ProposalForm(PlainForm):
    """An initiative that should apply, and who says so."""

    name = LineField(
        label=_("Name of the initiative"),
        max_length=200,
        validators=[NO_ADDRESS],
        error_messages={"required": _("Enter the name of the initiative")},
    )
    region = LineField(
        label=_("Region"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    state = forms.ChoiceField(
        label=_("Land"),
        required=False,
        # Translators: de: „Weiß ich nicht“
        choices=[("", _("I do not know")), *State.choices],
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=300,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={"invalid": _("Enter the website as “www.beispiel.de”")},
    )
    contact_email = forms.EmailField(
        # Translators: de: „E-Mail-Adresse der Initiative“
        label=_("E-mail address of the initiative"),
        required=False,
        # Translators: de: „Am besten eine, die öffentlich bekannt ist. Wissen Sie keine, suchen
        # wir.“
        help_text=_("At best one that is publicly known. If you know none, we will search."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("Enter an address such as name@beispiel.de")},
    )
    why = TextField(
        # Translators: de: „Warum sollte sie sich bewerben?“
        label=_("Why should it apply?"),
        # Translators: de: „Zwei, drei Sätze genügen. Das liest nur die Geschäftsstelle.“
        help_text=_("Two or three sentences are enough. Only the office reads this."),
        max_length=WHY,
        widget=forms.Textarea(attrs={"rows": 5, "data-limit": WHY, "data-count": ""}),
        error_messages={
            # Translators: de: „Schreiben Sie in einem Satz, warum sie sich bewerben sollte“
            "required": _("Write in a sentence why it should apply"),
        },
    )
    proposer_name = LineField(
        label=_("Your name"),
        max_length=120,
        validators=[NO_ADDRESS],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name")},
    )
    proposer_email = forms.EmailField(
        # Translators: de: „Ihre E-Mail-Adresse“
        label=_("Your e-mail address"),
        # Translators: de: „Dorthin senden wir einen Verweis, mit dem Sie den Vorschlag bestätigen.“
        help_text=_("We send a link there, by which you confirm the proposal."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            # Translators: de: „Geben Sie Ihre E-Mail-Adresse ein“
            "required": _("Enter your e-mail address"),
            "invalid": _("Enter an address such as name@beispiel.de"),
        },
    )
    may_be_named = forms.BooleanField(
        # Translators: de: „Die Initiative darf erfahren, wer sie vorgeschlagen hat.“
        label=_("The initiative may learn who proposed it."),
        required=False,
    )
    # People do not see it; what fills in everything it finds is told to empty it.
    subject = forms.CharField(
        # Translators: de: „Lassen Sie dieses Feld leer“
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self["subject"].value():  # shown, so that somebody can empty it
            del self.fields["subject"].widget.attrs["tabindex"]

    def clean_subject(self) -> str:
        if self.cleaned_data["subject"]:
            raise ValidationError(self.fields["subject"].label or "")
        return ""

    def values(self) -> dict[str, Any]:
        """What is kept."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("subject", "ticket")
        }


class WriteForm(PlainForm):
    """A letter of the office to an initiative that was proposed."""

    to = forms.EmailField(
        # Translators: de: „An“, the addressee
        label=_("To"),
        error_messages={
            # Translators: de: „Nennen Sie die E-Mail-Adresse der Initiative“
            "required": _("Enter the e-mail address of the initiative"),
            "invalid": _("Enter an address such as name@beispiel.de"),
        },
    )
    subject = LineField(
        # Translators: de: „Betreff“
        label=_("Subject"),
        max_length=200,
        # Translators: de: „Nennen Sie den Betreff“
        error_messages={"required": _("Enter the subject")},
    )
    text = TextField(
        # Translators: de: „Brief“
        label=_("Letter"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 22}),
        # Translators: de: „Schreiben Sie den Brief“
        error_messages={"required": _("Write the letter")},
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, link: str, *args: Any, **kwargs: Any) -> None:
        """`link` leads the initiative to its application; a letter without it helps nobody."""
        super().__init__(*args, **kwargs)
        self.link = link

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if self.link not in text:
            # Translators: de: „Lassen Sie diesen Verweis im Brief stehen: %(link)s“
            raise ValidationError(_("Keep this link in the letter: %(link)s") % {"link": self.link})
        return text


class TakenUpForm(PlainForm):
    """Which initiative a proposal speaks of."""

    initiative = forms.ModelChoiceField(
        Initiative.objects.none(),
        to_field_name="key",
        # Translators: de: „Initiative“
        label=_("Initiative"),
        # Translators: de: „Initiative wählen“
        empty_label=_("Choose an initiative"),
        # Translators: de: „Aus dem Verzeichnis oder mit einer eingereichten Bewerbung“
        help_text=_("From the directory, or with an application handed in"),
        error_messages={
            # Translators: de: „Wählen Sie die Initiative“
            "required": _("Choose the initiative"),
            "invalid_choice": _("Choose the initiative"),
        },
    )

    def __init__(self, known: QuerySet[Initiative], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["initiative"].queryset = known  # type: ignore[attr-defined]
