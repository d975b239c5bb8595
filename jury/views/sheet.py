"""The score sheet: the frozen application beside its criteria. Others' scores are nowhere on it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, signed_in
from initiatives.models import Anchor, Attachment, Criterion
from initiatives.refusals import Conflict as Overwritten
from initiatives.refusals import NotAllowed
from initiatives.snapshots import files_of
from initiatives.statuses import Status
from initiatives.views.applying import serve

from .. import actions, reading, rules
from ..forms import ScoreForm
from ..models import Assignment, Score


class Anchored(NamedTuple):
    """A criterion's card on the score sheet; `theirs` is what another window stored meanwhile."""

    criterion: Criterion
    form: ScoreForm
    score: Score | None
    anchors: list[Anchor]
    theirs: str = ""

    @property
    def chosen(self) -> str:
        """What is ticked now: points, NO_JUDGEMENT or "" for nothing."""
        value = self.form["points"].value()
        return "" if value is None else str(value)

    @property
    def meaning(self) -> list[Anchor]:
        """The anchor of the chosen points, or the two that they lie between."""
        if not self.chosen.isdigit() or self.form.errors.get("points"):
            return []
        points = int(self.chosen)
        exact = [anchor for anchor in self.anchors if anchor.points == points]
        below = [anchor for anchor in self.anchors if anchor.points < points][-1:]
        above = [anchor for anchor in self.anchors if anchor.points > points][:1]
        return exact or below + above


class Refusal(NamedTuple):
    """A line of the error summary: the id of the field it leads to or "", what was typed there."""

    field: str
    words: str
    typed: str = ""


def _find(request: SignedIn, key: UUID) -> Assignment:
    """One of the juror's own cases, declared impartial; anything else does not exist.

    What somebody writes on a case that was excluded meanwhile is refused in words, not lost.
    """
    cases = Assignment.objects.visible_to(request.user).cleared()
    if request.method != "POST":
        cases = cases.filter(application__status=Status.ADMITTED)
    return get_object_or_404(
        cases.select_related("application__call", "application__initiative", "juror", "sheet"),
        key=key,
    )


@signed_in
def sheet(request: SignedIn, key: UUID) -> HttpResponse:
    """The frozen application on one side, the criteria on the other. POST saves, or finishes."""
    assignment, at = _find(request, key), clock.now()
    cards = _cards(request, assignment)
    refusals: list[Refusal] = []
    status = 200
    if request.method == "POST":
        cards, refusals = _save(request, assignment, cards, at=at)
        if not refusals and "finish" in request.POST:
            refusals = _finish(request, assignment, cards, at=at)
            if not refusals:
                name = assignment.application.initiative.name
                messages.success(request, _("The sheet on %(name)s is finished.") % {"name": name})
                return redirect("jury:worklist")
        if not refusals:
            return redirect("jury:sheet", assignment.key)
        status = 409
    return render(
        request,
        "jury/sheet.html",
        {
            **_context(request, assignment, cards),
            "refusals": refusals,
            "has_errors": bool(refusals),
            "now": at,
            "judging": assignment.application.call.judges(at),
        },
        status=status,
    )


def _cards(request: SignedIn, assignment: Assignment) -> list[Anchored]:
    criteria = actions.judged(assignment.application)
    scores = {
        score.criterion_id: score for score in Score.objects.filter(sheet__assignment=assignment)
    }
    anchors = reading.anchors(criteria)
    maximum = assignment.application.call.points_max
    return [
        Anchored(
            criterion,
            ScoreForm(
                criterion,
                scores.get(criterion.pk),
                maximum,
                request.POST if request.method == "POST" else None,
            ),
            scores.get(criterion.pk),
            anchors.get(criterion.pk, []),
        )
        for criterion in criteria
    ]


