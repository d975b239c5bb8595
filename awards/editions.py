"""The prizes of a call, from the same file as the call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from initiatives.models import Call, Local

from .models import Prize


def load_prizes(call: Call, rows: Iterable[Mapping[str, Any]]) -> dict[str, Prize]:
    """Make or change the prizes of a call; the file's short name of each leads to it."""
    return {
        row["slug"]: Prize.objects.update_or_create(
            call=call,
            position=row["position"],
            defaults={
                "kind": row["kind"],
                "places": row["places"],
                "name": Local(row["name"]),
            },
        )[0]
        for row in rows
    }
