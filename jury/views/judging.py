"""The juror's pages: worklist, conflicts, score sheet. Others' scores are on none of them."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn
from initiatives.models import Anchor, Attachment, Criterion
from initiatives.refusals import Conflict as Overwritten
from initiatives.refusals import NotAllowed
from initiatives.statuses import Status
from initiatives.views.applying import serve

from .. import actions, reading, rules
from ..forms import ConflictsForm, ScoreForm
from ..models import Assignment, Juror, Score


class Case(NamedTuple):
    """A row of the worklist."""

    assignment: Assignment
    mark: rules.Mark
    codes: list[str]
    criteria: list[Criterion]
    own_mean: float | None

    @property
    def word(self) -> str:
        return str(self.mark.label)


class Anchored(NamedTuple):
    """A criterion's card on the score sheet."""

    criterion: Criterion
    form: ScoreForm
    score: Score | None
    anchors: list[Anchor]


def _seat(request: SignedIn) -> Juror:
    juror = Juror.objects.of(request.user).first()
    if juror is None:
        raise Http404
    return juror


@login_required
def worklist(request: SignedIn) -> HttpResponse:
    """The juror's cases in their own stable order. Eight queries, whatever the rows."""
    juror, at = _seat(request), clock.now()
    assignments = list(
        Assignment.objects.visible_to(request.user)
        .filter(juror=juror, application__status=Status.ADMITTED)
        .with_sheet()
        .with_criteria()
        .order_by("position", "pk")
    )
    cases = [_case(assignment) for assignment in assignments]
    cleared = [case for case in cases if case.assignment.cleared_at]
    counts = {mark: sum(case.mark == mark for case in cleared) for mark in rules.Mark}
    following = next((c for c in cleared if c.mark == rules.Mark.BEGUN), None) or next(
        (c for c in cleared if c.mark == rules.Mark.OPEN), None
    )
    return render(
        request,
        "jury/worklist.html",
        {
            "juror": juror,
            "call": juror.call,
            "now": at,
            "judging": juror.call.judges(at),
            "cases": cleared,
            "undeclared": len(cases) - len(cleared),
            "recused": juror.conflicts.order_by("declared_at"),
            "done": counts[rules.Mark.DONE],
            "begun": counts[rules.Mark.BEGUN],
            "open": counts[rules.Mark.OPEN],
            "following": following,
            "distribution": reading.distribution(juror),
        },
    )


def _case(assignment: Assignment) -> Case:
    declared: Any = assignment.application
    criteria = [row.criterion for row in declared.declared_rows]
    mark = rules.mark(assignment)
    return Case(
        assignment,
        mark,
        [criterion.code for criterion in criteria],
        criteria,
        rules.own_mean(assignment) if mark == rules.Mark.DONE else None,
    )


@login_required
def conflicts(request: SignedIn) -> HttpResponse:
    """Before any content: for each new case, impartial or not. Shows names and carriers only."""
    juror, at = _seat(request), clock.now()
    undeclared = (
        Assignment.objects.visible_to(request.user)
        .filter(juror=juror, cleared_at=None, application__status=Status.ADMITTED)
        .select_related("application__initiative")
        .order_by("application__initiative__sort_name")
    )
    form = ConflictsForm(undeclared, request.POST or None)
    if request.method == "POST" and form.is_valid() and form.assignments:
        try:
            actions.declare(juror, form.grounds(), by=request.user, at=at, notes=form.notes())
            return redirect("jury:worklist")
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    rows = [
        (assignment, form[f"ground-{assignment.key}"], form[f"note-{assignment.key}"])
        for assignment in form.assignments
    ]
    return render(
        request,
        "jury/conflicts.html",
        {"juror": juror, "call": juror.call, "form": form, "rows": rows},
    )


def _find(request: SignedIn, key: UUID) -> Assignment:
    """One of the juror's own cases, declared impartial; anything else does not exist."""
    return get_object_or_404(
        Assignment.objects.visible_to(request.user)
        .cleared()
        .filter(application__status=Status.ADMITTED)
        .select_related("application__call", "application__initiative", "juror", "sheet"),
        key=key,
    )


@login_required
def sheet(request: SignedIn, key: UUID) -> HttpResponse:
    """The frozen application on one side, the criteria on the other. POST saves, or finishes."""
    assignment, at = _find(request, key), clock.now()
    cards = _cards(request, assignment)
    status, refusals = 200, []
    if request.method == "POST":
        refusals = _save(request, assignment, cards)
        if not refusals and "finish" in request.POST:
            try:
                actions.finish(assignment, by=request.user, at=at)
                messages.success(
                    request,
                    _("The sheet on %(name)s is finished.")
                    % {"name": assignment.application.initiative.name},
                )
                return redirect("jury:worklist")
            except NotAllowed as refusal:
                refusals = [("", str(refusal))]
        if not refusals:
            return redirect("jury:sheet", assignment.key)
        status = 409
    return render(
        request,
        "jury/sheet.html",
        {**_context(request, assignment, cards), "refusals": refusals, "now": at},
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
    request: SignedIn, assignment: Assignment, cards: list[Anchored]
) -> list[tuple[str, str]]:
    """Store every card that is well; the others come back as (field id, words)."""
    refusals: list[tuple[str, str]] = []
    for card in cards:
        field = str(card.form["points"].id_for_label or card.form["points"].auto_id)
        if not card.form.is_valid():
            errors = [error for of_field in card.form.errors.values() for error in of_field]
            refusals += [(field, str(error)) for error in errors]
            continue
        if card.form.is_empty():
            continue
        try:
            actions.save_score(
                assignment, card.criterion, by=request.user, at=clock.now(), **card.form.values()
            )
        except Overwritten as refusal:
            refusals.append((field, f"{refusal} {refusal.theirs}"))
        except NotAllowed as refusal:
            refusals.append((field, str(refusal)))
    return refusals


def _context(request: SignedIn, assignment: Assignment, cards: list[Anchored]) -> dict[str, Any]:
    application = assignment.application
    frozen = reading.copy_of(application)
    own = list(
        Assignment.objects.visible_to(request.user)
        .cleared()
        .filter(juror=assignment.juror, application__status=Status.ADMITTED)
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
        "cards": cards,
        "criteria": [card.criterion for card in cards],
        "scored": scored,
        "place": place + 1,
        "total": len(own),
        "following": own[place + 1] if place + 1 < len(own) else own[0],
        "finished": done,
        "judging": application.call.judges(clock.now()),
    }


@require_POST
@login_required
def reopen(request: SignedIn, key: UUID) -> HttpResponse:
    assignment = _find(request, key)
    try:
        actions.reopen(assignment, by=request.user, at=clock.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("jury:sheet", assignment.key)


@login_required
def attachment(request: SignedIn, key: UUID, file: UUID) -> HttpResponseBase:
    """A file of a case the juror judges, if it belongs to the version that was handed in."""
    assignment = _find(request, key)
    names = {row["key"] for row in reading.copy_of(assignment.application).content["files"]}
    found = get_object_or_404(Attachment, key=file, application=assignment.application)
    if str(found.key) not in names:
        raise Http404
    return serve(found)
