"""Forms: they ask, and give clean, typed values; they save nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from . import texts
from .models import Answer, CarrierType, Criterion, Declaration, Initiative, Question, State


class PlainForm(forms.Form):
    """A form whose errors the server words; the browser's own bubbles would hide the summary."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class TextField(forms.CharField):
    """Text in one form before its length is counted: a line break is one character."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(texts.clean(value) if isinstance(value, str) else value)


class LineField(forms.CharField):
    """Text of one line, as it may stand in a letter."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(texts.line(value) if isinstance(value, str) else value)


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


class OneFieldForm(forms.Form):
    """What the browser sends beside a text, to save one field while somebody types."""

    page = forms.ChoiceField(choices=[(one, one) for one in ("section", "initiative", "contact")])
    field = forms.SlugField()
    writer = forms.UUIDField()
    version = forms.IntegerField(min_value=0, required=False)
    seen = forms.CharField(required=False)
    page_seen = forms.CharField(required=False)


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


class LanguageForm(PlainForm):
    """The language of the letters to a person."""

    language = forms.ChoiceField(
        label=_("Language of letters"),
        choices=settings.LANGUAGES,
        error_messages={"invalid_choice": _("Choose one of the languages")},
    )


class RemindersForm(PlainForm):
    """Whether a person is reminded before a deadline."""

    hide_optional = True

    wanted = forms.BooleanField(
        # Translators: de: „An Entwürfe erinnern“
        label=_("Remind me of drafts"),
        # Translators: de: „Zwei Wochen, eine Woche und einen Tag vor dem Bewerbungsschluss.“
        help_text=_("Two weeks, one week and one day before the deadline."),
        required=False,
    )


class ExclusionForm(PlainForm):
    reason = TextField(
        label=_("Ground of the exclusion"),
        help_text=_("The applicant reads it. Name the clause of the terms."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Name the ground of the exclusion")},
    )
