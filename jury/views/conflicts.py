"""The declaration before any case can be read: impartial, or on which ground not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from initiatives import clock
from initiatives.access import SignedIn, signed_in
from initiatives.models import Snapshot
from initiatives.refusals import NotAllowed
from initiatives.statuses import Status

from .. import actions
from ..conflict_forms import ConflictsForm
from ..models import Assignment, Concern, Juror
from ..spelling import several
from .worklist import seat_of

PER_PAGE = 20


@signed_in
def conflicts(request: SignedIn) -> HttpResponse:
    """Before any content: for each new case, impartial or not. Shows names and carriers only.

    Each case that is answered is saved, the others can wait. `?fall=` adds a case declared on
    before: a conflict may be found while reading. Nine queries, whatever the rows.
    """
    juror, at = seat_of(request), clock.now()
    if request.method == "POST":
        sent = _sent(request)
        rows = list(_of(request, juror).filter(key__in=sent))
        form, status = ConflictsForm(rows, _raised(juror, rows), request.POST), 409
        saved = _save(request, juror, form, at=at, lost=len(sent) - len(rows))
        if saved and not form.errors:
            left = _waiting(request, juror, None).exists()
            return redirect("jury:conflicts" if left else "jury:worklist")
        if saved:  # the others come back with what was typed
            rest = [row for row in rows if row not in saved]
            form = ConflictsForm(rest, form.concerns, request.POST)
        page: Any = None
    else:
        waiting = _waiting(request, juror, _uuid(request.GET.get("fall", "")))
        page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("seite"))
        form, status = ConflictsForm(page.object_list, _raised(juror, page.object_list)), 200
    return render(
        request, "jury/conflicts.html", _context(request, juror, form, page), status=status
    )


def _of(request: SignedIn, juror: Juror) -> Any:
    """The juror's cases, `raised` if a concern from data is open; those first."""
    concerns = Concern.objects.open().from_data()
    raised = concerns.filter(juror=juror, application=OuterRef("application"))
    return (
        Assignment.objects.visible_to(request.user)
        .filter(juror=juror, application__status=Status.ADMITTED)
        .annotate(raised=Exists(raised))
        .select_related("application__initiative")
        .order_by("-raised", "application__initiative__sort_name", "pk")
    )


def _waiting(request: SignedIn, juror: Juror, again: UUID | None) -> Any:
    """Those without a word on impartiality, or with a concern found since."""
    asked = Q(cleared_at=None) | Q(raised=True)
    return _of(request, juror).filter(asked | Q(key=again) if again else asked)


def _raised(juror: Juror, rows: Any) -> dict[int, list[Concern]]:
    """The open concerns from data by primary key of the application."""
    found: dict[int, list[Concern]] = {}
    open_ones = Concern.objects.open().from_data().filter(juror=juror)
    for concern in open_ones.filter(application__in=[row.application_id for row in rows]):
        found.setdefault(concern.application_id, []).append(concern)
    return found


def _save(
    request: SignedIn, juror: Juror, form: ConflictsForm, *, at: Any, lost: int
) -> dict[Assignment, str]:
    """Store what was answered well, and say so; what was not stands in the form's errors."""
    form.is_valid()
    grounds = form.grounds()
    if lost:
        words = ngettext(
            # Translators: de: „%(n)d Fall der Liste ist nicht mehr bei Ihnen; er wurde
            # ausgelassen.“, „%(n)d Fälle der Liste sind nicht mehr bei Ihnen; sie wurden
            # ausgelassen.“
            "%(n)d case of the list is no longer with you; it was left out.",
            "%(n)d cases of the list are no longer with you; they were left out.",
            lost,
        )
        messages.warning(request, words % {"n": lost})
    if not grounds:
        return {}
    try:
        actions.declare(juror, grounds, by=request.user, at=at, notes=form.notes())
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return {}
    # Translators: de: „%(n)d Erklärung ist gespeichert.“, „%(n)d Erklärungen sind gespeichert.“
    said = ngettext("%(n)d declaration is saved.", "%(n)d declarations are saved.", len(grounds))
    messages.success(request, said % {"n": len(grounds)})
    return grounds


def _context(request: SignedIn, juror: Juror, form: ConflictsForm, page: Any) -> dict[str, Any]:
    keys = [row.application_id for row in form.assignments]
    frozen = Snapshot.objects.filter(application__in=keys).valid()
    told = dict(frozen.values_list("application_id", "content__initiative"))
    counts = (
        _of(request, juror)
        .order_by()
        .aggregate(all=Count("pk"), waiting=Count("pk", filter=Q(cleared_at=None)))
    )
    return {
        "juror": juror,
        "call": juror.call,
        "form": form,
        "has_errors": bool(form.errors),
        "page": page,
        "sent_on": page.number if page else "",
        "rows": [
            (
                row,
                form[f"ground-{row.key}"],
                form[f"note-{row.key}"],
                form.concerns.get(row.application_id, []),
                several(told.get(row.application_id, {}).get("carrier", "")),
            )
            for row in form.assignments
        ],
        "total": counts["all"],
        "declared": counts["all"] - counts["waiting"],
        "own": juror.conflicts.order_by("-declared_at"),
    }


def _sent(request: SignedIn) -> set[UUID]:
    """The keys of the cases that were on the page sent."""
    names = (name.partition("-") for name in request.POST)
    keys = {_uuid(key) for kind, _dash, key in names if kind in ("ground", "note")}
    return {key for key in keys if key}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
