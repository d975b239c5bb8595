"""The meeting of the world: a sitting over "our admitted", and a question on "their admitted"."""

from __future__ import annotations

from typing import Any

from awards.models import (
    AgendaItem,
    Attendance,
    Departure,
    Guest,
    Meeting,
    Presence,
    RankedCase,
    RankVote,
    Vote,
    Withheld,
)
from jury.models import Juror

from ..make import DAY, NOON
from .world import World

# Who has nothing to do with what is voted on, by label.
KEPT_OUT = {
    "sitting": ("conflicted", "asked"),
    "circular": ("chair", "colleague"),
    "rank": ("conflicted", "asked"),
}


def meet(world: World) -> None:
    """Everybody is there; who is barred from the current case is noted as outside."""
    call = world.rows["call"]
    our, their, third = (
        world.rows[f"application {side} admitted"] for side in ("our", "their", "third")
    )
    basics: dict[str, Any] = {
        "call": call,
        "begins_at": NOON - DAY,
        "opened_at": NOON - DAY,
        "chair": world.rows["juror chair"],
        "minute_taker": world.people["office editor"],
    }
    sitting = Meeting.objects.create(**basics)
    world.put("meeting", "sitting", sitting)
    jurors = list(Juror.objects.filter(call=call).active())
    for juror in jurors:
        row = Attendance.objects.create(meeting=sitting, juror=juror, state="present")
        Presence.objects.create(attendance=row, came_at=NOON - DAY)
    Guest.objects.create(meeting=sitting, name="Ada Gast")
    begun = {"began_at": NOON - DAY, "notes": "Beraten."}
    now = AgendaItem.objects.create(
        meeting=sitting, position=1, kind="case", application=our, **begun
    )
    for place, (kind, case) in enumerate((("case", their), ("case", third), ("other", None)), 2):
        AgendaItem.objects.create(meeting=sitting, position=place, kind=kind, application=case)
    Meeting.objects.filter(pk=sitting.pk).update(current=now)
    for role in KEPT_OUT["sitting"]:
        Departure.objects.create(item=now, juror=world.rows[f"juror {role}"], left_at=NOON - DAY)
    world.put("item", "sitting", now, key=sitting.key, item=now.key)
    prize = call.prizes.get()
    asked: dict[str, Any] = {"prize": prize, "opened_at": NOON - DAY}
    tied = Vote.objects.create(
        meeting=sitting,
        item=now,
        application=our,
        closed_at=NOON - DAY,
        entitled=6,
        yes=2,
        no=2,
        **asked,
    )
    world.put("ballot", "sitting", tied, key=sitting.key, vote=tied.key)
    circular = Meeting.objects.create(
        **basics | {"kind": "circular", "closes_at": NOON + DAY, "chair": None}
    )
    world.put("meeting", "circular", circular)
    vote = Vote.objects.create(meeting=circular, application=their, motion="Loben?", **asked)
    world.put("ballot", "circular", vote, key=circular.key, vote=vote.key)
    ranking = RankVote.objects.create(meeting=sitting, opened_at=NOON - DAY, entitled=6)
    for case in (our, third):
        RankedCase.objects.create(vote=ranking, application=case)
    world.put("rank", "rank", ranking, key=sitting.key, vote=ranking.key)
    withheld = Withheld.objects.create(
        prize=prize,
        places=1,
        reasons={"de": "Niemand."},
        decided_at=NOON,
        recorded_by=world.people["office lead"],
    )
    world.put("withheld", "withheld", withheld)
