"""Votes: a show of hands that the office counts, or ballots in a circular procedure.

Who voted what is never stored beyond the counting: ballots go, numbers stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import reminding
from initiatives.berlin import BERLIN
from initiatives.models import Application, Letter, User
from initiatives.records import journal, letters
from initiatives.refusals import NotAllowed, check
from initiatives.rules import may_administer
from initiatives.statuses import Status
from jury.models import Juror

from .. import room
from ..models import AgendaItem, Ballot, Meeting, Prize, Vote
from .meetings import changed, check_open, hold, hold_for_office, hold_open, own_item
from .sitting import check_quorum

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
    meeting = hold_for_office(meeting, by=by)
    # Translators: de: „Die Sitzung ist geschlossen.“
    check(not meeting.closed_at, _("The meeting is closed."))
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
    check(
        case is None or (case.call_id == meeting.call_id and case.status == Status.ADMITTED),
        # Translators: de: „Nur zugelassene Bewerbungen dieser Auslobung stehen zur Beratung.“
        _("Only admitted applications of this call are discussed."),
    )


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


def check_room(here: room.Room) -> None:
    """Raise NotAllowed without a quorum, or while somebody barred is in the room."""
    check_nobody_barred(here)
    check_quorum(here)
    check(
        here.is_quorate_here,
        _(
            # Translators: de: „In diesem Fall ist die Jury nicht beschlussfähig: %(here)d von
            # %(all)d nicht befangenen Mitgliedern können abstimmen, nötig sind %(needed)d.“
            "In this case the jury has no quorum: %(here)d of %(all)d members who are not barred "
            "can vote, %(needed)d are needed."
        )
        % {"here": len(here.voters), "all": len(here.unbarred), "needed": here.needed_here},
    )


def check_nobody_barred(here: room.Room) -> None:
    names = ", ".join(str(seat.juror) for seat in here.leaving)
    check(
        not names,
        # Translators: de: „Noch im Raum und befangen: %(names)s. Vermerken Sie zuerst den Weggang.“
        _("Still in the room and barred: %(names)s. Note first that they have left.")
        % {"names": names},
    )


@transaction.atomic
def count_vote(vote: Vote, *, yes: int, no: int, abstained: int, by: User, at: datetime) -> Vote:
    """Store a show of hands. Entitled are those in the room who may vote on it, at this moment."""
    meeting = hold_open(vote.meeting, by=by)
    vote = _open_one(meeting, vote)
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
    return _close(meeting, vote, entitled, yes, no, abstained, by=by, at=at)


def _close(
    meeting: Meeting,
    vote: Vote,
    entitled: int,
    yes: int,
    no: int,
    abstained: int,
    *,
    by: User,
    at: datetime,
) -> Vote:
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


def _open_one(meeting: Meeting, vote: Vote) -> Vote:
    found = meeting.votes.select_related("item", "prize", "application").filter(pk=vote.pk).first()
    if found is None or found.closed_at:
        # Translators: de: „Diese Abstimmung ist schon ausgezählt oder zurückgenommen.“
        raise NotAllowed(_("This vote has been counted or taken back already."))
    return found


@transaction.atomic
def withdraw_vote(vote: Vote, *, by: User, at: datetime) -> None:
    """Take a vote back on which no decision rests; in the journal it stays."""
    meeting = hold_for_office(vote.meeting, by=by)
    # Translators: de: „Die Sitzung ist geschlossen.“
    check(not meeting.closed_at, _("The meeting is closed."))
    check(
        meeting.kind == Kind.SITTING or not meeting.opened_at,
        # Translators: de: „Das Umlaufverfahren läuft. Seine Fragen stehen fest.“
        _("The circular procedure is running. Its questions are fixed."),
    )
    found = meeting.votes.filter(pk=vote.pk).first()
    # Translators: de: „Diese Abstimmung gibt es nicht mehr.“
    check(found, _("This vote is gone already."))
    check(
        not hasattr(found, "decision") and not hasattr(found, "withheld"),
        # Translators: de: „Auf dieser Abstimmung beruht ein Beschluss. Nehmen Sie zuerst diesen
        # zurück.“
        _("A decision rests on this vote. Take that back first."),
    )
    journal.record("meeting.vote_withdrawn", about=meeting, by=by, at=at, vote=str(vote.key))
    meeting.votes.filter(pk=vote.pk).delete()
    changed(meeting)


@transaction.atomic
def break_tie(vote: Vote, says: bool, *, by: User, at: datetime) -> Vote:
    """The casting vote of whoever leads the item, where yes and no are equal."""
    meeting = hold(vote.meeting)
    found = meeting.votes.select_related("item", "application").filter(pk=vote.pk).first()
    # Translators: de: „Diese Abstimmung gibt es nicht mehr.“
    check(found, _("This vote is gone already."))
    assert found is not None  # noqa: S101  said by the check
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


# -- Circular procedure --------------------------------------------------------------------------


@transaction.atomic
def cast(vote: Vote, choice: str, *, by: User, at: datetime) -> Ballot:
    """A juror's own vote, changeable until the time is over. The journal does not say which."""
    meeting = hold(vote.meeting)
    vote = _open_one(meeting, vote)
    check_runs(meeting, at=at)
    juror = own_voter(meeting, by=by, at=at, cases=[vote.application_id])
    # Translators: de: „Wählen Sie Ja, Nein oder Enthaltung.“
    check(choice in Ballot.Choice.values, _("Choose yes, no or abstention."))
    ballot, _new = Ballot.objects.update_or_create(
        vote=vote, juror=juror, defaults={"choice": choice, "cast_at": at}
    )
    changed(meeting)
    return ballot


