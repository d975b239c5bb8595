"""What a chapter of the minutes is made of, the same for screen and PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple


class Block(NamedTuple):
    """A piece of a chapter. `kind` says what `rows` are: of `facts` pairs, of a `table` and of
    `counts` cells under `head`, of a `list` texts; a `text` has one, under a `title`; a `heading`
    has a title only.
    """

    kind: str
    rows: Sequence[Any] = ()
    title: str = ""
    head: Sequence[str] = ()


class Chapter(NamedTuple):
    title: str
    blocks: list[Block]


def text(said: str, title: str = "") -> Block:
    return Block("text", [said], title)


def notes(said: str) -> list[Block]:
    """What was noted, where something was."""
    return [text(said)] if said else []
