"""The pages on which an applicant writes. What was typed comes back, whatever was refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from .. import actions, clock, shown, tasklist, texts
from ..access import SignedIn, signed_in
from ..forms import (
    ContactForm,
    DeclarationsForm,
    InitiativeForm,
    SectionForm,
    ThemesForm,
)
from ..models import Answer, Application, Question
from ..refusals import NotAllowed, Stale
from ..snapshots import questions_for
from .applying import find, page


def _answer(
    request: SignedIn,
    application: Application,
    name: str,
    form: forms.Form,
    save: Callable[[], Any],
    *,
    at: datetime,
    template: str = "initiatives/form.html",
    stored: Callable[[], Mapping[str, Any]] | None = None,
    **extra: Any,
) -> HttpResponse:
    """Save a valid form and go on; else show it again with all that was typed.

    A page that can say what is `stored` saves field by field: a mistake in one does not hold up
    the others.
    """
    status, digest, news = 200, seen(request) or shown.digest(form.initial), []
    partly = bool(form.is_bound and not form.is_valid() and stored and form.cleaned_data)
    if form.is_bound and (partly or form.is_valid()):
        try:
            save()
            if not partly:
                return _onward(request, application, name)
            digest = shown.digest(stored() if stored else {})
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status, partly = 409, False
            if isinstance(refusal, Stale):
                digest, news = shown.digest(refusal.stored), meanwhile(form, refusal.stored)
    tasks = tasklist.outline(application, questions_for(application))
    context = page(application, request, tasks, name, at=at)
    if not context["can_edit"] and not form.is_bound:
        _lock(form)
    return render(
        request,
        template,
        {**context, "form": form, "seen": digest, "meanwhile": news, "partly": partly, **extra},
        status=status,
    )


def seen(request: SignedIn) -> str | None:
    """The digest of what the sent form had shown."""
    return request.POST.get("seen") or None


def meanwhile(form: forms.Form, stored: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is stored and differs from what was typed: label and value of each such field."""
    return [
        (str(form[name].label), _in_words(form.fields[name], value))
        for name, value in stored.items()
        if form.fields[name].has_changed(value, form[name].data)
    ]


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(field, forms.ChoiceField):
        labels = dict(field.choices)  # type: ignore[arg-type]
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(str(labels.get(one, one)) for one in chosen)
    return "" if value is None else str(value)


def _lock(form: forms.Form) -> None:
    for field in form.fields.values():
        field.disabled = True


def _onward(
    request: SignedIn, application: Application, name: str, section: str = ""
) -> HttpResponse:
    """To the next page of the form; back to the check page if one came from there."""
    if "overview" in request.POST:
        return redirect("apply:tasks", application.key)
    if request.GET.get("zurueck") == "pruefen":
        return redirect("apply:check", application.key)
    tasks = tasklist.outline(application, questions_for(application))
    return redirect(tasks.after(name, section).url)


def typed(request: SignedIn) -> Any:
    """What was sent, also if it is empty: a form of unticked boxes is one, too."""
    return request.POST if request.method == "POST" else None


@signed_in
def initiative(request: SignedIn, key: UUID) -> HttpResponse:
    application, at = find(request, key), clock.now()
    form = InitiativeForm(typed(request), initial=shown.profile(application.initiative))
    listed = application.initiative.is_listed
    if listed and not form.is_bound:
        _lock(form)
    return _answer(
        request,
        application,
        "initiative",
        form,
        lambda: actions.save_initiative(
            application, form.cleaned_data, by=request.user, at=at, seen=seen(request)
        ),
        at=at,
        template="initiatives/profile.html",
        stored=lambda: shown.profile(find(request, key).initiative),
        listed=listed,
    )


@signed_in
def contact(request: SignedIn, key: UUID) -> HttpResponse:
    application, at = find(request, key), clock.now()
    form = ContactForm(typed(request), initial=shown.contact(application))
    return _answer(
        request,
        application,
        "contact",
        form,
        lambda: actions.save_contact(
            application, form.cleaned_data, by=request.user, at=at, seen=seen(request)
        ),
        at=at,
        stored=lambda: shown.contact(find(request, key)),
    )


@signed_in
def themes(request: SignedIn, key: UUID) -> HttpResponse:
    application, at = find(request, key), clock.now()
    criteria = application.call.criteria.filter(is_optional=True)
    form = ThemesForm(criteria, typed(request), initial=shown.themes(application))
    return _answer(
        request,
        application,
        "themes",
        form,
        lambda: actions.declare(
            application,
            form.cleaned_data["criteria"],
            by=request.user,
            at=at,
            seen=seen(request),
        ),
        at=at,
        template="initiatives/themes.html",
    )


@signed_in
def declarations(request: SignedIn, key: UUID) -> HttpResponse:
    application, at = find(request, key), clock.now()
    form = DeclarationsForm(
        application.call.declarations.current(),
        typed(request),
        initial=shown.declarations(application),
    )
    return _answer(
        request,
        application,
        "declarations",
        form,
        lambda: actions.confirm(
            application, form.confirmed(), by=request.user, at=at, seen=seen(request)
        ),
        at=at,
    )


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
    application, at = find(request, key), clock.now()
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
            return _onward(request, application, "section", slug)
    theirs = {conflict.question.pk: conflict for conflict in conflicts}
    tasks = tasklist.outline(application, all_questions)
    return render(
        request,
        "initiatives/section.html",
        {
            **page(application, request, tasks, "section", slug, at=at),
            "section": questions[0].section,
            "form": form,
            "rows": [
                Row(
                    question,
                    form[question.code],
                    [form[f"{question.code}-version"], form[f"{question.code}-seen"]],
                    answers.get(question.pk),
                    theirs.get(question.pk),
                )
                for question in questions
            ],
            "stored": stored,
            "conflicts": conflicts,
        },
        status=status,
    )


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
        over = texts.length(form.cleaned_data.get(question.code) or "") - question.limit
        if over > 0:
            form.add_error(
                question.code,
                _("Shorten “%(label)s” by %(over)d characters")
                % {"label": question.label, "over": over},
            )
