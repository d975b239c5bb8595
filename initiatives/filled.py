"""What an application says now, read at once for all that wants to tell of it."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from .models import (
    Application,
    Attachment,
    Confirmation,
    Declaration,
    DeclaredCriterion,
    Question,
)


class Filled(NamedTuple):
    """An application with everything that hangs on it; nothing in here asks the database again."""

    application: Application
    declared: list[DeclaredCriterion]
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


def read(application: Application) -> Filled:
    """Six queries, whatever the number of questions and files."""
    declared = list(application.declared.select_related("criterion"))
    return Filled(
        application=application,
        declared=declared,
        questions=asked_of(application, {row.criterion_id for row in declared}),
        texts=dict(application.answers.values_list("question_id", "text")),
        attachments=list(application.attachments.current()),
        declarations=list(application.call.declarations.current()),
        confirmations=list(application.confirmations.select_related("declaration").order_by("pk")),
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
