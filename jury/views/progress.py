"""Who is how far, for the office and for the chair: shows whether somebody scored, never how."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives import clock
from initiatives.access import SignedIn, office_only, signed_in
from initiatives.models import Application, Call
from initiatives.refusals import NotAllowed
from initiatives.rules import may_administer

from .. import actions, progress
from ..addresses import of_year
from ..reminding_forms import RemindForm
from .editions import asked, wanted
from .worklist import seat_of

CASES, NAMED = 40, 20  # side by side in the matrix; of cases below the quorum by name
ALL, BEHIND, BELOW = "alle", "zurueck", "quorum"


@office_only
def jury(request: SignedIn) -> HttpResponse:
    """The office's view. Eleven queries, whatever the rows."""
    (call, years), at = asked(request), clock.now()
    found = progress.of_call(call) if call else None
    context = {
        "call": call,
        "years": years,
        "may_remind": bool(found and _recipients(found, at))
        and may_administer(request.user)
        and not _is_over(call, at),
    }
    return render(request, "office/jury.html", context | _shown(request, call, found, at))


@signed_in
def for_chair(request: SignedIn) -> HttpResponse:
    """What the chair sees of it; to others the page does not exist."""
    seat = seat_of(request)
    if not seat.is_chair or seat.waits:
        raise Http404
    found = progress.of_call(seat.call, seen_by=seat)
    context = {"call": seat.call, "for_chair": True}
    shown = _shown(request, seat.call, found, clock.now())
    return render(request, "jury/progress.html", context | shown)


def _shown(
    request: SignedIn, call: Call | None, found: progress.Progress | None, at: datetime
) -> dict[str, Any]:
    """Rows and cases as `?zeige=` filters them; the matrix shows some cases at a time."""
    if found is None:
        return {"progress": None}
    chosen = request.GET.get("zeige", "")
    chosen = chosen if chosen in (BEHIND, BELOW) else ALL
    rows = found.behind if chosen == BEHIND else found.rows
    cases = [case for case, _n in found.below] if chosen == BELOW else found.cases
    page = Paginator(cases, CASES).get_page(request.GET.get("seite"))
    return {
        "progress": found,
        "now": at,
        "judging": bool(call and call.judges(at)),
        "is_over": _is_over(call, at),
        "chosen": chosen,
        "filters": [
            # Translators: de: „Alle“
            (ALL, _("All"), len(found.rows)),
            # Translators: de: „Nur wer zurückliegt“
            (BEHIND, _("Only who is behind"), len(found.behind)),
            # Translators: de: „Nur Fälle unter dem Quorum“
            (BELOW, _("Only cases below the quorum"), len(found.below)),
        ],
        "rows": [(row, _out_of_term(row, at)) for row in rows],
        "page": page,
        "cases": list(page),
        "matrix": _cells(rows, list(page)),
        "below": found.below[:NAMED],
        "more_below": len(found.below[NAMED:]),
    }


def _is_over(call: Call | None, at: datetime) -> bool:
    return bool(call and call.judging_until and at >= call.judging_until)


def _out_of_term(row: progress.Row, at: datetime) -> bool:
    return row.judges and not row.can_score(at)


def _recipients(found: progress.Progress, at: datetime) -> list[progress.Row]:
    return [row for row in found.behind if row.can_score(at)]


def _cells(rows: Iterable[progress.Row], cases: Sequence[Application]) -> list[tuple]:
    return [
        (row.juror, [(case, row.marks.get(case.pk, "")) for case in cases], row.done, row.assigned)
        for row in rows
    ]


def matrix(call: Call | None) -> dict[str, Any]:
    """The first cases for the office's first page, with the totals of all. Eight queries.

    Each row is (juror, [(case, mark or "")], finished, assigned).
    """
    if call is None:
        return {"cases": [], "matrix": [], "more_cases": 0, "behind": 0, "below": 0}
    found = progress.of_call(call)
    shown = found.cases[:CASES]
    return {
        "cases": shown,
        "matrix": _cells(found.rows, shown),
        "more_cases": len(found.cases) - len(shown),
        "behind": len(found.behind),
        "below": len(found.below),
    }


@office_only
def remind(request: SignedIn) -> HttpResponse:
    """Whom a reminder would reach, and the letter; POST sends it to those chosen."""
    call, at = wanted(request), clock.now()
    waiting = actions.to_remind(call, at=at)
    today = actions.reminded_today(call, at=at)
    free = [row for row in waiting if row.juror.pk not in today]
    form = RemindForm(free, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        chosen = {str(key) for key in form.cleaned_data["jurors"]}
        jurors = [row.juror for row in free if str(row.juror.key) in chosen]
        try:
            sent = actions.remind(call, jurors, by=request.user, at=at)
            # Translators: de: „%(n)d Erinnerung geht hinaus.“, „%(n)d Erinnerungen gehen hinaus.“
            said = ngettext("%(n)d reminder goes out.", "%(n)d reminders go out.", len(sent))
            messages.success(request, said % {"n": len(sent)})
            return redirect(of_year("office:jury", call))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "office/remind_jury.html",
        {
            "call": call,
            "form": form,
            "has_errors": bool(form.errors),
            "free": free,
            "today": [row.juror for row in waiting if row.juror.pk in today],
            "letter": actions.reminder_for(free[0], call, at=at) if free else None,
            "is_over": _is_over(call, at),
            "may_change": may_administer(request.user),
        },
        status=409 if form.is_bound else 200,
    )
