"""Forms of an application: who applies, whom to ask, themes, answers, declarations, handing in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from . import texts
from .forms import LineField, PlainForm, TextField
from .models import Answer, CarrierType, Criterion, Declaration, Initiative, Question, State


class InitiativeForm(PlainForm):
    """Who applies."""

    name = LineField(
        label=_("Name of the initiative"),
        max_length=200,
        error_messages={"required": _("Enter the name of the initiative")},
    )
    carrier = LineField(
        label=_("Carrier"),
        max_length=250,
        help_text=_("The organisation that signs for the initiative; several with semicolons."),
        error_messages={"required": _("Enter the carrier")},
    )
    carrier_type = forms.ChoiceField(
        label=_("Kind of carrier"),
        choices=[("", _("No answer")), *CarrierType.choices],
        required=False,
    )
    region = LineField(
        label=_("Region"),
        max_length=160,
        help_text=_("As you name it yourselves: “Rheinisches Revier”."),
        error_messages={"required": _("Enter the region")},
    )
    states = forms.MultipleChoiceField(
        label=_("Land"),
        choices=State.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose several if your region crosses a border."),
        error_messages={"required": _("Choose at least one Land")},
    )
    founded = forms.IntegerField(
        label=_("Founded in"),
        min_value=1850,
        max_value=2100,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "aw-w-4"}),
        error_messages={"invalid": _("Enter the year with four digits")},
    )
    members = forms.IntegerField(
        label=_("Number of members"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "aw-w-4"}),
        error_messages={"invalid": _("Enter the number of members in digits")},
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=300,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
        error_messages={"invalid": _("Enter the website as “www.beispiel.de”")},
    )


class NewInitiativeForm(InitiativeForm):
    """An initiative to begin with; its key makes a double click one application."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)


class OwnInitiativeForm(PlainForm):
    """An initiative one acts for already."""

    initiative = forms.ModelChoiceField(
        Initiative.objects.none(),
        to_field_name="key",
        empty_label=None,
        label=_("Initiative"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose an initiative"),
            "invalid_choice": _("Choose one of your initiatives without an application"),
        },
    )

    def __init__(self, own: QuerySet[Initiative], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["initiative"].queryset = own  # type: ignore[attr-defined]


class ContactForm(PlainForm):
    """Whom the office asks."""

    contact_name = LineField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter the name of the contact person")},
    )
    contact_email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The receipt goes here."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter the e-mail address"),
            "invalid": _("Enter an address such as name@beispiel.de"),
        },
    )
    contact_phone = LineField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )


class ThemeLabel(str):
    """The name of a criterion as the label of a choice, with its code and its question."""

    code: str
    hint: str

    @classmethod
    def of(cls, criterion: Criterion) -> ThemeLabel:
        label = cls(str(criterion.name))
        label.code, label.hint = criterion.code, str(criterion.question)
        return label


class ThemesForm(PlainForm):
    """Which D's to be judged on."""

    criteria = forms.MultipleChoiceField(
        label=_("Which themes do you apply for?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You are judged on these only. More themes are no advantage."),
        error_messages={"required": _("Choose at least one theme")},
    )

    def __init__(self, criteria: Iterable[Criterion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criteria"].choices = [  # type: ignore[attr-defined]
            (criterion.code, ThemeLabel.of(criterion)) for criterion in criteria
        ]


class SectionForm(PlainForm):
    """The questions of one section. Every text is accepted, however long: saving never refuses."""

    def __init__(
        self,
        questions: Iterable[Question],
        answers: Mapping[int, Answer],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            answer = answers.get(question.pk)
            text = answer.text if answer else ""
            attrs = {"data-limit": question.limit, "data-count": ""}
            field: forms.CharField
            if question.kind == Question.Kind.LINE:
                text = texts.line(text)  # as the browser will send it back
                field = LineField(required=False, widget=forms.TextInput(attrs=attrs))
            else:
                area = forms.Textarea(attrs={**attrs, "rows": question.rows})
                field = TextField(required=False, strip=False, widget=area)
            field.label, field.help_text = str(question.prompt), str(question.help)
            field.initial = text
            self.fields[question.code] = field
            self.fields[f"{question.code}-version"] = forms.IntegerField(
                initial=answer.version if answer else 0,
                min_value=0,
                widget=forms.HiddenInput,
                required=False,
            )
            self.fields[f"{question.code}-seen"] = forms.CharField(
                initial=texts.digest(text), widget=forms.HiddenInput, required=False
            )

    def texts(self) -> dict[str, tuple[str, int]]:
        """What was typed, with the version its writer saw, by question code."""
        return {
            question.code: (
                self.cleaned_data[question.code],
                self.cleaned_data.get(f"{question.code}-version") or 0,
            )
            for question in self.questions
        }

    def seen(self) -> dict[str, str]:
        """The digests of the texts as the form showed them, by question code."""
        return {
            question.code: self.cleaned_data.get(f"{question.code}-seen") or ""
            for question in self.questions
        }


class DeclarationsForm(PlainForm):
    """The declarations of the call; unticked ones only hinder handing in."""

    hide_optional = True

    def __init__(self, declarations: Iterable[Declaration], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declarations = list(declarations)
        for declaration in self.declarations:
            self.fields[declaration.code] = forms.BooleanField(
                label=str(declaration.text),
                required=False,
                help_text="" if declaration.required else _("Optional"),
            )
            self.fields[f"{declaration.code}-version"] = forms.CharField(
                initial=declaration.version, widget=forms.HiddenInput, required=False
            )

    def confirmed(self) -> list[str]:
        """The codes of those ticked; not where another wording was shown than is asked now."""
        return [
            row.code
            for row in self.declarations
            if self.cleaned_data[row.code]
            and self.cleaned_data[f"{row.code}-version"] in ("", row.version)
        ]


class SubmitForm(forms.Form):
    """The key that makes a double click one handing-in."""

    once = forms.UUIDField(widget=forms.HiddenInput)
