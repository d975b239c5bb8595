"""A file of guests: read with errors by line, and nothing half-done. See `jury.roster_file`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from initiatives import tables, texts
from jury.roster_file import decoded

from ..models import Ceremony, Invitee

MAX_ROWS = 1000
MAX_COMPANIONS = 5
HEADINGS = {
    "name": ["name", "vor- und nachname", "full name"],
    "email": ["email", "e-mail", "mail", "e-mail-adresse", "email address", "e-mail address"],
    "salutation": ["anrede", "salutation", "form of address"],
    "organisation": ["organisation", "organization", "institution"],
    "kind": ["gruppe", "group"],
    "language": ["sprache", "language"],
    "companions_allowed": ["begleitung", "begleitpersonen", "companions"],
}
GERMAN = ["name", "email", "anrede", "organisation", "gruppe", "sprache", "begleitung"]
ENGLISH = ["name", "email", "salutation", "organisation", "group", "language", "companions"]
LENGTHS = {"name": 120, "email": 254, "salutation": 60, "organisation": 160}
ENGLISH_WORDS = ("en", "englisch", "english")
LANGUAGES = dict.fromkeys(("", "de", "deutsch", "german"), "de")
LANGUAGES |= dict.fromkeys(ENGLISH_WORDS, "en")


class Fault(NamedTuple):
    """What is wrong, and in which line of the file; line 0 is the file as a whole."""

    line: int
    words: str


class Reading(NamedTuple):
    rows: list[tuple[int, dict[str, Any]]]
    faults: list[Fault]
    text: str  # the file as text, to be sent again with the confirmation


def template() -> str:
    words = GERMAN if get_language() == "de" else ENGLISH
    return ";".join(words) + "\r\n"


def read(file: bytes, ceremony: Ceremony) -> Reading:
    """Whom the file names, or what is wrong with which line. One query."""
    text, fault = decoded(file)
    return Reading([], [Fault(0, fault)], "") if fault else read_text(text, ceremony)


def read_text(text: str, ceremony: Ceremony) -> Reading:
    reading = Reading([], [], text)
    if not text.strip():
        # Translators: de: „Die Datei ist leer.“
        reading.faults.append(Fault(0, _("The file is empty.")))
        return reading
    found: list[tables.Fault] = []
    lines = tables.rows(text.lstrip().encode(), faults=found)
    skipped = text[: len(text) - len(text.lstrip())].count("\n")
    head = next(lines, (1, []))[1]
    columns = list(_columns(1 + skipped, head, reading.faults))
    if not reading.faults:
        for line, cells in lines:
            _read_row(line + skipped, columns, cells, reading)
        reading.faults.extend(Fault(one.line + skipped, one.text) for one in found)
        _check_together(reading, ceremony)
    reading.faults.sort(key=lambda one: one.line)
    return reading


def _columns(line: int, names: list[str], faults: list[Fault]) -> Iterator[str]:
    known = {word: field for field, words in HEADINGS.items() for word in words}
    seen: set[str] = set()
    for name in names:
        word = texts.line(name).casefold()
        column = known.get(word, "")
        if word and not column:
            # Translators: de: „Die Spalte „%(name)s“ ist unbekannt.“
            faults.append(Fault(line, _("The column “%(name)s” is unknown.") % {"name": name}))
        elif column and column in seen:
            # Translators: de: „Die Spalte „%(name)s“ steht zweimal da.“
            fault = _("The column “%(name)s” stands there twice.") % {"name": name.strip()}
            faults.append(Fault(line, fault))
        seen.add(column)
        yield column
    if "name" not in seen:
        faults.append(Fault(line, _("The column “%(name)s” is missing.") % {"name": "name"}))


def _read_row(line: int, columns: list[str], cells: list[str], reading: Reading) -> None:
    said = {name: texts.line(cell) for name, cell in zip(columns, cells, strict=True) if name}
    words: list[str] = []
    values: dict[str, Any] = {name: _text(name, said.get(name, ""), words) for name in LENGTHS}
    values["kind"] = _kind(said.get("kind", ""), words)
    values["language"] = _language(said.get("language", ""), words)
    values["companions_allowed"] = _companions(said.get("companions_allowed", ""), words)
    reading.faults.extend(Fault(line, one) for one in words)
    if not words:
        reading.rows.append((line, values))


def _text(name: str, cell: str, words: list[str]) -> str:
    if name == "name" and not cell:
        # Translators: de: „Der Name fehlt.“
        words.append(_("The name is missing."))
    if len(cell) > LENGTHS[name]:
        # Translators: de: „„%(cell)s …“ ist zu lang (höchstens %(n)d Zeichen).“
        text = _("“%(cell)s …” is too long (up to %(n)d characters).")
        words.append(text % {"cell": cell[:30], "n": LENGTHS[name]})
    elif name == "email" and cell:
        try:
            validate_email(cell)
        except ValidationError:
            # Translators: de: „„%(cell)s“ ist keine E-Mail-Adresse.“
            words.append(_("“%(cell)s” is no e-mail address.") % {"cell": cell})
        return cell.lower()
    return cell


def _kind(cell: str, words: list[str]) -> str:
    known = {str(label).casefold(): code for code, label in Invitee.Kind.choices}
    known |= {code: code for code in Invitee.Kind.values} | {"": Invitee.Kind.OTHER.value}
    found = known.get(cell.casefold())
    if found is None:
        # Translators: de: „Die Gruppe „%(cell)s“ ist unbekannt. Es gibt: %(known)s.“
        text = _("The group “%(cell)s” is unknown. There are: %(known)s.")
        groups = ", ".join(str(label) for label in Invitee.Kind.labels)
        words.append(text % {"cell": cell, "known": groups})
    return found or ""


def _language(cell: str, words: list[str]) -> str:
    found = LANGUAGES.get(cell.casefold())
    if found is None:
        # Translators: de: „Die Sprache „%(cell)s“ ist unbekannt. Schreiben Sie „de“ oder „en“.“
        text = _("The language “%(cell)s” is unknown. Write “de” or “en”.")
        words.append(text % {"cell": cell})
    return found or ""


def _companions(cell: str, words: list[str]) -> int:
    if cell in map(str, range(MAX_COMPANIONS + 1)):
        return int(cell)
    if cell:
        # Translators: de: „Bei „Begleitung“ steht „%(cell)s“. Schreiben Sie eine Zahl von 0 bis
        # %(n)d.“
        text = _("In “companions” it says “%(cell)s”. Write a number from 0 to %(n)d.")
        words.append(text % {"cell": cell, "n": MAX_COMPANIONS})
    return 0


def _check_together(reading: Reading, ceremony: Ceremony) -> None:
    """Doubles within the file, and who is on the list already."""
    if not reading.rows and not reading.faults:
        # Translators: de: „Unter der Kopfzeile steht niemand.“
        reading.faults.append(Fault(0, _("There is nobody below the headings.")))
    if len(reading.rows) > MAX_ROWS:
        # Translators: de: „Die Datei hat %(n)d Zeilen; höchstens %(max)d gehen auf einmal.“
        text = _("The file has %(n)d lines; up to %(max)d go at once.")
        reading.faults.append(Fault(0, text % {"n": len(reading.rows), "max": MAX_ROWS}))
        return
    emails = [row["email"] for _line, row in reading.rows if row["email"]]
    there = set(ceremony.invitees.filter(email__in=emails).values_list("email", flat=True))
    lines: dict[str, int] = {}
    for line, row in reading.rows:
        email = row["email"]
        if email in there:
            # Translators: de: „%(email)s steht schon auf der Gästeliste.“
            text = _("%(email)s is on the list of guests already.")
            reading.faults.append(Fault(line, text % {"email": email}))
        if email in lines:
            # Translators: de: „%(email)s steht schon in Zeile %(line)d.“
            text = _("%(email)s stands in line %(line)d already.")
            reading.faults.append(Fault(line, text % {"email": email, "line": lines[email]}))
        if email:
            lines.setdefault(email, line)
