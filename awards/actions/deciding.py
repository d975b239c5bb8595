"""The jury's decisions: what is recorded, and taken back, until the release is confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import Application, Local, User
from initiatives.records import journal
from initiatives.refusals import check
from initiatives.rules import may_administer
from initiatives.statuses import Status
from jury import standings

from ..models import Decision, Prize, Release


@transaction.atomic
def decide(
    prize: Prize,
    application: Application,
    *,
    jury_statement: Mapping[str, str],
    by: User,
    at: datetime,
    deviation: str = "",
) -> Decision:
    """Record that the jury gives `prize` to `application`, for reasons that may be published.

    An equal prize below the line of the ranking needs a word on why. Raises NotAllowed when all
    places are taken, the case is not admitted, or the release is confirmed already.
    """
    check(may_administer(by), _("Your role reads and does not decide."))
    _keep_open(prize.call_id, by=by, at=at)
    prize = Prize.objects.select_for_update().get(pk=prize.pk)
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    check(
        application.call_id == prize.call_id and application.status == Status.ADMITTED,
        _("Only admitted applications of this call can receive a prize."),
    )
    check(jury_statement.get("de", "").strip(), _("Write the jury's reasons in German."))
    check(
        not Decision.objects.filter(application=application).exists(),
        _("This application has a prize already."),
    )
    check(
        prize.decisions.count() < prize.places,
        _("All places of this prize are taken. Take a decision back first."),
    )
    check(
        deviation.strip() or not _deviates(prize, application),
        _("The ranking places this application lower. Say why the jury decided otherwise."),
    )
    decision = Decision.objects.create(
        prize=prize,
        application=application,
        jury_statement=Local(jury_statement),
        deviation=deviation.strip(),
        decided_at=at,
        recorded_by=by,
    )
    journal.record("decision.recorded", about=decision, by=by, at=at, number=application.number)
    return decision


def _deviates(prize: Prize, application: Application) -> bool:
    """Whether an equal prize goes to a case behind as many others as there are such places."""
    if prize.kind != Prize.Kind.EQUAL:
        return False
    places = standings.places(prize.call)
    row = standings.Standings(prize.call, top=places, at_once=0).of(application)
    return row is None or row.standing is None or row.standing.place > places


def _keep_open(call_id: int, *, by: User, at: datetime) -> None:
    """Raise NotAllowed if the release is confirmed; let nobody confirm it while we decide.

    Whoever changes a decision changes what is announced, and so has prepared it last.
    """
    release = Release.objects.select_for_update().filter(call_id=call_id).first()
    if release is None:
        return
    check(not release.confirmed_at, _("The release is confirmed; decisions can no longer change."))
    release.prepared_by, release.prepared_at = by, at
    release.save(update_fields=["prepared_by", "prepared_at"])


@transaction.atomic
def retract(decision: Decision, *, by: User, at: datetime) -> None:
    """Take a decision back that was recorded by mistake; the journal keeps both."""
    check(may_administer(by), _("Your role reads and does not decide."))
    _keep_open(decision.prize.call_id, by=by, at=at)
    number = decision.application.number
    journal.record("decision.retracted", about=decision, by=by, at=at, number=number)
    decision.delete()
