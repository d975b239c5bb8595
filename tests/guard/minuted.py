"""Two meetings of the world's jury: one whose minutes are frozen, one that is still prepared."""

from __future__ import annotations

from awards import minutes
from awards.models import Minutes
from initiatives.records import canonical

from .. import make
from ..make import DAY, NOON
from .world import World

ATTENDED = ("juror", "finished", "conflicted", "chair")


def meet(world: World) -> None:
    """Both about the same cases; the lead of the office takes the minutes."""
    call, chair = world.rows["call"], world.rows["juror chair"]
    people = {"call": call, "chair": chair, "minute_taker": world.people["office lead"]}
    held = make.meeting(
        begins_at=NOON - DAY, opened_at=NOON - DAY, closed_at=NOON - DAY / 2, **people
    )
    coming = make.meeting(begins_at=NOON + DAY, opened_at=None, **people)
    for meeting, label in ((held, "frozen"), (coming, "draft")):
        for role in ATTENDED:
            make.attendance(meeting, juror=world.rows[f"juror {role}"])
        for side in ("our", "their", "third"):
            case = world.rows[f"application {side} admitted"]
            item = make.agenda_item(meeting, application=case, notes=f"Zu {side}.")
            world.rows[f"item {label} {side}"] = item
        world.put("minutes", label, meeting)
    content = minutes.content_of(held)
    whole = content | {
        "signatures": [{"part": "chair", "name": "Chair", "at": None, "version": 1}],
        "signed_sha256": canonical.sha256(content),
        "journal": {"number": 1, "hash": "0" * 64},
    }
    Minutes.objects.create(
        meeting=held,
        content=whole,
        sha256=canonical.sha256(whole),
        chair_signed_at=NOON,
        chair_signed_by=chair.user,
        taker_signed_at=NOON,
        taker_signed_by=world.people["office lead"],
        frozen_at=NOON,
    )
