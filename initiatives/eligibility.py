"""Whether one may apply, asked before anybody registers: the questions, and what hinders.

A help, not a decision: what counts is the formal check. Nothing that is answered here is stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from .forms import PlainForm
from .models import EligibilityQuestion

YES, NO = "ja", "nein"  # they stand in the address bar


def hindrances(answers: Iterable[tuple[EligibilityQuestion, bool]]) -> list[EligibilityQuestion]:
    """The questions whose answer stands in the way; none of them means: one may apply."""
    return [question for question, given in answers if given != question.wanted]


class EligibilityForm(PlainForm):
    """The questions of a call, to be answered with yes or no; sent by GET, so without a cookie."""

    def __init__(self, questions: Iterable[EligibilityQuestion], sent: Any = None) -> None:
        self.questions = list(questions)
        super().__init__(sent)
        for number, question in enumerate(self.questions, start=1):
            # Translators: de: „Beantworten Sie Frage %(number)d mit Ja oder Nein“
            unanswered = _("Answer question %(number)d with yes or no") % {"number": number}
            self.fields[f"frage-{number}"] = forms.ChoiceField(
                label=f"{number}. {question.question}",
                help_text=str(question.help),
                choices=[(YES, _("Yes")), (NO, _("No"))],
                widget=forms.RadioSelect,
                error_messages={"required": unanswered, "invalid_choice": unanswered},
            )

    def answers(self) -> list[tuple[EligibilityQuestion, bool]]:
        """Of a valid form: each question, and whether yes was said."""
        given = [value == YES for value in self.cleaned_data.values()]
        return list(zip(self.questions, given, strict=True))
