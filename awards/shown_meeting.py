"""What the screens of a meeting show: to the office everything, to a juror what that juror may see.

Of a case from which a juror is barred nothing is even read for that juror's page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Prefetch, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce

from initiatives.models import Application, Call, Criterion, DeclaredCriterion
from jury.models import Assignment, Juror

from . import figures, room
from .models import AgendaItem, Meeting, RankBallot, RankedCase, RankVote, Vote


class Line(NamedTuple):
    """An item in the row of all items; `name` is "" for a case its reader is barred from."""

    item: AgendaItem
    name: str
    mark: str
    is_now: bool


@dataclass
class Shown:
    """One meeting as somebody sees it now."""

    meeting: Meeting
    room: room.Room
    lines: list[Line]
    current: AgendaItem | None
    without_you: bool = False  # the current case is one from which the reader is barred
    following: AgendaItem | None = None
    leader: Juror | None = None
    votes: list[Vote] = field(default_factory=list)  # on the current item; of all when circular
    rank_votes: list[RankVote] = field(default_factory=list)
    criteria: list[Criterion] = field(default_factory=list)
    figures: figures.Figures | None = None
    barred: set[int] = field(default_factory=set)

    @property
    def open_vote(self) -> Vote | None:
        """The question on which hands go up now: in a circular procedure nobody counts by hand."""
        if self.meeting.kind != Meeting.Kind.SITTING:
            return None
        return next((vote for vote in self.votes if vote.closed_at is None), None)

    @property
    def rank_vote(self) -> RankVote | None:
        return next((vote for vote in self.rank_votes if vote.closed_at is None), None)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(criterion.code for criterion in self.criteria)

    @property
    def names(self) -> str:
        return ", ".join(str(criterion.name) for criterion in self.criteria)


def of(meeting: Meeting, *, at: datetime, to: Juror | None = None) -> Shown:
    """The meeting, read `for_screens`; `to` a juror, read `with_barred` for that one, else to the
    office.
    """
    barred = set(meeting.barred) if to else set()
    items = list(meeting.items.select_related("application__initiative", "chair__user"))
    current = next((item for item in items if item.pk == meeting.current_id), None)
    if current and current.application:
        current.application.call = meeting.call
    case = current.application_id if current else None
    here = room.of(meeting, at=at, item=current)
    shown = Shown(
        meeting,
        here,
        [_line(item, meeting, barred) for item in items],
        current,
        without_you=case is not None and case in barred,
        barred=barred,
    )
    shown.following = _following(items, meeting)
    shown.votes = _votes(meeting, current, barred)
    shown.rank_votes = _rank_votes(meeting, barred, to) if meeting.ranks else []
    if shown.without_you or current is None:
        return shown
    shown.leader = room.leads(meeting, current, here)
    if current.application is not None:
        shown.criteria = _declared(meeting.call, current.application)
        # What is corrected depends on all cases, also on one that does not exist for this juror.
        if barred:
            shown.figures = figures.of_case_alone(meeting.call, current.application.pk)
        else:
            shown.figures = figures.of_case(meeting, current.application)
    return shown


def _declared(call: Call, case: Application) -> list[Criterion]:
    """The criteria of a case. One query, which reads all of the call: the standings want them."""
    declared = DeclaredCriterion.objects.filter(application=case, criterion=OuterRef("pk"))
    rows = Criterion.objects.annotate(is_declared=Exists(declared))
    prefetch_related_objects([call], Prefetch("criteria", rows))
    return [one for one in call.criteria.all() if getattr(one, "is_declared", False)]


def _line(item: AgendaItem, meeting: Meeting, barred: set[int]) -> Line:
    is_now = item.pk == meeting.current_id
    if is_now:
        mark = "begun"
    elif item.ended_at:
        mark = "done"
    else:
        mark = "locked" if item.postponed_at else "open"
    hidden = item.application_id in barred
    return Line(item, "" if hidden else name_of(item), "recused" if hidden else mark, is_now)


def name_of(item: AgendaItem) -> str:
    if item.title:
        return item.title
    return item.application.initiative.name if item.application else str(item.get_kind_display())


def _following(items: list[AgendaItem], meeting: Meeting) -> AgendaItem | None:
    """As `actions.following`, of rows at hand."""
    waiting = [item for item in items if not item.ended_at and item.pk != meeting.current_id]
    current = next((item for item in items if item.pk == meeting.current_id), None)
    fresh = [item for item in waiting if not item.postponed_at]
    ahead = [item for item in fresh if current is None or item.position > current.position]
    return next(iter(ahead or fresh or waiting), None)


def _votes(meeting: Meeting, current: AgendaItem | None, barred: set[int]) -> list[Vote]:
    """Never one on a case from which the reader is barred."""
    rows = meeting.votes.select_related(
        "prize", "application__initiative", "item__chair", "decision", "withheld"
    )
    is_sitting = meeting.kind == Meeting.Kind.SITTING
    found = []
    for vote in rows:
        vote.meeting = meeting
        of_item = vote.item.application_id if vote.item else None
        if vote.application_id in barred or of_item in barred:
            continue
        if not is_sitting or (current and vote.item_id == current.pk):
            found.append(vote)
    return found


def _rank_votes(meeting: Meeting, barred: set[int], to: Juror | None) -> list[RankVote]:
    """Those with none of the cases from which the reader is barred. One query.

    Each row tells how many ballots were `given` so far, and a juror the `own_order`.
    """
    ballots = RankBallot.objects.filter(vote=OuterRef("vote"))
    given = ballots.values("vote").annotate(n=Count("pk")).values("n")
    rows = (
        RankedCase.objects.filter(vote__meeting=meeting)
        .select_related("vote", "application__initiative")
        .annotate(
            given=Coalesce(Subquery(given), 0),
            own_order=Subquery(ballots.filter(juror=to).values("order")),
        )
    )
    votes: dict[int, RankVote] = {}
    kept: set[int] = set()
    for row in rows.order_by("vote__opened_at", "vote", "places", "pk"):
        vote = votes.setdefault(row.vote_id, row.vote)
        vote.__dict__.setdefault("rows", []).append(row)
        if row.application_id in barred:
            kept.add(vote.pk)
    return [vote for pk, vote in votes.items() if pk not in kept]


def own_case(juror: Juror, application: Application) -> Any:
    """The juror's assignment on a case that may be read, with its sheet; None without one."""
    rows = Assignment.objects.visible_to(juror.user).cleared().filter(juror=juror)
    own = rows.filter(application=application).select_related("sheet").first()
    if own is not None:
        own.application = application
    return own
