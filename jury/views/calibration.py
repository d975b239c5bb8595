"""The calibration as a juror goes through it: score, finish, then see how far all lie apart."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, signed_in
from initiatives.models import Call, Criterion
from initiatives.refusals import NotAllowed

from .. import actions, door, rules
from .. import calibration as reads
from ..forms import ScoreForm
from ..models import Juror, Sample, SampleScore, Score
from . import cards as all_cards
from .cards import Card, Refusal, sent


def seat_of(request: SignedIn, call: Call | None = None) -> Juror:
    """The seat with which the door was passed, or, of several, that in `call`; else 404."""
    juror = door.came_in(request)
    if juror and call and juror.call_id != call.pk:
        juror = Juror.objects.of(request.user).active().filter(call=call).first()
    if juror is None:
        raise Http404
    juror.user = request.user
    return juror


@signed_in
def calibration(request: SignedIn) -> HttpResponse:
    """The sample cases with the own state, and the criteria that are spoken about."""
    juror = seat_of(request)
    samples = reads.opened_to(juror)
    return render(
        request,
        "jury/calibration.html",
        {
            "juror": juror,
            "call": juror.call,
            "samples": [(one, reads.mark(one)) for one in samples],
            "criteria": reads.criteria(juror.call) if samples else [],
        },
    )


def _find(request: SignedIn, key: UUID) -> tuple[Any, Juror]:
    """A sample case that is open to the juror, with the own sheet."""
    visible = Sample.objects.visible_to(request.user).select_related("call")
    found = get_object_or_404(visible, key=key)
    juror = seat_of(request, found.call)
    rows: Any = Sample.objects.filter(pk=found.pk).with_own(juror)
    sample = rows.select_related("call", "own").prefetch_related(reads.judged()).get()
    return sample, juror


@signed_in
def sheet(request: SignedIn, key: UUID) -> HttpResponse:
    """The invented case beside the sheet; after finishing, how far all lie apart. POST saves."""
    at = clock.of_database() if request.method == "POST" else clock.now()
    sample, juror = _find(request, key)
    cards = _read(request, sample)
    refusals: list[Refusal] = []
    if request.method == "POST":
        cards, refusals = _save(request, sample, cards, at=at)
        if not refusals and "finish" in request.POST:
            refusals = _finish(request, sample, juror, cards, at=at)
            if not refusals:
                # Translators: de: „Ihr Bogen zu „%(title)s“ ist abgeschlossen.“
                done = _("Your sheet on “%(title)s” is finished.")
                messages.success(request, done % {"title": sample.title})
        if not refusals:
            return redirect("jury:sample", key)
    finished = reads.mark(sample) == rules.Mark.DONE
    shows = reads.shows_spread(sample)
    return render(
        request,
        "jury/sample.html",
        {
            "sample": sample,
            "juror": juror,
            "call": sample.call,
            "now": at,
            "cards": cards,
            "scored": sum(card.given for card in cards),
            "refusals": refusals,
            "has_errors": bool(refusals),
            "is_form": bool(refusals) or not (finished or sample.closed_at),
            "judging": not sample.closed_at,
            "finished": finished,
            "lying": reads.lying([sample], juror) if shows else [],
            "why_not_again": actions.why_not_again(),
        },
        status=409 if refusals else 200,
    )


def _read(request: SignedIn, sample: Any) -> list[Card]:
    """The cards of the sheet, made like those of a real one. One query."""
    own = getattr(sample, "own", None)
    given = {one.criterion_id: one for one in own.scores.all()} if own else {}
    cards = []
    for criterion in sample.criteria.all():
        score = actions.as_score(given.get(criterion.pk))
        most = sample.call.points_max
        form = ScoreForm(criterion, score, most, sent(request, criterion))
        agreement = getattr(criterion, "agreement", None)
        cards.append(Card(criterion, form, score, list(criterion.anchors.all()), agreement))
    return cards


def _save(
    request: SignedIn, sample: Any, cards: list[Card], *, at: Any
) -> tuple[list[Card], list[Refusal]]:
    def store(criterion: Criterion, **values: Any) -> Score | None:
        values.pop("for_applicant")  # no initiative hears of it
        who = {"by": request.user, "at": at}
        return actions.as_score(actions.save_sample_score(sample, criterion, **values, **who))

    def now(criterion: Criterion) -> Score | None:
        stored = SampleScore.objects.filter(sheet__sample=sample, criterion=criterion)
        return actions.as_score(stored.get(sheet__juror__user=request.user))

    return all_cards.save_by(request, cards, store, now)


def _finish(
    request: SignedIn, sample: Any, juror: Juror, cards: list[Card], *, at: Any
) -> list[Refusal]:
    try:
        actions.finish_sample(sample, by=request.user, at=at)
    except NotAllowed as refusal:
        forms = {card.criterion: card.form for card in cards}
        missing = [
            Refusal(forms[gap.criterion][gap.field].auto_id, gap.words)
            for gap in actions.sample_gaps(sample, juror)
        ]
        return missing or [Refusal("", str(refusal))]
    return []


@require_POST
@signed_in
def reopen(request: SignedIn, key: UUID) -> HttpResponse:
    sample, _juror = _find(request, key)
    try:
        actions.reopen_sample(sample, by=request.user, at=clock.of_database())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('jury:sample', args=[key])}#bogen")
