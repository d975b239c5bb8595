"""The tables of an allocation, as the office and `manage.py allocate` hand them in.

cases: `case[,readers]` · jurors: `juror[,min,max]` · conflicts and kept readings: `juror,case` ·
matches: `juror,case,match`. Every fault of every file is gathered; with any, nothing is allocated.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from initiatives import tables

from .allocation import UNKNOWN_MATCH, Bounds, Pair

WHOLE = re.compile(r"[0-9]{1,9}")
NUMBER = re.compile(r"[0-9]{1,3}([.,][0-9]{1,9})?")


class File(NamedTuple):
    """`name` is what the person calls it: it stands before each of its faults."""

    name: str
    content: bytes


class Fault(NamedTuple):
    """What is wrong, in words for the person; `line` is where the row begins."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}: {tables.Fault(self.line, self.text)}"


class Reader:
    """Reads one table after another; `faults` and `doubts` hold what was found in all of them.

    A doubt is a column that is not used. Names are compared as they are written, spaces around
    them left out. An empty cell of an optional column says nothing.
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.doubts: list[Fault] = []

    def cases(self, file: File, *, readers: int) -> dict[str, int]:
        """How many readers each case wants; `readers` where the file does not say."""
        found: dict[str, int] = {}
        for line, (case, wanted) in self._names(file, "case", ["readers"]):
            number = self._whole(file, line, wanted)
            found[case] = readers if number is None else number
        return found

    def jurors(self, file: File) -> dict[str, Bounds]:
        found: dict[str, Bounds] = {}
        for line, (juror, low, high) in self._names(file, "juror", ["min", "max"]):
            least, most = self._whole(file, line, low) or 0, self._whole(file, line, high)
            if most is not None and most < least:
                # Translators: de: „Die Höchstzahl %(max)d ist kleiner als die Mindestzahl %(min)d.“
                text = _("The maximum %(max)d is below the minimum %(min)d.")
                self._fault(file, line, text % {"max": most, "min": least})
            found[juror] = Bounds(least, most)
        return found

    def pairs(self, file: File, *, cases: Collection[str], jurors: Collection[str]) -> set[Pair]:
        """Conflicts, or readings that are kept."""
        first: dict[Pair, int] = {}
        for line, (juror, case) in self._rows(file, ["juror", "case"]):
            if self._known(file, line, (juror, case), cases, jurors):
                before = first.setdefault((juror, case), line)
                if before != line:
                    self._again(file, line, f"{juror}, {case}", before)
        return set(first)

    def matches(
        self, file: File, *, cases: Collection[str], jurors: Collection[str]
    ) -> NDArray[np.float64]:
        """Cases × jurors, both sorted; 50 where nothing is said. Made for millions of lines."""
        row = {case: i for i, case in enumerate(sorted(cases))}
        column = {juror: j for j, juror in enumerate(sorted(jurors))}
        match = np.full((len(row), len(column)), float(UNKNOWN_MATCH))
        first = np.zeros(match.shape, dtype=np.int32)
        numbers: dict[str, float | None] = {}
        for line, (juror, case, cell) in self._rows(file, ["juror", "case", "match"]):
            i, j = row.get(case), column.get(juror)
            if i is None or j is None:
                self._known(file, line, (juror, case), row, column)
                continue
            if before := first.item(i, j):
                self._again(file, line, f"{juror}, {case}", before)
            first[i, j] = line
            if cell not in numbers:
                numbers[cell] = _match(cell)
            number = numbers[cell]
            if number is None:
                # Translators: de: „„%(cell)s“ ist keine Zahl von 0 bis 100.“
                text = _("“%(cell)s” is no number from 0 to 100.") % {"cell": cell}
                self._fault(file, line, text)
            else:
                match[i, j] = number
        return match

    def _rows(
        self, file: File, columns: Sequence[str], optional: Sequence[str] = ()
    ) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Rows with stripped cells, for a file that has any."""
        faults: list[tables.Fault] = []
        doubts: list[tables.Fault] = []
        for line, cells in tables.read(
            file.content, columns, optional=optional, faults=faults, doubts=doubts
        ):
            yield line, tuple(map(str.strip, cells))
        self.faults += [Fault(file.name, *fault) for fault in faults]
        self.doubts += [Fault(file.name, *doubt) for doubt in doubts]

    def _names(
        self, file: File, column: str, optional: Sequence[str]
    ) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Rows of cases or jurors: each name once, and at least one."""
        first: dict[str, int] = {}
        before = len(self.faults)
        for line, cells in self._rows(file, [column], optional):
            name = cells[0]
            if not name:
                # Translators: de: „Die Zelle „%(name)s“ ist leer.“
                self._fault(file, line, _("The cell “%(name)s” is empty.") % {"name": column})
            elif name in first:
                self._again(file, line, name, first[name])
            else:
                first[name] = line
                yield line, cells
        if not first and len(self.faults) == before:
            # Translators: de: „Unter der Kopfzeile steht nichts.“
            self._fault(file, 1, _("Nothing stands below the first line."))

    def _known(
        self,
        file: File,
        line: int,
        pair: Pair,
        cases: Collection[str],
        jurors: Collection[str],
    ) -> bool:
        """Where a whole file of names could not be read, its names are not missed one by one."""
        juror, case = pair
        known_juror, known_case = not jurors or juror in jurors, not cases or case in cases
        if not known_juror:
            # Translators: de: „Das Jurymitglied „%(name)s“ steht nicht in der Datei der Jury.“
            text = _("The juror “%(name)s” is not in the file of jurors.")
            self._fault(file, line, text % {"name": juror})
        if not known_case:
            # Translators: de: „Der Fall „%(name)s“ steht nicht in der Datei der Fälle.“
            text = _("The case “%(name)s” is not in the file of cases.")
            self._fault(file, line, text % {"name": case})
        return known_juror and known_case

    def _whole(self, file: File, line: int, cell: str) -> int | None:
        if cell and not WHOLE.fullmatch(cell):
            self._fault(file, line, _("“%(cell)s” is no whole number.") % {"cell": cell})
            return None
        return int(cell) if cell else None

    def _again(self, file: File, line: int, name: str, first: int) -> None:
        text = _("“%(name)s” stands in line %(first)d already.")
        self._fault(file, line, text % {"name": name, "first": first})

    def _fault(self, file: File, line: int, text: str) -> None:
        self.faults.append(Fault(file.name, line, text))


def _match(cell: str) -> float | None:
    """None for what is no match; an empty cell says nothing."""
    if not cell:
        return float(UNKNOWN_MATCH)
    number = float(cell.replace(",", ".")) if NUMBER.fullmatch(cell) else -1
    return number if 0 <= number <= 100 else None
