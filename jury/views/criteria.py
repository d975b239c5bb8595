"""By what a call is judged: its criteria with their levels, each beside how a juror sees it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from initiatives import clock, shown
from initiatives.access import SignedIn, office_only
from initiatives.models import Anchor, Call, Criterion, Local
from initiatives.refusals import NotAllowed
from initiatives.set_up_forms.local import LANGUAGES
from initiatives.views.setting_up import pages

from .. import actions, counting, levels, standard
from ..criterion_forms import CriterionForm, CriterionTypoForm, RemoveForm
from ..forms import ScoreForm
from ..models import Score
from ..readiness import gaps
from .cards import Card


def page(request: SignedIn, call: Call, *, at: datetime) -> dict[str, Any]:
    """What every page on the rules knows: since when they are fixed. Two queries."""
    since = actions.scored_since(call)
    context = pages.page(request, call, at=at)
    return {**context, "scored_since": since, "may_change": context["may_change"] and not since}


def back_to(call: Call, anchor: str = "") -> str:
    return reverse("office:call_criteria", args=[call.year]) + (f"#{anchor}" if anchor else "")


@office_only
def criteria(request: SignedIn, year: int) -> HttpResponse:
    """All criteria, what they weigh, and how it is counted. Five queries, whatever the rows."""
    call, at = pages.find(year), clock.now()
    found = list(call.criteria.prefetch_related("anchors"))
    shares = counting.shares(found)
    return render(
        request,
        "office/rules/criteria.html",
        {
            **page(request, call, at=at),
            "criteria": [(row, shares[row.pk]) for row in found],
            "example": counting.example(found, call.points_max),
            "gaps": gaps(call, found),
            "has_themes": {row.code for row in found}.issuperset(_codes("themen")),
            "has_general": {row.code for row in found}.issuperset(_codes("allgemein")),
        },
    )


def _codes(which: str) -> list[str]:
    return [row["code"] for row in standard.read(which)]


@office_only
def criterion(request: SignedIn, year: int, code: str = "") -> HttpResponse:
    """A criterion, or a new one; after the first score only its typing mistakes."""
    call, at = pages.find(year), clock.now()
    row = _find(call, code) if code else None
    context = page(request, call, at=at)
    only_words = bool(row and context["scored_since"])
    form = _form(request, call, row, context)
    context |= {
        "criterion": row,
        "only_words": only_words,
        "may_change": context["may_change"] or (only_words and not context["over"]),
        "sketches": sketches(*_sketched(form, call, row)),
        "preview_url": reverse("office:call_criterion_sketch", args=[year, code])
        if code
        else reverse("office:call_criterion_sketch_new", args=[year]),
        "back": back_to(call, f"criterion-{code}" if code else ""),
    }
    context["may_change"] = context["may_change"] and not context["only_reads"]
    if "preview" in request.POST:  # without the script: looked at, and nothing saved
        return render(request, "office/rules/criterion.html", {**context, "form": form})

    def save() -> None:
        values = form.values()
        reason, seen = values.pop("reason", ""), form.digest()
        who: dict[str, Any] = {"by": request.user, "at": at}
        if row is None:
            given = values.pop("code")
            actions.add_criterion(call, values, code=given, reason=reason, **who)
        elif only_words:
            actions.correct_criterion(row, values, reason=reason, seen=seen, **who)
        else:
            actions.change_criterion(row, values, reason=reason, seen=seen, **who)

    return pages.answer(
        request,
        form,
        save,
        context=context,
        template="office/rules/criterion.html",
        back=context["back"],
        # Translators: de: „Das Kriterium ist gespeichert.“
        done=_("The criterion is saved."),
    )


def _find(call: Call, code: str) -> Criterion:
    found = get_object_or_404(call.criteria.prefetch_related("anchors"), code=code)
    found.call = call
    return found


def _form(
    request: SignedIn, call: Call, row: Criterion | None, context: Mapping[str, Any]
) -> CriterionTypoForm:
    initial = _initial(row) if row else None
    if row and context["scored_since"]:
        return CriterionTypoForm(call, pages.typed(request), initial=initial)
    return CriterionForm(
        call,
        pages.typed(request),
        is_new=row is None,
        handed_in=context["locked"],
        initial=initial,
    )


def _initial(row: Criterion) -> dict[str, Any]:
    said = levels.said(row)
    return {**said, "weight": row.weight, "seen": shown.digest(said)}


# -- As a juror sees it --------------------------------------------------------------------------


class Sketch(NamedTuple):
    """A criterion on the score sheet, in one language; `is_missing`: it is not written in it."""

    language: str
    html: str
    is_missing: bool


def _sketched(
    form: CriterionTypoForm, call: Call, row: Criterion | None
) -> tuple[Criterion, dict[int, Local]]:
    """The criterion as it is typed, else as it is stored."""
    if form.is_bound and isinstance(form, CriterionForm):
        typed, meanings = form.sketch(call)
        typed.code = typed.code or (row.code if row else "")
        return typed, meanings
    if row is None:
        return Criterion(call=call), {}
    return row, {anchor.points: anchor.text for anchor in row.anchors.all()}


def sketches(row: Criterion, meanings: Mapping[int, Local]) -> list[Sketch]:
    """The criterion in each language by the template of the sheet. None without a name."""
    if not row.name.get("de"):
        return []
    found = []
    middle = sorted(meanings)[len(meanings) // 2] if meanings else None
    for place, language in enumerate(LANGUAGES):
        with translation.override(language):
            html = card(row, meanings, number=place, chosen=middle)
        texts = [row.name, *meanings.values()]
        found.append(Sketch(language, html, any(not text.get(language) for text in texts)))
    return found


def card(
    row: Criterion, meanings: Mapping[int, Local], *, number: int, chosen: int | None = None
) -> str:
    """A card of the score sheet, with so many points chosen; nothing is stored."""
    own = Criterion(pk=number, code=row.code, name=row.name, question=row.question, call=row.call)
    anchors = [Anchor(points=n, text=text) for n, text in sorted(meanings.items())]
    form = ScoreForm(own, Score(points=chosen, version=0), row.call.points_max)
    shown_card = Card(own, form, None, anchors)
    html = render_to_string(
        "jury/criterion.html",
        {
            "card": shown_card,
            "criterion": own,
            "points": form["points"],
            "reason": form["reason"],
            "call": row.call,
        },
    )
    # The same name in two languages would make two landmarks of one name.
    return mark_safe(
        html.replace("<section ", '<div role="group" ').replace("</section>", "</div>")
    )


@require_POST
@office_only
def sketch(request: SignedIn, year: int, code: str = "") -> HttpResponse:
    """The criterion as it is typed, as a part of the page."""
    call = pages.find(year)
    row = _find(call, code) if code else None
    form = CriterionForm(call, request.POST, is_new=row is None, handed_in=False)
    return render(
        request, "office/calls/sketches.html", {"sketches": sketches(*_sketched(form, call, row))}
    )


@office_only
def as_juror(request: SignedIn, year: int) -> HttpResponse:
    """All criteria as a juror sees them on the sheet of an application that chose every theme."""
    call = pages.find(year)
    found = call.criteria.prefetch_related("anchors")
    cards = []
    for number, row in enumerate(found, start=1):
        row.call = call
        meanings = {anchor.points: anchor.text for anchor in row.anchors.all()}
        cards.append(card(row, meanings, number=number))
    return render(request, "office/rules/as_juror.html", {"call": call, "cards": cards})


# -- Putting in order, removing, templates -------------------------------------------------------


@require_POST
@office_only
def move(request: SignedIn, year: int, code: str) -> HttpResponse:
    call = pages.find(year)
    row = get_object_or_404(call.criteria, code=code)
    try:
        actions.move_criterion(row, up="up" in request.POST, by=request.user, at=clock.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(back_to(call, f"criterion-{code}"))


@office_only
def remove(request: SignedIn, year: int, code: str) -> HttpResponse:
    """Asked back by GET, done by POST; with a reason once applications rely on it."""
    call, at = pages.find(year), clock.now()
    row = _find(call, code)
    context = page(request, call, at=at)
    form = RemoveForm(pages.typed(request)) if context["locked"] else None
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = form.cleaned_data["reason"] if form else ""
        try:
            actions.remove_criterion(row, reason=reason, by=request.user, at=at)
            words = _("“%(name)s” is removed. The journal keeps its wording.")
            messages.success(request, words % {"name": row.name})
            return redirect(back_to(call))
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect(back_to(call, f"criterion-{code}"))
    return render(
        request,
        "office/rules/remove.html",
        {
            **context,
            "name": str(row.name),
            "text": str(row.question),
            "why_not": actions.hindrance_to(row),
            "back": back_to(call, f"criterion-{code}"),
            "form": form,
        },
        status=409 if form and form.errors else 200,
    )


@require_POST
@office_only
def template(request: SignedIn, year: int, which: str) -> HttpResponse:
    """Take over the criteria of a template that the call lacks."""
    call = pages.find(year)
    if which not in standard.FILES:
        raise Http404
    try:
        made = actions.add_standard(call, which, by=request.user, at=clock.now())
        # Translators: de: „%(n)d Kriterium ist angelegt.“, „%(n)d Kriterien sind angelegt.“
        words = ngettext("%(n)d criterion is added.", "%(n)d criteria are added.", len(made))
        messages.success(request, words % {"n": len(made)})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(back_to(call))
