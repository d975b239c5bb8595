"""The sheets of any jury as a table, as `manage.py rank` and `manage.py agree` take them.

Long: `case,juror,points` or `case,juror,criterion,points`, in German too. Wide: a column for each
juror, the case in the first. An empty cell is no judgement; in a wide table, or where there are no
criteria, the sheet was not handed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from django.utils.translation import gettext as _

from initiatives import tables

from .allocation_files import Fault, File
from .ranking import Cells

COLUMNS = {
    "case": ("case", "fall"),
    "juror": ("juror", "jurymitglied"),
    "criterion": ("criterion", "kriterium"),
    "points": ("points", "punkte"),
}
NUMBER = re.compile(r"[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][+-]?[0-9]{1,3})?")
LARGEST = 1e9  # points; what is larger was not given by a juror
MOST_CRITERIA = 200
MOST_OF_BOTH = 4000  # cases and jurors: what the model holds grows with the square of the fewer
MOST_BYTES = 50_000_000

type Key = tuple[str, str, str]


class Scored(NamedTuple):
    """What a table says, names sorted. `given` has a row a cell, sorted; NaN: not judged."""

    cases: list[str]
    jurors: list[str]
    criteria: list[str]  # one without a name where the table knows none
    given: dict[Key, float]

    def cells(self, weights: Mapping[str, float] | None = None) -> Cells:
        """With `weights` by criterion, one not named has none; else all weigh the same."""
        case, juror, criterion = (
            np.array([number[key[place]] for key in self.given], dtype=np.int64)
            for place, number in enumerate(map(_numbers, (self.cases, self.jurors, self.criteria)))
        )
        weight = [weights.get(name, 0.0) if weights else 1.0 for name in self.criteria]
        points = np.fromiter(self.given.values(), dtype=float)
        return Cells(case, juror, criterion, points, np.array(weight, dtype=float))


def _numbers(names: list[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


class Reader:
    """Reads one table; `faults` are all that is wrong, `doubts` what is not used."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.doubts: list[Fault] = []
        self._first: dict[Key, int] = {}
        self._given: dict[Key, float] = {}
        self._cases: set[str] = set()
        self._jurors: set[str] = set()

    def read(self) -> Scored | None:
        """None with any fault."""
        if len(self.file.content) > MOST_BYTES:
            # Translators: de: „Die Datei ist größer als %(n)d MB.“
            text = _("The file is larger than %(n)d MB.")
            self._fault(1, text % {"n": MOST_BYTES // 1_000_000})
            return None
        faults: list[tables.Fault] = []
        rows = tables.rows(self.file.content, faults=faults)
        head = [name.strip() for name in next(rows, (1, []))[1]]
        if any(head):
            known = self._known(head)
            if known.keys() & {"juror", "criterion", "points"}:
                self._long(head, known, rows)
            else:
                self._wide(head, rows)
        elif not faults:
            # Translators: de: „Die Datei ist leer oder ihre erste Zeile nennt keine Spalten.“
            self._fault(1, _("The file is empty, or its first line names no columns."))
        self.faults += [Fault(self.file.name, *fault) for fault in faults]
        self.faults.sort(key=lambda fault: fault.line)
        if not self.faults:
            self._whole()
        return None if self.faults else self._scored()

    def _known(self, head: list[str]) -> dict[str, int]:
        """Where the columns of a long table stand."""
        found: dict[str, int] = {}
        for position, name in enumerate(head):
            for column, names in COLUMNS.items():
                if name.lower() in names:
                    if column in found:
                        self._twice(name)
                    found[column] = position
        return found

    def _long(
        self, head: list[str], known: dict[str, int], rows: Iterator[tuple[int, list[str]]]
    ) -> None:
        lacking = [name for name in ("case", "juror", "points") if name not in known]
        for name in lacking:
            self._fault(1, _("The column “%(name)s” is missing.") % {"name": name})
        if lacking:
            return
        for position, name in enumerate(head):
            if position not in known.values():
                doubt = _("The column “%(name)s” is not used here.") % {"name": name}
                self.doubts.append(Fault(self.file.name, 1, doubt))
        named = [column for column in ("case", "juror", "criterion") if column in known]
        for line, row in rows:
            names = [row[known[column]].strip() for column in named]
            empty = [head[known[c]] for c, name in zip(named, names, strict=True) if not name]
            for column in empty:
                self._fault(line, _("The cell “%(name)s” is empty.") % {"name": column})
            if not empty:
                case, juror, criterion = [*names, ""][:3]
                self._give(line, (case, juror, criterion), row[known["points"]].strip())

    def _wide(self, head: list[str], rows: Iterator[tuple[int, list[str]]]) -> None:
        if len(head) < 2:
            text = _(
                # Translators: de: „In der ersten Zeile steht nur eine Spalte. Zellen sind durch
                # Komma oder Semikolon getrennt; es braucht die Spalten case, juror und points oder
                # eine Spalte je Jurymitglied.“
                "The first line has one column only. Cells stand apart by commas or semicolons;"
                " what is needed is the columns case, juror and points, or a column for each juror."
            )
            self._fault(1, text)
            return
        for position, name in enumerate(head[1:], start=2):
            if not name:
                # Translators: de: „Die %(n)d. Spalte hat keinen Namen.“
                self._fault(1, _("Column %(n)d has no name.") % {"n": position})
            elif name in head[1 : position - 1]:
                self._twice(name)
        if self.faults:
            return
        self._jurors.update(head[1:])
        for line, row in rows:
            case = row[0].strip()
            if not case:
                self._fault(line, _("The cell “%(name)s” is empty.") % {"name": head[0]})
                continue
            if case in self._cases:
                before = self._first[case, "", ""]
                self._again(line, case, before)
                continue
            self._first[case, "", ""] = line
            self._cases.add(case)
            for juror, cell in zip(head[1:], row[1:], strict=True):
                if points := cell.strip():
                    self._give(line, (case, juror, ""), points)

    def _give(self, line: int, key: Key, cell: str) -> None:
        before = self._first.setdefault(key, line)
        if key in self._given:
            self._again(line, ", ".join(name for name in key if name), before)
            return
        self._cases.add(key[0])
        self._jurors.add(key[1])
        self._given[key] = self._number(line, cell) if cell else np.nan

    def _number(self, line: int, cell: str) -> float:
        if not NUMBER.fullmatch(cell):
            # Translators: de: „„%(cell)s“ ist keine Zahl.“
            text = _("“%(cell)s” is no number.")
        elif abs(number := float(cell.replace(",", "."))) > LARGEST:
            # Translators: de: „„%(cell)s“ ist zu groß für Punkte.“
            text = _("“%(cell)s” is too large for points.")
        else:
            return number
        self._fault(line, text % {"cell": cell if len(cell) <= 40 else f"{cell[:40]}…"})
        return np.nan

    def _whole(self) -> None:
        """What only the whole table tells."""
        if not self._given:
            # Translators: de: „Es steht keine einzige Wertung da.“
            self._fault(1, _("There is not a single score."))
        elif len({key[2] for key in self._given}) > MOST_CRITERIA:
            # Translators: de: „Mehr als %(n)d verschiedene Kriterien stehen da.“
            text = _("More than %(n)d different criteria stand there.")
            self._fault(1, text % {"n": MOST_CRITERIA})
        elif min(len(self._cases), len(self._jurors)) > MOST_OF_BOTH:
            # Translators: de: „Mehr als %(n)d Fälle und zugleich mehr als %(n)d Jurymitglieder.“
            text = _("More than %(n)d cases and more than %(n)d jurors at once.")
            self._fault(1, text % {"n": MOST_OF_BOTH})

    def _scored(self) -> Scored:
        given = dict(sorted(self._given.items()))
        criteria = sorted({key[2] for key in given})
        return Scored(sorted(self._cases), sorted(self._jurors), criteria, given)

    def _again(self, line: int, name: str, first: int) -> None:
        text = _("“%(name)s” stands in line %(first)d already.")
        self._fault(line, text % {"name": name, "first": first})

    def _twice(self, name: str) -> None:
        # Translators: de: „Die Spalte „%(name)s“ steht zweimal da.“
        self._fault(1, _("The column “%(name)s” stands there twice.") % {"name": name})

    def _fault(self, line: int, text: str) -> None:
        self.faults.append(Fault(self.file.name, line, text))


class WeightsRefused(ValueError):
    """In words for the person."""


PART = re.compile(r"[,;](?=[^=,;]+=)")  # a comma may also belong to a number


def weights(text: str, criteria: list[str]) -> dict[str, float]:
    """`SS=.4,TR=.3` as weights of criteria that are there; those not named have none."""
    if criteria == [""]:
        # Translators: de: „Die Tabelle nennt keine Kriterien; Gewichte gibt es dann nicht.“
        raise WeightsRefused(_("The table names no criteria, so that there are no weights."))
    found: dict[str, float] = {}
    for part in PART.split(text):
        name, _sign, cell = (piece.strip() for piece in part.rpartition("="))
        if not NUMBER.fullmatch(cell) or not name:
            # Translators: de: „„%(part)s“ ist kein Gewicht; gemeint ist etwa SS=0,4.“
            message = _("“%(part)s” is no weight; what is meant is SS=0.4, for example.")
        elif name not in criteria:
            # Translators: de: „Das Kriterium „%(name)s“ steht nicht in der Tabelle; dort stehen:
            # %(criteria)s.“
            message = _("The criterion “%(name)s” is not in the table; there are: %(criteria)s.")
        elif name in found:
            # Translators: de: „Das Kriterium „%(name)s“ hat zwei Gewichte.“
            message = _("The criterion “%(name)s” has two weights.")
        elif not 0 <= float(cell.replace(",", ".")) <= LARGEST:
            # Translators: de: „Ein Gewicht ist 0 oder größer, nicht %(cell)s.“
            message = _("A weight is 0 or more, not %(cell)s.")
        else:
            found[name] = float(cell.replace(",", "."))
            continue
        raise WeightsRefused(
            message % {"part": part, "name": name, "cell": cell, "criteria": ", ".join(criteria)}
        )
    if not any(found.values()):
        # Translators: de: „Alle Gewichte sind 0.“
        raise WeightsRefused(_("All weights are 0."))
    return found
