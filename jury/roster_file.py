"""A file of people to be invited to the jury: read with errors by line, and nothing half-done.

Cells are apart by semicolons, commas or tabs; UTF-8 with or without BOM, else as Windows writes it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from initiatives import texts
from initiatives.models import Call, Criterion

from .models import Expertise
from .whom import Invited, Known

MAX_ROWS = 300
HEADINGS = {
    "name": ["name", "vor- und nachname", "full name"],
    "email": ["email", "e-mail", "mail", "e-mail-adresse", "email address", "e-mail address"],
    "salutation": ["anrede", "salutation", "form of address"],
    "organisation": ["organisation", "organization", "institution"],
    "is_chair": ["vorsitz", "chair"],
    "term_from": ["amtszeit_von", "amtszeit von", "term_from", "term from"],
    "term_until": ["amtszeit_bis", "amtszeit bis", "term_until", "term until"],
}
GERMAN = ["name", "email", "anrede", "organisation", "vorsitz", "amtszeit_von", "amtszeit_bis"]
ENGLISH = ["name", "email", "salutation", "organisation", "chair", "term_from", "term_until"]
LENGTHS = {"name": 120, "email": 254, "salutation": 60, "organisation": 160}
YES, NO = {"ja", "j", "yes", "y", "x", "1"}, {"", "nein", "n", "no", "0", "-"}
DAYS = ("%d.%m.%Y", "%Y-%m-%d")


class Fault(NamedTuple):
    """What is wrong, and in which line of the file; line 0 is the file as a whole."""

    line: int
    words: str


class Reading(NamedTuple):
    rows: list[tuple[int, Invited]]
    faults: list[Fault]
    text: str  # the file as text, to be sent again with the confirmation


def template(call: Call) -> str:
    """A file with headings only, for this call's criteria."""
    words = GERMAN if get_language() == "de" else ENGLISH
    codes = call.criteria.order_by("position").values_list("code", flat=True)
    return ";".join([*words, *codes]) + "\r\n"


def read(file: bytes, call: Call, *, at: datetime) -> Reading:
    """Whom the file names, or what is wrong with which line. Seven queries, whatever its length."""
    text, fault = decoded(file)
    if fault:
        return Reading([], [Fault(0, fault)], "")
    return read_text(text, call, at=at)


def read_text(text: str, call: Call, *, at: datetime) -> Reading:
    reading = Reading([], [], text)
    criteria = list(call.criteria.order_by("position"))
    head = next((line for line in text.splitlines() if line.strip()), "")
    if not head:
        # Translators: de: „Die Datei ist leer.“
        reading.faults.append(Fault(0, _("The file is empty.")))
        return reading
    cells = csv.reader(io.StringIO(text), delimiter=max(";,\t", key=head.count), strict=True)
    try:
        columns: list[str] | None = None
        begins = 1
        for row in cells:
            if any(cell.strip() for cell in row):
                if columns is None:
                    columns = list(_columns(begins, row, criteria, reading.faults))
                    if reading.faults:
                        return reading
                else:
                    _read_row(begins, columns, row, reading)
            begins = cells.line_num + 1
    except csv.Error:
        # Translators: de: „Eine Zelle beginnt mit einem Anführungszeichen und endet nicht damit.“
        fault = _("A cell that begins with a quotation mark does not end with one.")
        reading.faults.append(Fault(begins, fault))
        return reading
    _check_together(reading, call, at)
    reading.faults.sort(key=lambda one: one.line)
    return reading


def decoded(file: bytes) -> tuple[str, str]:
    """The text, or what is wrong with the file in words."""
    if file.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        # Translators: de: „Das ist eine Arbeitsmappe. Speichern Sie die Tabelle als CSV und laden
        # Sie diese Datei hoch.“
        return "", _("This is a workbook. Save the table as CSV and upload that file.")
    if file.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in file:
        # Translators: de: „Die Datei lässt sich nicht lesen. Speichern Sie sie als „CSV UTF-8“.“
        return "", _("The file cannot be read. Save it as “CSV UTF-8”.")
    for encoding in ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return texts.clean(file.decode(encoding)), ""
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 decodes everything")


def _columns(
    line: int, names: list[str], criteria: list[Criterion], faults: list[Fault]
) -> Iterator[str]:
    """What each column holds: a field, a criterion's code, "" for an empty heading."""
    known = {word: field for field, words in HEADINGS.items() for word in words}
    for criterion in criteria:
        for word in (criterion.code, *criterion.name.values()):
            known.setdefault(str(word).casefold(), criterion.code)
    seen: set[str] = set()
    for name in names:
        word = texts.line(name).casefold()
        column = known.get(word, "")
        if word and not column:
            # Translators: de: „Die Spalte „%(name)s“ ist unbekannt.“
            fault = _("The column “%(name)s” is unknown.") % {"name": name.strip()}
            faults.append(Fault(line, fault))
        elif column in seen:
            # Translators: de: „Die Spalte „%(name)s“ steht zweimal da.“
            fault = _("The column “%(name)s” stands there twice.") % {"name": name.strip()}
            faults.append(Fault(line, fault))
        seen.add(column) if column else None
        yield column
    faults += [
        Fault(line, _("The column “%(name)s” is missing.") % {"name": needed})
        for needed in ("name", "email")
        if needed not in seen
    ]