def check_runs(meeting: Meeting, *, at: datetime) -> None:
    """Raise NotAllowed unless ballots of a circular procedure are taken at the moment `at`."""
    check_open(meeting)
    check(
        meeting.kind == Kind.CIRCULAR,
        # Translators: de: „In dieser Sitzung wird im Raum abgestimmt.“
        _("In this meeting the vote is taken in the room."),
    )
    check(
        meeting.closes_at and at < meeting.closes_at,
        # Translators: de: „Die Frist für die Stimmen ist vorbei.“
        _("The time for voting is over."),
    )


def own_voter(meeting: Meeting, *, by: User, at: datetime, cases: Collection[int | None]) -> Juror:
    """The seat of `by` in the meeting, barred from none of the cases; else NotAllowed.

    Who is barred is told the same as who has no seat.
    """
    found: room.Seat | None = None
    for case in cases or [None]:
        seats = {seat.juror.user_id: seat for seat in room.of(meeting, at=at, case=case).seats}
        found = seats.get(by.pk)
        if found is None or found.barred:
            break
    if found is None or found.barred:
        # Translators: de: „Diese Abstimmung gibt es für Sie nicht.“
        raise NotAllowed(_("There is no such vote for you."))
    return found.juror


def all_have_voted(meeting: Meeting, *, at: datetime) -> bool:
    """Whether nobody's ballot is missing in any question: then the time can end early."""
    return not waiting_for(meeting, at=at)


def waiting_for(meeting: Meeting, *, at: datetime) -> list[Juror]:
    """Who has not voted on each question they may vote on. Three queries a question."""
    lacking: dict[int, Juror] = {}
    for vote in meeting.votes.filter(closed_at=None):
        given = set(vote.ballots.values_list("juror_id", flat=True))
        for seat in room.of(meeting, at=at, case=vote.application_id).unbarred:
            if seat.juror.pk not in given:
                lacking[seat.juror.pk] = seat.juror
    return sorted(lacking.values(), key=lambda juror: str(juror))


@transaction.atomic
def remind_voters(meeting: Meeting, *, by: User | None, at: datetime) -> list[Juror]:
    """Write to those whose votes are missing, at most once a day to each. Whom it reaches."""
    check(by is None or may_administer(by), _("Your role reads and does not decide."))
    meeting = hold(meeting)
    check_runs(meeting, at=at)
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
    check(
        meeting.closes_at and at < meeting.closes_at,
        # Translators: de: „Die Frist für die Stimmen ist vorbei.“
        _("The time for voting is over."),
    )
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
        Choice = Ballot.Choice  # noqa: N806  a class
        counts = said[Choice.YES], said[Choice.NO], said[Choice.ABSTENTION]
        vote.ballots.all().delete()
        _close(meeting, vote, len(may), *counts, by=by, at=at)
    meeting.closed_at = at
    changed(meeting, "closed_at")
    journal.record("meeting.closed", about=meeting, by=by, at=at)
    return meeting


def has_quorum(vote: Vote) -> bool:
    """Whether a counted vote counts: by circular procedure more than half had to vote."""
    if vote.meeting.kind == Kind.SITTING:
        return bool(vote.closed_at)
    return room.is_more_than_half(vote.yes + vote.no + vote.abstained, vote.entitled)
