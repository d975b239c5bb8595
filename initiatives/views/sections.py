"""The pages on which an applicant writes. What was typed comes back, whatever was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import actions, clock, texts
from ..access import SignedIn
from ..actions.writing import CONTACT_FIELDS, INITIATIVE_FIELDS
from ..forms import ContactForm, DeclarationsForm, FileForm, InitiativeForm, SectionForm, ThemesForm
from ..models import Application, Attachment
from ..refusals import NotAllowed
from ..snapshots import questions_for
from .applying import find, page


def _answer(
    request: SignedIn,
    application: Application,
    slug: str,
    form: forms.Form,
    save: Callable[[], Any],
    template: str,
    **extra: Any,
) -> HttpResponse:
    """Save a valid form and go on; else show it again with all that was typed."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            save()
            return _onward(request, application, slug)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
    context = page(application, request, slug)
    return render(request, template, {**context, "form": form, **extra}, status=status)


def _onward(request: SignedIn, application: Application, slug: str) -> HttpResponse:
    """To the next page of the form; back to the check page if one came from there."""
    if request.GET.get("zurueck") == "pruefen":
        return redirect("apply:check", application.key)
    if "overview" in request.POST:
        return redirect("apply:tasks", application.key)
    following = page(application, request, slug)["tasks"].after(slug)
    return redirect(following.url)


@login_required
def initiative(request: SignedIn, key: UUID) -> HttpResponse:
    application = find(request, key)
    initial = {name: getattr(application.initiative, name) for name in INITIATIVE_FIELDS}
    form = InitiativeForm(request.POST or None, initial=initial)
    return _answer(
        request,
        application,
        "initiative",
        form,
        lambda: actions.save_initiative(
            application, form.cleaned_data, by=request.user, at=clock.now()
        ),
        "initiatives/form.html",
    )


@login_required
def contact(request: SignedIn, key: UUID) -> HttpResponse:
    application = find(request, key)
    initial = {name: getattr(application, name) for name in CONTACT_FIELDS}
    form = ContactForm(request.POST or None, initial=initial)
    return _answer(
        request,
        application,
        "contact",
        form,
        lambda: actions.save_contact(
            application, form.cleaned_data, by=request.user, at=clock.now()
        ),
        "initiatives/form.html",
    )


@login_required
def themes(request: SignedIn, key: UUID) -> HttpResponse:
    application = find(request, key)
    criteria = application.call.criteria.filter(is_optional=True)
    chosen = list(application.declared.values_list("criterion__code", flat=True))
    form = ThemesForm(criteria, request.POST or None, initial={"criteria": chosen})
    return _answer(
        request,
        application,
        "themes",
        form,
        lambda: actions.declare(
            application, form.cleaned_data["criteria"], by=request.user, at=clock.now()
        ),
        "initiatives/form.html",
    )


@login_required
def declarations(request: SignedIn, key: UUID) -> HttpResponse:
    application = find(request, key)
    rows = list(application.call.declarations.all())
    confirmed = set(application.confirmations.values_list("declaration_id", flat=True))
    form = DeclarationsForm(
        rows, request.POST or None, initial={row.code: row.pk in confirmed for row in rows}
    )
    return _answer(
        request,
        application,
        "declarations",
        form,
        lambda: actions.confirm(application, form.confirmed(), by=request.user, at=clock.now()),
        "initiatives/form.html",
    )


@login_required
def section(request: SignedIn, key: UUID, slug: str) -> HttpResponse:
    """One topic of the questionnaire. Saves always, then says what is too long."""
    application = find(request, key)
    found = get_object_or_404(application.call.sections, slug=slug)
    questions = [q for q in questions_for(application) if q.section_id == found.pk]
    answers = {
        answer.question_id: answer
        for answer in application.answers.filter(question__in=questions).select_related("saved_by")
    }
    conflicts: list[actions.AnswerConflict] = []
    status, stored = 200, False
    form = SectionForm(questions, answers, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_answers(application, form.texts(), by=request.user, at=clock.now())
            stored, conflicts = True, saved.conflicts
            form = _with_versions(form, saved.versions)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
        for conflict in conflicts:
            form.add_error(
                conflict.question.code,
                _("%(who)s changed this meanwhile. Both texts are shown: keep what is right.")
                % {"who": conflict.saved_by},
            )
            status = 409
        for question in questions:
            over = texts.length(form.cleaned_data.get(question.code) or "") - question.limit
            if over > 0:
                form.add_error(
                    question.code,
                    _("Shorten “%(label)s” by %(over)d characters")
                    % {"label": question.label, "over": over},
                )
        if not form.errors:
            return _onward(request, application, slug)
    return render(
        request,
        "initiatives/section.html",
        {
            **page(application, request, slug),
            "section": found,
            "form": form,
            "rows": [
                (
                    question,
                    form[question.code],
                    form[f"{question.code}-version"],
                    answers.get(question.pk),
                    next((c for c in conflicts if c.question.pk == question.pk), None),
                )
                for question in questions
            ],
            "stored": stored,
        },
        status=status,
    )


def _with_versions(form: SectionForm, versions: dict[str, int]) -> SectionForm:
    """The same typed texts with the versions now stored, so that the next save is knowing."""
    data = form.data.copy()  # type: ignore[attr-defined]  a QueryDict here
    for code, version in versions.items():
        data[f"{code}-version"] = version
    form.data = data
    return form


@login_required
def files(request: SignedIn, key: UUID) -> HttpResponse:
    application = find(request, key)
    form = FileForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("caption", "credit", "alt_text")}
        try:
            kept = actions.attach(
                application, form.cleaned_data["file"], by=request.user, at=clock.now(), **values
            )
            messages.success(request, _("“%(name)s” is stored.") % {"name": kept.name})
            return redirect("apply:files", application.key)
        except NotAllowed as refusal:
            form.add_error("file", str(refusal))
            status = 409
    return render(
        request,
        "initiatives/files.html",
        {
            **page(application, request, "files"),
            "form": form,
            "attachments": application.attachments.all(),
        },
        status=status,
    )


@require_POST
@login_required
def remove_file(request: SignedIn, key: UUID) -> HttpResponse:
    found = get_object_or_404(
        Attachment.objects.visible_to(request.user).select_related("application"), key=key
    )
    application = found.application
    try:
        actions.detach(found, by=request.user, at=clock.now())
        messages.success(request, _("“%(name)s” was removed.") % {"name": found.name})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("apply:files", application.key)
