"""Whether the journal is as it was written, and whether a head from outside is in it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from initiatives.records import heads, proof
from initiatives.records.verify_journal import WORDS, Finding, Head, entries_in, head_of, said

BROKEN, UNCHECKED = 1, 2  # how it ends, other than with 0


class Command(BaseCommand):
    help = (
        "Checks the chain of the journal and changes nothing. Ends with 0 if it holds, 1 if it "
        "does not, 2 if that could not be checked."
    )
    requires_system_checks: list[str] = []  # it may be asked of a database restored elsewhere

    def add_arguments(self, parser: ArgumentParser) -> None:
        known = parser.add_mutually_exclusive_group()
        known.add_argument(
            "--minutes", type=Path, metavar="FILE", help="JSON or PDF that names a head"
        )
        known.add_argument(
            "--head", nargs="+", metavar="N", help="a head: its number, then its hash"
        )
        parser.add_argument(
            "--export", type=Path, metavar="FILE", help="write the journal and check that file"
        )
        parser.add_argument("--language", choices=sorted(WORDS), default="de")

    def handle(
        self,
        *,
        minutes: Path | None,
        head: list[str] | None,
        export: Path | None,
        language: str,
        **options: Any,
    ) -> None:
        try:
            known = _known(minutes, head)
            finding = _exported(export, known) if export else proof.check(known)
        except OSError as error:
            raise CommandError(
                f"{error.filename}: {error.strerror}", returncode=UNCHECKED
            ) from None
        self.stdout.write("\n".join(said(finding, language)))
        if finding.broken:
            sys.exit(BROKEN)


def _known(minutes: Path | None, head: list[str] | None) -> Head | None:
    try:
        if minutes:
            return heads.named_in(minutes)
        return head_of(head[0], "".join(head[1:])) if head else None
    except ValueError:
        # Translators: de: „Darin steht kein Stand des Journals: seine Nummer und die 64 Zeichen
        # seiner Prüfsumme.“
        text = _("No head of the journal is named there: its number and the 64 signs of its hash.")
        raise CommandError(text, returncode=UNCHECKED) from None


def _exported(file: Path, known: Head | None) -> Finding:
    """Write a new file, read by its owner alone, and check what was written."""
    with file.open("xb") as written:
        file.chmod(0o600)
        written.writelines(proof.exported(proof.head()))
    with file.open("rb") as read:
        return proof.verify_journal.check(entries_in(read), known)
