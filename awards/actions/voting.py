"""A vote from the question to its count; in a sitting the office counts hands."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import Application, User
from initiatives.records import journal
from initiatives.refusals import NotAllowed, check

from .. import room
from ..models import AgendaItem, Meeting, Prize, Vote
from .meetings import (
    changed,
    check_discussed,
    check_open,
    hold,
    hold_open,
    hold_unclosed,
    own_item,
)
from .quorum import check_room

Kind = Meeting.Kind
MOTION_LIMIT = 600


class Question(NamedTuple):
    """What is voted on: a prize for a case, or a motion in words; a motion may be on a case."""

    prize: Prize | None = None
    application: Application | None = None
    motion: str = ""


@transaction.atomic
def open_vote(
    meeting: Meeting, question: Question, *, by: User, at: datetime, item: AgendaItem | None = None
) -> Vote:
    """Ask a question: in an open sitting on its current item, or beforehand by circular procedure.

    Refused in a sitting without a quorum, and while somebody who is barred is in the room.
    """
    meeting = hold_unclosed(meeting, by=by)
    _check_question(meeting, question)
    vote = Vote(
        meeting=meeting,
        prize=question.prize,
        application=question.application,
        motion=question.motion.strip(),
        opened_at=at,
    )
    if meeting.kind == Kind.SITTING:
        check_open(meeting)
        vote.item = meeting.current
        _check_subject(meeting, question)
        check(
            not meeting.votes.filter(closed_at=None).exists(),
            # Translators: de: „Es läuft schon eine Abstimmung. Zählen Sie zuerst deren Stimmen.“
            _("A vote is open already. Count that one first."),
        )
        check_room(room.of(meeting, at=at, case=question.application))
    else:
        check(
            not meeting.opened_at,
            # Translators: de: „Das Umlaufverfahren läuft. Seine Fragen stehen fest.“
            _("The circular procedure is running. Its questions are fixed."),
        )
        vote.item = own_item(meeting, item) if item else None
    vote.save()
    journal.record("meeting.vote_opened", about=meeting, by=by, at=at, vote=str(vote.key))
    changed(meeting)
    return vote


def _check_question(meeting: Meeting, question: Question) -> None:
    prize, case = question.prize, question.application
    check(
        bool(question.motion.strip()) or (prize and case),
        # Translators: de: „Sagen Sie, worüber abgestimmt wird.“
        _("Say what the vote is on."),
    )
    check(
        len(question.motion) <= MOTION_LIMIT,
        # Translators: de: „Kürzen Sie den Antrag auf %(limit)d Zeichen.“
        _("Shorten the motion to %(limit)d characters.") % {"limit": MOTION_LIMIT},
    )
    check(
        prize is None or prize.call_id == meeting.call_id,
        # Translators: de: „Dieser Preis gehört zu einer anderen Auslobung.“
        _("This prize belongs to another call."),
    )
    if case is not None:
        check_discussed(meeting, case)


def _check_subject(meeting: Meeting, question: Question) -> None:
    """A vote on a case belongs to its item: those barred from it are outside only then."""
    case = question.application
    if case is None:
        return
    current = meeting.current.application_id if meeting.current else None
    check(
        current == case.pk,
        # Translators: de: „Rufen Sie zuerst diesen Fall auf: Erst dann verlassen Befangene den
        # Raum.“
        _("Call this case first: only then do those who are barred leave the room."),
    )


@transaction.atomic
def count_vote(vote: Vote, *, yes: int, no: int, abstained: int, by: User, at: datetime) -> Vote:
    """Store a show of hands. Entitled are those in the room who may vote on it, at this moment."""
    meeting = hold_open(vote.meeting, by=by)
    vote = own_open_vote(meeting, vote)
    check(
        meeting.kind == Kind.SITTING,
        # Translators: de: „Im Umlaufverfahren zählt das Programm die Stimmen nach der Frist.“
        _("In a circular procedure the ballots are counted when the time is over."),
    )
    here = room.of(meeting, at=at, case=vote.application_id)
    check_room(here)
    entitled, cast = len(here.voters), yes + no + abstained
    # Translators: de: „Geben Sie an, wie viele Stimmen abgegeben wurden.“
    check(min(yes, no, abstained) >= 0 and cast, _("Say how many votes were cast."))
    check(
        cast <= entitled,
        # Translators: de: „%(cast)d Stimmen sind mehr, als Stimmberechtigte da sind: %(entitled)d.“
        _("%(cast)d votes are more than there are voters: %(entitled)d.")
        % {"cast": cast, "entitled": entitled},
    )
    return close_vote(
        meeting, vote, entitled=entitled, yes=yes, no=no, abstained=abstained, by=by, at=at
    )


def close_vote(
    meeting: Meeting,
    vote: Vote,
    *,
    entitled: int,
    yes: int,
    no: int,
    abstained: int,
    by: User,
    at: datetime,
) -> Vote:
    """Store what was counted, in either way; `entitled` is what a majority is measured by."""
    vote.entitled, vote.yes, vote.no, vote.abstained = entitled, yes, no, abstained
    vote.closed_at = at
    vote.save()
    journal.record(
        "meeting.vote_counted",
        about=meeting,
        by=by,
        at=at,
        vote=str(vote.key),
        entitled=entitled,
        yes=yes,
        no=no,
        abstained=abstained,
    )
    changed(meeting)
    return vote


def own_open_vote(meeting: Meeting, vote: Vote) -> Vote:
    """The vote as it is now; refused once it was counted."""
    found = meeting.votes.select_related("item", "prize", "application").filter(pk=vote.pk).first()
    if found is None or found.closed_at:
        # Translators: de: „Diese Abstimmung ist schon ausgezählt oder zurückgenommen.“
        raise NotAllowed(_("This vote has been counted or taken back already."))
    return found


@transaction.atomic
def withdraw_vote(vote: Vote, *, by: User, at: datetime) -> None:
    """Take a vote back on which no decision rests; in the journal it stays."""
    meeting = hold_unclosed(vote.meeting, by=by)
    check(
        meeting.kind == Kind.SITTING or not meeting.opened_at,
        # Translators: de: „Das Umlaufverfahren läuft. Seine Fragen stehen fest.“
        _("The circular procedure is running. Its questions are fixed."),
    )
    found = _own_vote(meeting, vote)
    check(
        not hasattr(found, "decision") and not hasattr(found, "withheld"),
        # Translators: de: „Auf dieser Abstimmung beruht ein Beschluss. Nehmen Sie zuerst diesen
        # zurück.“
        _("A decision rests on this vote. Take that back first."),
    )
    journal.record("meeting.vote_withdrawn", about=meeting, by=by, at=at, vote=str(vote.key))
    found.delete()
    changed(meeting)


def _own_vote(meeting: Meeting, vote: Vote) -> Vote:
    found = meeting.votes.select_related("item", "application").filter(pk=vote.pk).first()
    if found is None:
        # Translators: de: „Diese Abstimmung gibt es nicht mehr.“
        raise NotAllowed(_("This vote is gone already."))
    return found


@transaction.atomic
def break_tie(vote: Vote, says: bool, *, by: User, at: datetime) -> Vote:
    """The casting vote of whoever leads the item, where yes and no are equal."""
    meeting = hold(vote.meeting)
    found = _own_vote(meeting, vote)
    here = room.of(meeting, at=at, case=found.application_id, item=found.item)
    leader = room.leads(meeting, found.item, here)
    check(
        leader is not None and leader.user_id == by.pk,
        # Translators: de: „Den Stichentscheid gibt, wer den Vorsitz in diesem Punkt hat.“
        _("The casting vote is for who leads this item."),
    )
    check(
        is_tied(found),
        # Translators: de: „Einen Stichentscheid gibt es nur bei Stimmengleichheit.“
        _("There is a casting vote only where the votes are equal."),
    )
    check(
        found.chair_says is None,
        # Translators: de: „Der Stichentscheid ist schon gegeben.“
        _("The casting vote has been given already."),
    )
    found.chair_says = says
    found.save(update_fields=["chair_says"])
    journal.record("meeting.tie_broken", about=meeting, by=by, at=at, vote=str(found.key))
    changed(meeting)
    return found


def is_tied(vote: Vote) -> bool:
    """Counted, with as many yes as no; a vote that found no quorum was not counted."""
    return bool(vote.closed_at and vote.yes == vote.no and vote.yes + vote.no + vote.abstained)


def has_quorum(vote: Vote) -> bool:
    """Whether a counted vote counts: by circular procedure more than half had to vote."""
    if vote.meeting.kind == Kind.SITTING:
        return bool(vote.closed_at)
    return room.is_more_than_half(vote.yes + vote.no + vote.abstained, vote.entitled)
