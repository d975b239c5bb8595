"""The juror's first page: the worklist."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives import clock
from initiatives.access import SignedIn, signed_in
from initiatives.templatetags.award import points

from .. import door, own, rules
from ..models import Juror, Procedure

PER_PAGE = 20
DOTS = 60  # cases that are shown one by one beside the list
FILTERS = (rules.Mark.OPEN, rules.Mark.BEGUN, rules.Mark.DONE)


class Case(NamedTuple):
    """A row of the worklist; `asked` counts the general criteria too."""

    key: UUID
    name: str
    region: str
    mark: rules.Mark
    codes: tuple[str, ...]
    names: str
    asked: int
    scored: int
    mean: float | None

    @property
    def word(self) -> str:
        return str(self.mark.label).capitalize()

    @property
    def said(self) -> SafeString:
        """What the juror said of the case so far, in words."""
        if self.mark == rules.Mark.BEGUN:
            # Translators: de: „2 von 3 Kriterien“
            words = ngettext("%(n)s of %(all)s criterion", "%(n)s of %(all)s criteria", self.asked)
            return format_html("{}", words % {"n": self.scored, "all": self.asked})
        if self.mark == rules.Mark.OPEN:
            return SafeString()
        if self.mean is None:
            # Translators: de: „Ohne Wertung“, the juror said that no judgement is possible
            return format_html("{}", _("Without a score"))
        # Translators: de: „Ihre Wertung 8,2“
        words = _("Your score <b>%(value)s</b>")
        return format_html(words % {"value": "{}"}, points(self.mean))


def seat_of(request: SignedIn) -> Juror:
    """The seat the person holds now, in the newest call; whoever has none gets 404."""
    juror = door.came_in(request)
    if juror is None:
        raise Http404
    juror.user = request.user
    return juror


@signed_in
def worklist(request: SignedIn) -> HttpResponse:
    """The juror's cases in their own stable order. Seven queries, whatever the rows."""
    juror, at = seat_of(request), clock.now()
    words, mark = request.GET.get("suche", "")[:100].strip(), request.GET.get("stand", "")
    mark = mark if mark in FILTERS else ""
    cases = own.of(juror, words)
    page = Paginator(cases.matching(mark), PER_PAGE).get_page(request.GET.get("seite"))
    counts, total = cases.counts, len(cases.cases) + cases.undeclared
    return render(
        request,
        "jury/worklist.html",
        {
            "juror": juror,
            "call": juror.call,
            "now": at,
            "judging": juror.call.judges(at),
            "page": page,
            "cases": _rows(list(page), getattr(juror, "general", 0)),
            "filters": [(one.value, one.label, counts[one]) for one in FILTERS],
            "mark": mark,
            "words": words,
            "is_long": len(cases.cases) > 10 or bool(words or mark),
            "marks": _dots(cases) if total <= DOTS else [],
            "has_dots": total <= DOTS,
            "undeclared": cases.undeclared,
            "raised": cases.raised,
            "undeclared_dots": range(cases.undeclared),
            "total": total,
            "recused": list(juror.conflicts.standing().order_by("declared_at")),
            "done": counts[rules.Mark.DONE],
            "begun": counts[rules.Mark.BEGUN],
            "open": counts[rules.Mark.OPEN],
            "following": cases.following,
            "distribution": tuple(cases.distribution(juror.call.points_max)),
            "compares": cases.may_compare(juror.call, at),
            "nameless": Procedure.of(juror.call).sees == Procedure.Sees.NAMELESS,
        },
    )


def _dots(cases: own.Cases) -> list[rules.Mark]:
    """One for each case: those done first, then those begun."""
    order = (rules.Mark.DONE, rules.Mark.BEGUN, rules.Mark.OPEN)
    return sorted((case.mark for case in cases.cases), key=order.index)


@signed_in
def following(request: SignedIn) -> HttpResponse:
    """To the case to go on with; asked twice it is the same one."""
    found = own.of(seat_of(request)).following
    return redirect("jury:sheet", found.key) if found else redirect("jury:worklist")


def _rows(cases: list[own.Own], general: int) -> list[Case]:
    themes, given = own.themes(cases), own.given(cases)
    return [
        Case(
            case.key,
            case.name,
            case.region,
            case.mark,
            codes=tuple(code for code, _name in themes[case.pk]),
            names=", ".join(name for _code, name in themes[case.pk]),
            asked=len(themes[case.pk]) + general,
            scored=sum(one.is_scored for one in given[case.pk]),
            mean=own.mean(given[case.pk]) if case.mark == rules.Mark.DONE else None,
        )
        for case in cases
    ]
