"""What the meeting sees of the scores: a case's figures, and which cases it has to speak about."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from initiatives.models import Application, Call
from jury import standings
from jury.models import Score
from jury.ranking import Cells, composed, plainly

from .models import Meeting

WIDEST = 2  # cases with the widest disagreement that come on the agenda beside the others


class Figures(NamedTuple):
    """In points of the scale; what is corrected is None where nothing is."""

    place: int
    mean: float
    low: float
    high: float
    sheets: int
    corrected: float | None = None
    corrected_low: float | None = None
    corrected_high: float | None = None
    chance: float | None = None
    in_band: bool = False


def of_call(call: Call) -> dict[int, Figures]:
    """By the key of the application, those with a sheet that counts: as the standings tell it."""
    order = standings.Standings(call, top=standings.places(call))
    return {row.application.pk: _figures(row) for row in order[: order.n_ranked]}


def of_case(meeting: Meeting, case: Application) -> Figures | None:
    """As `of_call`, for one case of a meeting that was read `for_screens`."""
    top, by_name = meeting.places, meeting.by_name
    row = standings.Standings(meeting.call, top=top, by_name=by_name).at_hand(case)
    return _figures(row) if row and row.standing else None


def _figures(row: standings.Row) -> Figures:
    plain, corrected = row.standing, row.corrected
    assert plain is not None  # noqa: S101  only ranked rows are asked for
    found = Figures(plain.place, plain.mean, plain.low, plain.high, plain.sheets)
    if corrected is None:
        return found
    return found._replace(
        corrected=corrected.value,
        corrected_low=corrected.low,
        corrected_high=corrected.high,
        chance=corrected.chance,
        in_band=row.in_band,
    )


def of_case_alone(call: Call, case: int) -> Figures | None:
    """What needs no other case: for a juror who is barred from one. One query."""
    given = Score.objects.that_count(call).filter(sheet__application=case)
    rows = list(given.values_list("sheet__juror_id", "criterion_id", "points", "criterion__weight"))
    if not rows:
        return None
    _jurors, juror = np.unique([row[0] for row in rows], return_inverse=True)
    codes, criterion = np.unique([row[1] for row in rows], return_inverse=True)
    weights = {row[1]: float(row[3]) for row in rows}
    points = np.array([np.nan if row[2] is None else row[2] for row in rows], dtype=float)
    weight = np.array([weights[code] for code in codes.tolist()])
    cells = Cells(np.zeros(len(rows), dtype=np.int64), juror, criterion, points, weight)
    found = plainly(composed(cells))
    if not found.sheets[0]:
        return None
    mean, low, high = float(found.mean[0]), float(found.low[0]), float(found.high[0])
    return Figures(0, mean, low, high, int(found.sheets[0]))


def to_discuss(call: Call) -> list[int]:
    """Keys of the cases the jury has to speak about, in the order of the plain mean: those ahead
    of the line and level with it, those that cannot be told apart from them, and those on which
    the jury disagrees most.
    """
    found, top = of_call(call), standings.places(call)
    ranked = sorted(found, key=lambda case: (found[case].place, case))
    chosen = {case for case in ranked if found[case].place <= top or found[case].in_band}
    if all(found[case].corrected is None for case in ranked):  # no band: the next one behind
        chosen |= set(ranked[len(chosen) : len(chosen) + 1])
    apart = sorted(ranked, key=lambda case: (found[case].low - found[case].high, case))
    others = [case for case in apart if case not in chosen and found[case].sheets > 1]
    chosen |= set(others[:WIDEST])
    return [case for case in ranked if case in chosen]
