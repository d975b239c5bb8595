"""Demonstrations are filled once for all journeys of a run; each journey begins with a copy."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from initiatives.berlin import BERLIN

from .. import databases
from .served import Demo


class Fillings:
    """What was filled: databases, and beside each the folder with its files."""

    def __init__(self, folder: Path, migrated: str) -> None:
        self.folder = folder
        self.migrated = migrated

    def copy(self, phase: str, *, offset: timedelta, to: Journey) -> None:
        """Days are told on the pages, so what was filled serves for the day of it only."""
        day = (datetime.now(UTC) + offset).astimezone(BERLIN).date()
        name = f"{databases.PREFIX}{phase}_{day:%Y%m%d}"
        filled = Demo(self.folder / name, database_url=databases.address(name))
        with databases.first(self.folder, name) as to_do:
            if to_do:
                databases.copy(self.migrated, name)
                filled.fill(phase, offset=offset)
        databases.copy(name, to.database)
        shutil.copytree(filled.folder / "data", to.folder / "data")


class Journey(Demo):
    """A demonstration in a copy of a filled database."""

    def __init__(self, folder: Path, database: str, fillings: Fillings) -> None:
        super().__init__(folder, database_url=databases.address(database))
        self.database = database
        self.fillings = fillings

    def start(self, *, offset: timedelta = timedelta(), phase: str = "") -> None:
        if phase:
            self.fillings.copy(phase, offset=offset, to=self)
        super().start(offset=offset)