def _save(
    request: SignedIn, assignment: Assignment, cards: list[Anchored], *, at: datetime
) -> tuple[list[Anchored], list[Refusal]]:
    """Store every card that is well; the others come back with what was typed, and with why."""
    shown: list[Anchored] = []
    refusals = _undeclared(request, cards)
    try:
        for card in cards:
            stored, refused = _save_card(request, assignment, card, at=at)
            shown.append(stored)
            refusals += refused
    except NotAllowed as refusal:  # of the whole sheet: closed, finished, not one's own
        refusals.append(Refusal("", str(refusal)))
    return shown + cards[len(shown) :], refusals


def _save_card(
    request: SignedIn, assignment: Assignment, card: Anchored, *, at: datetime
) -> tuple[Anchored, list[Refusal]]:
    form = card.form
    if not form.is_valid():
        return card, [
            Refusal(form[name].auto_id, str(error))
            for name, errors in form.errors.items()
            for error in errors
        ]
    if form.is_empty():
        return card, []
    try:
        score = actions.save_score(
            assignment, card.criterion, by=request.user, at=at, **form.values()
        )
    except Overwritten as refusal:
        seen = form.having_seen(refusal.version)
        found = Refusal(form["points"].auto_id, f"{card.criterion.name}: {refusal}")
        return card._replace(form=seen, theirs=refusal.theirs), [found]
    fresh = ScoreForm(card.criterion, score, form.points_max)
    return card._replace(score=score, form=fresh), []


def _undeclared(request: SignedIn, cards: list[Anchored]) -> list[Refusal]:
    """What was sent on a criterion that is not judged here; refused, but not thrown away."""
    judged = {card.form.prefix for card in cards}
    sent: dict[str, list[str]] = {}
    for name, value in request.POST.items():
        match = re.fullmatch(r"(c\d+)-(points|reason|for_applicant)", name)
        if match and match[1] not in judged and str(value).strip():
            sent.setdefault(match[1], []).append(str(value))
    words = _("The application does not ask to be judged on this.")
    return [Refusal("", words, " · ".join(values)) for values in sent.values()]


def _finish(
    request: SignedIn, assignment: Assignment, cards: list[Anchored], *, at: datetime
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


def _context(request: SignedIn, assignment: Assignment, cards: list[Anchored]) -> dict[str, Any]:
    application = assignment.application
    frozen = reading.copy_of(application)
    own = list(
        Assignment.objects.visible_to(request.user)
        .cleared()
        .filter(Q(application__status=Status.ADMITTED) | Q(pk=assignment.pk))
        .filter(juror=assignment.juror)
        .order_by("position", "pk")
        .values_list("key", flat=True)
    )
    place = own.index(assignment.key)
    scored = sum(
        card.score is not None and (card.score.points is not None or card.score.abstained)
        for card in cards
    )
    done = rules.mark(assignment) == rules.Mark.DONE
    return {
        "assignment": assignment,
        "application": application,
        "call": application.call,
        "content": frozen.content,
        "frozen": frozen,
        "files": files_of(frozen),
        "cards": cards,
        "criteria": [card.criterion for card in cards],
        "scored": scored,
        "place": place + 1,
        "total": len(own),
        "following": own[(place + 1) % len(own)] if len(own) > 1 else None,
        "finished": done,
    }


@require_POST
@signed_in
def reopen(request: SignedIn, key: UUID) -> HttpResponse:
    assignment = _find(request, key)
    try:
        actions.reopen(assignment, by=request.user, at=clock.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("jury:sheet", assignment.key)


@signed_in
def attachment(request: SignedIn, key: UUID, file: UUID) -> HttpResponseBase:
    """A file of a case the juror judges, if it belongs to the version that was handed in."""
    assignment = _find(request, key)
    names = {row["key"] for row in reading.copy_of(assignment.application).content["files"]}
    readable = Attachment.objects.filter(application=assignment.application).readable()
    found = get_object_or_404(readable, key=file)
    if str(found.key) not in names:
        raise Http404
    return serve(found, request.GET.get("groesse", ""))
