"""How the invented office tells everybody the result: read one by one, sent in two turns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from awards import actions, result_letters
from awards.models import Release
from initiatives.models import Call, Local, User

from .timeline import Step

MINUTE = timedelta(minutes=1)


def steps(
    data: Mapping[str, Any], *, call: Call, office: User, prepared: datetime, opened: datetime
) -> Iterator[Step]:
    """Laureates know it on the day the announcement is prepared, all others once it is public."""
    yield prepared + 100 * MINUTE, partial(_add, call, data["result_additions"], office)
    yield prepared + 120 * MINUTE, partial(_read, call, office)
    yield prepared + 180 * MINUTE, partial(_tell_laureates, call, office)
    yield opened + 2 * MINUTE, _tell_others


def _add(call: Call, additions: list[Mapping[str, Any]], by: User, at: datetime) -> None:
    """A paragraph of the office's own in two of the letters."""
    for row in additions:
        case = call.applications.get(initiative__slug=row["slug"])
        actions.write_addition(case, Local(row["text"]), by=by, at=at)


def _read(call: Call, by: User, at: datetime) -> None:
    for letter in result_letters.of(Release.objects.get(call=call)):
        actions.see_result_letter(letter.application, seen=letter.seal, by=by, at=at)


def _tell_laureates(call: Call, by: User, at: datetime) -> None:
    actions.tell_laureates(Release.objects.get(call=call), by=by, at=at)


def _tell_others(at: datetime) -> None:
    for key in actions.letters_to_others(at=at):
        actions.tell_other(key, at=at)
