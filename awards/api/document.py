"""The description of the interface after OpenAPI 3.1, in the language of the moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from ..answers import absolute
from .endpoints import api

ROOT = "/api/v1"


def document() -> dict[str, Any]:
    """What ninja says of the endpoints, with our words translated and faults as what they are."""
    found: dict[str, Any] = _translated(dict(api.get_openapi_schema(path_prefix="/")))
    found["servers"] = [{"url": absolute(ROOT)}]
    for operations in found["paths"].values():
        for status, answer in operations["get"]["responses"].items():
            if int(status) >= 400:
                content = answer["content"]
                content["application/problem+json"] = content.pop("application/json")
    return found


def _translated(said: Any, key: str = "") -> Any:
    if isinstance(said, dict):
        return {name: _translated(value, name) for name, value in said.items()}
    if isinstance(said, list):
        return [_translated(value) for value in said]
    spoken = key in ("summary", "description", "title") and isinstance(said, str) and said
    return _(said) if spoken else said


class Parameter(NamedTuple):
    name: str
    description: str


class Endpoint(NamedTuple):
    """An address as people read of it."""

    path: str
    summary: str
    parameters: list[Parameter]


def endpoints() -> Iterator[Endpoint]:
    """The addresses as the description has them, so that the page never says something else."""
    for path, operations in document()["paths"].items():
        asked = operations["get"]
        yield Endpoint(
            f"{ROOT}{path}",
            asked["summary"],
            [
                Parameter(one["name"], one.get("description", ""))
                for one in asked.get("parameters", [])
                if one["in"] == "query" and one["name"] != "sprache"  # which all have
            ],
        )
