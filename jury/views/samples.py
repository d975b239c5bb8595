"""The office's side of the calibration: sample cases, opening and closing, spread, agreements."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock, shown
from initiatives.access import SignedIn, office_only
from initiatives.models import Call
from initiatives.refusals import NotAllowed
from initiatives.views.setting_up import pages

from .. import actions
from .. import calibration as reads
from ..addresses import of_year
from ..calibration_forms import AgreementForm, RemarkForm, SampleForm
from ..models import Juror, Sample, SampleSheet
from .discussion import asks, find, in_words, said
from .editions import asked, wanted


def home(call: Call) -> str:
    return of_year("office:calibration", call)


def find_sample(key: UUID) -> Sample:
    return get_object_or_404(Sample.objects.select_related("call"), key=key)


def all_of(call: Call) -> list[Any]:
    """The call's sample cases with criteria and sheets. Four queries."""
    sheets = Prefetch("sheets", SampleSheet.objects.select_related("juror"))
    return list(call.samples.select_related("call").prefetch_related(reads.judged(), sheets))


@office_only
def calibration(request: SignedIn) -> HttpResponse:
    """The sample cases, who has finished, how far points lie apart. No name stands with points."""
    (call, years), at = asked(request), clock.now()
    if call is None:
        return render(request, "office/calibration/overview.html", {"call": None})
    samples = all_of(call)
    opened = [one for one in samples if one.opened_at]
    jurors = Juror.objects.filter(call=call).active().select_related("user")
    who = reads.who(jurors.order_by("user__name", "pk"), opened)
    return render(
        request,
        "office/calibration/overview.html",
        {
            **pages.page(request, call, at=at),
            "years": years,
            "samples": samples,
            "waiting": [one for one in samples if not one.opened_at],
            "running": [one for one in opened if not one.closed_at],
            "opened": opened,
            "who": who,
            "lying": reads.lying(opened),
            "criteria": reads.criteria(call),
        },
    )


@office_only
def sample(request: SignedIn, key: UUID | None = None) -> HttpResponse:
    """A sample case, or a new one; once opened only to be read."""
    row, at = find_sample(key) if key else None, clock.now()
    call = row.call if row else wanted(request)
    given = actions.said_sample(row) if row else {}
    initial = {**given, "seen": shown.digest(given)} if row else {}
    form = SampleForm(call, pages.typed(request), initial=initial)
    context = pages.page(request, call, at=at)
    if row and row.opened_at:
        context["may_change"] = False

    def save() -> None:
        who: dict[str, Any] = {"by": request.user, "at": at}
        if row is None:
            actions.add_sample(call, form.values(), **who)
        else:
            actions.change_sample(row, form.values(), seen=form.digest(), **who)

    return pages.answer(
        request,
        form,
        save,
        context={**context, "sample": row},
        template="office/calibration/sample.html",
        back=home(call),
        # Translators: de: „Der Musterfall ist gespeichert.“
        done=_("The sample case is saved."),
    )


@require_POST
@office_only
def move(request: SignedIn, key: UUID) -> HttpResponse:
    row = find_sample(key)
    try:
        actions.move_sample(row, up="up" in request.POST, by=request.user, at=clock.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(home(row.call))


@office_only
def remove(request: SignedIn, key: UUID) -> HttpResponse:
    """Asked back by GET, done by POST."""
    row, at = find_sample(key), clock.now()
    call = row.call
    if request.method == "POST":
        try:
            actions.remove_sample(row, by=request.user, at=at)
            words = _("“%(name)s” is removed. The journal keeps its wording.")
            messages.success(request, words % {"name": row.title})
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return redirect(home(call))
    context = {
        **pages.page(request, call, at=at),
        "name": str(row.title),
        "why_not": "" if row.opened_at is None else actions.why_it_stays(),
        "back": home(call),
    }
    return render(request, "office/calibration/remove.html", context)


@office_only
def open_round(request: SignedIn) -> HttpResponse:
    """Asked back by GET: who gets a letter, what can no longer be changed. Done by POST."""
    call, at = wanted(request), clock.now()
    if request.method == "POST":
        try:
            actions.open_calibration(call, by=request.user, at=at)
            # Translators: de: „Die Kalibrierung ist geöffnet. Die Jury hat einen Brief bekommen.“
            messages.success(request, _("The calibration is open. The jury has been written to."))
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return redirect(home(call))
    context = {
        **pages.page(request, call, at=at),
        "samples": call.samples.filter(opened_at=None),
        "jurors": Juror.objects.filter(call=call).active().count(),
    }
    return render(request, "office/calibration/open.html", context)


@office_only
def close_round(request: SignedIn) -> HttpResponse:
    """Asked back by GET: who has not finished. Done by POST."""
    call, at = wanted(request), clock.now()
    if request.method == "POST":
        try:
            actions.close_calibration(call, by=request.user, at=at)
            # Translators: de: „Die Kalibrierung ist beendet. Halten Sie fest, was die Jury
            # verabredet hat.“
            done = _("The calibration has ended. Write down what the jury agreed on.")
            messages.success(request, done)
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return redirect(home(call))
    samples = [one for one in all_of(call) if one.opened_at and not one.closed_at]
    jurors = Juror.objects.filter(call=call).active().select_related("user")
    who = reads.who(jurors.order_by("user__name", "pk"), samples)
    context = {
        **pages.page(request, call, at=at),
        "samples": samples,
        "behind": [juror for juror, marks in who if any(mark != "done" for mark in marks)],
    }
    return render(request, "office/calibration/close.html", context)


@office_only
def agreement(request: SignedIn, code: str) -> HttpResponse:
    """A criterion's discussion, and what the jury agreed on. POST stores one of the two."""
    call = wanted(request)
    at = clock.of_database() if request.method == "POST" else clock.now()
    samples = [one for one in all_of(call) if one.opened_at and asks(one, code)]
    criterion = find(call, code, bool(samples))
    remark = RemarkForm(request.POST if "remark" in request.POST else None, prefix="say")
    if said(request, criterion, remark, at=at):
        return redirect(of_year("office:agreement", call, code))
    stored = actions.said_agreement(getattr(criterion, "agreement", None))
    since = actions.scored_since(call)
    sent = pages.typed(request) if not remark.is_bound else None
    initial = {**stored, "seen": shown.digest(stored)}
    form = AgreementForm(sent, scored=since is not None, initial=initial)

    def save() -> None:
        given = form.values()
        seen = form.digest()
        actions.agree(criterion, **given, by=request.user, at=at, seen=seen)

    context = {
        **pages.page(request, call, at=at),
        "criterion": criterion,
        "lying": reads.lying(samples, code=code),
        "remarks": in_words(criterion, None, at=at),
        "remark": remark,
        "running": any(not one.closed_at for one in samples),
        "scored_since": since,
    }
    return pages.answer(
        request,
        form,
        save,
        context=context,
        template="office/calibration/agreement.html",
        back=home(call),
        # Translators: de: „Die Verabredung ist gespeichert.“
        done=_("The agreement is saved."),
    )
