"""Rows that come along as JSON in the query of what they belong to, instead of one of their own.

For few and small rows on pages that many ask for at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, QuerySet
from django.db.models.functions import JSONObject


def carried(rows: QuerySet[Any]) -> ArraySubquery:
    """An annotation with all columns of `rows`, which refer to the outer query, in their order."""
    names = [field.attname for field in rows.model._meta.concrete_fields]
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in names})))


def along[Row: Model](owner: Model, name: str, rows: QuerySet[Row]) -> list[Row]:
    """What was carried as `<name>_found`; by the query `rows` where nobody thought of it."""
    found = owner.__dict__.get(f"{name}_found")
    return list(rows) if found is None else _unpacked(rows.model, found)


def _unpacked[Row: Model](model: type[Row], found: Iterable[Mapping[str, Any]]) -> list[Row]:
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    return [
        model.from_db(None, names, [field.to_python(row[field.attname]) for field in fields])
        for row in found
    ]
