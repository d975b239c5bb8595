"""Tables as CSV. What comes from outside is read with every fault and its line, all at once.

What goes out opens in a spreadsheet without running anything, and comes back as it went.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import NamedTuple

from django.utils.translation import gettext as _

from .texts import clean

QUOTED = re.compile(r'"[^"]*"')  # what stands between quotation marks parts no cells
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would run


class Fault(NamedTuple):
    line: int
    text: str

    def __str__(self) -> str:
        return _("Line %(line)d: %(text)s") % {"line": self.line, "text": self.text}


def read(
    file: bytes,
    columns: Sequence[str],
    *,
    faults: list[Fault],
    optional: Sequence[str] = (),
    doubts: list[Fault] | None = None,
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Rows of a table in UTF-8, with or without BOM, its cells apart by commas or semicolons.

    The first line names the columns, in any order, in small or capital letters. With the line
    where it begins, a row comes as the cells of `columns` and then of `optional`, "" for an
    optional column that is not there. Columns nobody asked for are told as `doubts`. Empty lines
    are passed over. Faults are added while reading goes on.
    """
    lines = rows(file, faults=faults)
    head = next(lines, None)
    if head is None:
        return
    names = [name.strip().lower() for name in head[1]]
    missing = [name for name in columns if name not in names]
    for name in missing:
        faults.append(Fault(1, _("The column “%(name)s” is missing.") % {"name": name}))
    if missing:
        return
    if doubts is not None:
        for name in names:
            if name not in (*columns, *optional):
                # Translators: de: „Die Spalte „%(name)s“ wird hier nicht gebraucht.“
                doubt = _("The column “%(name)s” is not used here.") % {"name": name}
                doubts.append(Fault(1, doubt))
    wanted = [names.index(n) if n in names else len(names) for n in (*columns, *optional)]
    pick = itemgetter(*wanted) if len(wanted) > 1 else lambda row: (row[wanted[0]],)
    for line, row in lines:
        row.append("")
        yield line, pick(row)


def rows(file: bytes, *, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """All lines as `read` reads them, the first one too, each with as many cells as that one."""
    try:
        text = clean(file.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = file[: error.start].count(b"\n") + 1
        faults.append(Fault(line, _("The file is not written in UTF-8.")))
        return
    head = QUOTED.sub("", text.partition("\n")[0])
    lines = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8", newline="\n")
    found = csv.reader(
        lines, delimiter=max(",;", key=head.count), strict=True, skipinitialspace=True
    )
    begins = 1
    try:
        names = next(found, [])
        yield begins, names
        begins = found.line_num + 1
        for row in found:
            if "".join(row).strip():
                if len(row) == len(names):
                    yield begins, row
                else:
                    fault = _("The line has %(found)d cells; the first line has %(wanted)d.")
                    faults.append(Fault(begins, fault % {"found": len(row), "wanted": len(names)}))
            begins = found.line_num + 1
    except csv.Error:
        fault = _("A cell that begins with a quotation mark does not end with one.")
        faults.append(Fault(begins, fault))


def write(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as German spreadsheets open it: UTF-8 with BOM, cells apart by semicolons."""
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    lines.writerows([harmless(cell) for cell in row] for row in chain([columns], rows))
    return text.getvalue().encode("utf-8-sig")


def stream(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """As `write`, in parts of a thousand lines: nothing waits until the last row is there."""
    yield write(columns, [])
    waiting = iter(rows)
    while part := list(islice(waiting, 1000)):
        yield write(part[0], part[1:]).removeprefix(codecs.BOM_UTF8)


def harmless(cell: str) -> str:
    """The cell as text for every spreadsheet; `plain` takes it back."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def plain(cell: str) -> str:
    """What the cell said before it was made `harmless`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
