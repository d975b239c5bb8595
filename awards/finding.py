"""Finding initiatives: what is wished for, what meets it, and how many would meet a wish more.

Counts stand beside the filters, so they say what one gets by choosing: those of a Land count what
meets all other wishes, and so on. Three queries, however large the directory: the years of the
laureates, a row of codes for each initiative, and the rows of one page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple, Self
from urllib.parse import urlencode

from django.http import QueryDict

from initiatives.models import Initiative, State
from initiatives.querysets import matches
from initiatives.themes import THEMES

from .models import Laureate


class Wish(NamedTuple):
    """What somebody looks for; several themes or years mean any of them."""

    state: str = ""
    themes: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    words: str = ""

    @classmethod
    def read(cls, asked: QueryDict) -> Self:
        """From the parameters of an address; what means nothing counts as not given."""
        state = asked.get("land", "")
        years = [year for year in asked.getlist("jahr") if year.isascii() and year.isdigit()]
        return cls(
            state if state in State.values else "",
            tuple(code for code in THEMES if code in asked.getlist("thema")),
            tuple(sorted({int(year) for year in years if len(year) == 4}, reverse=True)),
            asked.get("suche", "").strip()[:100],
        )

    def address(self) -> str:
        """The parameters that lead to this wish, with the question mark."""
        said: list[tuple[str, Any]] = [("suche", self.words)] if self.words else []
        said += [("thema", code) for code in self.themes]
        said += [("land", self.state)] if self.state else []
        said += [("jahr", year) for year in self.years]
        return f"?{urlencode(said)}"

    def __bool__(self) -> bool:
        return any(self)


class Entry(NamedTuple):
    """An initiative as it is counted: its Länder, its D's, and the years it was honoured in."""

    pk: int
    states: frozenset[str]
    themes: frozenset[str]
    years: frozenset[int]
    has_words: bool


class Found(NamedTuple):
    """`keys` of what meets the wish, A to Z; `awarded` are the public laureates by initiative."""

    total: int
    states_covered: int
    keys: list[int]
    by_state: Counter[str]
    by_theme: Counter[str]
    by_year: Counter[int]
    awarded_by_state: Counter[str]
    awarded: dict[int, list[Laureate]]


def find(wish: Wish, *, at: datetime) -> Found:
    """Two queries. A laureate counts from the second of its release on, in no number before."""
    awarded: dict[int, list[Laureate]] = {}
    for won in (
        Laureate.objects.public(at)
        .filter(initiative__is_listed=True)
        .select_related("release__call")
        .order_by("-release__call__year", "prize__position", "pk")
    ):
        awarded.setdefault(won.initiative_id or 0, []).append(won)
    entries = [
        Entry(
            pk,
            frozenset(states),
            frozenset(themes),
            frozenset(won.release.call.year for won in awarded.get(pk, [])),
            has_words,
        )
        for pk, states, themes, has_words in Initiative.objects.listed().values_list(
            "pk", "states", "themes", matches(wish.words)
        )
    ]
    met = [entry for entry in entries if meets(entry, wish)]
    in_any_state = [entry for entry in entries if meets(entry, wish._replace(state=""))]
    by_year = Counter({year: 0 for entry in entries for year in entry.years})
    by_year.update(
        _count(
            (entry for entry in entries if meets(entry, wish._replace(years=()))),
            lambda entry: entry.years,
        )
    )
    return Found(
        total=len(entries),
        states_covered=len({state for entry in entries for state in entry.states}),
        keys=[entry.pk for entry in met],
        by_state=_count(in_any_state, lambda entry: entry.states),
        by_theme=_count(
            (entry for entry in entries if meets(entry, wish._replace(themes=()))),
            lambda entry: entry.themes,
        ),
        by_year=by_year,
        awarded_by_state=_count(
            (entry for entry in in_any_state if entry.years), lambda entry: entry.states
        ),
        awarded=awarded,
    )


def meets(entry: Entry, wish: Wish) -> bool:
    return (
        entry.has_words
        and (not wish.state or wish.state in entry.states)
        and (not wish.themes or not entry.themes.isdisjoint(wish.themes))
        and (not wish.years or not entry.years.isdisjoint(wish.years))
    )


def _count[Code](
    entries: Iterable[Entry], codes: Callable[[Entry], Iterable[Code]]
) -> Counter[Code]:
    """One with several codes counts in each."""
    return Counter(code for entry in entries for code in codes(entry))
