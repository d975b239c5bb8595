"""Look whether anything gives a laureate away one second before the embargo ends."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from awards.embargo.check import ROLES, check
from awards.models import Release
from initiatives.refusals import NotAllowed


class Command(BaseCommand):
    help = (
        "Reads the whole site as anonymous and as every role but the office's, one second before "
        "the embargo ends, with a word of its own in every text of the release, and once more as "
        "if nothing were confirmed. Names every address that says such a word or differs by a "
        "byte; ends with 1 then. Changes nothing: it all happens in a transaction rolled back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--call", type=int, required=True, metavar="YEAR")
        parser.add_argument(
            "--role", action="append", choices=ROLES, help="only this role; may be said again"
        )

    def handle(self, *, call: int, role: list[str] | None, **options: Any) -> None:
        release = Release.objects.filter(call__year=call, call__is_archive=False).first()
        if release is None:
            raise CommandError(f"There is no release of {call} that was prepared here.")
        try:
            report = check(release, roles=role or ROLES)
        except NotAllowed as refusal:
            raise CommandError(f"The release cannot be confirmed yet: {refusal}") from None
        for reader, number in report.asked.items():
            self.stdout.write(f"{reader:12} {number:5} answers compared")
        for finding in report.findings:
            self.stderr.write(f"{finding.role:12} {finding.surface}  {finding.why}")
        if report.findings:
            raise CommandError(f"{len(report.findings)} surfaces give something away.")
        self.stdout.write("Nothing gives a laureate away.")
