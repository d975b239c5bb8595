"""The form of a call: its pages and questions, each looked at as an applicant will see it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ... import clock, shown
from ...access import SignedIn, office_only
from ...actions import setting_up
from ...actions.setting_up import rows
from ...forms import SectionForm
from ...models import Call, Question, Section
from ...refusals import NotAllowed
from ...set_up_forms import QuestionForm, QuestionTypoForm, SectionTextsForm, SectionTypoForm
from ...set_up_forms.local import LANGUAGES
from ...window import CLOSED
from ..questions import Row
from . import pages


@office_only
def questions(request: SignedIn, year: int) -> HttpResponse:
    """All pages of the form with their questions. Four queries, whatever their number."""
    call, at = pages.find(year), clock.now()
    answered = Count("answers", filter=~Q(answers__text=""))
    found = call.questions.select_related("criterion").annotate(answered=answered)
    by_section: dict[int, list[Question]] = {}
    for question in found.order_by("position", "pk"):
        by_section.setdefault(question.section_id, []).append(question)
    return render(
        request,
        "office/calls/questions.html",
        {
            **pages.page(request, call, at=at),
            "sections": [(row, by_section.get(row.pk, [])) for row in call.sections.all()],
            "total": sum(len(asked) for asked in by_section.values()),
        },
    )


def _back(call: Call, anchor: str) -> str:
    return f"{reverse('office:call_questions', args=[call.year])}#{anchor}"


# -- Pages of the form ---------------------------------------------------------------------------


@office_only
def section(request: SignedIn, year: int, slug: str = "") -> HttpResponse:
    """A page of the form, or a new one; after the first hand-in only its typing mistakes."""
    call, at = pages.find(year), clock.now()
    context = pages.page(request, call, at=at)
    row = get_object_or_404(call.sections, slug=slug) if slug else None
    kind = SectionTypoForm if row and context["locked"] else SectionTextsForm
    form = kind(pages.typed(request), initial=_shown(row))

    def save() -> None:
        values = form.values()
        if row is None:
            setting_up.add_section(call, values, by=request.user, at=at)
            return
        _change(row, values, seen=form.digest(), request=request, at=at)

    return pages.answer(
        request,
        form,
        save,
        context={**context, "section": row, "title": _title(row)},
        template="office/calls/section.html",
        back=_back(call, f"section-{slug}" if slug else "sections"),
        # Translators: de: „Der Abschnitt ist gespeichert.“
        done=_("The section is saved."),
    )


def _title(row: Section | Question | None) -> str:
    return str(row.title if isinstance(row, Section) else row.label) if row else ""


def _shown(row: Section | Question | None) -> dict[str, Any]:
    """What a form shows of a row, with the digest of it."""
    if row is None:
        return {}
    said = rows.said(row)
    given = {name: getattr(row, name) for name in said}
    codes: dict[str, Any] = {n: said[n] for n in ("section", "criterion") if n in said}
    return {**given, **codes, "seen": shown.digest(said)}


def _change(
    row: Section | Question, values: dict[str, Any], *, seen: str | None, request: SignedIn, at: Any
) -> None:
    reason = values.pop("reason", None)
    if reason is not None:
        setting_up.correct(row, values, reason=reason, by=request.user, at=at, seen=seen)
    elif isinstance(row, Section):
        setting_up.change_section(row, values, by=request.user, at=at, seen=seen)
    else:
        setting_up.change_question(row, values, by=request.user, at=at, seen=seen)


@office_only
def remove_section(request: SignedIn, year: int, slug: str) -> HttpResponse:
    """Asked back by GET, done by POST."""
    call, at = pages.find(year), clock.now()
    row = get_object_or_404(call.sections, slug=slug)
    inside = row.questions.count()
    context = {
        **pages.page(request, call, at=at),
        "row": row,
        "name": str(row.title),
        # Translators: de: „In diesem Abschnitt stehen noch Fragen. Verschieben oder entfernen Sie
        # zuerst diese.“
        "why_not": _("There are still questions in this section. Move or remove them first.")
        if inside
        else "",
        "back": _back(call, f"section-{slug}"),
    }
    if request.method != "POST":
        return render(request, "office/calls/remove.html", context)
    return _remove(
        request, call, lambda: setting_up.remove_section(row, by=request.user, at=at), context
    )


def _remove(request: SignedIn, call: Call, act: Any, context: dict[str, Any]) -> HttpResponse:
    try:
        act()
        # Translators: de: „„%(name)s“ ist entfernt. Das Journal hält den Wortlaut fest.“
        words = _("“%(name)s” is removed. The journal keeps its wording.")
        messages.success(request, words % {"name": context["name"]})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect(context["back"])
    return redirect(context["back"].partition("#")[0])


@require_POST
@office_only
def move_section(request: SignedIn, year: int, slug: str) -> HttpResponse:
    call = pages.find(year)
    row = get_object_or_404(call.sections, slug=slug)
    return _move(request, row, _back(call, f"section-{slug}"))


@require_POST
@office_only
def move_question(request: SignedIn, year: int, code: str) -> HttpResponse:
    call = pages.find(year)
    row = get_object_or_404(call.questions.select_related("section"), code=code)
    return _move(request, row, _back(call, f"question-{code}"))


def _move(request: SignedIn, row: Section | Question, back: str) -> HttpResponse:
    try:
        setting_up.move(row, up="up" in request.POST, by=request.user, at=clock.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(back)


# -- Questions -----------------------------------------------------------------------------------


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
    initial = _shown(row) or {"section": request.GET.get("abschnitt", "")}
    form: QuestionForm | QuestionTypoForm
    if row and context["locked"]:
        form = QuestionTypoForm(pages.typed(request), initial=initial)
    else:
        form = QuestionForm(
            call.sections.all(), call.criteria.all(), pages.typed(request), initial=initial
        )
    context |= {
        "question": row,
        "title": _title(row),
        "sketches": sketches(_sketch(form, row)),
        "answered": setting_up.answers_to(row) if row else 0,
        "preview_url": _preview_url(call, row),
    }
    if "preview" in request.POST:  # without the script: looked at, and nothing saved
        return render(
            request,
            "office/calls/question.html",
            {**context, "form": form, "back": _back(call, f"question-{code}" if code else "")},
        )

    def save() -> None:
        values = form.values()
        if row is None:
            setting_up.add_question(values.pop("section"), values, by=request.user, at=at)
            return
        _change(row, values, seen=form.digest(), request=request, at=at)

    return pages.answer(
        request,
        form,
        save,
        context=context,
        template="office/calls/question.html",
        back=_back(call, f"question-{code}" if code else "sections"),
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


class Sketch(NamedTuple):
    """A question as an applicant sees it, in one language."""

    language: str
    html: str
    is_missing: bool  # nothing was written in this language; what is shown is German


def sketches(question: Question) -> list[Sketch]:
    """The question in each language, by the template of the form itself. Nothing is stored.

    None as long as nothing is asked.
    """
    if not question.prompt.get("de"):
        return []
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            html = render_to_string(
                "initiatives/question.html",
                {"row": as_asked([question], ids=language)[0], "window": CLOSED},
            )
        found.append(Sketch(language, html, not question.prompt.get(language)))
    return found


def as_asked(asked: list[Question], *, ids: str) -> list[Row]:
    """Questions as rows of a page of the form, with nothing in them; `ids` begins their ids."""
    form = SectionForm(asked, {}, auto_id=f"{ids}_%s")
    return [Row(one, form[one.code], [], None, None) for one in asked]


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
        form = QuestionForm(call.sections.all(), call.criteria.all(), request.POST)
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
        "back": _back(call, f"question-{code}"),
    }
    if request.method != "POST":
        return render(request, "office/calls/remove.html", context)
    return _remove(
        request, call, lambda: setting_up.remove_question(row, by=request.user, at=at), context
    )


# -- The whole form ------------------------------------------------------------------------------


@office_only
def as_applicant(request: SignedIn, year: int) -> HttpResponse:
    """All pages of the form as somebody sees them who chose these themes; nothing is stored."""
    call, at = pages.find(year), clock.now()
    criteria = list(call.criteria.all())
    optional = [row for row in criteria if row.is_optional]
    wanted = set(request.GET.getlist("thema")) or {row.code for row in optional}
    asked: dict[int, list[Question]] = {}
    for one in call.questions.select_related("criterion").order_by("position", "pk"):
        if one.criterion is None or one.criterion.code in wanted:
            asked.setdefault(one.section_id, []).append(one)
    return render(
        request,
        "office/calls/as_applicant.html",
        {
            **pages.page(request, call, at=at),
            "themes": [(row, row.code in wanted) for row in optional],
            "pages": [
                (row, as_asked(asked[row.pk], ids="asked"))
                for row in call.sections.all()
                if row.pk in asked
            ],
            "declarations": call.declarations.current(),
            "window": CLOSED,
        },
    )
