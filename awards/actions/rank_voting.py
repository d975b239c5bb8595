"""A rank vote: jurors put tied cases into an order, and the sum of places decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import Application, User
from initiatives.records import journal
from initiatives.refusals import NotAllowed, check

from .. import room
from ..models import Meeting, RankBallot, RankedCase, RankVote
from .circular_voting import check_in_time
from .meetings import changed, check_discussed, check_open, hold, hold_open
from .quorum import check_quorum

FEWEST, MOST = 2, 6


@transaction.atomic
def open_rank_vote(
    meeting: Meeting, cases: Iterable[Application], *, by: User, at: datetime
) -> RankVote:
    """Ask for an order of two to six cases. Who is barred from one of them has no vote in it."""
    meeting = hold_open(meeting, by=by)
    chosen = list(Application.objects.filter(pk__in=[case.pk for case in cases]).order_by("pk"))
    check(
        FEWEST <= len(chosen) <= MOST,
        # Translators: de: „Wählen Sie zwei bis sechs Fälle für die Rangabstimmung.“
        _("Choose two to six cases for the rank vote."),
    )
    for case in chosen:
        check_discussed(meeting, case)
    check(
        not meeting.rank_votes.filter(closed_at=None).exists(),
        # Translators: de: „Es läuft schon eine Rangabstimmung.“
        _("A rank vote is open already."),
    )
    if meeting.kind == Meeting.Kind.SITTING:
        check_quorum(room.of(meeting, at=at))
    voters, free = entitled_to(meeting, [one.pk for one in chosen], at=at)
    check(
        room.is_more_than_half(len(voters), free),
        # Translators: de: „Für diese Fälle ist die Jury nicht beschlussfähig: %(here)d von %(all)d
        # nicht befangenen Mitgliedern können abstimmen.“
        _("For these cases the jury has no quorum: %(here)d of %(all)d members can vote.")
        % {"here": len(voters), "all": free},
    )
    vote = RankVote.objects.create(meeting=meeting, opened_at=at, entitled=len(voters))
    RankedCase.objects.bulk_create(RankedCase(vote=vote, application=one) for one in chosen)
    journal.record(
        "meeting.rank_vote_opened",
        about=meeting,
        by=by,
        at=at,
        vote=str(vote.key),
        cases=sorted(one.number for one in chosen),
    )
    changed(meeting)
    return vote


def entitled_to(meeting: Meeting, cases: Sequence[int], *, at: datetime) -> tuple[set[int], int]:
    """Who may vote on all these cases now, and how many are barred from none of them.

    In a sitting those who take part; going out for a case takes the vote from nobody, since it is
    given on one's own screen. Three queries a case.
    """
    rooms = [room.of(meeting, at=at, case=case) for case in cases]
    barred = {seat.juror.pk for one in rooms for seat in one.seats if seat.barred}
    free = [seat for seat in rooms[0].seats if seat.juror.pk not in barred]
    sitting = meeting.kind == Meeting.Kind.SITTING
    voters = {seat.juror.pk for seat in free if seat.is_there or not sitting}
    return voters, len(free)


def _cases(vote: RankVote) -> list[int]:
    return list(vote.cases.values_list("application_id", flat=True))


def _open_one(meeting: Meeting, vote: RankVote) -> RankVote:
    found = meeting.rank_votes.filter(pk=vote.pk).first()
    if found is None or found.closed_at:
        # Translators: de: „Diese Rangabstimmung ist beendet.“
        raise NotAllowed(_("This rank vote has ended."))
    return found


@transaction.atomic
def cast_order(vote: RankVote, places: dict[str, int], *, by: User, at: datetime) -> RankBallot:
    """A juror's own order: a place for the key of each case, each place once. Changeable."""
    meeting = hold(vote.meeting)
    check_open(meeting)
    vote = _open_one(meeting, vote)
    voters, _free = entitled_to(meeting, _cases(vote), at=at)
    juror = meeting.call.jurors.active().filter(user=by, pk__in=voters).first()
    # Translators: de: „Diese Abstimmung gibt es für Sie nicht.“
    check(juror, _("There is no such vote for you."))
    if meeting.kind == Meeting.Kind.CIRCULAR:
        check_in_time(meeting, at=at)
    keys = {str(key) for key in vote.cases.values_list("application__key", flat=True)}
    check(
        set(places) == keys and sorted(places.values()) == list(range(1, len(keys) + 1)),
        # Translators: de: „Geben Sie jedem Fall einen eigenen Platz von 1 bis %(n)d.“
        _("Give each case a place of its own from 1 to %(n)d.") % {"n": len(keys)},
    )
    ballot, _new = RankBallot.objects.update_or_create(
        vote=vote,
        juror=juror,
        defaults={"order": sorted(places, key=lambda key: places[key]), "cast_at": at},
    )
    changed(meeting)
    return ballot


@transaction.atomic
def close_rank_vote(vote: RankVote, *, by: User, at: datetime) -> RankVote:
    """Add up the places and delete the ballots; more than half of the entitled must have voted."""
    meeting = hold_open(vote.meeting, by=by)
    vote = _open_one(meeting, vote)
    voters, _free = entitled_to(meeting, _cases(vote), at=at)
    ballots = list(vote.ballots.filter(juror__in=voters).values_list("order", flat=True))
    check(
        ballots and room.is_more_than_half(len(ballots), len(voters)),
        # Translators: de: „Erst %(cast)d von %(entitled)d Stimmberechtigten haben abgestimmt.“
        _("Only %(cast)d of %(entitled)d entitled have voted so far.")
        % {"cast": len(ballots), "entitled": len(voters)},
    )
    sums: Counter[str] = Counter()
    for order in ballots:
        sums.update({key: place for place, key in enumerate(order, start=1)})
    for case in vote.cases.select_related("application"):
        case.places = sums[str(case.application.key)]
        case.save(update_fields=["places"])
    vote.ballots.all().delete()
    vote.entitled, vote.cast, vote.closed_at = len(voters), len(ballots), at
    vote.save(update_fields=["entitled", "cast", "closed_at"])
    journal.record(
        "meeting.rank_vote_counted",
        about=meeting,
        by=by,
        at=at,
        vote=str(vote.key),
        entitled=vote.entitled,
        cast=vote.cast,
    )
    changed(meeting)
    return vote


@transaction.atomic
def withdraw_rank_vote(vote: RankVote, *, by: User, at: datetime) -> None:
    """Take an open rank vote back, with all ballots."""
    meeting = hold_open(vote.meeting, by=by)
    vote = _open_one(meeting, vote)
    journal.record("meeting.rank_vote_withdrawn", about=meeting, by=by, at=at, vote=str(vote.key))
    vote.delete()
    changed(meeting)


def tied(cases: Iterable[RankedCase]) -> set[int]:
    """Keys of the cases whose sum another one has, too."""
    rows = list(cases)
    times = Counter(case.places for case in rows)
    return {case.pk for case in rows if case.places is not None and times[case.places] > 1}
