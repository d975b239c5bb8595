"""Which answers of an earlier year fit into an application, and which may be taken over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from . import texts
from .filled import Filled, asked_of
from .models import Answer, Application, Criterion, Question
from .shown import CONTACT


class Match(NamedTuple):
    """A question of this year with the text that an earlier one got."""

    question: Question
    text: str
    is_free: bool  # nothing is written there yet; only then it is taken over

    @property
    def over(self) -> int:
        """By how many characters the text is too long for the question of this year."""
        return max(texts.length(self.text) - self.question.limit, 0)


class Matches(NamedTuple):
    """What one application offers to another of the same initiative."""

    earlier: Application
    answers: list[Match]
    themes: list[Criterion]  # [] if some are chosen already
    contact: dict[str, str]  # fields that are empty here, by name

    @property
    def codes(self) -> list[str]:
        """The answers that can be taken over."""
        return [match.question.code for match in self.answers if match.is_free]

    @property
    def is_empty(self) -> bool:
        return not (self.codes or self.themes or self.contact)


def earlier_ones(application: Application) -> QuerySet[Application]:
    """Applications of the same initiative in earlier years with something written, newest first."""
    written = Answer.objects.filter(application=OuterRef("pk")).exclude(text="")
    return (
        Application.objects.filter(
            Exists(written),
            initiative_id=application.initiative_id,
            call__year__lt=application.call.year,
        )
        .select_related("call")
        .order_by("-call__year", "-pk")
    )


def offered(what: Filled) -> Application | None:
    """The newest earlier one, as long as less than half of the texts are written. One query."""
    newest = earlier_ones(what.application).first()
    written = sum(bool(what.texts.get(question.pk, "").strip()) for question in what.questions)
    return newest if 2 * written < len(what.questions) else None


def matches(application: Application, earlier: Application) -> Matches:
    """Six queries, whatever the number of questions.

    A question is the same if its code is, else if it is asked in the same words. Where no theme is
    chosen yet, those of the earlier year are offered, with the questions that hang on them.
    """
    declared = set(application.declared.values_list("criterion_id", flat=True))
    themes: list[Criterion] = []
    if not declared:
        before = earlier.declared.values_list("criterion__code", flat=True)
        themes = list(application.call.criteria.filter(is_optional=True, code__in=before))
    questions = asked_of(application, declared | {criterion.pk for criterion in themes})
    now = dict(application.answers.values_list("question_id", "text"))
    old = list(earlier.answers.exclude(text="").select_related("question").order_by("pk"))
    return Matches(
        earlier,
        [
            Match(question, text, is_free=not now.get(question.pk, "").strip())
            for question, text in _paired(questions, old)
        ],
        themes,
        {
            name: getattr(earlier, name)
            for name in CONTACT
            if getattr(earlier, name) and not getattr(application, name)
        },
    )


def _paired(questions: Iterable[Question], old: Iterable[Answer]) -> list[tuple[Question, str]]:
    """Each earlier text goes to one question at most."""
    questions = list(questions)
    by_code = {answer.question.code: answer for answer in old if answer.text.strip()}
    taken = {question.code for question in questions if question.code in by_code}
    by_words = {
        _words(answer.question): answer
        for code, answer in by_code.items()
        if code not in taken and _words(answer.question)
    }
    pairs = []
    for question in questions:
        found = by_code.get(question.code) or by_words.pop(_words(question), None)
        if found:
            pairs.append((question, found.text))
    return pairs


def _words(question: Question) -> str:
    """What is asked, as people read it: capitals and spaces do not count."""
    return " ".join(str(question.prompt.get("de", "")).casefold().split())
