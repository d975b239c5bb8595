"""Pages and questions of the form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..forms import TextField
from ..models import Criterion, Local, Question, Section
from .local import ENGLISH, LocalField, SeenForm


class SectionTextsForm(SeenForm):
    """A page of the form."""

    title = LocalField(
        label=_("Title"),
        max_length=80,
        needed=_("Enter the title in German"),
        help_text=ENGLISH,
    )
    group = LocalField(
        # Translators: de: „Gruppe in der Aufgabenliste“
        label=_("Group in the task list"),
        # Translators: de: „Abschnitte mit derselben Gruppe stehen unter einer Überschrift, etwa
        # „Ihr Beitrag“.“
        help_text=_("Sections of one group stand below one heading, such as “Your contribution”."),
        max_length=60,
    )
    hint = LocalField(
        # Translators: de: „Worauf die Jury achtet“
        label=_("What the jury looks for"),
        # Translators: de: „Steht neben den Fragen dieses Abschnitts.“
        help_text=_("Stands beside the questions of this section."),
        max_length=500,
        area=4,
    )


class WordingForm(SeenForm):
    """The words of a question: all that is left to change once an application was handed in."""

    prompt = LocalField(
        # Translators: de: „Frage“
        label=_("Question"),
        max_length=300,
        area=3,
        # Translators: de: „Geben Sie die Frage auf Deutsch ein“
        needed=_("Enter the question in German"),
        help_text=ENGLISH,
    )
    help = LocalField(
        # Translators: de: „Hinweis“
        label=_("Hint"),
        # Translators: de: „Steht zwischen Frage und Textfeld.“
        help_text=_("Stands between question and text field."),
        max_length=600,
        area=3,
    )
    label = LocalField(
        # Translators: de: „Kurzname“
        label=_("Short name"),
        # Translators: de: „Für Listen, Fehlermeldungen und die Jury, etwa „Ausgangslage“.“
        help_text=_("For lists, error messages and the jury, such as “Situation”."),
        max_length=60,
        # Translators: de: „Geben Sie den Kurznamen auf Deutsch ein“
        needed=_("Enter the short name in German"),
    )


class QuestionForm(WordingForm):
    """A question with all that it asks for."""

    section = forms.ChoiceField(
        # Translators: de: „Abschnitt“
        label=_("Section"),
        # Translators: de: „Wählen Sie den Abschnitt“
        error_messages={"required": _("Choose the section")},
    )
    criterion = forms.ChoiceField(
        # Translators: de: „Gefragt werden“
        label=_("Asked of"),
        required=False,
        # Translators: de: „Mit einem Thema: nur Initiativen, die dieses Thema wählen.“
        help_text=_("With a theme: only initiatives that choose this theme."),
    )
    kind = forms.ChoiceField(
        # Translators: de: „Art der Antwort“
        label=_("Kind of answer"),
        widget=forms.RadioSelect,
        choices=[
            # Translators: de: „eine Zeile“
            (Question.Kind.LINE, _("one line")),
            # Translators: de: „Text mit Absätzen“
            (Question.Kind.TEXT, _("text with paragraphs")),
        ],
        initial=Question.Kind.TEXT,
        # Translators: de: „Wählen Sie die Art der Antwort“
        error_messages={"required": _("Choose the kind of answer")},
    )
    limit = forms.IntegerField(
        # Translators: de: „Höchstens so viele Zeichen“
        label=_("At most so many characters"),
        help_text=_(
            # Translators: de: „Leerzeichen zählen mit, ein Zeilenumbruch ist ein Zeichen. 1.200
            # Zeichen sind etwa eine halbe Seite.“
            "Spaces count, a line break is one character. 1,200 characters are about half a page."
        ),
        min_value=10,
        max_value=20_000,
        initial=1200,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "aw-w-4"}),
        error_messages={
            # Translators: de: „Geben Sie an, wie lang die Antwort sein darf“
            "required": _("Enter how long the answer may be"),
            # Translators: de: „Geben Sie eine Zahl in Ziffern ein“
            "invalid": _("Enter a number in digits"),
            # Translators: de: „Geben Sie mindestens 10 Zeichen ein“
            "min_value": _("Enter at least 10 characters"),
            # Translators: de: „Geben Sie höchstens 20.000 Zeichen ein“
            "max_value": _("Enter at most 20,000 characters"),
        },
    )
    rows = forms.IntegerField(
        # Translators: de: „Höhe des Textfelds in Zeilen“
        label=_("Height of the text field in lines"),
        min_value=1,
        max_value=30,
        initial=8,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "aw-w-4"}),
        error_messages={
            # Translators: de: „Geben Sie die Höhe in Zeilen ein“
            "required": _("Enter the height in lines"),
            "invalid": _("Enter a number in digits"),
            # Translators: de: „Geben Sie mindestens eine Zeile ein“
            "min_value": _("Enter at least one line"),
            # Translators: de: „Geben Sie höchstens 30 Zeilen ein“
            "max_value": _("Enter at most 30 lines"),
        },
    )
    required = forms.BooleanField(
        # Translators: de: „Muss beantwortet werden“
        label=_("Must be answered"),
        required=False,
        initial=True,
    )

    def __init__(
        self, sections: Iterable[Section], criteria: Iterable[Criterion], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sections = {row.slug: row for row in sections}
        self.criteria = {row.code: row for row in criteria}
        self.fields["section"].choices = [  # type: ignore[attr-defined]
            (slug, str(row)) for slug, row in self.sections.items()
        ]
        self.fields["criterion"].choices = [  # type: ignore[attr-defined]
            # Translators: de: „alle“, all initiatives are asked this question
            ("", gettext("everybody")),
            *((code, str(row)) for code, row in self.criteria.items()),
        ]

    def values(self) -> dict[str, Any]:
        given = super().values()
        return {
            **given,
            "section": self.sections[given["section"]],
            "criterion": self.criteria.get(given["criterion"]),
        }

    def sketch(self) -> Question:
        """The question as far as it was typed, to be looked at and never stored."""
        self.is_valid()
        given = self.cleaned_data
        kind = given.get("kind") or Question.Kind.TEXT
        return Question(
            code="answer",
            label=given.get("label") or Local(),
            prompt=given.get("prompt") or Local(),
            help=given.get("help") or Local(),
            kind=kind,
            limit=given.get("limit") or 1000,
            rows=given.get("rows") or 6,
            required=given.get("required", False),
            criterion=self.criteria.get(given.get("criterion") or ""),
        )


class ReasonField(TextField):
    """Which typing mistake is corrected, for the journal."""

    def __init__(self) -> None:
        super().__init__(
            # Translators: de: „Welchen Tippfehler berichtigen Sie?“
            label=_("Which typing mistake do you correct?"),
            # Translators: de: „Steht mit altem und neuem Wortlaut im Journal.“
            help_text=_("It stands in the journal with the old and the new wording."),
            max_length=300,
            widget=forms.Textarea(attrs={"rows": 2}),
            # Translators: de: „Nennen Sie den Tippfehler, den Sie berichtigen“
            error_messages={"required": _("Name the typing mistake that you correct")},
        )


class QuestionTypoForm(WordingForm):
    reason = ReasonField()


class SectionTypoForm(SectionTextsForm):
    reason = ReasonField()
