"""The bridge: rows → ranking → rows. Always computed, never stored; what takes long is remembered
for as long as no score changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
from django.contrib.postgres.aggregates import ArrayAgg
from django.core.cache import cache
from django.db.models import Case, QuerySet, Sum, TextField, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from initiatives.models import Application, Call, Criterion

from .models import Assignment, Score
from .querysets.assignments import COUNTS
from .ranking import (
    Cells,
    Chances,
    Moved,
    Ranking,
    Reweighted,
    ordered,
    rank,
    reweighted,
    without_each_juror,
)
from .ranking.model import Floats, Ints

SEED = 1  # of the simulation: the same scores give the same chances
AT_ONCE = 200  # cases of which all is told while somebody waits
SHAPE = 1  # of what is remembered: count it up when `Told` changes, or the old would be misread
REMEMBERED = 60 * 60 * 24 * 30  # seconds
VALUE_RANGE = 1.645  # standard errors on either side hold the value in 90 of 100 cases


class Judged:
    """The scores of a call that count. `cases` and `jurors` are keys by their number in `cells`.

    Two are equal if they say the same, so that what is computed of one is good for the other.
    """

    def __init__(self, call: Call, cases: Sequence[int], criteria: Sequence[Criterion]) -> None:
        """Two queries. What was admitted or judged between them is there the next time."""
        self.cases = np.sort(np.array(cases, dtype=np.int64))
        self.criteria = sorted(criteria, key=lambda criterion: criterion.pk)
        codes = [criterion.pk for criterion in self.criteria]
        reading = _columns(
            Assignment.objects.filter(application__in=call.applications.admitted()).standing(),
            case="application_id",
            juror="juror_id",
            sheet=Case(When(COUNTS, then="sheet__pk"), default=0),
        )
        number = np.searchsorted(self.cases, reading["case"])
        known = np.isin(reading["case"], self.cases)
        self.readers = np.bincount(number[known], minlength=len(self.cases))
        counts = np.flatnonzero(known & (reading["sheet"] > 0))
        counts = counts[np.argsort(reading["sheet"][counts])]
        sheets = reading["sheet"][counts]

        given = _columns(
            Score.objects.filter(criterion__in=codes),
            sheet="sheet_id",
            criterion="criterion_id",
            points=Coalesce("points", -1),
        )
        there = np.isin(given["sheet"], sheets)
        on = counts[np.searchsorted(sheets, given["sheet"][there])]
        self.jurors, juror = np.unique(reading["juror"][on], return_inverse=True)
        criterion = np.searchsorted(np.array(codes, dtype=np.int64), given["criterion"][there])
        points = given["points"][there].astype(float)
        points[points < 0] = np.nan
        row = np.lexsort((criterion, juror, number[on]))
        weight = np.array([float(criterion.weight) for criterion in self.criteria])
        self.cells = Cells(number[on][row], juror[row], criterion[row], points[row], weight)

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.cases), len(self.jurors)

    @cached_property
    def digest(self) -> str:
        found = hashlib.blake2b(digest_size=16)
        for part in (self.cases, self.jurors, *self.cells):
            found.update(np.ascontiguousarray(part).tobytes())
        return found.hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Judged) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)


def _columns(rows: QuerySet[Any], **wanted: str | Combinable) -> dict[str, Ints]:
    """Columns of whole numbers. As text, since numpy reads that six times as fast as a list."""
    found = rows.order_by().aggregate(
        **{name: Cast(ArrayAgg(one, default=[]), TextField()) for name, one in wanted.items()}
    )
    texts = {name: text.strip("{}") for name, text in found.items()}
    return {
        name: np.fromstring(text, dtype=np.int64, sep=",") if text else np.array([], dtype=np.int64)
        for name, text in texts.items()
    }


@lru_cache(maxsize=8)
def ranked(judged: Judged) -> Ranking:
    """Both orders without chances."""
    return ordered(judged.cells, shape=judged.shape)


class Told(NamedTuple):
    """What takes long to tell; `chances` is None where nothing is corrected.

    `without_juror` goes by the number of the juror in `Judged.jurors`.
    """

    chances: Chances | None
    without_juror: list[Moved]
    reweighted: list[Reweighted]


def told(judged: Judged, top: int, *, compute: bool) -> Told | None:
    """What was remembered of these scores; None if it is not computed yet and is not to be."""
    key = f"standings:{SHAPE}:{judged.digest}:{top}:{SEED}"
    found: Told | None = cache.get(key)
    if found is None and compute:
        ranking = ranked(judged)
        found = Told(
            rank(judged.cells, top=top, seed=SEED, shape=judged.shape).chances,
            without_each_juror(ranking, top),
            reweighted(judged.cells, ranking, top),
        )
        cache.set(key, found, REMEMBERED)
    return found


def tell(call: Call, top: int) -> None:
    """What the worker does for a large jury."""
    told(Standings(call, top=top, at_once=0).judged, max(top, 1), compute=True)


class Standing(NamedTuple):
    """A case's plain figures, in points of the scale; ties share a place: 1, 2, 2, 4."""

    place: int
    mean: float
    median: float
    low: float
    high: float
    sheets: int


class Corrected(NamedTuple):
    """The figures that take out how severe a case's jurors are; `low` to `high` hold the value in
    90 of 100 cases, `first` to `last` the place. What the simulation tells is None until it has.
    """

    place: int
    value: float
    low: float
    high: float
    first: int | None
    last: int | None
    chance: float | None
    group: int | None


