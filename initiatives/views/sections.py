"""The pages on which an applicant writes. What was typed comes back, whatever was refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import actions, clock, tasklist, texts
from ..access import SignedIn
from ..actions.files import MAX_DOCUMENTS, MAX_PICTURES
from ..actions.writing import CONTACT_FIELDS, INITIATIVE_FIELDS
from ..forms import (
    ContactForm,
    DeclarationsForm,
    DescriptionForm,
    FileForm,
    InitiativeForm,
    SectionForm,
    ThemesForm,
)
from ..models import Answer, Application, Attachment, Question
from ..refusals import NotAllowed
from ..snapshots import questions_for
from .applying import find, is_open, page


def _answer(
    request: SignedIn,
    application: Application,
    name: str,
    form: forms.Form,
    save: Callable[[], Any],
    *,
    template: str = "initiatives/form.html",
    **extra: Any,
) -> HttpResponse:
    """Save a valid form and go on; else show it again with all that was typed."""
    status = 200
    if form.is_bound and form.is_valid():
        try:
            save()
            return _onward(request, application, name)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
    tasks = tasklist.outline(application, questions_for(application))
    context = page(application, request, tasks, name)
    if not context["can_edit"] and not form.is_bound:
        _lock(form)
    return render(request, template, {**context, "form": form, **extra}, status=status)


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


def _typed(request: SignedIn) -> Any:
    """What was sent, also if it is empty: a form of unticked boxes is one, too."""
    return request.POST if request.method == "POST" else None


@login_required
def initiative(request: SignedIn, key: UUID) -> HttpResponse:
    application = find(request, key)
    initial = {name: getattr(application.initiative, name) for name in INITIATIVE_FIELDS}
    form = InitiativeForm(_typed(request), initial=initial)
    listed = application.initiative.is_listed
    if listed and not form.is_bound:
        _lock(form)
    return _answer(
        request,
        application,
        "initiative",
        form,
        lambda: actions.save_initiative(
            application, form.cleaned_data, by=request.user, at=clock.now()
        ),
        template="initiatives/profile.html",
        listed=listed,
    )


@login_required
def contact(request: SignedIn, key: UUID) -> HttpResponse:
    application = find(request, key)
    initial = {name: getattr(application, name) for name in CONTACT_FIELDS}
    form = ContactForm(_typed(request), initial=initial)
    return _answer(
        request,
        application,
        "contact",
        form,
        lambda: actions.save_contact(
            application, form.cleaned_data, by=request.user, at=clock.now()
        ),
    )


@login_required
def themes(request: SignedIn, key: UUID) -> HttpResponse:
    application = find(request, key)
    criteria = application.call.criteria.filter(is_optional=True)
    chosen = list(application.declared.values_list("criterion__code", flat=True))
    form = ThemesForm(criteria, _typed(request), initial={"criteria": chosen})
    return _answer(
        request,
        application,
        "themes",
        form,
        lambda: actions.declare(
            application, form.cleaned_data["criteria"], by=request.user, at=clock.now()
        ),
        template="initiatives/themes.html",
    )


@login_required
def declarations(request: SignedIn, key: UUID) -> HttpResponse:
    application = find(request, key)
    rows = list(application.call.declarations.all())
    confirmed = set(application.confirmations.values_list("declaration_id", flat=True))
    form = DeclarationsForm(
        rows, _typed(request), initial={row.code: row.pk in confirmed for row in rows}
    )
    return _answer(
        request,
        application,
        "declarations",
        form,
        lambda: actions.confirm(application, form.confirmed(), by=request.user, at=clock.now()),
    )


class Row(NamedTuple):
    """A question on its page: what is typed, what is stored, and what somebody else stored."""

    question: Question
    field: BoundField
    hidden: list[BoundField]
    answer: Answer | None
    conflict: actions.AnswerConflict | None


@login_required
def section(request: SignedIn, key: UUID, slug: str) -> HttpResponse:
    """One topic of the questionnaire. Saves always, then says what is too long."""
    application = find(request, key)
    all_questions = questions_for(application)
    questions = [question for question in all_questions if question.section.slug == slug]
    if not questions:
        get_object_or_404(application.call.sections, slug=slug)
        messages.info(request, _("These questions depend on your themes. Choose them first."))
        return redirect("apply:themes", application.key)
    answers = _stored(application, questions)
    form = SectionForm(questions, answers, _typed(request))
    conflicts: list[actions.AnswerConflict] = []
    status, stored = 200, False
    if form.is_bound and form.is_valid():
        try:
            saved = actions.save_answers(
                application, form.texts(), by=request.user, at=clock.now(), seen=form.seen()
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
            **page(application, request, tasks, "section", slug),
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


@login_required
def files(request: SignedIn, key: UUID) -> HttpResponse:
    application = find(request, key)
    form = FileForm(_typed(request), request.FILES or None)
    status = 200
    if form.is_bound and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("caption", "credit", "alt_text")}
        try:
            kept = actions.attach(
                application, form.cleaned_data["file"], by=request.user, at=clock.now(), **values
            )
            messages.success(request, _("“%(name)s” is stored.") % {"name": kept.name})
            return redirect("apply:files", application.key)
        except NotAllowed as refusal:
            form.add_error("file" if is_open(application, clock.now()) else None, str(refusal))
            status = 409
    return _files(request, application, form, {}, status)


def _files(
    request: SignedIn,
    application: Application,
    form: FileForm,
    described: dict[UUID, DescriptionForm],
    status: int = 200,
) -> HttpResponse:
    """All files, each with the form of what is said about it; `described` are those sent."""
    attachments = list(application.attachments.all())
    pictures = sum(file.kind == Attachment.Kind.PICTURE for file in attachments)
    rows = [(file, described.get(file.key) or _description(file)) for file in attachments]
    tasks = tasklist.outline(application, questions_for(application))
    return render(
        request,
        "initiatives/files.html",
        {
            **page(application, request, tasks, "files"),
            "form": form,
            "rows": rows,
            "forms": list(described.values()),
            "has_errors": any(sent.errors for sent in described.values()),
            "room": pictures < MAX_PICTURES or len(attachments) - pictures < MAX_DOCUMENTS,
            "next": tasks.after("files").url,
        },
        status=status,
    )


def _description(file: Attachment, data: Any = None) -> DescriptionForm:
    initial = {"caption": file.caption, "credit": file.credit, "alt_text": file.alt_text}
    return DescriptionForm(data, initial=initial, prefix=str(file.key))


def _attachment(request: SignedIn, key: UUID) -> Attachment:
    return get_object_or_404(
        Attachment.objects.visible_to(request.user).select_related(
            "application__call", "application__initiative"
        ),
        key=key,
    )


@require_POST
@login_required
def describe_file(request: SignedIn, key: UUID) -> HttpResponse:
    found = _attachment(request, key)
    form = _description(found, request.POST)
    status = 200
    if form.is_valid():
        try:
            actions.describe(found, by=request.user, at=clock.now(), **form.cleaned_data)
            messages.success(
                request, _("The details of “%(name)s” are stored.") % {"name": found.name}
            )
            return redirect("apply:files", found.application.key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
    return _files(request, found.application, FileForm(), {found.key: form}, status)


@require_POST
@login_required
def remove_file(request: SignedIn, key: UUID) -> HttpResponse:
    found = _attachment(request, key)
    try:
        actions.detach(found, by=request.user, at=clock.now())
        messages.success(request, _("“%(name)s” was removed.") % {"name": found.name})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("apply:files", found.application.key)
