"""The score sheet: the frozen application beside its criteria. Others' scores are nowhere on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, signed_in
from initiatives.models import Attachment, User
from initiatives.refusals import NotAllowed, Stale
from initiatives.snapshots import files_of
from initiatives.statuses import Status
from initiatives.views.applying import serve
from initiatives.written import Written

from .. import actions, door, reading, rules
from ..forms import NoteForm
from ..models import Assignment, Procedure
from . import cards as all_cards
from .cards import Card, Refusal


def find(request: SignedIn, key: UUID) -> Assignment:
    """One of the juror's own cases, declared impartial; anything else does not exist.

    What somebody writes on a case that was excluded meanwhile is refused in words, not lost.
    """
    found = CASE.objects(person=request.user.pk, key=key)
    if request.method != "POST":
        found = [case for case in found if case.application.status == Status.ADMITTED]
    if not found:
        raise Http404
    return found[0]


def _case(person: int, key: UUID) -> QuerySet[Assignment]:
    cases = Assignment.objects.visible_to(User(pk=person)).cleared().filter(key=key)
    return cases.select_related(
        "application__call__procedure", "application__initiative", "juror", "sheet"
    ).annotate(versions=Count("sheet__versions"))


CASE = Written(_case, person=int, key=UUID)


@signed_in
def sheet(request: SignedIn, key: UUID) -> HttpResponse:
    """The frozen application on one side, the criteria on the other. POST saves, or finishes."""
    at = clock.of_database() if request.method == "POST" else clock.now()
    assignment = find(request, key)
    door.check_term(assignment.juror, at=at)
    cards, note = all_cards.read(request, assignment), _note(request, assignment)
    refusals: list[Refusal] = []
    if request.method == "POST":
        cards, refusals = all_cards.save(request, assignment, cards, at=at)
        refusals += _save_note(request, assignment, note, at=at)
        if not refusals and "finish" in request.POST:
            refusals = _finish(request, assignment, cards, at=at)
            if not refusals:
                name = assignment.application.initiative.name
                messages.success(request, _("The sheet on %(name)s is finished.") % {"name": name})
                return redirect("jury:worklist")
        if not refusals:
            return redirect("jury:sheet", assignment.key)
    judging = rules.may_score(assignment, at)
    is_form = refusals or (judging and rules.mark(assignment) != rules.Mark.DONE)
    context = {
        **_context(request, assignment, cards),
        "is_form": is_form,
        "note": note,
        "note_seen": all_cards.note_seen(note),
        "saving": all_cards.in_json(cards if is_form else [], note),
        "refusals": refusals,
        "has_errors": bool(refusals),
        "now": at,
        "judging": judging,
    }
    return render(request, "jury/sheet.html", context, status=409 if refusals else 200)


def _note(request: SignedIn, assignment: Assignment) -> NoteForm:
    sent = request.POST if "note" in request.POST else None
    return NoteForm(sent, initial={"note": assignment.note})


def _save_note(
    request: SignedIn, assignment: Assignment, note: NoteForm, *, at: datetime
) -> list[Refusal]:
    """Store the note; one that was changed in another window meanwhile is refused once."""
    if not note.is_bound or not note.is_valid():
        return []
    try:
        seen = request.POST.get("note-seen", "")
        text = note.cleaned_data["note"]
        actions.save_note(assignment.key, text, by=request.user, at=at, seen=seen)
    except Stale as stale:
        note.initial["note"] = stale.stored["note"]
        note.data = {**request.POST.dict(), "note-seen": ""}
        return [
            Refusal(note["note"].auto_id, f"{note['note'].label}: {stale}", note.initial["note"])
        ]
    except NotAllowed as refusal:
        return [Refusal(note["note"].auto_id, str(refusal))]
    except Assignment.DoesNotExist:
        raise Http404 from None
    return []


def _finish(
    request: SignedIn, assignment: Assignment, cards: list[Card], *, at: datetime
) -> list[Refusal]:
    """Finish the sheet, or say at which fields something is missing."""
    try:
        actions.finish(assignment, by=request.user, at=at)
    except NotAllowed as refusal:
        forms = {card.criterion: card.form for card in cards}
        missing = [
            Refusal(forms[gap.criterion][gap.field].auto_id, gap.words)
            for gap in actions.gaps(assignment)
        ]
        return missing or [Refusal("", str(refusal))]
    return []


def _context(request: SignedIn, assignment: Assignment, cards: list[Card]) -> dict[str, Any]:
    application = assignment.application
    scored = [card.score.saved_at for card in cards if card.score]
    frozen: Any = reading.copy_of(application, at=min(scored, default=None))
    place, total, following = _among(request, assignment)
    finished = rules.mark(assignment) == rules.Mark.DONE
    judged_version = getattr(frozen, "judged_version", None)
    own: Any = assignment
    return {
        "assignment": assignment,
        "application": application,
        "call": application.call,
        "content": frozen.content,
        "frozen": frozen,
        "older": judged_version if judged_version != frozen.version else None,
        "files": files_of(frozen),
        "cards": cards,
        "criteria": [card.criterion for card in cards],
        "scored": sum(card.given for card in cards),
        "place": place,
        "total": total,
        "following": following,
        "finished": finished,
        "versions": own.versions,
        "sees": finished and Procedure.of(application.call).sees == Procedure.Sees.NAMELESS,
        "saw": finished and assignment.sheet.saw_others_at,
    }


def _among(request: SignedIn, assignment: Assignment) -> tuple[int, int, UUID | None]:
    """The case's place in the juror's order, of how many, and the next one that is not finished.

    If all others are finished, the next one in the order. Asked twice it is the same. One query.
    """
    own = list(
        Assignment.objects.visible_to(request.user)
        .cleared()
        .filter(Q(application__status=Status.ADMITTED) | Q(pk=assignment.pk))
        .filter(juror=assignment.juror)
        .order_by("position", "pk")
        .values_list("key", "sheet__finished_at")
    )
    place = [key for key, _finished in own].index(assignment.key)
    others = own[place + 1 :] + own[:place]
    unfinished = [key for key, finished in others if not finished]
    following = unfinished or [key for key, _finished in others]
    return place + 1, len(own), following[0] if following else None


@require_POST
@signed_in
def reopen(request: SignedIn, key: UUID) -> HttpResponse:
    assignment = find(request, key)
    try:
        actions.reopen(assignment, by=request.user, at=clock.of_database())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("jury:sheet", assignment.key)


@signed_in
def attachment(request: SignedIn, key: UUID, file: UUID) -> HttpResponseBase:
    """A file of a case the juror judges, if it belongs to the version that was handed in."""
    assignment = find(request, key)
    names = {row["key"] for row in reading.copy_of(assignment.application).content["files"]}
    readable = Attachment.objects.filter(application=assignment.application).readable()
    found = get_object_or_404(readable, key=file)
    if str(found.key) not in names:
        raise Http404
    return serve(found, request.GET.get("groesse", ""))
