"""The invented jury's calibration: before judging begins it scores one sample case and talks."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from initiatives.models import Call, Local, User
from jury import actions
from jury.models import Juror
from jury.shown import NO_JUDGEMENT

from .timeline import Step, between

FILE = Path(__file__).resolve().parent.parent / "data" / "demo-calibration.toml"
# Where each thing lies between the end of the formal check and the begin of judging.
OPENED, FIRST, SAID, CLOSED, AGREED = 0.3, 0.4, 0.6, 0.8, 0.9
APART = 0.02  # from one juror to the next


def steps(call: Call, seats: Mapping[str, Juror], *, by: User) -> Iterator[Step]:
    """Opened, scored, spoken about, ended, and agreed on."""
    if call.judging_from is None or call.checked_until is None:
        return
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    when = partial(between, call.checked_until, call.judging_from)
    yield when(OPENED), partial(_open, call, data, by)
    for number, row in enumerate(data["sheets"]):
        yield when(FIRST + APART * number), partial(_score, call, row, seats[row["juror"]])
    for number, row in enumerate(data["remarks"]):
        yield when(SAID + APART * number), partial(_say, call, row, seats[row["juror"]])
    yield when(CLOSED), lambda at: actions.close_calibration(call, by=by, at=at)
    for row in data["agreements"]:
        yield when(AGREED), partial(_agree, call, row, by)


def _open(call: Call, data: Mapping[str, Any], by: User, at: datetime) -> None:
    words = {name: _words(data[name]) for name in ("title", "text")}
    asked = list(call.criteria.filter(code__in=data["criteria"]))
    actions.add_sample(call, {**words, "criteria": asked}, by=by, at=at)
    actions.open_calibration(call, by=by, at=at)


def _words(text: Mapping[str, str]) -> Local:
    return Local({language: words.strip() for language, words in text.items()})


def _score(call: Call, row: Mapping[str, Any], juror: Juror, at: datetime) -> None:
    sample = call.samples.get()
    who: dict[str, Any] = {"by": juror.user, "at": at}
    for criterion in sample.criteria.all():
        points, reason = row[criterion.code]
        abstains = points == NO_JUDGEMENT
        actions.save_sample_score(
            sample,
            criterion,
            points=None if abstains else points,
            abstained=abstains,
            reason=reason,
            **who,
        )
    actions.finish_sample(sample, **who)


def _say(call: Call, row: Mapping[str, Any], juror: Juror, at: datetime) -> None:
    actions.remark(call.criteria.get(code=row["code"]), row["text"], by=juror.user, at=at)


def _agree(call: Call, row: Mapping[str, Any], by: User, at: datetime) -> None:
    actions.agree(call.criteria.get(code=row["code"]), _words(row["text"]), by=by, at=at)
