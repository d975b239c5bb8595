"""Forms by which the office makes a call ready: they ask, and save nothing."""

from .dates import DatesForm, NewCallForm
from .lists import DeclarationForm, EligibilityForm, FrequentQuestionForm, NewDeclarationForm
from .local import ENGLISH, LocalField, SeenForm
from .questions import QuestionForm, QuestionTypoForm, SectionTextsForm, SectionTypoForm
from .texts import TextsForm

__all__ = [
    "ENGLISH",
    "DatesForm",
    "DeclarationForm",
    "EligibilityForm",
    "FrequentQuestionForm",
    "LocalField",
    "NewCallForm",
    "NewDeclarationForm",
    "QuestionForm",
    "QuestionTypoForm",
    "SectionTextsForm",
    "SectionTypoForm",
    "SeenForm",
    "TextsForm",
]
