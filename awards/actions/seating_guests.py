"""Tables, and who sits at which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from initiatives.models import User
from initiatives.records import journal
from initiatives.refusals import check

from ..models import Ceremony, Invitee, Table
from .ceremony import hold_ceremony

MAX_TABLES = 100


@transaction.atomic
def set_tables(
    ceremony: Ceremony, name: str, seats: int, how_many: int = 1, *, by: User, at: datetime
) -> list[Table]:
    """Put up tables with so many seats; several are numbered: „Tisch 1“, „Tisch 2“ …"""
    ceremony = hold_ceremony(ceremony, by=by)
    there = set(ceremony.tables.values_list("name", flat=True))
    check(
        len(there) + how_many <= MAX_TABLES,
        # Translators: de: „Mehr als %(n)d Tische passen nicht in den Plan.“
        _("The plan takes no more than %(n)d tables.") % {"n": MAX_TABLES},
    )
    if how_many == 1 and name not in there:
        names = [name]
    else:
        free = (f"{name} {n}" for n in range(1, 2 * MAX_TABLES))
        names = [one for one in free if one not in there][:how_many]
    # Translators: de: „Einen Tisch mit diesem Namen gibt es schon.“
    words = _("There is a table of this name already.")
    check(how_many > 1 or name not in there, words)
    last = ceremony.tables.aggregate(last=Max("position"))["last"] or 0
    made = Table.objects.bulk_create(
        Table(ceremony=ceremony, name=one, seats=seats, position=last + place)
        for place, one in enumerate(names, start=1)
    )
    journal.record("ceremony.tables_set", about=ceremony, by=by, at=at, n=len(made), seats=seats)
    return made


@transaction.atomic
def change_table(table: Table, name: str, seats: int, *, by: User, at: datetime) -> None:
    ceremony = hold_ceremony(table.ceremony, by=by)
    others = ceremony.tables.exclude(pk=table.pk)
    # Translators: de: „Einen Tisch mit diesem Namen gibt es schon.“
    check(not others.filter(name=name).exists(), _("There is a table of this name already."))
    sitting = table.invitees.coming().count()
    # Translators: de: „Hier sitzen schon %(n)d Gäste.“
    check(sitting <= seats, _("%(n)d guests sit here already.") % {"n": sitting})
    Table.objects.filter(pk=table.pk).update(name=name, seats=seats)
    journal.record("ceremony.table_changed", about=ceremony, by=by, at=at, seats=seats)


@transaction.atomic
def remove_table(table: Table, *, by: User, at: datetime) -> None:
    """Its guests have no seat then."""
    ceremony = hold_ceremony(table.ceremony, by=by)
    Table.objects.filter(pk=table.pk).delete()
    journal.record("ceremony.table_removed", about=ceremony, by=by, at=at)


@transaction.atomic
def seat_guests(
    ceremony: Ceremony, wanted: Mapping[int, int | None], *, by: User, at: datetime
) -> int:
    """Seat guests: table by guest, both by primary key; None takes a seat away.

    All or nothing. Raises NotAllowed if a table would have more guests than seats, with its name.
    Returns for how many something changed.
    """
    ceremony = hold_ceremony(ceremony, by=by)
    tables = {table.pk: table for table in ceremony.tables.all()}
    guests = {guest.pk: guest for guest in ceremony.invitees.coming()}
    changed = []
    for pk, table in wanted.items():
        guest = guests.get(pk)
        # Translators: de: „Nur wer zugesagt hat, bekommt einen Platz.“
        check(guest is not None, _("Only who has accepted gets a seat."))
        # Translators: de: „Diesen Tisch gibt es nicht mehr.“
        check(table is None or table in tables, _("This table is no longer there."))
        if guest is not None and guest.table_id != table:
            guest.table_id = table
            changed.append(guest)
    taken = Counter(guest.table_id for guest in guests.values() if guest.table_id)
    for pk, n in taken.items():
        table_ = tables[pk]
        touched = any(guest.table_id == pk for guest in changed)
        check(
            not touched or n <= table_.seats,
            # Translators: de: „%(table)s hat %(seats)d Plätze; es wären %(n)d Gäste.“
            _("%(table)s has %(seats)d seats; there would be %(n)d guests.")
            % {"table": table_.name, "seats": table_.seats, "n": n},
        )
    Invitee.objects.bulk_update(changed, ["table"])
    if changed:
        journal.record("ceremony.guests_seated", about=ceremony, by=by, at=at, n=len(changed))
    return len(changed)
