"""Queries that are written once: some take longer to write and to plan than to answer.

What every page of a juror asks is long. Django writes its SQL anew each time, PostgreSQL plans it
anew: up to 6 and 7 ms, to find rows in one. See docs/decisions/0029.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models.query import DEFAULT_FETCH_MODE, ModelIterable
from psycopg import sql

type Key = int | UUID


class Statement(NamedTuple):
    """SQL with every value in it but the `keys`, which are named in their order."""

    compiler: Any
    sql: str
    keys: list[str]


class Written:
    """A query that differs from time to time in keys alone, each of them a number or a UUID.

    `build` makes it, for stand-ins of the keys. What it depends on besides must not change while
    the program runs.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]], **keys: type[Key]) -> None:
        self._build, self._keys = build, keys

    def anew(self) -> Written:
        """The same, not written yet: for tests that change what it depends on."""
        return Written(self._build, **self._keys)

    def rows(self, **keys: Key) -> list[tuple[Any, ...]]:
        """The rows of a query of `values_list`, as PostgreSQL gives them."""
        compiler = self._statement.compiler
        if compiler.get_converters([column for column, *_rest in compiler.select]):
            raise TypeError("A column is converted by its field; Django must read these rows.")
        return self._ask(keys)

    def objects(self, **keys: Key) -> list[Any]:
        """The objects of a query of whole rows, with all that it selects and annotates."""
        answered = _Answered(self._statement.compiler, self._ask(keys))
        return list(ModelIterable(answered.queryset))

    def _ask(self, keys: dict[str, Key]) -> list[tuple[Any, ...]]:
        """Within the wrapper of all cursors, by which queries are counted and logged."""
        with connection.cursor() as cursor:
            # PostgreSQL keeps the plan of what it binds itself.
            cursor.cursor = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]
            cursor.execute(self._statement.sql, [keys[name] for name in self._statement.keys])
            return cursor.fetchall()

    @cached_property
    def _statement(self) -> Statement:
        stand_ins = {
            name: _stand_in(kind, at) for at, (name, kind) in enumerate(self._keys.items())
        }
        compiler = self._build(**stand_ins).query.get_compiler(connection=connection)
        text, params = compiler.as_sql()
        if compiler.has_extra_select:
            raise TypeError("The query selects what it is ordered by besides; Django must read it.")
        named = {value: name for name, value in stand_ins.items()}
        left, keys = iter(params), []

        def fill(place: re.Match[str]) -> str:
            if place[0] == "%%":
                return place[0]
            value = next(left)
            if type(value) in (int, UUID) and value in named:
                keys.append(named[value])
                return place[0]
            return sql.Literal(value).as_string(connection.connection).replace("%", "%%")

        return Statement(compiler, re.sub("%[s%]", fill, text), keys)


def _stand_in(kind: type[Key], at: int) -> Key:
    """A key that nothing has, another one for each place."""
    return UUID(int=at + 1) if kind is UUID else -at - 1


class _Answered:
    """The part of a compiler that objects are made with, of rows that are there already."""

    def __init__(self, compiler: Any, rows: list[tuple[Any, ...]]) -> None:
        self._compiler, self._rows = compiler, rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self._compiler, name)

    @property
    def queryset(self) -> Any:
        return SimpleNamespace(
            query=self,
            db=connection.alias,
            model=self._compiler.query.model,
            _fetch_mode=DEFAULT_FETCH_MODE,
            _known_related_objects={},
        )

    def get_compiler(self, using: str) -> _Answered:
        return self

    def execute_sql(self, **_how: Any) -> list[list[tuple[Any, ...]]]:
        return [self._rows]

    def results_iter(self, results: Any) -> Iterator[Any]:
        return self._compiler.results_iter(results)
