"""The office writes down a juror's sheet from paper: the same cards, the same rules, no note."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, office_only
from initiatives.refusals import NotAllowed

from .. import actions, rules
from ..models import Assignment
from . import cards as all_cards
from .cards import Card, Refusal

SIGNED = "signed"


def find(request: SignedIn, key: UUID) -> Any:
    """A case on which this member of the office may write; anything else does not exist."""
    cases = Assignment.objects.enterable_by(request.user)
    return get_object_or_404(
        cases.select_related(
            "application__call", "application__initiative", "juror__user", "sheet__entered_by"
        ),
        key=key,
    )


@office_only
def entry(request: SignedIn, key: UUID) -> HttpResponse:
    """The form. POST saves, or finishes where somebody has the signed paper at hand.

    What a juror wrote online, or what is finished, is not shown here.
    """
    at = clock.of_database() if request.method == "POST" else clock.now()
    assignment = find(request, key)
    cards: list[Card] = []
    refusals: list[Refusal] = []
    is_open = _is_open(assignment)
    if is_open or request.method == "POST":
        cards = all_cards.read(request, assignment)
    if request.method == "POST":
        cards, refusals = all_cards.save(request, assignment, cards, at=at, on_behalf=True)
        if not refusals and "finish" in request.POST:
            refusals = _finish(request, assignment, at=at)
            if not refusals:
                # Translators: de: „Der Bogen von %(juror)s ist eingetragen und zählt. %(juror)s
                # bekommt einen Brief.“
                words = _("The sheet of %(juror)s is entered and counts. %(juror)s gets a letter.")
                messages.success(request, words % {"juror": assignment.juror})
                return redirect("office:application", assignment.application.key)
        if not refusals:
            return redirect("office:enter_sheet", assignment.key)
    if not is_open:
        cards = all_cards.only_typed(cards)
    if is_open:
        actions.look_at_entry(assignment, by=request.user, at=at)
    context = {
        "assignment": assignment,
        "application": assignment.application,
        "call": assignment.application.call,
        "cards": cards,
        "scored": sum(card.given for card in cards),
        "refusals": refusals,
        "has_errors": bool(refusals),
        "judging": is_open and rules.enters(assignment.application.call, at),
        "online": rules.is_online(assignment),
        "finished": rules.mark(assignment) == rules.Mark.DONE,
        "enters": rules.enters(assignment.application.call, at),
        "signed": SIGNED in request.POST,
        "now": at,
    }
    status = 409 if refusals else 200
    return render(request, "office/enter_sheet.html", context, status=status)


def _is_open(assignment: Assignment) -> bool:
    """Whether what the sheet says is the office's to be seen and changed."""
    return not rules.is_online(assignment) and rules.mark(assignment) != rules.Mark.DONE


def _finish(request: SignedIn, assignment: Assignment, *, at: datetime) -> list[Refusal]:
    """Finish it, or say what is missing, first of all that the paper is signed.

    What an online sheet lacks is not the office's to know.
    """
    if SIGNED not in request.POST:
        # Translators: de: „Bestätigen Sie, dass der Bogen unterschrieben vorliegt.“
        return [Refusal("id_signed", _("Confirm that the signed sheet lies before you."))]
    try:
        actions.finish(assignment, by=request.user, at=at, on_behalf=True)
    except NotAllowed as refusal:
        now = Assignment.objects.select_related("application__call", "sheet").get(pk=assignment.pk)
        if not _is_open(now):
            return [Refusal("", str(refusal))]
        fields = {card.criterion: card.form for card in all_cards.read(request, assignment)}
        missing = [
            Refusal(fields[gap.criterion][gap.field].auto_id, gap.words)
            for gap in actions.gaps(assignment)
        ]
        return missing or [Refusal("", str(refusal))]
    return []


@require_POST
@office_only
def reopen(request: SignedIn, key: UUID) -> HttpResponse:
    """Open what the office itself entered, to correct what was misread."""
    assignment = find(request, key)
    try:
        actions.reopen(assignment, by=request.user, at=clock.of_database(), on_behalf=True)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:enter_sheet", assignment.key)
