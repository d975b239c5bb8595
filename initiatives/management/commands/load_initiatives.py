"""Load the directory from a table: all of it or, with a fault in any line, nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from initiatives import clock, directory

DATA = Path(directory.__file__).parent / "data"


class Command(BaseCommand):
    help = "Loads the directory of initiatives from a CSV file; may be run again at any time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=DATA / "initiatives.csv")

    def handle(self, *, file: Path, **options: Any) -> None:
        themes = directory.read_themes((DATA / "themes.csv").read_bytes())
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from None
        reading = directory.read(content, themes)
        for doubt in reading.doubts:
            self.stderr.write(str(doubt))
        if reading.faults:
            lines = [str(fault) for fault in reading.faults]
            raise CommandError("\n".join([_("Nothing was loaded."), *lines]))
        stored = directory.store(reading.rows, at=clock.now())
        self.stdout.write(
            _("%(new)d new, %(changed)d changed, %(same)d as before.")
            % {"new": stored.new, "changed": stored.changed, "same": stored.same}
        )
        for initiative in stored.missing:
            self.stdout.write(
                _("Not in the file any more, but still listed: %(name)s") % {"name": initiative}
            )
