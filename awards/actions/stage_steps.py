"""Arranging the stage: which steps the show has, and in what order. Never while it is open."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import User
from initiatives.records import journal
from initiatives.refusals import check
from initiatives.rules import may_administer

from ..models import Laudation, Release, StageStep
from ..stage.steps import missing_steps

Kind = StageStep.Kind


def _hold(release: Release, *, by: User) -> Release:
    """The release, locked; refused to who only reads, and while the hall may be looking."""
    check(may_administer(by), _("Your role reads and does not decide."))
    found = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    check(
        not found.stages.exclude(opened_at=None).exists(),
        # Translators: de: „Die Bühne ist geöffnet. Schließen Sie sie, um Schritte zu ändern.“
        _("The stage is open. Close it to change its steps."),
    )
    return found


@transaction.atomic
def propose_steps(release: Release, *, by: User, at: datetime) -> None:
    """Add what is missing: a welcome first, each prize, thanks last. What is there stays."""
    release = _hold(release, by=by)
    steps = list(release.stage_steps.all())
    kinds = {step.kind for step in steps}
    laudators = _laudators(release)
    prizes = [
        StageStep(
            release=release,
            kind=Kind.PRIZE,
            decision=decision,
            text=laudators.get(decision.application_id, ""),
        )
        for decision in sorted(
            missing_steps(release),
            key=lambda one: (one.prize.position, one.application.initiative.sort_name),
        )
    ]
    opening = [] if Kind.OPENING in kinds else [StageStep(release=release, kind=Kind.OPENING)]
    thanks = [] if Kind.THANKS in kinds else [StageStep(release=release, kind=Kind.THANKS)]
    last = [step for step in steps if step.kind == Kind.THANKS]
    rest = [step for step in steps if step.kind != Kind.THANKS]
    _renumber([*opening, *rest, *prizes, *last, *thanks])
    _noted(release, "proposed", by=by, at=at)


def _laudators(release: Release) -> dict[int, str]:
    """Who praises whom, as it stands below “The next prize goes to …”."""
    planned = Laudation.objects.filter(ceremony__call=release.call_id, laudator__isnull=False)
    return {
        # Translators: de: „Laudatio: %(name)s“
        one.application_id: (_("Laudation: %(name)s") % {"name": one.laudator.name})[:200]
        for one in planned.select_related("laudator")
        if one.laudator
    }


@transaction.atomic
def add_step(release: Release, *, title: str, text: str, by: User, at: datetime) -> StageStep:
    """Add a text of one's own, before the thanks."""
    release = _hold(release, by=by)
    step = StageStep(release=release, kind=Kind.TEXT, title=title, text=text)
    steps = list(release.stage_steps.all())
    ends = bool(steps) and steps[-1].kind == Kind.THANKS
    _renumber([*steps[:-1], step, steps[-1]] if ends else [*steps, step])
    _noted(release, "added", by=by, at=at)
    return step


@transaction.atomic
def change_step(step: StageStep, *, title: str, text: str, by: User, at: datetime) -> StageStep:
    release = _hold(step.release, by=by)
    found = release.stage_steps.get(pk=step.pk)
    found.title, found.text = title, text
    found.save(update_fields=["title", "text"])
    _noted(release, "changed", by=by, at=at)
    return found


@transaction.atomic
def move_step(step: StageStep, by_places: int, *, by: User, at: datetime) -> None:
    release = _hold(step.release, by=by)
    steps = list(release.stage_steps.all())
    now = steps.index(step)
    after = min(max(now + by_places, 0), len(steps) - 1)
    if after != now:
        steps.insert(after, steps.pop(now))
        _renumber(steps)
        _noted(release, "moved", by=by, at=at)


@transaction.atomic
def remove_step(step: StageStep, *, by: User, at: datetime) -> None:
    """Take a step out; not one whose name the hall has seen."""
    release = _hold(step.release, by=by)
    found = release.stage_steps.get(pk=step.pk)
    check(
        found.revealed_at is None,
        # Translators: de: „Dieser Name ist auf der Bühne schon gefallen; der Schritt bleibt.“
        _("This name was revealed on stage already; the step stays."),
    )
    found.delete()
    _renumber(list(release.stage_steps.all()))
    _noted(release, "removed", by=by, at=at)


def _renumber(steps: list[StageStep]) -> None:
    for position, step in enumerate(steps, start=1):
        if step.pk is None or step.position != position:
            step.position = position
            step.save()


def _noted(release: Release, what: str, *, by: User, at: datetime) -> None:
    journal.record("stage.arranged", about=release, by=by, at=at, what=what)
