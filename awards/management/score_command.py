"""What the commands have in common that take the sheets of any jury."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from jury.allocation_files import File
from jury.ranking import Cells
from jury.ranking_files import MOST_BYTES, Reader, WeightsRefused, weights

from .table_command import TableCommand, refused


class Jury(NamedTuple):
    """What the file says; case 0 is the first of `cases`, and so on."""

    cells: Cells
    cases: list[str]
    jurors: list[str]
    criteria: list[str]

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.cases), len(self.jurors)


class ScoreCommand(TableCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add(
            "file",
            type=Path,
            metavar="FILE.csv",
            help="UTF-8 with , or ; – case,juror,points or case,juror,criterion,points (or Fall, "
            "Jurymitglied, Kriterium, Punkte), or the case and then a column for each juror; an "
            "empty cell is no judgement",
        )
        add(
            "--weights",
            metavar="SS=.4,TR=.3,…",
            help="of the criteria; one not named has none; all weigh the same if not said",
        )
        super().add_arguments(parser)

    def answer(self, options: dict[str, Any]) -> str:
        return self.say(self.read(options), options)

    def say(self, jury: Jury, options: dict[str, Any]) -> str:
        raise NotImplementedError

    def read(self, options: dict[str, Any]) -> Jury:
        """What the file states; all its faults at once as CommandError."""
        reader = Reader(_file(options["file"]))
        scored = reader.read()
        for doubt in reader.doubts:
            self.stderr.write(str(doubt))
        if scored is None:
            # Translators: de: „Es wurde nichts gerechnet.“
            raise refused(_("Nothing was calculated."), reader.faults)
        weighed = None
        if options["weights"] is not None:
            try:
                weighed = weights(options["weights"], scored.criteria)
            except WeightsRefused as refusal:
                raise CommandError(f"--weights: {refusal}") from refusal
        return Jury(scored.cells(weighed), scored.cases, scored.jurors, scored.criteria)


def _file(path: Path) -> File:
    """The file, its end left off where it is too large anyway."""
    try:
        with path.open("rb") as file:
            return File(path.name, file.read(MOST_BYTES + 1))
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
