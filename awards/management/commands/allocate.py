"""Say who reads what, from tables: no database, no account, the same bytes for the same input."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from awards.management import allocation_table
from awards.management.table_command import TableCommand, refused
from jury.allocation import Allocation, Problem, allocate
from jury.allocation_files import File, Reader
from jury.allocation_words import reason, remedy


def _share(text: str) -> float:
    """A percentage as a share."""
    try:
        percent = float(text.replace(",", ".").removesuffix("%").strip())
    except ValueError:
        percent = -1
    if not 0 <= percent <= 100:
        raise ArgumentTypeError(f"“{text}” is no percentage from 0 to 100")
    return percent / 100


def _readers(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 10_000:
        raise ArgumentTypeError(f"“{text}” is no number of readers")
    return int(text)


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ArgumentTypeError(f"“{text}” is no whole number from 0 up")
    return int(text)


class Command(TableCommand):
    help = (
        "Allocates cases to jurors at the proven optimum. CSV in UTF-8 with , or ; and a first "
        "line that names the columns."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("--cases", type=Path, required=True, metavar="FILE", help="case[,readers]")
        add("--jurors", type=Path, required=True, metavar="FILE", help="juror[,min,max]")
        add("--conflicts", type=Path, metavar="FILE", help="juror,case: never given")
        add("--match", type=Path, metavar="FILE", help="juror,case,match: 0–100, 50 if not said")
        add("--kept", type=Path, metavar="FILE", help="juror,case: begun, stays as it is")
        add("--readers", type=_readers, required=True, metavar="K", help="of each case")
        add(
            "--overlap-budget",
            type=_share,
            metavar="PERCENT",
            help="of what a random allocation would cost more, spent on letting jurors meet "
            "evenly; 0 switches it off; 2, or 5 where jurors hardly meet, if not said",
        )
        add("--seed", type=_seed, default=0, metavar="N", help="of the search for swaps")
        super().add_arguments(parser)

    def answer(self, options: dict[str, Any]) -> str:
        allocation = allocate(self.read(options))
        for juror, case in allocation.dropped:
            # Translators: de: „Nicht behalten, weil befangen: %(juror)s, %(case)s“
            text = _("Not kept because of a conflict: %(juror)s, %(case)s")
            self.stderr.write(text % {"juror": juror, "case": case})
        if options["format"] == "json":
            return json.dumps(as_json(allocation), ensure_ascii=False, indent=1)
        return allocation_table.written(allocation)

    def read(self, options: dict[str, Any]) -> Problem:
        """The problem the files state; all their faults at once as CommandError."""
        files = _files(options)
        reader = Reader()
        cases = reader.cases(files["cases"], readers=options["readers"])
        jurors = reader.jurors(files["jurors"])
        pairs = {
            name: reader.pairs(files[name], cases=cases, jurors=jurors)
            for name in ("conflicts", "kept")
            if name in files
        }
        problem = Problem(
            cases=cases,
            jurors=jurors,
            barred=pairs.get("conflicts", set()),
            match=(
                reader.matches(files["match"], cases=cases, jurors=jurors)
                if "match" in files
                else {}
            ),
            kept=pairs.get("kept", set()),
            overlap_budget=options["overlap_budget"],
            seed=options["seed"],
        )
        for doubt in reader.doubts:
            self.stderr.write(str(doubt))
        if reader.faults:
            # Translators: de: „Es wurde nichts zugeteilt.“
            raise refused(_("Nothing was allocated."), reader.faults)
        return problem


def _files(options: dict[str, Any]) -> dict[str, File]:
    """The files that were named, by what they hold."""
    files: dict[str, File] = {}
    unreadable: list[str] = []
    for name in ("cases", "jurors", "conflicts", "match", "kept"):
        path: Path | None = options[name]
        if path is None:
            continue
        try:
            files[name] = File(path.name, path.read_bytes())
        except OSError as error:
            unreadable.append(f"{path}: {error.strerror}")
    if unreadable:
        raise CommandError("\n".join(unreadable))
    return files


def as_json(allocation: Allocation) -> dict[str, Any]:
    change = allocation.least_change
    return {
        "assignments": [
            {"case": reading.case, "juror": reading.juror} for reading in allocation.assignments
        ],
        "cost": allocation.cost,
        "bound": allocation.bound,
        "gap": allocation.gap,
        "certified": allocation.certified,
        "loads": allocation.loads,
        "unfilled": [
            {
                "case": case.case,
                "missing": case.missing,
                "because": " ".join(
                    [
                        reason(case, jurors=len(allocation.loads)),
                        *([remedy(case, change)] if change else []),
                    ]
                ),
            }
            for case in allocation.unfilled
        ],
        "components": allocation.components,
        "lambda2": allocation.lambda2,
        "a_efficiency": allocation.a_efficiency,
    }
