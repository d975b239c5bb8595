"""The office prepares the evening: when and where, the programme, who has which part."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.models import Call
from initiatives.refusals import NotAllowed
from initiatives.rules import may_administer

from .. import actions
from ..ceremonies import laudations, programme
from ..ceremony_forms import PARTS, CeremonyForm, PartForm, ProgrammeItemForm
from ..models import Ceremony, ProgrammeItem, Release, Role


class Evening(NamedTuple):
    """What every page of the evening knows."""

    call: Call | None
    ceremony: Ceremony | None
    at: datetime
    may_change: bool

    def context(self, **more: Any) -> dict[str, Any]:
        return {
            "call": self.call,
            "ceremony": self.ceremony,
            "now": self.at,
            "may_change": self.may_change,
            **more,
        }


def evening(request: SignedIn) -> Evening:
    """The evening of the running call. One query more where it is planned."""
    call = Call.objects.current()
    found = Ceremony.objects.filter(call=call).select_related("call").first() if call else None
    return Evening(call, found, clock.now(), may_administer(request.user))


def planned(request: SignedIn) -> tuple[Evening, Ceremony]:
    """For pages that need an evening: 404 as long as none is planned."""
    found = evening(request)
    if found.ceremony is None:
        raise Http404
    return found, found.ceremony


@office_only
def overview(request: SignedIn) -> HttpResponse:
    """All of the evening at a glance. Eight queries, however many guests there are."""
    found = evening(request)
    more: dict[str, Any] = {}
    if found.ceremony:
        more = {
            "programme": programme.of(found.ceremony),
            "parts": parts_of(found.ceremony),
            "cards": laudations.of(found.ceremony),
            "counts": found.ceremony.invitees.counts(),
            "tables": found.ceremony.tables.count(),
        }
    return render(request, "office/ceremony/overview.html", found.context(**more))


def parts_of(ceremony: Ceremony) -> list[tuple[str, list[Role]]]:
    """Who has which part: (part in words, people). One query."""
    roles = list(ceremony.roles.all())
    return [
        (str(PARTS.get(kind, label)), [role for role in roles if role.kind == kind])
        for kind, label in Role.Kind.choices
        if any(role.kind == kind for role in roles)
    ]


@office_only
def edit(request: SignedIn) -> HttpResponse:
    """When and where; the first time it makes the evening."""
    found = evening(request)
    if found.call is None:
        return redirect("office:ceremony")
    form = CeremonyForm.of(found.ceremony, found.call, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 409
        if form.is_valid():
            try:
                actions.plan_ceremony(found.call, form.said(), by=request.user, at=found.at)
                # Translators: de: „Gespeichert.“
                messages.success(request, _("Saved."))
                return redirect("office:ceremony")
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
    context = found.context(form=form)
    return render(request, "office/ceremony/form.html", context, status=status)


@office_only
def items(request: SignedIn) -> HttpResponse:
    """The programme with buttons to move and remove items, and a form to add one."""
    found, ceremony = planned(request)
    adding = request.method == "POST" and request.POST.get("do") == "add"
    form = ProgrammeItemForm(ceremony.call, request.POST if adding else None)
    status = 200
    if request.method == "POST":
        status = 409
        try:
            if not adding or form.is_valid():
                messages.success(request, _change(request, ceremony, form, at=found.at))
                return redirect("office:ceremony_programme")
        except NotAllowed as refusal:
            form = form if adding else ProgrammeItemForm(ceremony.call, {})
            form.add_error(None, str(refusal))
    context = found.context(form=form, programme=programme.of(ceremony))
    return render(request, "office/ceremony/programme.html", context, status=status)


def _change(request: SignedIn, ceremony: Ceremony, form: ProgrammeItemForm, *, at: datetime) -> str:
    """Do what the pressed button says, and say that it is done."""
    do, _colon, key = request.POST.get("do", "").partition(":")
    if do == "add":
        actions.add_to_programme(ceremony, form.cleaned_data, by=request.user, at=at)
        # Translators: de: „Der Punkt steht im Programm.“
        return _("The item is in the programme.")
    item = item_of(ceremony, key)
    if do == "remove":
        actions.remove_from_programme(item, by=request.user, at=at)
        # Translators: de: „Der Punkt steht nicht mehr im Programm.“
        return _("The item was taken out of the programme.")
    actions.move_in_programme(item, -1 if do == "up" else 1, by=request.user, at=at)
    # Translators: de: „Der Punkt ist verschoben.“
    return _("The item was moved.")


def item_of(ceremony: Ceremony, key: str | UUID) -> ProgrammeItem:
    """An item of the programme by its key; 404 for anything else."""
    try:
        wanted = UUID(str(key))
    except ValueError:
        wanted = UUID(int=0)
    rows = ceremony.items.select_related("ceremony__call", "application__initiative")
    return get_object_or_404(rows, key=wanted)


@office_only
def item(request: SignedIn, key: UUID) -> HttpResponse:
    """Change one item."""
    found, ceremony = planned(request)
    its_item = item_of(ceremony, key)
    form = ProgrammeItemForm.of(its_item, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 409
        if form.is_valid():
            try:
                actions.change_in_programme(
                    its_item, form.cleaned_data, by=request.user, at=found.at
                )
                messages.success(request, _("Saved."))
                return redirect("office:ceremony_programme")
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
    context = found.context(form=form, item=its_item)
    return render(request, "office/ceremony/item.html", context, status=status)


@office_only
def parts(request: SignedIn) -> HttpResponse:
    """Who presents, praises and is patron."""
    found, ceremony = planned(request)
    adding = request.method == "POST" and request.POST.get("do") == "add"
    form = PartForm(request.POST if adding else None)
    status = 200
    if request.method == "POST":
        status = 409
        try:
            if not adding:
                number = request.POST.get("do", "").removeprefix("remove:")
                role = get_object_or_404(
                    ceremony.roles.select_related("ceremony"),
                    pk=number if number.isdecimal() else 0,
                )
                actions.take_part_away(role, by=request.user, at=found.at)
                # Translators: de: „Gestrichen: %(name)s.“
                messages.success(request, _("Taken off: %(name)s.") % {"name": role.name})
                return redirect("office:ceremony_parts")
            if form.is_valid():
                data = form.cleaned_data
                actions.give_part(
                    ceremony,
                    data["kind"],
                    data["name"],
                    form.office(),
                    by=request.user,
                    at=found.at,
                )
                # Translators: de: „Eingetragen: %(name)s.“
                messages.success(request, _("Noted: %(name)s.") % {"name": data["name"]})
                return redirect("office:ceremony_parts")
        except NotAllowed as refusal:
            form = form if adding else PartForm({})
            form.add_error(None, str(refusal))
    release = Release.objects.filter(call=ceremony.call_id, confirmed_at__isnull=False).first()
    context = found.context(form=form, parts=parts_of(ceremony), release=release)
    return render(request, "office/ceremony/parts.html", context, status=status)
