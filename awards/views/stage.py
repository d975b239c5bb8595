"""The stage beforehand: its steps and their order; opening, closing, resetting it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives import clock
from initiatives.access import SignedIn, administering_only
from initiatives.models import Call
from initiatives.refusals import NotAllowed

from .. import actions
from ..models import Release, StageStep
from ..stage.steps import missing_steps
from ..stage_forms import StepForm


def release_of_now() -> Release | None:
    return Release.objects.filter(call=Call.objects.current()).select_related("call").first()


def find_release() -> Release:
    found = release_of_now()
    if found is None:
        raise Http404
    return found


@administering_only
def arrange(request: SignedIn) -> HttpResponse:
    """The steps of the show, and what can be done with it now. Names stand here in plain."""
    release, at = release_of_now(), clock.now()
    steps = (
        release.stage_steps.select_related("decision__prize", "decision__application__initiative")
        if release
        else StageStep.objects.none()
    )
    stages = {stage.is_rehearsal: stage for stage in release.stages.all()} if release else {}
    real = stages.get(False)
    begins = actions.begins_at(release) if release else at
    earliest = begins - actions.EARLIEST
    context = {
        "call": release.call if release else Call.objects.current(),
        "release": release,
        "steps": steps,
        "missing": missing_steps(release) if release else [],
        "stage": real if real and real.opened_at else None,
        "is_open": bool(real and real.opened_at),
        "revealed": any(step.revealed_at for step in steps),
        "begins": begins,
        "earliest": earliest,
        "may_open": bool(release and release.confirmed_at and at >= earliest),
        "may_reset": bool(release and at < min(begins, release.embargo_until)),
        "now": at,
    }
    return render(request, "office/stage/arrange.html", context)


@require_POST
@administering_only
def change(request: SignedIn) -> HttpResponse:
    """What the pressed button says: propose steps, or move or remove one."""
    release = find_release()
    do, _colon, number = request.POST.get("do", "").partition(":")
    who: dict[str, Any] = {"by": request.user, "at": clock.now()}
    try:
        if do == "propose":
            actions.propose_steps(release, **who)
        elif do in ("up", "down"):
            actions.move_step(_step(release, number), 1 if do == "down" else -1, **who)
        elif do == "remove":
            actions.remove_step(_step(release, number), **who)
        else:
            raise Http404
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:stage")


def _step(release: Release, number: str | int) -> StageStep:
    """By its place: steps have no address of their own."""
    if not str(number).isdecimal():
        raise Http404
    return get_object_or_404(release.stage_steps, position=int(number))


@administering_only
def new(request: SignedIn) -> HttpResponse:
    """A text of one's own."""
    release = find_release()
    return _write(
        request,
        None,
        lambda **said: actions.add_step(release, by=request.user, at=clock.now(), **said),
    )


@administering_only
def edit(request: SignedIn, number: int) -> HttpResponse:
    """What a step says; of a prize what stands there before the name."""
    step = _step(find_release(), number)
    return _write(
        request,
        step,
        lambda **said: actions.change_step(step, by=request.user, at=clock.now(), **said),
    )


def _write(request: SignedIn, step: StageStep | None, save: Callable[..., Any]) -> HttpResponse:
    initial = {"title": step.title, "text": step.text} if step else {}
    form = StepForm(step, request.POST or None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            save(**form.cleaned_data)
            # Translators: de: „Der Schritt ist gespeichert.“
            messages.success(request, _("The step is saved."))
            return redirect("office:stage")
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409
    return render(request, "office/stage/step.html", {"form": form, "step": step}, status=status)


@require_POST
@administering_only
def set_up(request: SignedIn) -> HttpResponse:
    """Open, close or reset; a rehearsal leads straight to the operator's page."""
    release = find_release()
    who: dict[str, Any] = {"by": request.user, "at": clock.now()}
    do = request.POST.get("do", "")
    try:
        if do == "open":
            actions.open_stage(release, **who)
            return redirect("office:stage_desk")
        if do == "rehearse":
            actions.open_stage(release, is_rehearsal=True, **who)
            response = redirect("office:stage_desk")
            response["Location"] += "?probe=1"
            return response
        if do == "close":
            actions.close_stage(release, **who)
            # Translators: de: „Die Bühne ist geschlossen.“
            messages.success(request, _("The stage is closed."))
        elif do == "reset":
            actions.reset_stage(release, **who)
            # Translators: de: „Die Bühne ist zurückgesetzt: Kein Name gilt als enthüllt.“
            messages.success(request, _("The stage is reset: no name counts as revealed."))
        else:
            raise Http404
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("office:stage")
