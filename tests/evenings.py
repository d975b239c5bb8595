"""An evening for tests: a ceremony of a call whose jury has decided, with guests and tables.

Rows, not actions, as in make.py.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from awards.actions.inviting import secret_of
from awards.models import Ceremony, Invitee, ProgrammeItem, Table
from awards.secret_links import hashed
from initiatives.names import sort_key

from . import make
from .moments import DAY, NOON

HOUR = timedelta(hours=1)
EVENING = NOON + 50 * DAY + 5 * HOUR


def ceremony(**fields: Any) -> Ceremony:
    """An evening fifty days after NOON; answers are taken until five days before it."""
    its_call = fields.pop("call", None) or make.call(judging_from=NOON - DAY)
    basics = {
        "place": "Haus der Beispiele",
        "address": "Musterstraße 1\n10115 Berlin",
        "doors_at": EVENING - HOUR,
        "starts_at": EVENING,
        "ends_at": EVENING + 3 * HOUR,
        "answer_by": (NOON + 45 * DAY).date(),
    }
    return Ceremony.objects.create(call=its_call, **basics | fields)


def item(evening: Ceremony, **fields: Any) -> ProgrammeItem:
    basics = {"kind": "welcome", "minutes": 10, "position": evening.items.count() + 1}
    return ProgrammeItem.objects.create(ceremony=evening, **basics | fields)


def guest(evening: Ceremony, name: str = "Ada Gast", **fields: Any) -> Invitee:
    """Somebody on the list; `invited=True` has a link, `comes=True` has accepted."""
    invited, comes = fields.pop("invited", False), fields.pop("comes", False)
    n = evening.invitees.count() + 1
    basics: dict[str, Any] = {"name": name, "sort_name": sort_key(name), "email": ""}
    if "brought_by" not in fields:
        basics["email"] = f"gast{n}@people.example"
    if comes:
        basics |= {"answer": "yes", "answered_at": NOON}
    made = Invitee.objects.create(ceremony=evening, **basics | fields)
    if invited:
        made.invited_at, made.secret_hash = NOON - DAY, hashed(secret_of(made))
        made.save()
    return made


def many_guests(evening: Ceremony, n: int, **fields: Any) -> list[Invitee]:
    rows = [
        Invitee(
            ceremony=evening,
            name=f"Gast {place:03d}",
            sort_name=f"gast {place:03d}",
            email=f"viele{place}@people.example",
            **fields,
        )
        for place in range(n)
    ]
    return Invitee.objects.bulk_create(rows)


def table(evening: Ceremony, name: str = "Tisch 1", seats: int = 8) -> Table:
    position = evening.tables.count() + 1
    return Table.objects.create(ceremony=evening, name=name, seats=seats, position=position)


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/csv")
