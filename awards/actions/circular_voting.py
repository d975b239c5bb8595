"""The circular procedure: questions fixed beforehand, ballots until a set time, then counted.

Ballots are deleted in the counting: who voted what is known to nobody afterwards.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import reminding
from initiatives.berlin import BERLIN
from initiatives.models import Letter, User
from initiatives.records import journal, letters
from initiatives.refusals import NotAllowed, check
from initiatives.rules import may_administer
from jury.models import Juror

from .. import room
from ..models import Ballot, Meeting, Vote
from .meetings import changed, check_open, hold, hold_for_office, hold_open
from .voting import close_vote, own_open_vote

Kind = Meeting.Kind


@transaction.atomic
def cast(vote: Vote, choice: str, *, by: User, at: datetime) -> Ballot:
    """A juror's own vote, changeable until the time is over. The journal does not say which."""
    meeting = hold(vote.meeting)
    vote = own_open_vote(meeting, vote)
    _check_runs(meeting, at=at)
    juror = _own_voter(meeting, vote, by=by, at=at)
    # Translators: de: „Wählen Sie Ja, Nein oder Enthaltung.“
    check(choice in Ballot.Choice.values, _("Choose yes, no or abstention."))
    ballot, _new = Ballot.objects.update_or_create(
        vote=vote, juror=juror, defaults={"choice": choice, "cast_at": at}
    )
    changed(meeting)
    return ballot


def _check_runs(meeting: Meeting, *, at: datetime) -> None:
    """Raise NotAllowed unless ballots of a circular procedure are taken at the moment `at`."""
    check_open(meeting)
    check(
        meeting.kind == Kind.CIRCULAR,
        # Translators: de: „In dieser Sitzung wird im Raum abgestimmt.“
        _("In this meeting the vote is taken in the room."),
    )
    check_in_time(meeting, at=at)


def check_in_time(meeting: Meeting, *, at: datetime) -> None:
    """Raise NotAllowed once the time for the ballots of a circular procedure is over."""
    check(
        meeting.closes_at and at < meeting.closes_at,
        # Translators: de: „Die Frist für die Stimmen ist vorbei.“
        _("The time for voting is over."),
    )


def _own_voter(meeting: Meeting, vote: Vote, *, by: User, at: datetime) -> Juror:
    """Who votes as `by`. Who is barred is told the same as who has no seat."""
    for seat in room.of(meeting, at=at, case=vote.application_id).unbarred:
        if seat.juror.user_id == by.pk:
            return seat.juror
    # Translators: de: „Diese Abstimmung gibt es für Sie nicht.“
    raise NotAllowed(_("There is no such vote for you."))


def all_have_voted(meeting: Meeting, *, at: datetime) -> bool:
    """Whether nobody's ballot is missing in any question: then the time can end early."""
    return not waiting_for(meeting, at=at)


def waiting_for(meeting: Meeting, *, at: datetime) -> list[Juror]:
    """Who has not voted on each question they may vote on. Two queries."""
    owing = room.owing(meeting)
    return [juror for juror in room.seated(meeting, at=at) if juror.pk in owing]


@transaction.atomic
def remind_voters(meeting: Meeting, *, by: User | None, at: datetime) -> list[Juror]:
    """Write to those whose votes are missing, at most once a day to each. Whom it reaches."""
    check(by is None or may_administer(by), _("Your role reads and does not decide."))
    meeting = hold(meeting)
    _check_runs(meeting, at=at)
    day = f"{at.astimezone(BERLIN):%Y-%m-%d}"
    kind = "meeting_reminder"
    wanted = {f"{kind} {meeting.key} {one.key} {day}": one for one in _reachable(meeting, at)}
    had = Letter.objects.filter(dedup_key__in=wanted).values_list("dedup_key", flat=True)
    sent = []
    for dedup_key in wanted.keys() - set(had):
        juror = wanted[dedup_key]
        letters.draft(
            kind,
            to=juror.user.email,
            at=at,
            about=meeting,
            context={"meeting": meeting, "call": meeting.call, "juror": juror, "now": at},
            language=juror.user.language,
            dedup_key=dedup_key,
        )
        sent.append(juror)
    if sent:
        journal.record("meeting.reminded", about=meeting, by=by, at=at, letters=len(sent))
    return sorted(sent, key=str)


def _reachable(meeting: Meeting, at: datetime) -> list[Juror]:
    return [juror for juror in waiting_for(meeting, at=at) if juror.user.is_active]


def remind_before_the_end(*, at: datetime) -> list[Juror]:
    """What is due by itself: the day before the time for voting ends."""
    sent: list[Juror] = []
    for meeting in Meeting.objects.open().filter(kind=Kind.CIRCULAR, closes_at__gt=at):
        since = meeting.opened_at or meeting.begins_at
        if reminding.due(meeting.closes_at, since=since, at=at, days_before=(1,)):
            sent += remind_voters(meeting, by=None, at=at)
    return sent


@transaction.atomic
def open_circular(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """Let jurors vote until `closes_at`; everybody gets a letter."""
    meeting = hold_for_office(meeting, by=by)
    check(
        meeting.kind == Kind.CIRCULAR,
        # Translators: de: „Nur ein Umlaufverfahren beginnt ohne Sitzung.“
        _("Only a circular procedure begins without a meeting."),
    )
    # Translators: de: „Das Umlaufverfahren läuft schon.“
    check(not meeting.opened_at, _("The circular procedure is running already."))
    # Translators: de: „Stellen Sie zuerst mindestens eine Frage.“
    check(meeting.votes.exists(), _("Ask at least one question first."))
    check_in_time(meeting, at=at)
    meeting.opened_at = at
    meeting.votes.update(opened_at=at)
    changed(meeting, "opened_at")
    journal.record("meeting.opened", about=meeting, by=by, at=at, votes=meeting.votes.count())
    return meeting


@transaction.atomic
def close_circular(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """Count all ballots and delete them. Where too few voted nothing is counted: no quorum.

    Before the time is over only once everybody has voted.
    """
    meeting = hold_open(meeting, by=by)
    check(
        meeting.kind == Kind.CIRCULAR and meeting.closes_at,
        # Translators: de: „Nur ein Umlaufverfahren wird so ausgezählt.“
        _("Only a circular procedure is counted like this."),
    )
    check(
        (meeting.closes_at and at >= meeting.closes_at) or all_have_voted(meeting, at=at),
        # Translators: de: „Die Frist läuft noch, und es fehlen Stimmen.“
        _("The time is not over yet, and votes are missing."),
    )
    for vote in list(meeting.votes.filter(closed_at=None)):
        may = {seat.juror.pk for seat in room.of(meeting, at=at, case=vote.application_id).unbarred}
        # Who was barred, or left, after voting does not count.
        said = Counter(vote.ballots.filter(juror__in=may).values_list("choice", flat=True))
        if not room.is_more_than_half(said.total(), len(may)):
            said = Counter()
        vote.ballots.all().delete()
        close_vote(
            meeting,
            vote,
            entitled=len(may),
            yes=said[Ballot.Choice.YES],
            no=said[Ballot.Choice.NO],
            abstained=said[Ballot.Choice.ABSTENTION],
            by=by,
            at=at,
        )
    meeting.closed_at = at
    changed(meeting, "closed_at")
    journal.record("meeting.closed", about=meeting, by=by, at=at)
    return meeting
