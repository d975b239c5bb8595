"""The directory as a table: read with line-exact faults, stored without doubling anything."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from . import tables
from .models import Initiative, Local, State
from .names import slug, sort_key
from .records import journal
from .tables import Fault
from .themes import THEMES

COLUMNS = (
    "name",
    "region",
    "state",
    "carrier",
    "website",
    "founded",
    "members",
    "topics",
    "summary_de",
    "source_url",
)
STATES = {
    "Baden-Württemberg": State.BW,
    "Bayern": State.BY,
    "Berlin": State.BE,
    "Brandenburg": State.BB,
    "Bremen": State.HB,
    "Hamburg": State.HH,
    "Hessen": State.HE,
    "Mecklenburg-Vorpommern": State.MV,
    "Niedersachsen": State.NI,
    "Nordrhein-Westfalen": State.NW,
    "Rheinland-Pfalz": State.RP,
    "Saarland": State.SL,
    "Sachsen": State.SN,
    "Sachsen-Anhalt": State.ST,
    "Schleswig-Holstein": State.SH,
    "Thüringen": State.TH,
}
# Addresses that stand in print since the awards of 2022 and 2023.
SLUGS = {
    "IN4climate.RR": "in4climate-rr",
    "ReTraSON – Regionales Transformationsnetzwerk SüdOstNiedersachsen": "retrason",
    "Bündnis für Transformation Region Heilbronn-Franken (Projekt Transformotive)": (
        "transformotive"
    ),
    "Wasserstoffnetzwerk Nordostniedersachsen (H2.N.O.N)": "h2non",
}
is_web_address = URLValidator(schemes=["http", "https"])


class Row(NamedTuple):
    """One line of the table, cleaned and checked; `line` is where it begins in the file."""

    line: int
    slug: str
    name: str
    region: str
    states: list[str]
    carrier: str
    website: str
    founded: int | None
    members: int | None
    topics: list[str]
    themes: list[str]
    summary: str
    source_url: str


class Reading(NamedTuple):
    """What a file says. With `faults` nothing may be stored; `doubts` are worth a look."""

    rows: list[Row]
    faults: list[Fault]
    doubts: list[Fault]


class Stored(NamedTuple):
    """How many rows were new, changed or as before, and who is listed but not in the file."""

    new: int
    changed: int
    same: int
    missing: list[Initiative]


def read_themes(file: bytes) -> dict[str, list[str]]:
    """Which D's a topic stands for: columns `topic` and `theme`, several D's apart by a space."""
    rows = csv.DictReader(io.StringIO(file.decode("utf-8-sig")), delimiter=";", strict=True)
    return {row["topic"]: row["theme"].split() for row in rows}


def read(file: bytes, themes: Mapping[str, list[str]]) -> Reading:
    """Read a table in UTF-8, with or without BOM, its cells apart by commas or semicolons."""
    reading = Reading([], [], [])
    for line, cells in tables.read(file, COLUMNS, faults=reading.faults):
        _read_row(line, cells, themes, reading)
    _find_doubles(reading)
    return reading


def _read_row(
    line: int, cells: Sequence[str], themes: Mapping[str, list[str]], reading: Reading
) -> None:
    faults: list[str] = []
    cell = {name: " ".join(value.split()) for name, value in zip(COLUMNS, cells, strict=True)}
    topics = _parts(cell["topics"])
    row = Row(
        line=line,
        slug=SLUGS.get(cell["name"]) or slug(cell["name"]),
        name=cell["name"],
        region=cell["region"],
        states=_states(cell["state"], faults),
        carrier=cell["carrier"],
        website=_address(cell["website"], faults),
        founded=_number(cell["founded"], faults),
        members=_number(cell["members"], faults),
        topics=topics,
        themes=[code for code in THEMES if any(code in themes.get(word, []) for word in topics)],
        summary=cell["summary_de"],
        source_url=_address(cell["source_url"], faults),
    )
    faults += _beyond_the_columns(row)
    reading.faults.extend(Fault(line, fault) for fault in faults)
    reading.rows.append(row)
    reading.doubts.extend(
        Fault(line, _("The topic “%(topic)s” is not among the known ones.") % {"topic": word})
        for word in topics
        if word not in themes
    )


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _states(cell: str, faults: list[str]) -> list[str]:
    found = []
    for name in _parts(cell):
        if name in STATES:
            found.append(str(STATES[name]))
        else:
            faults.append(_("There is no Land “%(name)s”.") % {"name": name})
    return found


def _address(cell: str, faults: list[str]) -> str:
    if cell:
        try:
            is_web_address(cell)
        except ValidationError:
            faults.append(
                _("“%(cell)s” is no address that begins with https:// or http://.") % {"cell": cell}
            )
    return cell


def _number(cell: str, faults: list[str]) -> int | None:
    if cell and not (cell.isascii() and cell.isdigit()):
        faults.append(_("“%(cell)s” is no whole number.") % {"cell": cell})
        return None
    return int(cell) if cell else None


def _beyond_the_columns(row: Row) -> list[str]:
    """What the database would refuse: a missing name, too long a text, a year out of range."""
    if not row.name:
        return [_("The name is missing.")]
    initiative = Initiative(**_values(row))
    try:
        # Addresses were checked above, in words that name the cell.
        initiative.clean_fields(exclude=["website", "source_url"])
    except ValidationError as error:
        return [
            f"{Initiative._meta.get_field(name).verbose_name}: {text}"  # type: ignore[union-attr]
            for name, texts in error.message_dict.items()
            for text in texts
        ]
    return []


def _find_doubles(reading: Reading) -> None:
    first: dict[str, int] = {}
    for row in reading.rows:
        if first.setdefault(row.slug, row.line) != row.line:
            fault = _("“%(name)s” stands in line %(first)d already.") % {
                "name": row.name,
                "first": first[row.slug],
            }
            reading.faults.append(Fault(row.line, fault))
    reading.faults.sort(key=attrgetter("line"))


def _values(row: Row) -> dict[str, object]:
    """The fields of the model that a row sets."""
    values: dict[str, object] = row._asdict() | {
        "summary": Local(de=row.summary) if row.summary else Local(),
        "sort_name": sort_key(row.name),
        "search_text": sort_key(
            " ".join((row.name, row.region, row.carrier, *row.topics, row.summary))
        ),
        "is_listed": True,
    }
    del values["line"]
    return values


@transaction.atomic
def store(rows: list[Row], *, at: datetime) -> Stored:
    """Bring the directory to what the rows say; whoever is not in them any more stays listed.

    A row is known by its address or else by its name, so that either may be corrected.
    """
    listed = Initiative.objects.select_for_update().filter(is_demo=False)
    by_slug = {initiative.slug: initiative for initiative in listed}
    by_name = {initiative.name: initiative for initiative in listed if initiative.is_listed}
    kept, new, changed = set(), 0, 0
    for row in rows:
        values = _values(row)
        known = by_slug.get(row.slug) or by_name.get(row.name)
        if known and all(getattr(known, name) == value for name, value in values.items()):
            kept.add(known.pk)
            continue
        initiative = known or Initiative()
        for name, value in values.items():
            setattr(initiative, name, value)
        initiative.save()
        kept.add(initiative.pk)
        new, changed = new + (known is None), changed + (known is not None)
        journal.record("initiative.loaded", about=initiative, by=None, at=at, line=row.line)
    missing = [row for row in by_name.values() if row.pk not in kept]
    return Stored(new, changed, len(rows) - new - changed, missing)
