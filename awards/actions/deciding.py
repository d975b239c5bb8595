"""The jury's decisions: recorded, taken back, and confirmed as one list, until the release is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import Application, Call, Local, User
from initiatives.records import journal
from initiatives.refusals import NotAllowed, check
from initiatives.rules import may_administer
from initiatives.statuses import Status
from initiatives.templatetags.award import long_date
from jury import standings

from .. import decision_list
from ..models import (
    Decision,
    DecisionList,
    Departure,
    Prize,
    Release,
    ResultLetter,
    Vote,
    Withheld,
)
from .voting import has_quorum


@transaction.atomic
def decide(
    prize: Prize,
    application: Application,
    *,
    jury_statement: Mapping[str, str],
    by: User,
    at: datetime,
    deviation: str = "",
    vote: Vote | None = None,
) -> Decision:
    """Record that the jury gives `prize` to `application`, for reasons that may be published.

    An equal prize below the line of the ranking needs a word on why. `vote` is the carried one it
    rests on, if it was taken here. Raises NotAllowed when all places are taken or withheld, the
    case is not admitted, somebody barred from it is in the room, or the release is confirmed.
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
        prize.decisions.count() + _withheld(prize) < prize.places,
        _("All places of this prize are taken. Take a decision back first."),
    )
    check(
        deviation.strip() or not _deviates(prize, application),
        _("The ranking places this application lower. Say why the jury decided otherwise."),
    )
    _check_nobody_barred(application)
    if vote is not None:
        vote = _carried(vote, prize=prize, application=application)
    decision = Decision.objects.create(
        prize=prize,
        application=application,
        vote=vote,
        jury_statement=Local(jury_statement),
        deviation=deviation.strip(),
        decided_at=at,
        recorded_by=by,
    )
    on_vote = {"vote": str(vote.key)} if vote else {}
    number = application.number
    journal.record("decision.recorded", about=decision, by=by, at=at, number=number, **on_vote)
    _touch(prize.call_id, by=by, at=at)
    return decision


def _withheld(prize: Prize) -> int:
    found = Withheld.objects.filter(prize=prize).first()
    return found.places if found else 0


def _check_nobody_barred(application: Application) -> None:
    """Nobody who has to leave for the case may be in the room while it is decided."""
    still = Departure.objects.filter(
        item__application=application, item__meeting__closed_at=None, left_at=None
    ).select_related("juror__user")
    names = ", ".join(str(departure.juror) for departure in still)
    check(
        not names,
        # Translators: de: „Noch im Raum und befangen: %(names)s. Vermerken Sie zuerst den Weggang.“
        _("Still in the room and barred: %(names)s. Note first that they have left.")
        % {"names": names},
    )


def _carried(vote: Vote, *, prize: Prize, application: Application | None) -> Vote:
    """The vote as it is now; refused unless it asked for this, was carried, and is unused."""
    found = Vote.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=vote.pk)
    check(
        found.prize_id == prize.pk
        and found.application_id == (application.pk if application else None),
        # Translators: de: „Diese Abstimmung fragte nach etwas anderem.“
        _("This vote was about something else."),
    )
    check(
        found.closed_at and found.is_carried and has_quorum(found),
        # Translators: de: „Diese Abstimmung hat den Antrag nicht angenommen.“
        _("This vote did not carry the motion."),
    )
    check(
        not hasattr(found, "decision") and not hasattr(found, "withheld"),
        # Translators: de: „Auf dieser Abstimmung beruht schon ein Beschluss.“
        _("A decision rests on this vote already."),
    )
    return found


def _touch(call_id: int, *, by: User, at: datetime) -> None:
    """Whoever changes a decision has changed the list last; its confirmation is gone."""
    DecisionList.objects.update_or_create(
        call_id=call_id,
        defaults={
            "changed_by": by,
            "changed_at": at,
            "confirmed_by": None,
            "confirmed_at": None,
            "sha256": "",
        },
    )


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
    """Take a decision back that was recorded by mistake; the journal keeps both.

    Raises NotAllowed where the laureate has been told: a prize is not taken away silently.
    """
    check(may_administer(by), _("Your role reads and does not decide."))
    _keep_open(decision.prize.call_id, by=by, at=at)
    _check_not_told(decision)
    number = decision.application.number
    journal.record("decision.retracted", about=decision, by=by, at=at, number=number)
    decision.delete()
    _touch(decision.prize.call_id, by=by, at=at)


