"""Queries whose SQL is written once: some take Django longer to write than PostgreSQL to answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connection, models


class Written:
    """A query of `values_list` that differs from time to time in keys alone.

    `build` makes it, for stand-ins of the keys that are written by their names. What it depends on
    besides must not change while the program runs.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]], *keys: str) -> None:
        self._build = build
        self._stand_ins = {key: -number for number, key in enumerate(keys, start=1)}

    def rows(self, **keys: int) -> list[tuple[Any, ...]]:
        """The rows as PostgreSQL gives them."""
        sql, params = self._sql
        meant = {self._stand_ins[key]: value for key, value in keys.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, [meant[one] if type(one) is int else one for one in params])
            return cursor.fetchall()

    @cached_property
    def _sql(self) -> tuple[str, tuple[Any, ...]]:
        compiler = self._build(**self._stand_ins).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        if compiler.get_converters([column for column, *_rest in compiler.select]):
            raise TypeError("A column is converted by its field; Django must read these rows.")
        return sql, tuple(params)
