"""Who reads what as a table: out for a spreadsheet, and in as somebody changed it there.

Number of the case and address of the juror say it; the names beside them are for people.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from initiatives import tables
from initiatives.models import Application, Call
from initiatives.statuses import Status

from . import allotting
from .models import Juror

NUMBER, ADDRESS = "Fallnummer", "E-Mail-Adresse"
COLUMNS = (NUMBER, "Fall", ADDRESS, "Jurymitglied")
LARGEST = 5_000_000  # bytes; 10,000 cases with five readers have four of them
BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how workbooks begin, new and old


class Reading(NamedTuple):
    """What a file says: pairs (case key, juror key), and every fault with its line."""

    pairs: list[tuple[str, str]]
    faults: list[tables.Fault]


def written(call: Call, pairs: Iterable[tuple[str, str]]) -> bytes:
    """Pairs (case key, juror key), by number and name. Two queries."""
    cases = {
        str(key): (number, name)
        for key, number, name in call.applications.values_list("key", "number", "initiative__name")
    }
    jurors = {
        str(key): (email, name)
        for key, email, name in call.jurors.values_list("key", "user__email", "user__name")
    }
    found = [
        (*cases[case], *jurors[juror]) for case, juror in pairs if case in cases and juror in jurors
    ]
    return tables.write(COLUMNS, sorted(found, key=lambda row: (row[0], row[3], row[2])))


def read(file: bytes, call: Call, *, at: datetime) -> Reading:
    """Whom the file lets read what, or what is wrong with which line. Thirteen queries."""
    if file.startswith(BOOKS):
        # Translators: de: „Das ist eine Arbeitsmappe. Speichern Sie die Tabelle als CSV und laden
        # Sie diese Datei hoch.“
        text = _("This is a workbook. Save the table as CSV and upload that file.")
        return Reading([], [tables.Fault(1, text)])
    known = Known(call, at=at)
    faults: list[tables.Fault] = []
    first: dict[tuple[str, str], int] = {}
    for line, cells in tables.read(file, [NUMBER.lower(), ADDRESS.lower()], faults=faults):
        number, address = (tables.plain(cell.strip()) for cell in cells)
        words = known.words_against(number, address)
        faults += [tables.Fault(line, text) for text in words]
        if words:
            continue
        pair = known.cases[number], known.jurors[address.lower()]
        before = first.setdefault(pair, line)
        if before != line:
            text = _("“%(name)s” stands in line %(first)d already.")
            name = f"{number}, {address}"
            faults.append(tables.Fault(line, text % {"name": name, "first": before}))
    if not first and not faults:
        faults.append(tables.Fault(1, _("Nothing stands below the first line.")))
    return Reading(list(first), sorted(faults))


class Known:
    """Cases and people of a call, by what a file calls them."""

    def __init__(self, call: Call, *, at: datetime) -> None:
        asked = allotting.of_call(call, allotting.Wanted(readers=1, keep_all=False), at=at)
        self.barred = asked.problem.barred - asked.pairs_now
        rows: Iterable[Application] = call.applications.handed_in().only("number", "key", "status")
        self.handed_in = {row.number: row for row in rows}
        self.cases = {
            row.number: str(row.key)
            for row in self.handed_in.values()
            if row.status == Status.ADMITTED
        }
        people = Juror.objects.filter(call=call).select_related("user")
        self.people = {juror.user.email.lower(): juror for juror in people}
        self.jurors = {
            address: str(juror.key)
            for address, juror in self.people.items()
            if str(juror.key) in asked.problem.jurors
        }

    def words_against(self, number: str, address: str) -> list[str]:
        """Why this line cannot be done; of both cells at once."""
        words = [*self._against_case(number), *self._against_juror(address)]
        if not words and (self.jurors[address.lower()], self.cases[number]) in self.barred:
            # Translators: de: „%(juror)s darf %(number)s nicht lesen: Eine Befangenheit oder eine
            # offene Besorgnis steht dagegen.“
            text = _("%(juror)s may not read %(number)s: a conflict or an open concern is against")
            words.append(text % {"juror": self.people[address.lower()], "number": number})
        return words

    def _against_case(self, number: str) -> Iterable[str]:
        if not number:
            yield _("The cell “%(name)s” is empty.") % {"name": NUMBER}
        elif number not in self.handed_in:
            # Translators: de: „Eine Bewerbung „%(number)s“ gibt es in dieser Auslobung nicht.“
            yield _("There is no application “%(number)s” in this call.") % {"number": number}
        elif number not in self.cases:
            # Translators: de: „Die Bewerbung %(number)s ist nicht zugelassen.“
            yield _("The application %(number)s is not admitted.") % {"number": number}

    def _against_juror(self, address: str) -> Iterable[str]:
        if not address:
            yield _("The cell “%(name)s” is empty.") % {"name": ADDRESS}
        elif address.lower() not in self.people:
            # Translators: de: „Niemand in der Jury hat die Adresse „%(address)s“.“
            yield _("Nobody in the jury has the address “%(address)s”.") % {"address": address}
        elif address.lower() not in self.jurors:
            text = _(
                # Translators: de: „%(juror)s liest zurzeit keine Fälle: ausgeschieden, noch nicht
                # berufen oder außerhalb der Amtszeit.“
                "%(juror)s reads no cases at present: gone, not called in yet, or outside the term."
            )
            yield text % {"juror": self.people[address.lower()]}
