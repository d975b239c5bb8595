"""The office's forms about members of the jury: whom to invite, what is noted, who leaves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms import LineField, PlainForm
from initiatives.models import Call
from initiatives.set_up_forms import SeenForm

from .models import Expertise, Juror
from .whom import Invited

# Translators: de: „wenig“
LITTLE = _("little")
# Translators: de: „etwas“
SOME = _("some")
# Translators: de: „gut“
GOOD = _("good")
# Translators: de: „Fachgebiet“
EXPERT = _("own field")
LEVELS = [LITTLE, SOME, GOOD, EXPERT]
LARGEST = 500_000  # bytes of a file
DAYS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"]


class DayField(forms.DateField):
    """A whole day in Berlin, as browsers and people write it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        errors = {"required": _("Enter the day"), "invalid": _("Enter the day as 31.10.2026")}
        super().__init__(
            input_formats=DAYS,
            widget=widget,
            error_messages=errors,
            **{"required": False, **kwargs},
        )


class JurorField(forms.ModelChoiceField):
    """Members of the jury by name; none chosen is allowed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Juror.objects.none(), to_field_name="key", required=False, empty_label="–", **kwargs
        )


class NotedForm(SeenForm):
    """What is noted about a member, with how much they know about each criterion of the call."""

    hide_optional = False
    salutation = LineField(
        # Translators: de: „Anrede“
        label=_("Form of address"),
        # Translators: de: „Wie „Frau Dr. Albers“; so beginnen Briefe und Seiten.“
        help_text=_("Such as “Frau Dr. Albers”; letters and pages begin with it."),
        max_length=60,
        required=False,
    )
    organisation = LineField(label=_("Organisation"), max_length=160, required=False)
    is_chair = forms.BooleanField(
        # Translators: de: „hat den Vorsitz“
        label=_("takes the chair"),
        required=False,
    )
    term_from = DayField(
        # Translators: de: „Amtszeit ab“
        label=_("Term from"),
        # Translators: de: „Leer: ohne Anfang. Davor bleibt die Jury für das Mitglied geschlossen.“
        help_text=_("Empty: without a beginning. Before it the jury is closed to the member."),
    )
    term_until = DayField(
        # Translators: de: „Amtszeit bis“
        label=_("Term until"),
        # Translators: de: „Der Tag zählt ganz. Leer: ohne Ende.“
        help_text=_("The day counts in full. Empty: without an end."),
    )

    def __init__(self, call: Call, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(call.criteria.order_by("position"))
        for criterion in self.criteria:
            self.fields[f"expertise_{criterion.code}"] = forms.TypedChoiceField(
                # Translators: de: „Fachkenntnis: %(name)s“
                label=_("Expertise: %(name)s") % {"name": criterion.name},
                choices=[
                    # Translators: de: „keine Angabe“
                    ("", _("not told")),
                    *((level, f"{level} – {word}") for level, word in enumerate(LEVELS)),
                ],
                coerce=int,
                empty_value=None,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("term_from"), data.get("term_until")
        if first and last and last < first:
            self.add_error("term_until", _("The term ends after it begins."))
        return data

    def levels(self) -> dict[str, int]:
        """How much the member knows, by the code of the criterion; only what was told."""
        told = {c.code: self.cleaned_data[f"expertise_{c.code}"] for c in self.criteria}
        return {code: level for code, level in told.items() if level is not None}


def bound(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=9999,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "aw-w-4"}),
        # Translators: de: „Geben Sie die Zahl in Ziffern ein“
        error_messages={"invalid": _("Enter the number in digits")},
    )


class MemberForm(NotedForm):
    """What the office notes about a member."""

    # Translators: de: „Mindestens Fälle“
    min_cases = bound(_("At least cases"))
    # Translators: de: „Höchstens Fälle“
    max_cases = bound(_("At most cases"))

    @classmethod
    def of(cls, juror: Juror, data: Any, *, seen: str) -> MemberForm:
        fields = {name: getattr(juror, name) for name in cls.base_fields if hasattr(juror, name)}
        told = {
            f"expertise_{row.criterion.code}": row.level
            for row in Expertise.objects.filter(juror=juror).select_related("criterion")
        }
        return cls(juror.call, data, initial={**fields, **told, "seen": seen})

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        low, high = data.get("min_cases"), data.get("max_cases")
        if low is not None and high is not None and high < low:
            self.add_error("max_cases", _("The highest number is not below the lowest."))
        return data


class InviteForm(NotedForm):
    """Whom to invite as what, and until when to answer."""

    name = LineField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        # Translators: de: „Geben Sie den Namen ein“
        error_messages={"required": _("Enter the name")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The invitation is valid for this address only."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Enter the e-mail address"),
            "invalid": _("Enter an address such as name@beispiel.de"),
        },
    )
    deputy_of = JurorField(
        # Translators: de: „Vertretung von“
        label=_("Deputy of"),
        # Translators: de: „Bewertet erst, wenn Sie die Vertretung berufen.“
        help_text=_("Judges only once you call the deputy in."),
    )
    # Translators: de: „Nachfolge von“
    successor_of = JurorField(label=_("Successor of"))
    until = DayField(
        # Translators: de: „Antwort erbeten bis“
        label=_("Please answer by"),
        required=True,
    )
    field_order = ["name", "email", "until", "salutation", "organisation", "is_chair"]

    def __init__(self, call: Call, *args: Any, **kwargs: Any) -> None:
        super().__init__(call, *args, **kwargs)
        members = Juror.objects.filter(call=call).select_related("user").order_by("user__name")
        self.fields["deputy_of"].queryset = members.filter(left_at=None)  # type: ignore[attr-defined]
        self.fields["successor_of"].queryset = members  # type: ignore[attr-defined]

    def whom(self) -> Invited:
        fields = {name: self.cleaned_data[name] for name in Invited._fields if name != "expertise"}
        return Invited(**fields, expertise=self.levels())


class RosterForm(PlainForm):
    """A file of people to invite, and until when they answer."""

    file = forms.FileField(
        # Translators: de: „CSV-Datei“
        label=_("CSV file"),
        # Translators: de: „Wählen Sie eine Datei“
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty.")},
    )
    until = DayField(label=_("Please answer by"), required=True)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            # Translators: de: „Die Datei ist zu groß (höchstens 500 kB).“
            raise forms.ValidationError(_("The file is too large (up to 500 kB)."))
        return file


class ConfirmedRosterForm(PlainForm):
    """The same once its preview was read: the file comes back as text."""

    text = forms.CharField(strip=False, max_length=LARGEST)
    until = DayField(required=True)


class LeaveForm(PlainForm):
    """Why a member leaves, and who takes over; `seen` is the digest of the preview."""

    reason = LineField(
        # Translators: de: „Grund“
        label=_("Reason"),
        # Translators: de: „Er bleibt in der Geschäftsstelle.“
        help_text=_("It stays in the office."),
        max_length=300,
        # Translators: de: „Nennen Sie den Grund“
        error_messages={"required": _("Give the reason")},
    )
    successor = JurorField(
        # Translators: de: „Wer übernimmt die offenen Fälle?“
        label=_("Who takes over the open cases?"),
        help_text=_(
            # Translators: de: „Ein Mitglied oder eine Vertretung; eine Vertretung wird damit
            # berufen. Ohne Auswahl bleiben die Fälle offen.“
            "A member or a deputy; a deputy is called in by it. Without a choice the cases stay "
            "open."
        ),
    )
    takes_chair = forms.BooleanField(
        # Translators: de: „übernimmt auch den Vorsitz“
        label=_("takes the chair as well"),
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, juror: Juror, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Juror.objects.filter(call=juror.call, left_at=None).exclude(pk=juror.pk)
        self.fields["successor"].queryset = (  # type: ignore[attr-defined]
            others.select_related("user").order_by("user__name", "pk")
        )
        if not juror.is_chair:
            del self.fields["takes_chair"]

    def show_again(self, digest: str) -> None:
        """Show what was typed with the digest of the preview below: the next click does it."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["seen"] = digest  # type: ignore[index]
