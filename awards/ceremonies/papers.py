"""The evening on paper: run sheet, laudation cards, name badges. In German, like every document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils import translation

from initiatives.berlin import BERLIN
from initiatives.records import documents
from initiatives.templatetags.award import clock_zone, weekday_date

from ..models import Ceremony, Invitee, Role
from . import codes
from .calendar import where
from .laudations import Card
from .programme import Programme


def run_sheet(
    ceremony: Ceremony,
    programme: Programme,
    parts: Iterable[tuple[str, Sequence[Role]]],
    *,
    at: datetime,
) -> bytes:
    with translation.override("de"):
        data = _frame(ceremony, f"Ablaufplan Preisverleihung {ceremony.call.year}", at) | {
            "facts": [
                ["Wann", f"{weekday_date(ceremony.starts_at)}, {clock_zone(ceremony.starts_at)}"],
                ["Einlass", clock_zone(ceremony.doors_at)],
                ["Ende", clock_zone(ceremony.ends_at)],
                ["Wo", ", ".join(where(ceremony))],
                *([kind, "; ".join(_person(role) for role in roles)] for kind, roles in parts),
            ],
            "lines": [
                {
                    "time": f"{line.begins.astimezone(BERLIN):%H:%M}",
                    "minutes": line.item.minutes,
                    "what": line.what,
                    "who": line.item.persons,
                    "stand": line.item.stand,
                }
                for line in programme.lines
            ],
            "ends": f"{programme.ends.astimezone(BERLIN):%H:%M}",
        }
        return documents.render("run_sheet", data)


def _person(role: Role) -> str:
    return f"{role.name}, {role.office}" if str(role.office) else role.name


def cards(ceremony: Ceremony, shown: Iterable[Card], *, upright: bool, at: datetime) -> bytes:
    """Cards on DIN A5, one laudation after the other, in type that is read at arm's length."""
    with translation.override("de"):
        data = _frame(ceremony, f"Laudationes {ceremony.call.year}", at) | {
            "upright": upright,
            "cards": [
                {
                    "name": card.name,
                    "prize": str(card.decision.prize.name),
                    "laudator": _person(card.laudation.laudator)
                    if card.laudation and card.laudation.laudator
                    else "",
                    "pronunciation": card.laudation.pronunciation.splitlines()
                    if card.laudation
                    else [],
                    "text": card.text,
                    "reasons": card.reasons,
                    "length": f"{card.length.words} Wörter, {card.length.span} Minuten",
                }
                for card in shown
            ],
        }
        return documents.render("laudation", data)


def badges(ceremony: Ceremony, guests: Iterable[Invitee], *, at: datetime) -> bytes:
    """Ten a page. They tell name and organisation, and nothing of why somebody comes."""
    with translation.override("de"):
        data = _frame(ceremony, f"Namensschilder Preisverleihung {ceremony.call.year}", at) | {
            "badges": [
                {
                    "name": guest.name,
                    "organisation": guest.organisation,
                    "code": guest.spoken_code,
                    "cells": codes.matrix(guest.code),
                }
                for guest in guests
            ],
        }
        return documents.render("badge", data)


def _frame(ceremony: Ceremony, title: str, at: datetime) -> dict[str, Any]:
    here = at.astimezone(BERLIN)
    return {
        "title": title,
        "call": str(ceremony.call.title),
        "demo": ceremony.call.is_demo,
        "moment": [here.year, here.month, here.day, here.hour, here.minute, here.second],
    }
