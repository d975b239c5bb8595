"""What the commands have in common that work on tables alone: no database, no account."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import ngettext

SHOWN = 100  # faults; whoever has more looks at the file


class TableCommand(BaseCommand):
    requires_system_checks: list[str] = []  # it asks nothing but the files

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Those on what comes out; a command's own stand before them."""
        parser.add_argument("--format", choices=["table", "json"], default="table")
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=None,
            help=f"of what it says; {settings.LANGUAGE_CODE} if not said",
        )

    def handle(self, *, language: str | None, **options: Any) -> None:
        with translation.override(language or translation.get_language()):
            self.stdout.write(self.answer(options))

    def answer(self, options: dict[str, Any]) -> str:
        raise NotImplementedError


def refused(nothing: str, faults: Sequence[object]) -> CommandError:
    """All faults with their lines, below what was not done because of them."""
    told = [nothing, *map(str, faults[:SHOWN])]
    more = len(faults) - SHOWN
    if more > 0:
        # Translators: de: „und %(n)d weiterer Fehler“, „und %(n)d weitere Fehler“
        text = ngettext("and %(n)d fault more", "and %(n)d faults more", more)
        told.append(text % {"n": more})
    return CommandError("\n".join(told))
