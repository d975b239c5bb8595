"""Load past editions into the archive."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from awards import archive
from initiatives import clock
from initiatives.refusals import NotAllowed


class Command(BaseCommand):
    help = "Loads past editions from TOML files; may be run again at any time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="file")

    def handle(self, *, files: list[Path], **options: Any) -> None:
        with transaction.atomic():
            for file in files or archive.files():
                self.load(file)

    def load(self, file: Path) -> None:
        try:
            release = archive.load(file, at=clock.now())
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from None
        except KeyError as error:
            raise CommandError(f"{file}: {error} is missing.") from None
        except (TOMLDecodeError, UnicodeDecodeError, NotAllowed) as error:
            raise CommandError(f"{file}: {error}") from None
        names = ", ".join(laureate.name for laureate in release.laureates.all())
        self.stdout.write(f"{release.call.year}: {names}")
