"""A call with all that makes it up, read at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from ..actions.setting_up.texts import TEXTS
from ..models import (
    Call,
    Criterion,
    Declaration,
    EligibilityQuestion,
    FrequentQuestion,
    Question,
    Section,
)


class Edition(NamedTuple):
    """A call with all that makes it up; nothing in here asks the database again."""

    call: Call
    criteria: list[Criterion]
    sections: list[Section]
    questions: list[Question]
    declarations: list[Declaration]
    faq: list[FrequentQuestion]
    eligibility: list[EligibilityQuestion]


def read(call: Call) -> Edition:
    """Seven queries, whatever the number of rows."""
    return Edition(
        call=call,
        criteria=list(call.criteria.prefetch_related("anchors")),
        sections=list(call.sections.all()),
        questions=list(
            call.questions.select_related("section", "criterion").order_by(
                "section__position", "section_id", "position", "pk"
            )
        ),
        declarations=list(call.declarations.current()),
        faq=list(call.faq.all()),
        eligibility=list(call.eligibility.all()),
    )


def said(text: dict[str, str]) -> bool:
    return bool(text.get("de", "").strip())


def label(name: str) -> str:
    """What a text of the call is called, at the start of a line."""
    label = str(Call._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


def texts_of(edition: Edition) -> Iterator[tuple[str, dict[str, str], str]]:
    """Every text of the call: what it is called, its languages, the page where it is changed."""
    for name in TEXTS:
        if name != "terms_version":
            yield label(name), getattr(edition.call, name), "call_texts"
    for criterion in edition.criteria:
        for text in (
            criterion.name,
            criterion.question,
            *(a.text for a in criterion.anchors.all()),
        ):
            yield str(criterion.name), text, "call_criteria"
    for section in edition.sections:
        for text in (section.title, section.group, section.hint):
            yield str(section.title), text, "call_questions"
    for question in edition.questions:
        for text in (question.label, question.prompt, question.help):
            yield str(question.label), text, "call_questions"
    for row in edition.declarations:
        yield _("Declarations"), row.text, "call_declarations"
    for entry in edition.faq:
        yield _("Frequent questions"), entry.question, "call_faq"
        yield _("Frequent questions"), entry.answer, "call_faq"
    for asked in edition.eligibility:
        for text in (asked.question, asked.help, asked.reason):
            yield _("Check of eligibility"), text, "call_eligibility"
