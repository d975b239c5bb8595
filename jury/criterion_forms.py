"""Forms by which the office says what is judged: a criterion, its weight and its levels."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from initiatives.forms import TextField
from initiatives.models import Call, Criterion, Local
from initiatives.set_up_forms import ENGLISH, LocalField, SeenForm
from initiatives.set_up_forms.questions import ReasonField

from .actions import WEIGHT_MAX
from .levels import written


class WhyField(TextField):
    """Why a rule changes on which applications handed in rely, for the journal."""

    def __init__(self) -> None:
        super().__init__(
            # Translators: de: „Warum ändern Sie das nach der ersten eingereichten Bewerbung?“
            label=_("Why do you change this after the first application was handed in?"),
            # Translators: de: „Steht mit alter und neuer Angabe im Journal.“
            help_text=_("It stands in the journal with what was and what is."),
            max_length=300,
            widget=forms.Textarea(attrs={"rows": 2}),
            # Translators: de: „Nennen Sie den Grund der Änderung“
            error_messages={"required": _("Name the reason for the change")},
        )


class WeightField(forms.DecimalField):
    """A weight with a comma or a point."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        return number_format(written(value))


def _level_field(points: int) -> LocalField:
    """What so many points mean; empty where they lie between two levels."""
    return LocalField(
        # Translators: de: „%(n)d Punkt“, „%(n)d Punkte“
        label=ngettext("%(n)d point", "%(n)d points", points) % {"n": points},
        max_length=500,
        area=3,
    )


class CriterionTypoForm(SeenForm):
    """The words of a criterion: all that is left to change after the first score."""

    name = LocalField(
        label=_("Name"),
        max_length=60,
        needed=_("Enter the name in German"),
        help_text=ENGLISH,
    )
    question = LocalField(
        # Translators: de: „Leitfrage“
        label=_("Leading question"),
        # Translators: de: „Steht unter dem Namen, für Bewerberinnen und Bewerber wie für die Jury.“
        help_text=_("Stands below the name, for applicants and for the jury."),
        max_length=300,
        area=3,
    )
    reason = ReasonField()

    def __init__(self, call: Call, *args: Any, initial: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=initial, **kwargs)
        for points in self.levels(call, initial or {}):
            self.fields[f"anchor_{points}"] = _level_field(points)
        if "reason" in self.fields:
            self.fields["reason"] = self.fields.pop("reason")

    def levels(self, call: Call, initial: dict[str, Any]) -> list[int]:
        """Those that are said; none more, none less."""
        return [n for n in range(call.points_max + 1) if initial.get(f"anchor_{n}")]

    def clean(self) -> dict[str, Any] | None:
        """A level that is said at all is said in German."""
        for name, text in list(self.cleaned_data.items()):
            if name.startswith("anchor_") and not text.get("de") and self._needs_german(name, text):
                # Translators: de: „Geben Sie den Text auf Deutsch ein“
                self.add_error(name, gettext("Enter the text in German"))
        return self.cleaned_data

    def _needs_german(self, name: str, text: Local) -> bool:
        return True


class CriterionForm(CriterionTypoForm):
    """A criterion with its weight and its levels."""

    code = forms.SlugField(
        # Translators: de: „Kürzel“
        label=_("Code"),
        help_text=_(
            # Translators: de: „Für die Adresse der Seite. dk, dg, dv und dm zeigen die Zeichen der
            # vier D. Es bleibt, wie es ist; ohne Angabe entsteht es aus dem Namen.“
            "For the address of the page. dk, dg, dv and dm show the signs of the four D's. It "
            "stays as it is; if you give none it is made of the name."
        ),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "aw-w-4"}),
        error_messages={
            # Translators: de: „Verwenden Sie nur Buchstaben ohne Umlaute, Ziffern und Bindestriche“
            "invalid": _("Use letters from a to z, digits and hyphens only")
        },
    )
    is_optional = forms.TypedChoiceField(
        # Translators: de: „Wer danach beurteilt wird“
        label=_("Who is judged by it"),
        widget=forms.RadioSelect,
        choices=[
            # Translators: de: „nur Bewerbungen, die es als Thema wählen“
            ("chosen", _("only applications that choose it as a theme")),
            # Translators: de: „alle Bewerbungen“
            ("all", _("all applications")),
        ],
        coerce=lambda value: value == "chosen",
        # Translators: de: „Wählen Sie, wer danach beurteilt wird“
        error_messages={"required": _("Choose who is judged by it")},
    )
    weight = WeightField(
        # Translators: de: „Gewicht“
        label=_("Weight"),
        # Translators: de: „2 zählt doppelt so viel wie 1. Es kommt nur auf das Verhältnis an.“
        help_text=_("2 counts twice as much as 1. Only the proportion matters."),
        max_digits=6,
        decimal_places=3,
        min_value=Decimal("0.001"),
        max_value=WEIGHT_MAX,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "aw-w-4"}),
        error_messages={
            # Translators: de: „Geben Sie das Gewicht in Ziffern ein, etwa 1 oder 1,5“
            "required": _("Enter the weight in digits, such as 1 or 1.5"),
            "invalid": _("Enter the weight in digits, such as 1 or 1.5"),
            # Translators: de: „Geben Sie ein Gewicht über 0 und bis 100 ein“
            "min_value": _("Enter a weight above 0 and up to 100"),
            "max_value": _("Enter a weight above 0 and up to 100"),
            # Translators: de: „Geben Sie höchstens drei Stellen nach dem Komma ein“
            "max_decimal_places": _("Enter at most three decimals"),
            "max_digits": _("Enter a weight above 0 and up to 100"),
            "max_whole_digits": _("Enter a weight above 0 and up to 100"),
        },
    )
    field_order = ["name", "question", "code", "is_optional", "weight"]

    def __init__(
        self, call: Call, *args: Any, is_new: bool, handed_in: bool, initial: Any = None, **kw: Any
    ) -> None:
        given = dict(initial or {"is_optional": not handed_in})
        given["is_optional"] = "chosen" if given["is_optional"] else "all"
        super().__init__(call, *args, initial=given, **kw)
        if handed_in:
            self.fields["is_optional"].disabled = True
            self.fields["reason"] = WhyField()
        else:
            del self.fields["reason"]
        if not is_new:
            del self.fields["code"]

    def levels(self, call: Call, initial: dict[str, Any]) -> list[int]:
        return list(range(call.points_max + 1))

    def _needs_german(self, name: str, text: Local) -> bool:
        return bool(text.get("en"))

    def sketch(self, call: Call) -> tuple[Criterion, dict[int, Local]]:
        """The criterion as far as it was typed, with its levels; never stored."""
        self.is_valid()
        given = self.cleaned_data
        row = Criterion(
            call=call,
            code=given.get("code") or "",
            name=given.get("name") or Local(),
            question=given.get("question") or Local(),
        )
        return row, {
            n: given[f"anchor_{n}"]
            for n in range(call.points_max + 1)
            if given.get(f"anchor_{n}", {}).get("de")
        }


class RemoveForm(SeenForm):
    """Asked before a criterion goes on which applications handed in rely."""

    reason = WhyField()
