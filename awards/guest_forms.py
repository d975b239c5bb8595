"""Forms about guests: who is on the list, a file of them, tables; and what a guest answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms import LineField, PlainForm

from .ceremonies.guest_file import MAX_COMPANIONS
from .models import Invitee, Table

LARGEST = 500_000  # bytes of a file
NEEDS_LIMIT = 300

# Word by word what a guest agrees to; stored with the time, so that it can be shown later.
PHOTO_CONSENT = _(
    # Translators: de: „Ich bin einverstanden, dass Fotos, auf denen ich bei der Preisverleihung zu
    # sehen bin, zur Berichterstattung über die Auszeichnung veröffentlicht werden: auf diesen
    # Seiten und in der Pressemappe. Das ist freiwillig. Ich kann es jederzeit widerrufen.“
    "I agree that photos which show me at the award ceremony are published to report on the award: "
    "on these pages and in the press kit. This is voluntary. I can withdraw it at any time."
)


class GuestForm(PlainForm):
    """Somebody on the list."""

    name = LineField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        # Translators: de: „Geben Sie den Namen ein“
        error_messages={"required": _("Enter the name")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_(
            # Translators: de: „Hierhin geht der persönliche Link. Ohne Adresse tragen Sie die
            # Antwort selbst ein.“
            "The personal link goes here. Without an address you note the answer yourself."
        ),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("Enter an address such as name@beispiel.de")},
    )
    salutation = LineField(
        # Translators: de: „Anrede“
        label=_("Form of address"),
        # Translators: de: „Wie „Frau Dr. Albers“; so beginnt der Brief.“
        help_text=_("Such as “Frau Dr. Albers”; the letter begins with it."),
        max_length=60,
        required=False,
    )
    organisation = LineField(label=_("Organisation"), max_length=160, required=False)
    kind = forms.ChoiceField(
        # Translators: de: „Gruppe“
        label=_("Group"),
        # Translators: de: „Nur für die Geschäftsstelle; Gäste lesen sie nirgends.“
        help_text=_("For the office only; guests read it nowhere."),
        choices=Invitee.Kind.choices,
        initial=Invitee.Kind.OTHER,
    )
    language = forms.ChoiceField(
        # Translators: de: „Sprache des Briefs“
        label=_("Language of the letter"),
        choices=[("de", "Deutsch"), ("en", "English")],
        initial="de",
    )
    companions_allowed = forms.TypedChoiceField(
        # Translators: de: „Begleitpersonen“
        label=_("Companions"),
        choices=[(n, str(n)) for n in range(MAX_COMPANIONS + 1)],
        coerce=int,
        initial=0,
    )

    @classmethod
    def of(cls, guest: Invitee, data: Any = None) -> GuestForm:
        """Of somebody brought along, only who it is: they have no letter of their own."""
        form = cls(data, initial={name: getattr(guest, name) for name in cls.base_fields})
        if guest.brought_by_id:
            for name in ("email", "salutation", "language", "companions_allowed"):
                del form.fields[name]
        return form


class GuestFileForm(PlainForm):
    file = forms.FileField(
        # Translators: de: „CSV-Datei“
        label=_("CSV file"),
        # Translators: de: „Wählen Sie eine Datei“
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            # Translators: de: „Die Datei ist zu groß (höchstens 500 kB).“
            raise forms.ValidationError(_("The file is too large (up to 500 kB)."))
        return file


class ConfirmedGuestFileForm(PlainForm):
    """The same once its preview was read: the file comes back as text."""

    text = forms.CharField(strip=False, max_length=LARGEST)


class TableForm(PlainForm):
    """Tables to be put up."""

    name = LineField(
        label=_("Name"),
        max_length=40,
        # Translators: de: „Geben Sie den Namen ein“
        error_messages={"required": _("Enter the name")},
    )
    seats = forms.IntegerField(
        # Translators: de: „Plätze“
        label=_("Seats"),
        min_value=1,
        max_value=500,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "aw-w-4"}),
        error_messages={
            # Translators: de: „Geben Sie die Zahl der Plätze ein“
            "required": _("Enter the number of seats"),
            "invalid": _("Enter the number in digits"),
            # Translators: de: „Ein Tisch hat 1 bis 500 Plätze“
            "min_value": _("A table has 1 to 500 seats"),
            # Translators: de: „Ein Tisch hat 1 bis 500 Plätze“
            "max_value": _("A table has 1 to 500 seats"),
        },
    )
    how_many = forms.IntegerField(
        # Translators: de: „Wie viele davon“
        label=_("How many of them"),
        # Translators: de: „Mehrere werden nummeriert: Tisch 1, Tisch 2 …“
        help_text=_("Several are numbered: Tisch 1, Tisch 2 …"),
        min_value=1,
        max_value=50,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "aw-w-4"}),
        error_messages={
            # Translators: de: „Geben Sie eine Zahl von 1 bis 50 ein“
            "required": _("Enter a number from 1 to 50"),
            "invalid": _("Enter the number in digits"),
            # Translators: de: „Geben Sie eine Zahl von 1 bis 50 ein“
            "min_value": _("Enter a number from 1 to 50"),
            # Translators: de: „Geben Sie eine Zahl von 1 bis 50 ein“
            "max_value": _("Enter a number from 1 to 50"),
        },
    )

    @classmethod
    def of(cls, table: Table, data: Any = None) -> TableForm:
        form = cls(data, initial={"name": table.name, "seats": table.seats})
        del form.fields["how_many"]
        return form


class AnswerForm(PlainForm):
    """What a guest answers. `by_office`: somebody said so on the telephone."""

    hide_optional = False
    comes = forms.ChoiceField(
        # Translators: de: „Kommen Sie?“
        label=_("Do you come?"),
        choices=[
            # Translators: de: „Ja, ich komme gern“
            ("yes", _("Yes, I am glad to come")),
            # Translators: de: „Nein, ich kann leider nicht“
            ("no", _("No, I am sorry not to be able to")),
        ],
        widget=forms.RadioSelect,
        # Translators: de: „Wählen Sie, ob Sie kommen“
        error_messages={"required": _("Choose whether you come")},
    )
    diet = LineField(
        # Translators: de: „Essen“
        label=_("Food"),
        # Translators: de: „Was wir beim Essen beachten sollen. Nur dafür verwendet, nach der
        # Veranstaltung gelöscht.“
        help_text=_("What to mind about food. Used for this only, and deleted after the event."),
        max_length=NEEDS_LIMIT,
        required=False,
    )
    access_needs = LineField(
        # Translators: de: „Zugang und Unterstützung“
        label=_("Access and support"),
        help_text=_(
            # Translators: de: „Zum Beispiel Rollstuhlplatz, Gebärdensprache, Induktionsschleife.
            # Nur dafür verwendet, nach der Veranstaltung gelöscht.“
            "Such as a wheelchair space, sign language, an induction loop. Used for this only, and "
            "deleted after the event."
        ),
        max_length=NEEDS_LIMIT,
        required=False,
    )
    photo_consent = forms.BooleanField(label=PHOTO_CONSENT, required=False)

    def __init__(self, guest: Invitee, *args: Any, by_office: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guest = guest
        if by_office:
            del self.fields["photo_consent"]
            # Translators: de: „Kommt der Gast?“
            self.fields["comes"].label = _("Does the guest come?")
            self.fields["comes"].choices = [  # type: ignore[attr-defined]
                # Translators: de: „Ja“
                ("yes", _("Yes")),
                # Translators: de: „Nein“
                ("no", _("No")),
            ]
        for place in range(1, guest.companions_allowed + 1):
            self.fields[f"companion_{place}"] = LineField(
                # Translators: de: „Name der Begleitung“
                label=_("Name of your companion")
                if guest.companions_allowed == 1
                # Translators: de: „Name der %(n)d. Begleitung“
                else _("Name of companion %(n)d") % {"n": place},
                # Translators: de: „Für Namensschild und Einlass. Leer: Sie kommen allein.“
                help_text=_("For name badge and entrance. Empty: you come alone.")
                if place == 1
                else "",
                max_length=120,
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        companions = [f"companion_{n}" for n in range(1, guest.companions_allowed + 1)]
        self.order_fields(["comes", *companions, "diet", "access_needs", "photo_consent"])

    @classmethod
    def of(cls, guest: Invitee, data: Any = None, *, by_office: bool = False) -> AnswerForm:
        there = [one.name for one in guest.companions.all()] if guest.pk else []
        initial: dict[str, Any] = {
            "comes": guest.answer or None,
            "diet": guest.diet,
            "access_needs": guest.access_needs,
            "photo_consent": guest.photo_consent_at is not None,
        }
        initial |= {f"companion_{n}": name for n, name in enumerate(there, start=1)}
        return cls(guest, data, initial=initial, by_office=by_office)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        names = self._names(data)
        for place, name in enumerate(names, start=1):
            if name and name in names[: place - 1]:
                # Translators: de: „Dieser Name steht schon da“
                self.add_error(f"companion_{place}", _("This name stands there already"))
        return data

    def _names(self, data: dict[str, Any]) -> list[str]:
        return [data.get(f"companion_{n}", "") for n in range(1, self.guest.companions_allowed + 1)]

    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "comes": data["comes"] == "yes",
            "companions": self._names(data),
            "diet": data["diet"],
            "access_needs": data["access_needs"],
            "photo_consent": data.get("photo_consent", False),
            "photo_consent_text": str(PHOTO_CONSENT),
        }
