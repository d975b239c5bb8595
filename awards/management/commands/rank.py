"""Put the cases of any jury in order, from a table: no database, no account, nothing stored."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from awards.management import ranking_json, ranking_table
from awards.management.score_command import Jury, ScoreCommand
from jury.agreement import agreement
from jury.ranking import rank, without_each_juror

TOP = 3


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise ArgumentTypeError(f"“{text}” is no whole number from 0 up")
    return int(text)


def _places(text: str) -> int:
    if _number(text) < 1:
        raise ArgumentTypeError("the best are at least 1")
    return int(text)


class Command(ScoreCommand):
    help = (
        "Ranks the cases of a jury by the plain mean and by the mean corrected for severe and mild "
        "jurors, and says how sure that is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add = parser.add_argument
        add(
            "--top",
            type=_places,
            default=TOP,
            metavar="K",
            help=f"how many are the best; {TOP} if not said, all where there are fewer",
        )
        add(
            "--seed",
            type=_number,
            default=0,
            metavar="N",
            help="of the simulation; the same gives the same bytes",
        )

    def say(self, jury: Jury, options: dict[str, Any]) -> str:
        top = min(options["top"], len(jury.cases))
        ranking = rank(jury.cells, top=top, seed=options["seed"], shape=jury.shape)
        without = without_each_juror(ranking, top)
        agreed = agreement(ranking.sheets, ranking.fitted)
        if options["format"] == "json":
            return ranking_json.ranked(jury, ranking, without, agreed)
        return ranking_table.ranked(jury, ranking, without, agreed, top=top)
