"""The entrance: a phone says who came, at once or when it has a network again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import User
from initiatives.records import journal
from initiatives.refusals import NotAllowed, check

from ..models import CheckIn, Invitee
from .ceremony import hold_ceremony

BELIEVED = timedelta(hours=24)  # how far back a phone's clock is believed


class CheckedIn(NamedTuple):
    """What became of a report. `is_double`: another one was there before, or is replaced."""

    row: CheckIn
    is_double: bool


@transaction.atomic
def check_in(guest: Invitee, *, once: UUID, seen_at: datetime, by: User, at: datetime) -> CheckedIn:
    """Note that somebody came, at `seen_at` by the phone's clock. The earliest report counts.

    The same report sent again (`once`) changes nothing. A phone whose clock is ahead, or more than
    a day behind, is not believed: then the server's time counts.
    """
    hold_ceremony(guest.ceremony, by=by)
    fresh = Invitee.objects.filter(pk=guest.pk).first()
    if fresh is None:
        # Translators: de: „Diesen Gast hat inzwischen jemand von der Liste genommen.“
        raise NotAllowed(_("Somebody has taken this guest off the list meanwhile."))
    # Translators: de: „Diese Einladung wurde zurückgenommen.“
    check(fresh.withdrawn_at is None, _("This invitation was withdrawn."))
    came = seen_at if at - BELIEVED <= seen_at <= at else at
    row = CheckIn.objects.select_for_update().filter(invitee=fresh).first()
    if row is None:
        row = CheckIn.objects.create(invitee=fresh, once=once, at=came, stored_at=at, by=by)
        journal.record("guest.checked_in", about=fresh, by=by, at=at)
        return CheckedIn(row, is_double=False)
    if row.once == once:
        return CheckedIn(row, is_double=False)
    row.doubles += 1
    if came < row.at:
        row.once, row.at, row.stored_at, row.by = once, came, at, by
    row.save()
    journal.record("guest.checked_in_twice", about=fresh, by=by, at=at)
    return CheckedIn(row, is_double=True)


@transaction.atomic
def take_back_check_in(guest: Invitee, *, by: User, at: datetime) -> None:
    """It was somebody else."""
    hold_ceremony(guest.ceremony, by=by)
    gone, _rows = CheckIn.objects.filter(invitee=guest).delete()
    # Translators: de: „Dieser Gast ist nicht als da vermerkt.“
    check(gone, _("This guest is not noted as having come."))
    journal.record("guest.check_in_taken_back", about=guest, by=by, at=at)
