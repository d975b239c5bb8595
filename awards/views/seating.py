"""Tables and seats: assigned by a choice beside each name, or several at a time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.refusals import NotAllowed

from .. import actions
from ..guest_forms import TableForm
from ..models import Ceremony, Invitee, Table
from .ceremony import Evening, planned


@office_only
def seating(request: SignedIn) -> HttpResponse:
    """Who has no seat yet, and who sits where. Constant queries."""
    found, ceremony = planned(request)
    form, status, refused = TableForm(), 200, ""
    if request.method == "POST":
        status = 409
        try:
            if request.POST.get("do") == "set":
                form = TableForm(request.POST)
                if form.is_valid():
                    actions.set_tables(ceremony, **form.cleaned_data, by=request.user, at=found.at)
                    # Translators: de: „Aufgestellt.“
                    messages.success(request, _("Put up."))
                    return redirect("office:seating")
            else:
                n = actions.seat_guests(
                    ceremony, _wanted(request, ceremony), by=request.user, at=found.at
                )
                # Translators: de: „%(n)d Platz geändert.“, „%(n)d Plätze geändert.“
                said = ngettext("%(n)d seat changed.", "%(n)d seats changed.", n)
                messages.success(request, said % {"n": n})
                return redirect("office:seating")
        except NotAllowed as refusal:
            refused = str(refusal)
            if form.is_bound:
                form.add_error(None, refused)
    return _page(request, found, ceremony, form=form, refused=refused, status=status)


def _page(
    request: SignedIn,
    found: Evening,
    ceremony: Ceremony,
    *,
    form: TableForm,
    refused: str,
    status: int,
) -> HttpResponse:
    tables, waiting = plan(ceremony)
    chosen = {
        int(name.removeprefix("table-")): value
        for name, value in request.POST.items()
        if name.startswith("table-") and name.removeprefix("table-").isdecimal()
    }
    context = found.context(
        form=form,
        refused=refused if not form.is_bound else "",
        has_errors=bool(refused),
        tables=tables,
        waiting=waiting,
        chosen=chosen,
        marked={int(one) for one in request.POST.getlist("guest") if one.isdecimal()},
        seats=sum(table.seats for table, _guests in tables),
        guests=sum(len(guests) for _table, guests in tables) + len(waiting),
    )
    return render(request, "office/ceremony/seating.html", context, status=status)


def plan(ceremony: Ceremony) -> tuple[list[tuple[Table, list[Invitee]]], list[Invitee]]:
    """Tables with who sits there, and who comes and has no seat. Two queries."""
    tables = {table.pk: (table, list[Invitee]()) for table in ceremony.tables.all()}
    waiting = []
    for guest in ceremony.invitees.coming().select_related("brought_by"):
        if guest.table_id in tables:
            tables[guest.table_id][1].append(guest)
        else:
            waiting.append(guest)
    return list(tables.values()), waiting


def _wanted(request: SignedIn, ceremony: Ceremony) -> dict[int, int | None]:
    """What was chosen: each guest's own table, or one for all that are marked."""
    tables = {str(table.pk): table.pk for table in ceremony.tables.all()}
    if request.POST.get("do") == "seat_all":
        table = tables.get(str(request.POST.get("all", "")))
        # Translators: de: „Wählen Sie einen Tisch.“
        words = _("Choose a table.")
        marked = [int(one) for one in request.POST.getlist("guest") if one.isdecimal()]
        if table is None and request.POST.get("all") != "none":
            raise NotAllowed(words)
        if not marked:
            # Translators: de: „Kreuzen Sie an, wer dort sitzen soll.“
            raise NotAllowed(_("Mark who is to sit there."))
        return dict.fromkeys(marked, table)
    found: dict[int, int | None] = {}
    for name, value in request.POST.items():
        pk = name.removeprefix("table-")
        if name.startswith("table-") and pk.isdecimal():
            found[int(pk)] = tables.get(str(value))
    return found


@office_only
def printed(request: SignedIn) -> HttpResponse:
    """The plan to be hung up: tables with names, and names with tables."""
    found, ceremony = planned(request)
    tables, waiting = plan(ceremony)
    everybody = sorted(
        [(guest, table) for table, guests in tables for guest in guests],
        key=lambda row: row[0].sort_name,
    )
    context = found.context(tables=tables, waiting=waiting, everybody=everybody)
    return render(request, "office/ceremony/seating_plan.html", context)


def _find(ceremony: Ceremony, key: UUID) -> Table:
    return get_object_or_404(ceremony.tables.select_related("ceremony"), key=key)


@office_only
def table(request: SignedIn, key: UUID) -> HttpResponse:
    """Change a table's name and seats."""
    found, ceremony = planned(request)
    its_table = _find(ceremony, key)
    form = TableForm.of(its_table, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 409
        if form.is_valid():
            data: dict[str, Any] = form.cleaned_data
            try:
                actions.change_table(
                    its_table, data["name"], data["seats"], by=request.user, at=found.at
                )
                messages.success(request, _("Saved."))
                return redirect("office:seating")
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
    context = found.context(form=form, table=its_table)
    return render(request, "office/ceremony/table.html", context, status=status)


@require_POST
@office_only
def remove_table(request: SignedIn, key: UUID) -> HttpResponse:
    _found, ceremony = planned(request)
    try:
        actions.remove_table(_find(ceremony, key), by=request.user, at=clock.now())
        # Translators: de: „Der Tisch ist weg. Wer dort saß, steht wieder ohne Platz da.“
        messages.success(request, _("The table is gone. Who sat there has no seat again."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:seating")