def _read_row(line: int, columns: list[str], cells: list[str], reading: Reading) -> None:
    if any(cell.strip() for cell in cells[len(columns) :]):
        # Translators: de: „Die Zeile hat mehr Zellen als die Kopfzeile.“
        reading.faults.append(Fault(line, _("The line has more cells than the headings.")))
        return
    said = {name: texts.line(cell) for name, cell in zip(columns, cells, strict=False) if name}
    words: list[str] = []
    values: dict[str, Any] = {name: _text(name, said.get(name, ""), words) for name in LENGTHS}
    values["is_chair"] = _chair(said.get("is_chair", ""), words)
    values |= {name: _day(said.get(name, ""), words) for name in ("term_from", "term_until")}
    if values["term_from"] and values["term_until"] and values["term_until"] < values["term_from"]:
        words.append(_("The term ends after it begins."))
    levels = {
        name: _level(name, cell, words)
        for name, cell in said.items()
        if name not in HEADINGS and cell not in ("", "-", "–")
    }
    reading.faults.extend(Fault(line, one) for one in words)
    if not words:
        reading.rows.append((line, Invited(**values, expertise=levels)))


def _text(name: str, cell: str, words: list[str]) -> str:
    if name == "name" and not cell:
        # Translators: de: „Der Name fehlt.“
        words.append(_("The name is missing."))
    if len(cell) > LENGTHS[name]:
        # Translators: de: „„%(cell)s …“ ist zu lang (höchstens %(n)d Zeichen).“
        text = _("“%(cell)s …” is too long (up to %(n)d characters).")
        words.append(text % {"cell": cell[:30], "n": LENGTHS[name]})
    elif name == "email":
        try:
            validate_email(cell)
        except ValidationError:
            # Translators: de: „„%(cell)s“ ist keine E-Mail-Adresse.“
            words.append(_("“%(cell)s” is no e-mail address.") % {"cell": cell})
        return cell.lower()
    return cell


def _chair(cell: str, words: list[str]) -> bool:
    if cell.casefold() in YES | NO:
        return cell.casefold() in YES
    # Translators: de: „Bei „Vorsitz“ steht „%(cell)s“. Schreiben Sie „ja“ oder nichts.“
    words.append(_("In “chair” it says “%(cell)s”. Write “yes” or nothing.") % {"cell": cell})
    return False


def _day(cell: str, words: list[str]) -> date | None:
    if not cell:
        return None
    for form in DAYS:
        try:
            return datetime.strptime(cell, form).date()  # noqa: DTZ007  a whole day
        except ValueError:
            continue
    # Translators: de: „„%(cell)s“ ist kein Tag. Schreiben Sie ihn wie 31.10.2026.“
    words.append(_("“%(cell)s” is no day. Write it as 31.10.2026.") % {"cell": cell})
    return None


def _level(code: str, cell: str, words: list[str]) -> int:
    if cell in map(str, range(Expertise.LEVELS + 1)):
        return int(cell)
    # Translators: de: „Bei „%(code)s“ steht „%(cell)s“. Erlaubt sind 0, 1, 2 und 3.“
    text = _("In “%(code)s” it says “%(cell)s”. Allowed are 0, 1, 2 and 3.")
    words.append(text % {"code": code, "cell": cell})
    return 0


def _check_together(reading: Reading, call: Call, at: datetime) -> None:
    """Doubles within the file, a second chair, and whoever cannot be invited at all."""
    if not reading.rows and not reading.faults:
        # Translators: de: „Unter der Kopfzeile steht niemand.“
        reading.faults.append(Fault(0, _("There is nobody below the headings.")))
    if len(reading.rows) > MAX_ROWS:
        # Translators: de: „Die Datei hat %(n)d Zeilen; höchstens %(max)d gehen auf einmal.“
        text = _("The file has %(n)d lines; up to %(max)d go at once.")
        reading.faults.append(Fault(0, text % {"n": len(reading.rows), "max": MAX_ROWS}))
        return
    known = Known.of(call, [whom.email for _line, whom in reading.rows], at=at)
    lines: dict[str, int] = {}
    chair = 0
    for line, whom in reading.rows:
        if words := known.hindrance(whom):
            reading.faults.append(Fault(line, words))
        if whom.email in lines:
            # Translators: de: „%(email)s steht schon in Zeile %(line)d.“
            text = _("%(email)s stands in line %(line)d already.")
            reading.faults.append(
                Fault(line, text % {"email": whom.email, "line": lines[whom.email]})
            )
        lines.setdefault(whom.email, line)
        if whom.is_chair and chair:
            # Translators: de: „Den Vorsitz hat schon die Person in Zeile %(line)d.“
            text = _("The person in line %(line)d is in the chair already.")
            reading.faults.append(Fault(line, text % {"line": chair}))
        chair = chair or (line if whom.is_chair else 0)
