"""What an application says now, read at once for all that wants to tell of it."""

from __future__ import annotations

from collections.abc import Container
from typing import Any, NamedTuple

from .models import (
    Application,
    Attachment,
    Confirmation,
    Criterion,
    Declaration,
    Question,
    Section,
)


class Filled(NamedTuple):
    """An application with everything that hangs on it; nothing in here asks the database again."""

    application: Application
    declared: list[Criterion]
    questions: list[Question]
    texts: dict[int, str]
    attachments: list[Attachment]
    declarations: list[Declaration]
    confirmations: list[Confirmation]

    @property
    def confirmed(self) -> set[int]:
        """The declarations that were confirmed, by primary key."""
        return {row.declaration_id for row in self.confirmations}

    def by_section(self) -> list[tuple]:
        """Questions of each section with their texts: [(section, [(question, text), …]), …]."""
        grouped: list[tuple] = []
        for question in self.questions:
            if not grouped or grouped[-1][0].pk != question.section_id:
                grouped.append((question.section, []))
            grouped[-1][1].append((question, self.texts.get(question.pk, "")))
        return grouped


# Handing in waits for it: built by the ORM, this read takes 2.6 times as long in Python. All
# columns, so that the models may grow.
CRITERIA = """
SELECT initiatives_criterion.* FROM initiatives_criterion
JOIN initiatives_declaredcriterion AS declared ON declared.criterion_id = initiatives_criterion.id
WHERE declared.application_id = %s ORDER BY position, declared.id
"""
SECTIONS = "SELECT * FROM initiatives_section WHERE call_id = %s"
QUESTIONS = """
SELECT initiatives_question.*, answer.text AS given FROM initiatives_question
LEFT JOIN initiatives_answer AS answer
  ON answer.question_id = initiatives_question.id AND answer.application_id = %s
JOIN initiatives_section AS section ON section.id = initiatives_question.section_id
WHERE initiatives_question.call_id = %s
ORDER BY section.position, initiatives_question.position, initiatives_question.id
"""
FILES = """
SELECT * FROM initiatives_attachment WHERE application_id = %s AND removed_at IS NULL
ORDER BY kind DESC, position, id
"""
DECLARATIONS = "SELECT * FROM initiatives_declaration WHERE call_id = %s ORDER BY position, id"
CONFIRMATIONS = "SELECT * FROM initiatives_confirmation WHERE application_id = %s ORDER BY id"


def read(application: Application) -> Filled:
    """Six queries, whatever the number of questions and files."""
    its, call = [application.pk], [application.call_id]
    criteria = {row.pk: row for row in Criterion.objects.raw(CRITERIA, its)}
    rows: list[Any] = list(Question.objects.raw(QUESTIONS, its + call))
    sections = {row.pk: row for row in Section.objects.raw(SECTIONS, call)}
    questions = []
    for question in rows:
        if question.criterion_id is None or question.criterion_id in criteria:
            question.section = sections[question.section_id]
            question.criterion = criteria.get(question.criterion_id)
            questions.append(question)
    confirmations = list(Confirmation.objects.raw(CONFIRMATIONS, its))
    declarations = {row.pk: row for row in Declaration.objects.raw(DECLARATIONS, call)}
    for confirmation in confirmations:
        confirmation.declaration = declarations[confirmation.declaration_id]
    newest = {declarations[pk].code: pk for pk in sorted(declarations)}
    return Filled(
        application=application,
        declared=list(criteria.values()),
        questions=questions,
        texts={row.pk: row.given for row in rows if row.given is not None},
        attachments=list(Attachment.objects.raw(FILES, its)),
        declarations=[row for row in declarations.values() if row.pk == newest[row.code]],
        confirmations=confirmations,
    )


def questions_for(application: Application) -> list[Question]:
    """The questions this application must see: those of all, and those of its declared D's."""
    return asked_of(application, set(application.declared.values_list("criterion_id", flat=True)))


def asked_of(application: Application, declared: Container[int]) -> list[Question]:
    """The questions for whoever declares these criteria, with their sections. One query."""
    rows = Question.objects.filter(call_id=application.call_id).select_related(
        "section", "criterion"
    )
    return [
        question
        for question in rows.order_by("section__position", "position", "pk")
        if question.criterion_id is None or question.criterion_id in declared
    ]