class Row(NamedTuple):
    """A case in the standings; `standing` is None while no sheet on it counts.

    `readers` is how many sheets there will be: jurors who read it and have no conflict.
    """

    application: Application
    standing: Standing | None
    corrected: Corrected | None
    in_band: bool
    profile: list[tuple[Criterion, float | None]]
    readers: int


class Standings:
    """All admitted cases of a call by place, those without a sheet last, equal ones by name.

    `top` is how many are the best. Only the rows that are asked for are read.
    """

    def __init__(
        self,
        call: Call,
        *,
        top: int,
        at_once: int | None = None,
        by_name: Sequence[int] | None = None,
    ) -> None:
        """Five queries, two more while nothing is remembered of these scores; one less for whoever
        knows the keys of all admitted cases `by_name`. What takes long is only looked up if there
        are more cases than `at_once`, which is AT_ONCE if nothing is said.
        """
        at_once = AT_ONCE if at_once is None else at_once
        self.call, self.top = call, max(top, 1)
        self.criteria = list(call.criteria.all())
        if by_name is None:
            cases = call.applications.admitted().order_by("initiative__sort_name", "pk")
            by_name = list(cases.values_list("pk", flat=True))
        keys = np.array(by_name, dtype=np.int64)
        self.judged = Judged(call, keys.tolist(), self.criteria)
        self.ranking = ranked(self.judged)
        self.told = told(self.judged, self.top, compute=len(keys) <= at_once)
        self.chances = self.told.chances if self.told else None
        number = np.searchsorted(self.judged.cases, keys)
        place = self.ranking.plain.place[number]
        self.order: Ints = number[
            np.argsort(np.where(place > 0, place, np.iinfo(int).max), kind="stable")
        ]

    def __len__(self) -> int:
        return len(self.order)

    @property
    def n_ranked(self) -> int:
        return int(np.count_nonzero(self.ranking.plain.place))

    @property
    def n_ahead(self) -> int:
        """How many stand on a place with a prize; more than there are prizes if they are equal."""
        place = self.ranking.plain.place
        return int(np.count_nonzero((place > 0) & (place <= self.top)))

    @property
    def n_sheets(self) -> int:
        return len(self.ranking.sheets.value)

    @property
    def n_expected(self) -> int:
        """How many sheets there will be: those of jurors who read an admitted case."""
        return int(self.judged.readers.sum())

    def __getitem__(self, wanted: slice) -> list[Row]:
        """Rows of the order, with their cases. One query; none for none."""
        numbers = self.order[wanted]
        keys = [int(self.judged.cases[number]) for number in numbers]
        cases = (
            self.call.applications.admitted().select_related("initiative").in_bulk(keys)
            if keys
            else {}
        )
        return [
            self._row(number, cases[key])
            for number, key in zip(numbers.tolist(), keys, strict=True)
            if key in cases
        ]

    def of(self, application: Application) -> Row | None:
        """The row of one case; None if it is not admitted. One query."""
        found = np.flatnonzero(self.judged.cases[self.order] == application.pk)
        return self[found[0] : found[0] + 1][0] if len(found) else None

    def at_hand(self, application: Application) -> Row | None:
        """As `of`, for a case that was read with all its row needs. No query."""
        found = np.flatnonzero(self.judged.cases == application.pk)
        return self._row(int(found[0]), application) if len(found) else None

    def _row(self, number: int, application: Application) -> Row:
        plain = self.ranking.plain
        standing = None
        if plain.place[number]:
            standing = Standing(
                int(plain.place[number]),
                float(plain.mean[number]),
                float(plain.median[number]),
                float(plain.low[number]),
                float(plain.high[number]),
                int(plain.sheets[number]),
            )
        means = dict(
            zip((one.pk for one in self.judged.criteria), self._profiles[number], strict=True)
        )
        return Row(
            application,
            standing,
            self._corrected(number) if standing else None,
            bool(self.chances is not None and self.chances.band[number]),
            [
                (one, None if np.isnan(means[one.pk]) else float(means[one.pk]))
                for one in self.criteria
            ],
            int(self.judged.readers[number]),
        )

    def _corrected(self, number: int) -> Corrected | None:
        ranking, sure = self.ranking, self.chances
        if ranking.corrected is None or ranking.se is None or ranking.place is None:
            return None
        value, reach = float(ranking.corrected[number]), VALUE_RANGE * float(ranking.se[number])
        return Corrected(
            int(ranking.place[number]),
            value,
            value - reach,
            value + reach,
            *(
                (None,) * 4
                if sure is None
                else (
                    int(sure.low[number]),
                    int(sure.high[number]),
                    float(sure.top[number]),
                    int(sure.group[number]),
                )
            ),
        )

    @cached_property
    def _profiles(self) -> Floats:
        """Cases × criteria: the means of the points on whole sheets, NaN where there are none."""
        cells, sheets = self.judged.cells, self.ranking.sheets
        n_jurors = max(len(self.judged.jurors), 1)
        whole = np.isin(cells.case * n_jurors + cells.juror, sheets.case * n_jurors + sheets.juror)
        n_criteria = len(cells.weight)
        place = cells.case[whole] * n_criteria + cells.criterion[whole]
        size = len(self.judged.cases) * n_criteria
        count = np.bincount(place, minlength=size)
        total = np.bincount(place, cells.points[whole], minlength=size)
        means = np.full(size, np.nan)
        np.divide(total, count, out=means, where=count > 0)
        return means.reshape(-1, n_criteria)


def places(call: Call) -> int:
    """How many equal prizes there are to give."""
    return call.prizes.filter(kind="equal").aggregate(n=Sum("places", default=0))["n"]
