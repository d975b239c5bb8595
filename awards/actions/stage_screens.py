"""Screens without an account: a machine in the hall is let in by a code, once, for some hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import User
from initiatives.records import journal
from initiatives.refusals import check
from initiatives.rules import may_administer

from ..models import Release, StageScreen
from ..secret_links import hashed
from ..stage import screens

VALID = timedelta(hours=12)
MAX_SCREENS = 10
SEEN_EVERY = timedelta(seconds=5)


class Connected(NamedTuple):
    """The screen, and the secret that its machine shows from now on."""

    screen: StageScreen
    secret: str


def _hold(release: Release, *, by: User) -> Release:
    check(may_administer(by), _("Your role reads and does not decide."))
    held: Release = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    return held


@transaction.atomic
def add_screen(
    release: Release, *, name: str, is_rehearsal: bool = False, by: User, at: datetime
) -> StageScreen:
    """A code for one machine more. What has ended leaves the list; the journal keeps it."""
    release = _hold(release, by=by)
    release.stage_screens.filter(ends_at__lte=at).delete()
    check(
        release.stage_screens.count() < MAX_SCREENS,
        # Translators: de: „Mehr als %(n)d Leinwände gehen nicht. Trennen Sie zuerst eine.“
        _("There can be no more than %(n)d screens. Disconnect one first.") % {"n": MAX_SCREENS},
    )
    screen = StageScreen(
        release=release,
        is_rehearsal=is_rehearsal,
        name=name,
        made_at=at,
        made_by=by,
        ends_at=at + VALID,
    )
    screen.code_hash = hashed(screens.code_of(screen))
    screen.save()
    _noted("stage.screen_added", screen, by=by, at=at)
    return screen


@transaction.atomic
def remove_screen(screen: StageScreen, *, by: User, at: datetime) -> None:
    """Neither its code nor its machine gets anything from now on."""
    release = _hold(screen.release, by=by)
    found = release.stage_screens.filter(pk=screen.pk).first()
    if found:
        _noted("stage.screen_removed", found, by=by, at=at)
        found.delete()


@transaction.atomic
def connect_screen(code: str, *, at: datetime) -> Connected | None:
    """Let in the machine on which a code was typed. None for a code that opens nothing (any more).

    The code is worthless from now on: another machine needs another.
    """
    rows = StageScreen.objects.select_for_update(of=("self",)).select_related("release")
    screen = rows.filter(code_hash=hashed(code), ends_at__gt=at).first()
    if screen is None:
        return None
    secret = screens.new_secret()
    screen.code_hash, screen.secret_hash = None, hashed(secret)
    screen.connected_at = screen.seen_at = at
    screen.save(update_fields=["code_hash", "secret_hash", "connected_at", "seen_at"])
    _noted("stage.screen_connected", screen, by=None, at=at)
    return Connected(screen, secret)


def see_screen(screen: StageScreen, *, at: datetime) -> None:
    """It has asked just now. Written every few seconds only."""
    if screen.seen_at is None or at - screen.seen_at >= SEEN_EVERY:
        StageScreen.objects.filter(pk=screen.pk).update(seen_at=at)


def _noted(action: str, screen: StageScreen, *, by: User | None, at: datetime) -> None:
    """Of a rehearsal as well: somebody without an account is let in."""
    journal.record(
        action,
        about=screen.release,
        by=by,
        at=at,
        screen=str(screen.key),
        rehearsal=screen.is_rehearsal,
    )
