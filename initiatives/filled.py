"""What an application says now, read at once for all that a page wants to tell of it."""

from __future__ import annotations

from typing import NamedTuple

from .models import Application, Attachment, Declaration, DeclaredCriterion, Question
from .snapshots import asked_of


class Filled(NamedTuple):
    """An application with everything that hangs on it; nothing in here asks the database again."""

    application: Application
    declared: list[DeclaredCriterion]
    questions: list[Question]
    texts: dict[int, str]
    attachments: list[Attachment]
    declarations: list[Declaration]
    confirmed: set[int]

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
        confirmed=set(application.confirmations.values_list("declaration_id", flat=True)),
    )
