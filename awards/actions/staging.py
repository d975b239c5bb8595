"""The show: opened shortly before it begins, followed step by step, closed when it is over.

A name counts as revealed once the server has been told; a machine that could not tell it at once
tells it later, with the time it saw. A rehearsal moves only its own row.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import User
from initiatives.records import journal
from initiatives.refusals import check
from initiatives.rules import may_administer

from ..models import Ceremony, Release, Stage, StageStep
from ..stage import envelopes, pictures

EARLIEST = timedelta(hours=3)  # before the show its keys stay on the server


class Shown(NamedTuple):
    """What an operator's machine did: which picture it showed, and when by its own clock."""

    beat: int
    is_black: bool
    seen_at: datetime


def begins_at(release: Release) -> datetime:
    """When the show is to begin: with the ceremony, else when the embargo ends. One query."""
    held = Ceremony.objects.filter(call=release.call_id).values_list("starts_at", flat=True)
    return held.first() or release.call.ceremony_at or release.embargo_until


def _hold(release: Release, *, by: User) -> Release:
    check(may_administer(by), _("Your role reads and does not decide."))
    locked = Release.objects.select_for_update(of=("self",)).select_related("call")
    return locked.get(pk=release.pk)


@transaction.atomic
def open_stage(release: Release, *, by: User, at: datetime, is_rehearsal: bool = False) -> Stage:
    """Let screens fetch the locked pictures, and operators their keys; both are new each time."""
    release = _hold(release, by=by)
    check(
        release.stage_steps.exists(),
        # Translators: de: „Die Bühne hat noch keine Schritte.“
        _("The stage has no steps yet."),
    )
    if not is_rehearsal:
        _check_real(release, at=at)
    stage = release.stages.filter(is_rehearsal=is_rehearsal).first() or Stage(
        release=release, is_rehearsal=is_rehearsal
    )
    check(
        stage.opened_at is None or is_rehearsal,
        # Translators: de: „Die Bühne ist schon geöffnet.“
        _("The stage is open already."),
    )
    stage.opened_at, stage.opened_by = at, by
    stage.began_at, stage.beat, stage.is_black = None, 0, False
    _renew(stage)
    if not is_rehearsal:
        journal.record("stage.opened", about=release, by=by, at=at)
    return stage


def _check_real(release: Release, *, at: datetime) -> None:
    check(
        release.confirmed_at,
        # Translators: de: „Erst wenn die Veröffentlichung bestätigt ist, gibt es Namen für die
        # Bühne. Proben können Sie jederzeit.“
        _("Only a confirmed release has names for the stage. You can rehearse at any time."),
    )
    check(
        at >= begins_at(release) - EARLIEST,
        _(
            # Translators: de: „Die Bühne lässt sich ab drei Stunden vor Beginn öffnen: So lange
            # bleiben die Schlüssel auf dem Server. Proben können Sie jederzeit.“
            "The stage can be opened from three hours before it begins: so long its keys stay on "
            "the server. You can rehearse at any time."
        ),
    )


def _renew(stage: Stage) -> None:
    """What was fetched before no longer opens or moves anything."""
    stage.key, stage.secret = uuid4(), envelopes.new_secret()
    stage.revision += 1
    stage.save()


@transaction.atomic
def close_stage(release: Release, *, by: User, at: datetime, is_rehearsal: bool = False) -> None:
    """The show is over, or does not begin: no screen and no operator gets anything any more."""
    release = _hold(release, by=by)
    stage = release.stages.filter(is_rehearsal=is_rehearsal).exclude(opened_at=None).first()
    check(
        stage,
        # Translators: de: „Die Bühne ist nicht geöffnet.“
        _("The stage is not open."),
    )
    assert stage is not None  # noqa: S101  said by the check
    _close(stage)
    if not is_rehearsal:
        journal.record("stage.closed", about=release, by=by, at=at)


def _close(stage: Stage) -> None:
    stage.opened_at = None
    stage.revision += 1
    stage.save(update_fields=["opened_at", "revision"])


@transaction.atomic
def reset_stage(release: Release, *, by: User, at: datetime) -> None:
    """Take back names that were revealed while setting up; only before the show begins."""
    release = _hold(release, by=by)
    check(
        at < begins_at(release) and at < release.embargo_until,
        # Translators: de: „Die Preisverleihung hat begonnen. Was enthüllt ist, bleibt enthüllt.“
        _("The ceremony has begun. What was revealed stays revealed."),
    )
    clear_stage(release)
    journal.record("stage.reset", about=release, by=by, at=at)


def clear_stage(release: Release) -> None:
    """As if no show had been opened. The journal keeps what was revealed."""
    release.stage_steps.update(revealed_at=None, seen_at=None, revealed_by=None)
    release.stages.filter(is_rehearsal=False).delete()


@transaction.atomic
def give_keys(stage: Stage, *, by: User, at: datetime) -> list[str]:
    """The keys of all pictures, for the machine of an operator; the journal says who has them."""
    release = _hold(stage.release, by=by)
    stage = release.stages.get(pk=stage.pk)
    check(stage.opened_at, _("The stage is not open."))
    if not stage.is_rehearsal:
        journal.record("stage.keys_given", about=release, by=by, at=at)
    numbers = range(1, pictures.count(release) + 1)
    return [envelopes.encoded(envelopes.key_of(bytes(stage.secret), n)) for n in numbers]


@transaction.atomic
def follow(
    stage: Stage, shown: Sequence[Shown], *, moves: bool = True, by: User, at: datetime
) -> Stage:
    """Note what an operator showed, in the order it was; each name counts once, the first time.

    `moves` is False for what is told so late that another operator may have gone on meanwhile.
    Names count for a closed show, too: they have been seen.
    """
    release = _hold(stage.release, by=by)
    stage = release.stages.get(pk=stage.pk)
    if not stage.is_rehearsal and release.confirmed_at:
        _reveal(release, shown, by=by, at=at)
    if shown and moves and stage.opened_at:
        last = shown[-1]
        stage.beat = min(last.beat, pictures.count(release))
        stage.is_black = last.is_black
        stage.began_at = stage.began_at or at
        stage.revision += 1
        stage.save(update_fields=["beat", "is_black", "began_at", "revision"])
    return stage


def _reveal(release: Release, shown: Sequence[Shown], *, by: User, at: datetime) -> None:
    seen: dict[int, datetime] = {}
    for one in shown:
        seen.setdefault(one.beat, one.seen_at)
    is_new = False
    for number, step in pictures.names(release).items():
        if number not in seen or step.revealed_at:
            continue
        is_new = True
        step.revealed_at, step.revealed_by, step.seen_at = at, by, seen[number]
        step.save(update_fields=["revealed_at", "revealed_by", "seen_at"])
        journal.record(
            "stage.revealed",
            about=release,
            by=by,
            at=at,
            number=step.decision.application.number if step.decision else "",
            seen_at=seen[number].isoformat(),
        )
    if is_new:
        _open_release(release, by=by, at=at)


def _open_release(release: Release, *, by: User, at: datetime) -> None:
    """With the last name the announcement opens, if it is tied to the stage."""
    if release.opens != Release.Opens.STAGE or release.embargo_until <= at:
        return
    open_names = release.stage_steps.filter(kind=StageStep.Kind.PRIZE, revealed_at=None)
    if (
        open_names.exists()
        or release.laureates.count() > release.stage_steps.exclude(revealed_at=None).count()
    ):
        return
    journal.record(
        "release.opened",
        about=release,
        by=by,
        at=at,
        embargo_until=release.embargo_until.isoformat(),
    )
    release.embargo_until = at
    release.save(update_fields=["embargo_until"])