def _check_not_told(decision: Decision) -> None:
    letter = ResultLetter.objects.filter(application=decision.application_id).first()
    if letter is not None and letter.is_told():
        words = _(
            # Translators: de: „%(name)s weiß seit dem %(day)s von diesem Preis. Nehmen Sie zuerst
            # den Ergebnisbrief zurück und schreiben Sie dabei, warum.“
            "%(name)s has known of this prize since %(day)s. Take back the letter on the result "
            "first, and write why."
        )
        name = decision.application.initiative.name
        raise NotAllowed(words % {"name": name, "day": long_date(letter.sent_at)})


@transaction.atomic
def withhold(
    prize: Prize,
    places: int,
    *,
    reasons: Mapping[str, str],
    by: User,
    at: datetime,
    vote: Vote | None = None,
) -> Withheld:
    """Record that the jury gives so many places of a prize to nobody, and why.

    Said again, it replaces what was said before.
    """
    check(may_administer(by), _("Your role reads and does not decide."))
    _keep_open(prize.call_id, by=by, at=at)
    prize = Prize.objects.select_for_update().get(pk=prize.pk)
    check(reasons.get("de", "").strip(), _("Write the jury's reasons in German."))
    free = prize.places - prize.decisions.count()
    check(
        0 < places <= free,
        # Translators: de: „Von diesem Preis sind noch %(free)d Plätze frei.“
        _("%(free)d places of this prize are free.") % {"free": free},
    )
    Withheld.objects.filter(prize=prize).delete()
    if vote is not None:
        vote = _carried(vote, prize=prize, application=None)
    found = Withheld.objects.create(
        prize=prize,
        places=places,
        reasons=Local(reasons),
        decided_at=at,
        recorded_by=by,
        vote=vote,
    )
    journal.record("decision.withheld", about=found, by=by, at=at, places=places)
    _touch(prize.call_id, by=by, at=at)
    return found


@transaction.atomic
def give_again(withheld: Withheld, *, by: User, at: datetime) -> None:
    """Take back that a prize is not awarded: its places are free again."""
    check(may_administer(by), _("Your role reads and does not decide."))
    call_id = withheld.prize.call_id
    _keep_open(call_id, by=by, at=at)
    found = Withheld.objects.select_for_update(of=("self",)).filter(pk=withheld.pk).first()
    # Translators: de: „Das ist schon zurückgenommen.“
    check(found, _("This has been taken back already."))
    journal.record("decision.given_again", about=withheld, by=by, at=at, places=withheld.places)
    Withheld.objects.filter(pk=withheld.pk).delete()
    _touch(call_id, by=by, at=at)


@transaction.atomic
def confirm_decisions(call: Call, *, by: User, at: datetime, seen: str) -> DecisionList:
    """The second person agrees to the list as it stands; `seen` is the digest that person read."""
    check(may_administer(by), _("Your role reads and does not decide."))
    found = DecisionList.objects.select_for_update(of=("self",)).filter(call=call).first()
    if found is None or not decision_list.said(call):
        # Translators: de: „Es ist noch kein Beschluss festgehalten.“
        raise NotAllowed(_("No decision has been recorded yet."))
    check(
        found.changed_by_id != by.pk,
        # Translators: de: „Sie haben die Beschlussliste zuletzt geändert. Jemand anderes aus der
        # Geschäftsstelle bestätigt sie.“
        _("You changed the list of decisions last. Somebody else of the office confirms it."),
    )
    now = decision_list.digest(call)
    check(
        seen == now,
        # Translators: de: „Die Beschlussliste hat sich inzwischen geändert. Lesen Sie sie noch
        # einmal, dann bestätigen Sie.“
        _("The list of decisions changed meanwhile. Read it again, then confirm it."),
    )
    check(
        not (found.confirmed_at and found.sha256 == now),
        # Translators: de: „Die Beschlussliste ist schon bestätigt.“
        _("The list of decisions is confirmed already."),
    )
    found.confirmed_by, found.confirmed_at, found.sha256 = by, at, now
    found.save(update_fields=["confirmed_by", "confirmed_at", "sha256"])
    journal.record("decisions.confirmed", about=call, by=by, at=at, sha256=now)
    return found


def hold_list(call_id: int) -> None:
    """Nobody confirms the list, or takes that away, until the transaction ends."""
    list(DecisionList.objects.select_for_update(of=("self",)).filter(call=call_id).values("pk"))


def check_confirmed(call_id: int) -> None:
    """Raise NotAllowed unless a second person confirmed the decisions; nobody changes them now."""
    hold_list(call_id)
    check(decision_list.is_confirmed(call_id), decision_list.unconfirmed())
