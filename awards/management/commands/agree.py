"""Say how far any jury agrees, from a table: no database, no account, nothing stored."""

from __future__ import annotations

from typing import Any

from awards.management import ranking_json, ranking_table
from awards.management.score_command import Jury, ScoreCommand
from jury.agreement import agreement
from jury.ranking import ordered


class Command(ScoreCommand):
    help = (
        "Says how far a jury agrees, how severe each juror is, and on which cases opinions differ "
        "most."
    )

    def say(self, jury: Jury, options: dict[str, Any]) -> str:
        ranking = ordered(jury.cells, shape=jury.shape)
        agreed = agreement(ranking.sheets, ranking.fitted)
        if options["format"] == "json":
            return ranking_json.agreed(jury, ranking, agreed)
        return ranking_table.agreed(jury, ranking, agreed)
