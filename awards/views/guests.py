"""The office's list of guests: who is on it, a file of them, one guest, and what was answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.refusals import NotAllowed

from .. import actions
from ..ceremonies import guest_file
from ..guest_forms import AnswerForm, ConfirmedGuestFileForm, GuestFileForm, GuestForm
from ..models import Ceremony, Invitee
from .ceremony import planned

PER_PAGE = 50
STAGES = {
    # Translators: de: „Noch nicht eingeladen“
    "to_invite": gettext_lazy("Not invited yet"),
    # Translators: de: „Ohne Antwort“
    "waiting": gettext_lazy("Without answer so far"),
    # Translators: de: „Zugesagt, mit Begleitung“
    "coming": gettext_lazy("Accepted, with companions"),
    # Translators: de: „Abgesagt“
    "declined": gettext_lazy("Cannot come"),
    # Translators: de: „Mit Bedürfnissen“
    "with_needs": gettext_lazy("With needs"),
    # Translators: de: „Zurückgenommen“
    "withdrawn": gettext_lazy("Withdrawn"),
}


@office_only
def guests(request: SignedIn) -> HttpResponse:
    """The list by name, filtered by `?stand=` and searched by `?suche=`. Constant queries."""
    found, ceremony = planned(request)
    stage, words = request.GET.get("stand", ""), request.GET.get("suche", "").strip()[:80]
    rows = ceremony.invitees.all()
    rows = getattr(rows, stage)() if stage in STAGES else rows
    if words:
        rows = rows.matching(words)
    rows = rows.select_related("brought_by", "table", "check_in")
    counts = ceremony.invitees.counts()
    counts["with_needs"] = counts["needs"]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
    context = found.context(
        page=page,
        stages=[(code, label, counts[code]) for code, label in STAGES.items()],
        stage=stage if stage in STAGES else "",
        words=words,
        counts=counts,
    )
    return render(request, "office/ceremony/guests.html", context)


@office_only
def new(request: SignedIn) -> HttpResponse:
    found, ceremony = planned(request)
    form = GuestForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 409
        if form.is_valid():
            try:
                made = actions.add_to_guest_list(
                    ceremony, form.cleaned_data, by=request.user, at=found.at
                )
                # Translators: de: „%(name)s steht auf der Gästeliste.“
                said = _("%(name)s is on the list of guests.")
                messages.success(request, said % {"name": made.name})
                return redirect("office:guests")
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
    return render(
        request, "office/ceremony/guest_new.html", found.context(form=form), status=status
    )


@office_only
def template(request: SignedIn) -> HttpResponse:
    """A file with headings only; the mark at its head tells Excel that it is UTF-8."""
    planned(request)
    answer = HttpResponse(
        guest_file.template().encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="gaeste.csv"'
    return answer


@office_only
def upload(request: SignedIn) -> HttpResponse:
    """First the file and its preview; with `confirmed` the same text once more, and all are on."""
    found, ceremony = planned(request)
    form, reading, status = GuestFileForm(), None, 200
    if request.method == "POST" and "confirmed" in request.POST:
        confirmed = ConfirmedGuestFileForm(request.POST)
        status = 409
        if confirmed.is_valid():
            reading = guest_file.read_text(confirmed.cleaned_data["text"], ceremony)
            if not reading.faults:
                try:
                    rows = [row for _line, row in reading.rows]
                    made = actions.add_all_to_guest_list(
                        ceremony, rows, by=request.user, at=found.at
                    )
                    _told(request, len(made))
                    return redirect("office:guests")
                except NotAllowed as refusal:
                    reading.faults.append(guest_file.Fault(0, str(refusal)))
    elif request.method == "POST":
        form = GuestFileForm(request.POST, request.FILES)
        if form.is_valid():
            reading = guest_file.read(form.cleaned_data["file"].read(), ceremony)
    kinds = dict(Invitee.Kind.choices)
    context = found.context(form=form, reading=reading, kinds=kinds)
    return render(request, "office/ceremony/guest_file.html", context, status=status)


def _told(request: SignedIn, n: int) -> None:
    # Translators: de: „%(n)d Gast ist neu auf der Liste.“, „%(n)d Gäste sind neu auf der Liste.“
    said = ngettext("%(n)d guest is new on the list.", "%(n)d guests are new on the list.", n)
    messages.success(request, said % {"n": n})


def find(ceremony: Ceremony, key: UUID) -> Invitee:
    """A guest of this evening; 404 for anybody else."""
    rows = ceremony.invitees.select_related("ceremony__call", "brought_by", "table", "check_in__by")
    return get_object_or_404(rows, key=key)


@office_only
def guest(request: SignedIn, key: UUID) -> HttpResponse:
    """One guest: what is noted, and POST to change it."""
    found, ceremony = planned(request)
    who = find(ceremony, key)
    form = GuestForm.of(who, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 409
        if form.is_valid():
            try:
                actions.change_guest(who, form.cleaned_data, by=request.user, at=found.at)
                messages.success(request, _("Saved."))
                return redirect("office:guest", key)
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
    context = found.context(guest=who, form=form, **_about(who))
    return render(request, "office/ceremony/guest.html", context, status=status)


def _about(who: Invitee) -> dict[str, Any]:
    return {
        "companions": list(who.companions.all()),
        "letter": actions.invitation_for(who) if who.email and not who.brought_by_id else None,
        "host": who.brought_by,
    }


@office_only
def answer(request: SignedIn, key: UUID) -> HttpResponse:
    """Note what a guest said on the telephone."""
    found, ceremony = planned(request)
    who = find(ceremony, key)
    if who.brought_by:
        return redirect("office:guest_answer", who.brought_by.key)
    form = AnswerForm.of(who, request.POST or None, by_office=True)
    status = 200
    if request.method == "POST":
        status = 409
        if form.is_valid():
            try:
                actions.answer_invitation(who, form.said(), by=request.user, at=found.at)
                messages.success(request, _("Saved."))
                return redirect("office:guest", key)
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
    context = found.context(guest=who, form=form)
    return render(request, "office/ceremony/guest_answer.html", context, status=status)


@office_only
def invite(request: SignedIn) -> HttpResponse:
    """All letters that have not gone out, each to be read; POST sends those that are marked."""
    found, ceremony = planned(request)
    status, refused = 200, ""
    if request.method == "POST":
        seen = dict(one.split(":", 1) for one in request.POST.getlist("letter") if ":" in one)
        try:
            sent = actions.invite_guests(ceremony, seen, by=request.user, at=found.at)
            # Translators: de: „%(n)d Einladung geht hinaus.“, „%(n)d Einladungen gehen hinaus.“
            said = ngettext("%(n)d invitation goes out.", "%(n)d invitations go out.", sent)
            messages.success(request, said % {"n": sent})
            return redirect("office:guests")
        except NotAllowed as refusal:
            status, refused = 409, str(refusal)
    waiting = ceremony.invitees.to_invite().select_related("ceremony__call")
    context = found.context(
        letters=[
            (one, *actions.invitation_for(one), actions.seal_of(one)) for one in waiting[:LETTERS]
        ],
        refused=refused,
        has_errors=bool(refused),
        waiting=waiting.count(),
    )
    return render(request, "office/ceremony/invite.html", context, status=status)


LETTERS = 100  # to be read on one page


@require_POST
@office_only
def invite_again(request: SignedIn, key: UUID) -> HttpResponse:
    # Translators: de: „Die Einladung ist unterwegs.“
    return _done(request, key, actions.invite_guest_again, _("The invitation is on its way."))


@require_POST
@office_only
def withdraw(request: SignedIn, key: UUID) -> HttpResponse:
    # Translators: de: „Die Einladung ist zurückgenommen.“
    return _done(request, key, actions.withdraw_guest, _("The invitation is withdrawn."))


@require_POST
@office_only
def take_back_check_in(request: SignedIn, key: UUID) -> HttpResponse:
    # Translators: de: „Der Einlass ist zurückgenommen.“
    return _done(request, key, actions.take_back_check_in, _("The check-in is taken back."))


@require_POST
@office_only
def remove(request: SignedIn, key: UUID) -> HttpResponse:
    """Off the list; then there is no page of this guest to come back to."""
    _found, ceremony = planned(request)
    who = find(ceremony, key)
    try:
        actions.remove_guest_from_list(who, by=request.user, at=clock.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("office:guest", key)
    # Translators: de: „%(name)s steht nicht mehr auf der Liste.“
    messages.success(request, _("%(name)s is no longer on the list.") % {"name": who.name})
    return redirect("office:guests")


def _done(request: SignedIn, key: UUID, act: Any, said: str) -> HttpResponse:
    _found, ceremony = planned(request)
    who = find(ceremony, key)
    try:
        act(who, by=request.user, at=clock.now())
        messages.success(request, said)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:guest", key)
