"""A question of a call beside how an applicant will see it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ... import clock
from ...access import SignedIn, office_only
from ...actions import setting_up
from ...models import Call, Question
from ...set_up_forms import QuestionForm, QuestionTypoForm
from . import pages
from .form import back_to, change, move, remove, shown_of, title_of
from .sketching import sketches


@office_only
def question(request: SignedIn, year: int, code: str = "") -> HttpResponse:
    """A question, or a new one on the page `?abschnitt=`, beside how an applicant will see it."""
    call, at = pages.find(year), clock.now()
    context = pages.page(request, call, at=at)
    row = (
        get_object_or_404(call.questions.select_related("section", "criterion"), code=code)
        if code
        else None
    )
    initial = shown_of(row) or {"section": request.GET.get("abschnitt", "")}
    form: QuestionForm | QuestionTypoForm
    if row and context["locked"]:
        form = QuestionTypoForm(pages.typed(request), initial=initial)
    else:
        form = QuestionForm(
            call.sections.all(),
            call.criteria.filter(is_optional=True),
            pages.typed(request),
            initial=initial,
        )
    context |= {
        "question": row,
        "title": title_of(row),
        "sketches": sketches(_sketch(form, row)),
        "answered": setting_up.answers_to(row) if row else 0,
        "preview_url": _preview_url(call, row),
    }
    if "preview" in request.POST:  # without the script: looked at, and nothing saved
        return render(
            request,
            "office/calls/question.html",
            {**context, "form": form, "back": back_to(call, f"question-{code}" if code else "")},
        )

    def save() -> None:
        values = form.values()
        if row is None:
            setting_up.add_question(values.pop("section"), values, by=request.user, at=at)
            return
        change(row, values, seen=form.digest(), request=request, at=at)

    return pages.answer(
        request,
        form,
        save,
        context=context,
        template="office/calls/question.html",
        back=back_to(call, f"question-{code}" if code else "sections"),
        # Translators: de: „Die Frage ist gespeichert.“
        done=_("The question is saved."),
    )


def _preview_url(call: Call, row: Question | None) -> str:
    if row is None:
        return reverse("office:call_question_sketch_new", args=[call.year])
    return reverse("office:call_question_sketch", args=[call.year, row.code])


def _sketch(form: QuestionForm | QuestionTypoForm, row: Question | None) -> Question:
    """The question as it is typed; what is not asked on this form stays as it is stored."""
    if not form.is_bound:
        return row or Question()
    if isinstance(form, QuestionForm):
        return form.sketch()
    assert row is not None  # noqa: S101  only what exists has typing mistakes
    form.is_valid()
    for name in ("label", "prompt", "help"):
        setattr(row, name, form.cleaned_data.get(name, getattr(row, name)))
    return row


@require_POST
@office_only
def sketch(request: SignedIn, year: int, code: str = "") -> HttpResponse:
    """The question as it is typed, as a part of the page."""
    call = pages.find(year)
    row = get_object_or_404(call.questions, code=code) if code else None
    form: QuestionForm | QuestionTypoForm
    if row and setting_up.is_locked(call):
        form = QuestionTypoForm(request.POST)
    else:
        form = QuestionForm(
            call.sections.all(), call.criteria.filter(is_optional=True), request.POST
        )
    return render(request, "office/calls/sketches.html", {"sketches": sketches(_sketch(form, row))})


@office_only
def remove_question(request: SignedIn, year: int, code: str) -> HttpResponse:
    """Asked back by GET, done by POST."""
    call, at = pages.find(year), clock.now()
    row = get_object_or_404(call.questions, code=code)
    context = {
        **pages.page(request, call, at=at),
        "row": row,
        "name": str(row.label),
        "text": str(row.prompt),
        "why_not": setting_up.hindrance(row),
        "back": back_to(call, f"question-{code}"),
    }
    if request.method != "POST":
        return render(request, "office/calls/remove.html", context)
    return remove(
        request, call, lambda: setting_up.remove_question(row, by=request.user, at=at), context
    )


@require_POST
@office_only
def move_question(request: SignedIn, year: int, code: str) -> HttpResponse:
    call = pages.find(year)
    row = get_object_or_404(call.questions.select_related("section"), code=code)
    return move(request, row, back_to(call, f"question-{code}"))
