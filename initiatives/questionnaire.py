"""All that a call asks, for people who have not begun: one reading for the page and the PDF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms

from .application_forms import ContactForm, InitiativeForm
from .carried import along
from .models import Call, Criterion, Declaration, Question, Section


class Entry(NamedTuple):
    """A field of the form that belongs to the program, not to the call."""

    label: str
    help: str
    required: bool
    choices: list[str]


class Questionnaire(NamedTuple):
    """What is asked of everybody, and what of those who choose a theme."""

    profile: list[Entry]
    contact: list[Entry]
    criteria: list[Criterion]
    sections: list[tuple[Section, list[Question]]]
    declarations: list[Declaration]


def read(call: Call) -> Questionnaire:
    """Three queries, whatever the number of questions; one more for a call without its page."""
    return Questionnaire(
        profile=_entries(InitiativeForm.base_fields),
        contact=_entries(ContactForm.base_fields),
        criteria=list(call.criteria.prefetch_related("anchors")),
        sections=_by_section(call),
        declarations=along(call, "declarations", call.declarations.current()),
    )


def _by_section(call: Call) -> list[tuple[Section, list[Question]]]:
    questions = call.questions.select_related("section", "criterion").order_by(
        "section__position", "section_id", "position", "pk"
    )
    grouped: list[tuple[Section, list[Question]]] = []
    for question in questions:
        if not grouped or grouped[-1][0].pk != question.section_id:
            grouped.append((question.section, []))
        grouped[-1][1].append(question)
    return grouped


def _entries(fields: Mapping[str, Any]) -> list[Entry]:
    return [
        Entry(str(field.label), str(field.help_text), field.required, _choices(field))
        for field in fields.values()
        if not field.widget.is_hidden
    ]


def _choices(field: Any) -> list[str]:
    if not isinstance(field, forms.ChoiceField):
        return []
    pairs: Any = field.choices
    return [str(word) for value, word in pairs if value]
