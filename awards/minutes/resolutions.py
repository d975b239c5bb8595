"""What the jury decided: its votes as counts, what was given and what was not, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Prefetch

from initiatives.models import Application

from ..models import Decision, Meeting, Prize, RankedCase, RankVote, Vote, Withheld
from . import figures
from .naming import Cases, moment

APART = (Prize.Kind.SPECIAL, Prize.Kind.COMMENDATION)


class Counted(NamedTuple):
    """A vote, with what it is about and the decision that came of it."""

    vote: Vote | None
    prize: Prize | None
    application: Application | None
    decision: Decision | None
    at: datetime

    @property
    def is_special(self) -> bool:
        return self.prize is not None and self.prize.kind in APART


class Found(NamedTuple):
    votes: list[Counted]
    rank_votes: list[RankVote]
    decisions: list[Decision]
    withheld: list[Withheld]
    laureates: set[int]
    standings: figures.Standings


def of(meeting: Meeting) -> Found:
    """All that was decided in this meeting, in the order of time. Seven queries."""
    opened = sorted(
        at
        for at in Meeting.objects.filter(call=meeting.call_id).values_list("opened_at", flat=True)
        if at
    )

    def is_here(row: Decision | Withheld) -> bool:
        """By its vote; one that was recorded without a vote belongs to the meeting before it."""
        if row.vote is not None:
            return row.vote.meeting_id == meeting.pk
        before = [at for at in opened if at <= row.decided_at]
        return bool(before) and before[-1] == meeting.opened_at

    given = Decision.objects.filter(prize__call=meeting.call_id).select_related(
        "prize", "vote", "application__initiative"
    )
    decisions = [row for row in given if is_here(row)]
    kept = Withheld.objects.filter(prize__call=meeting.call_id).select_related("prize", "vote")
    return Found(
        _votes(meeting, decisions),
        _rank_votes(meeting),
        decisions,
        [row for row in kept.order_by("prize__position", "pk") if is_here(row)],
        {row.application_id for row in given},
        figures.standings(meeting.call),
    )


def _votes(meeting: Meeting, decisions: list[Decision]) -> list[Counted]:
    """Closed votes, and decisions that were recorded without one."""
    by_vote = {row.vote_id: row for row in decisions if row.vote_id}
    closed = meeting.votes.filter(closed_at__isnull=False).select_related(
        "prize", "application__initiative", "item__application__initiative"
    )
    found = [
        Counted(
            vote,
            vote.prize,
            vote.application or (vote.item.application if vote.item else None),
            by_vote.get(vote.pk),
            vote.opened_at,
        )
        for vote in closed
    ]
    found += [
        Counted(None, row.prize, row.application, row, row.decided_at)
        for row in decisions
        if not row.vote_id
    ]
    return sorted(found, key=lambda row: row.at)


def _rank_votes(meeting: Meeting) -> list[RankVote]:
    cases = RankedCase.objects.select_related("application__initiative").order_by(
        "places", "application__number"
    )
    closed = meeting.rank_votes.filter(closed_at__isnull=False)
    return list(closed.prefetch_related(Prefetch("cases", cases)))


def vote(row: Counted, known: Cases) -> dict[str, Any]:
    """The counts of a vote; None where a decision was recorded without one."""
    counted = row.vote
    return {
        "case": known.named(row.application),
        "prize": _name(row.prize),
        "motion": counted.motion if counted else "",
        "at": moment(row.at),
        "entitled": counted.entitled if counted else None,
        "yes": counted.yes if counted else None,
        "no": counted.no if counted else None,
        "abstained": counted.abstained if counted else None,
        "casting_vote": counted.chair_says if counted else None,
        "carried": counted.is_carried if counted else True,
        "deviation": row.decision.deviation if row.decision else "",
    }


def rank_vote(row: RankVote, known: Cases) -> dict[str, Any]:
    return {
        "at": moment(row.opened_at),
        "entitled": row.entitled,
        "cast": row.cast,
        "cases": [
            {"case": known.named(ranked.application), "sum": ranked.places}
            for ranked in row.cases.all()
        ],
    }


def withheld(row: Withheld) -> dict[str, Any]:
    return {
        "prize": _name(row.prize),
        "places": row.places,
        "reasons": str(row.reasons.get("de", "")),
    }


def reasons(row: Decision, known: Cases) -> dict[str, Any]:
    return {
        "case": known.named(row.application),
        "prize": _name(row.prize),
        "statement": str(row.jury_statement.get("de", "")),
    }


def _name(prize: Prize | None) -> str:
    return str(prize.name.get("de", "")) if prize else ""
