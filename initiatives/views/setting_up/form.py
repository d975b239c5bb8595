"""The form of a call: all of its pages with their questions, and each page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ... import clock, shown
from ...access import SignedIn, office_only
from ...actions import setting_up
from ...actions.setting_up import rows
from ...models import Call, Question, Section
from ...refusals import NotAllowed
from ...set_up_forms import SectionTextsForm, SectionTypoForm
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


def back_to(call: Call, anchor: str) -> str:
    return f"{reverse('office:call_questions', args=[call.year])}#{anchor}"


@office_only
def section(request: SignedIn, year: int, slug: str = "") -> HttpResponse:
    """A page of the form, or a new one; after the first hand-in only its typing mistakes."""
    call, at = pages.find(year), clock.now()
    context = pages.page(request, call, at=at)
    row = get_object_or_404(call.sections, slug=slug) if slug else None
    kind = SectionTypoForm if row and context["locked"] else SectionTextsForm
    form = kind(pages.typed(request), initial=shown_of(row))

    def save() -> None:
        values = form.values()
        if row is None:
            setting_up.add_section(call, values, by=request.user, at=at)
            return
        change(row, values, seen=form.digest(), request=request, at=at)

    return pages.answer(
        request,
        form,
        save,
        context={**context, "section": row, "title": title_of(row)},
        template="office/calls/section.html",
        back=back_to(call, f"section-{slug}" if slug else "sections"),
        # Translators: de: „Der Abschnitt ist gespeichert.“
        done=_("The section is saved."),
    )


def title_of(row: Section | Question | None) -> str:
    return str(row.title if isinstance(row, Section) else row.label) if row else ""


def shown_of(row: Section | Question | None) -> dict[str, Any]:
    """What a form shows of a row, with the digest of it."""
    if row is None:
        return {}
    said = rows.said(row)
    given = {name: getattr(row, name) for name in said}
    codes: dict[str, Any] = {n: said[n] for n in ("section", "criterion") if n in said}
    return {**given, **codes, "seen": shown.digest(said)}


def change(
    row: Section | Question,
    values: dict[str, Any],
    *,
    seen: str | None,
    request: SignedIn,
    at: datetime,
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
        "back": back_to(call, f"section-{slug}"),
    }
    if request.method != "POST":
        return render(request, "office/calls/remove.html", context)
    return remove(
        request, call, lambda: setting_up.remove_section(row, by=request.user, at=at), context
    )


def remove(
    request: SignedIn, call: Call, act: Callable[[], None], context: dict[str, Any]
) -> HttpResponse:
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
    return move(request, row, back_to(call, f"section-{slug}"))


def move(request: SignedIn, row: Section | Question, back: str) -> HttpResponse:
    try:
        setting_up.move(row, up="up" in request.POST, by=request.user, at=clock.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(back)
