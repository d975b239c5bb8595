"""How it is counted and how the jury works; and all of it printed for jurors and the office."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives import clock, shown
from initiatives.access import SignedIn, office_only, signed_in
from initiatives.models import Call
from initiatives.views.setting_up import pages

from .. import actions, counting, yardstick
from ..models import Procedure
from ..procedure_forms import CountingForm, ProcedureForm
from . import criteria
from .worklist import seat_of


@office_only
def counted(request: SignedIn, year: int) -> HttpResponse:
    """Scale, duty to give reasons and rule, beside what the system makes of them."""
    call, at = pages.find(year), clock.now()
    context = criteria.page(request, call, at=at)
    said = actions.said_counting(call)
    form = CountingForm(
        pages.typed(request),
        handed_in=context["locked"],
        initial={**said, "seen": shown.digest(said)},
    )
    rows = list(call.criteria.all())
    typed = form.cleaned_data.get("points_max") if form.is_bound and form.is_valid() else None
    context |= {
        "example": counting.example(rows, typed or call.points_max),
        "preview_url": reverse("office:call_counting_sketch", args=[year]),
        "back": criteria.back_to(call, "counting"),
    }
    if "preview" in request.POST:
        return render(request, "office/rules/counting.html", {**context, "form": form})

    def save() -> None:
        values = form.values()
        reason = values.pop("reason", "")
        actions.set_counting(
            call, values, reason=reason, by=request.user, at=at, seen=form.digest()
        )

    return pages.answer(
        request,
        form,
        save,
        context=context,
        template="office/rules/counting.html",
        back=context["back"],
        # Translators: de: „Skala und Zählregel sind gespeichert.“
        done=_("Scale and rule of counting are saved."),
    )


@office_only
def counted_sketch(request: SignedIn, year: int) -> HttpResponse:
    """The example with the scale that is typed, as a part of the page."""
    call = pages.find(year)
    form = CountingForm(request.POST, handed_in=False)
    form.is_valid()
    highest = form.cleaned_data.get("points_max") or call.points_max
    example = counting.example(list(call.criteria.all()), highest)
    return render(request, "office/rules/example.html", {"example": example, "call": call})


@office_only
def procedure(request: SignedIn, year: int) -> HttpResponse:
    """How many read a case, how many sheets it needs, what jurors see then."""
    call, at = pages.find(year), clock.now()
    since = actions.scored_since(call)
    said = actions.said_procedure(Procedure.of(call))
    form = ProcedureForm(
        pages.typed(request),
        scored=since is not None,
        initial={**said, "seen": shown.digest(said)},
    )

    def save() -> None:
        actions.set_procedure(call, form.values(), by=request.user, at=at, seen=form.digest())

    return pages.answer(
        request,
        form,
        save,
        context={**pages.page(request, call, at=at), "scored_since": since},
        template="office/rules/procedure.html",
        back=reverse("office:call", args=[year]),
        # Translators: de: „Das Verfahren der Jury ist gespeichert.“
        done=_("The procedure of the jury is saved."),
    )


# -- Printed -------------------------------------------------------------------------------------


def _document(call: Call) -> HttpResponse:
    # Translators: de: „bewertungsmassstab“, the beginning of a file's name
    name = _("yardstick") + f"-{call.year}.pdf"
    disposition = f'inline; filename="{name}"'
    return HttpResponse(
        yardstick.pdf(call),
        content_type="application/pdf",
        headers={"Content-Disposition": disposition, "Cache-Control": "private, no-cache"},
    )


@office_only
def for_office(request: SignedIn, year: int) -> HttpResponse:
    return _document(pages.find(year))


@signed_in
def for_jurors(request: SignedIn) -> HttpResponse:
    """By what the juror's call is judged; it says nothing of any case."""
    return _document(_call_of(request))


@signed_in
def yardstick_page(request: SignedIn) -> HttpResponse:
    """The same to be read on the screen."""
    call = _call_of(request)
    rows = list(call.criteria.select_related("agreement").prefetch_related("anchors"))
    shares = counting.shares(rows)
    return render(
        request,
        "jury/yardstick.html",
        {
            "call": call,
            "criteria": [(row, shares[row.pk]) for row in rows],
            "example": counting.example(rows, call.points_max),
        },
    )


def _call_of(request: SignedIn) -> Call:
    return seat_of(request).call
