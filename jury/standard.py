"""Criteria to begin with: the four D's, and the general ones of 2022; with levels up to ten."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from initiatives import editions
from initiatives.models import Local

FILES = {
    "themen": editions.FOLDER / "call-2026.toml",
    "allgemein": Path(__file__).parent / "data" / "general-criteria.toml",
}


def read(which: str) -> list[dict[str, Any]]:
    """The criteria of a template as its file has them. Raises KeyError for an unknown one."""
    found: list[dict[str, Any]] = editions.read(FILES[which])["criteria"]
    return found


def values(row: Mapping[str, Any]) -> dict[str, Any]:
    """What `actions.add_criterion` takes, of a criterion of a file."""
    return {
        "name": Local(row["name"]),
        "question": Local(row["question"]),
        "weight": Decimal(row["weight"]),
        "is_optional": row["is_optional"],
        **{f"anchor_{one['points']}": Local(one["text"]) for one in row["anchors"]},
    }
