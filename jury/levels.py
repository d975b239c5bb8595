"""A criterion with its levels as one thing, by the names of the fields of its form.

`anchor_5` is what five points mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from initiatives.actions.setting_up import rows
from initiatives.models import Criterion, Local


def said(criterion: Criterion) -> dict[str, Any]:
    """What the office has entered, as plain JSON values. One query, unless anchors are at hand."""
    meanings = {anchor.points: anchor.text for anchor in criterion.anchors.all()}
    points = {*range(criterion.call.points_max + 1), *meanings}
    return {
        "name": rows.plain(criterion.name),
        "question": rows.plain(criterion.question),
        "weight": written(criterion.weight),
        "is_optional": criterion.is_optional,
        **{f"anchor_{n}": rows.plain(dict(meanings.get(n, {}))) for n in sorted(points)},
    }


def written(weight: Decimal) -> str:
    """A weight as journal and digest hold it: 2 and 2.000 are the same."""
    return f"{Decimal(weight).normalize():f}"


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: written(value) if isinstance(value, Decimal) else rows.plain(value)
        for name, value in values.items()
    }


def meanings(values: Mapping[str, Any]) -> dict[int, Local]:
    """The texts of the levels by their points."""
    return {
        int(name.removeprefix("anchor_")): text
        for name, text in values.items()
        if name.startswith("anchor_")
    }
