"""Jurors leave, deputies are called in, others take over: with the rule of `jury.succession`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import texts
from initiatives.models import User
from initiatives.records import journal, letters
from initiatives.refusals import check

from .. import succession
from ..models import Juror
from .assigning import check_of_term, give, take_away
from .seating import lock_jury


@transaction.atomic
def call_in(deputy: Juror, *, by: User, at: datetime) -> None:
    """From now on the deputy judges. A second click changes nothing."""
    lock_jury(deputy.call, by=by)
    deputy = _lock(deputy)
    # Translators: de: „%(name)s ist aus der Jury ausgeschieden.“
    check(deputy.left_at is None, _("%(name)s has left the jury.") % {"name": deputy})
    check(
        deputy.deputy_of_id is not None,
        # Translators: de: „%(name)s vertritt niemanden.“
        _("%(name)s deputises for nobody.") % {"name": deputy},
    )
    if deputy.waits:
        _call_in(deputy, by=by, at=at)


def _call_in(deputy: Juror, *, by: User, at: datetime) -> None:
    deputy.called_in_at = at
    deputy.save(update_fields=["called_in_at"])
    journal.record("juror.called_in", about=deputy, by=by, at=at)
    _tell(deputy, "jury_called_in", at=at)


@transaction.atomic
def leave(
    juror: Juror,
    *,
    reason: str,
    by: User,
    at: datetime,
    successor: Juror | None = None,
    takes_chair: bool = False,
    seen: str | None = None,
) -> succession.Succession:
    """A juror leaves; a `successor`, who may be a waiting deputy, takes over what is unfinished.

    `seen` is the digest of the preview. Raises NotAllowed if anything of it changed meanwhile.
    """
    call, reason = lock_jury(juror.call, by=by), texts.line(reason)
    juror = _lock(juror)
    # Translators: de: „%(name)s ist aus der Jury ausgeschieden.“
    check(juror.left_at is None, _("%(name)s has left the jury.") % {"name": juror})
    # Translators: de: „Nennen Sie den Grund“
    check(reason, _("Give the reason"))
    if successor is not None:
        successor = _lock(successor)
        check(
            successor.call_id == call.pk and successor.pk != juror.pk and successor.left_at is None,
            # Translators: de: „Wählen Sie ein anderes Mitglied dieser Jury.“
            _("Choose another member of this jury."),
        )
        check_of_term(successor, at=at)
    list(juror.assignments.select_for_update().order_by("pk").values_list("pk"))
    plan = succession.plan(juror, successor)
    check(
        seen is None or seen == plan.digest(),
        # Translators: de: „Inzwischen hat sich etwas geändert. Sehen Sie sich unten noch einmal an,
        # was geschieht.“
        _("Something changed meanwhile. Look once more at what happens, below."),
    )
    left = juror.assignments.filter(withdrawn_at=None)  # also where a request is still open
    for case in left.exclude(sheet__finished_at__isnull=False):
        take_away(case, at=at)
    juror.left_at, juror.left_reason = at, reason[:300]
    juror.save(update_fields=["left_at", "left_reason"])
    journal.record("juror.left", about=juror, by=by, at=at, **_keys(plan))
    _tell(juror, "jury_left", at=at)
    if successor is not None:
        _take_over(successor, juror, plan, takes_chair=takes_chair, by=by, at=at)
    return plan


def _take_over(
    successor: Juror,
    juror: Juror,
    plan: succession.Succession,
    *,
    takes_chair: bool,
    by: User,
    at: datetime,
) -> None:
    if successor.waits:
        _call_in(successor, by=by, at=at)
    if takes_chair and juror.is_chair:
        successor.is_chair = True
    if successor.deputy_of_id is None and successor.successor_of_id is None:
        successor.successor_of = juror
    successor.save(update_fields=["is_chair", "successor_of"])
    for case in plan.given:
        give(successor, case.application)
        who = [str(successor.key)]
        journal.record("application.assigned", about=case.application, by=by, at=at, jurors=who)
    journal.record(
        "juror.took_over",
        about=successor,
        by=by,
        at=at,
        of=str(juror.key),
        chair=successor.is_chair,
        cases=[str(case.application.key) for case in plan.given],
    )
    if plan.given:
        _tell(successor, "jury_took_over", at=at, gone=juror, cases=len(plan.given))


def _keys(plan: succession.Succession) -> dict[str, list[str]]:
    return {
        "finished": [str(case.application.key) for case in plan.finished],
        "begun": [str(case.application.key) for case in plan.begun],
        "open": [str(case.application.key) for case in plan.open],
        "left_over": [str(row.assignment.application.key) for row in plan.rest],
    }


def _lock(juror: Juror) -> Juror:
    found = Juror.objects.select_for_update(of=("self",), no_key=True).select_related(
        "user", "call"
    )
    return found.get(pk=juror.pk)


def _tell(juror: Juror, kind: str, *, at: datetime, **context: Any) -> None:
    """A letter, unless the account is closed."""
    if juror.user.is_active:
        letters.draft(
            kind,
            to=juror.user.email,
            at=at,
            about=juror,
            context={"juror": juror, "call": juror.call, **context},
            language=juror.user.language,
        )
