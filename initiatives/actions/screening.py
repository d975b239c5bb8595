"""The formal check: the office admits or excludes what was handed in."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from .. import rules, snapshots, window
from ..models import Application, User
from ..records import journal
from ..refusals import check
from ..statuses import Status, move
from .locking import lock, own_initiative


@transaction.atomic
def admit(application: Application, *, by: User, at: datetime) -> None:
    """Let the jury judge it."""
    application = lock(application)
    check(rules.may_administer(by), _("Your role reads and does not decide."))
    check(rules.may_decide(by, application), own_initiative())
    _settle(application, at)
    application.exclusion_reason = ""
    move(application, Status.ADMITTED)
    journal.record("application.admitted", about=application, by=by, at=at)


@transaction.atomic
def exclude(application: Application, *, reason: str, by: User, at: datetime) -> None:
    """Keep it from the jury, for a ground that is written down."""
    application = lock(application)
    check(rules.may_administer(by), _("Your role reads and does not decide."))
    check(rules.may_decide(by, application), own_initiative())
    check(reason.strip(), _("Name the ground of the exclusion."))
    _settle(application, at)
    application.exclusion_reason = reason.strip()
    move(application, Status.EXCLUDED)
    journal.record("application.excluded", about=application, by=by, at=at)


def _settle(application: Application, at: datetime) -> None:
    """What is judged must not change any more: nobody writes a next version, nor could begin to."""
    check(
        application.status != Status.SUBMITTED
        or not (window.of(application, at).is_open or window.may_reopen(application, at)),
        _(
            "The initiative may still change this application. Wait for the deadline, or take the "
            "request for changes back."
        ),
    )
    if application.status == Status.SUBMITTED:
        snapshots.restore_themes(application)  # chosen anew and never handed in: they do not count
    if application.reopened_at is not None:  # opened again, never handed in again
        application.reopened_at = None
        application.save(update_fields=["reopened_at"])
