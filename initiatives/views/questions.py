"""The questions of an application, one section a page. Saves always, however long a text is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from .. import actions, clock, tasklist, texts
from ..access import SignedIn, signed_in
from ..actions.handing_in import shorten
from ..application_forms import SectionForm
from ..filled import questions_for
from ..models import Answer, Application, Question
from ..refusals import NotAllowed
from ..templatetags.award import day_or_time
from ..window import Window
from .applying import find, page
from .sections import onward, typed


class Row(NamedTuple):
    """A question on its page: what is typed, what is stored, and what somebody else stored."""

    question: Question
    field: BoundField
    hidden: list[BoundField]
    answer: Answer | None
    conflict: actions.AnswerConflict | None


@signed_in
def section(request: SignedIn, key: UUID, slug: str) -> HttpResponse:
    """One topic of the questionnaire. Saves always, then says what is too long."""
    at, application = clock.of_request(request), find(request, key)
    all_questions = questions_for(application)
    questions = [question for question in all_questions if question.section.slug == slug]
    if not questions:
        get_object_or_404(application.call.sections, slug=slug)
        messages.info(request, _("These questions depend on your themes. Choose them first."))
        return redirect("apply:themes", application.key)
    answers = _stored(application, questions)
    form = SectionForm(questions, answers, typed(request))
    conflicts: list[actions.AnswerConflict] = []
    status, stored = 200, False
    if form.is_bound and form.is_valid():
        try:
            saved = actions.save_answers(
                application, form.texts(), by=request.user, at=at, seen=form.seen()
            )
            stored, conflicts = True, saved.conflicts
            answers = _stored(application, questions)
            form = _as_stored(questions, answers, conflicts)
            _say_what_is_too_long(form)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
        for conflict in conflicts:
            form.add_error(
                conflict.question.code,
                _("%(who)s changed this meanwhile. Both texts are shown: keep what is right.")
                % {"who": conflict.saved_by or _("Somebody")},
            )
            status = 409
        if not form.errors:
            return onward(request, application, "section", slug)
    theirs = {conflict.question.pk: conflict for conflict in conflicts}
    tasks = tasklist.outline(application, all_questions)
    context = page(application, request, tasks, "section", slug, at=at)
    rows = [
        Row(
            question,
            form[question.code],
            [form[f"{question.code}-version"], form[f"{question.code}-seen"]],
            answers.get(question.pk),
            theirs.get(question.pk),
        )
        for question in questions
    ]
    return render(
        request,
        "initiatives/section.html",
        {
            **context,
            "section": questions[0].section,
            "form": form,
            "rows": rows,
            "saving": _in_json(rows, context["window"], at=at),
            "stored": stored,
            "conflicts": conflicts,
        },
        status=status,
    )


def _in_json(rows: Iterable[Row], allowed: Window, *, at: datetime) -> str:
    """As `saving.in_json`, of the questions that are open; of a conflict also who and when."""
    told: dict[str, dict[str, Any]] = {}
    for row in rows:
        if not allowed.allows("section", row.question.code):
            continue
        version, seen = (field.value() for field in row.hidden)
        told[row.question.code] = {"label": str(row.question.label), "seen": seen}
        told[row.question.code]["version"] = int(version or 0)
        if row.conflict:
            told[row.question.code] |= {
                "value": row.conflict.theirs,
                "by": row.conflict.saved_by or _("Somebody"),
                "at": day_or_time(row.conflict.saved_at, at),
            }
    return json.dumps(told)


def _stored(application: Application, questions: Iterable[Question]) -> dict[int, Answer]:
    rows = application.answers.filter(question__in=questions).select_related("saved_by")
    return {answer.question_id: answer for answer in rows}


def _as_stored(
    questions: Iterable[Question],
    answers: dict[int, Answer],
    conflicts: Iterable[actions.AnswerConflict],
) -> SectionForm:
    """What is stored now; of a conflict the typed text, on the version its writer now sees."""
    fresh = SectionForm(questions, answers)
    data = {name: field.initial for name, field in fresh.fields.items()}
    for conflict in conflicts:
        code = conflict.question.code
        data[code] = conflict.yours
        data[f"{code}-version"] = conflict.version
        data[f"{code}-seen"] = texts.digest(conflict.theirs)
    form = SectionForm(questions, answers, data)
    form.is_valid()  # fills cleaned_data; no text is ever refused
    return form


def _say_what_is_too_long(form: SectionForm) -> None:
    for question in form.questions:
        if said := shorten(question, form.cleaned_data.get(question.code) or ""):
            form.add_error(question.code, said)
