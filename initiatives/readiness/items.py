"""A point of the check list."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse

from ..models import Call

DONE, WARNS, BLOCKS = "done", "warns", "blocks"


class Item(NamedTuple):
    """A point of the check list: what is looked at, how it stands, and where it is mended."""

    what: str
    mark: str  # done, warns or blocks
    text: str
    url: str

    @property
    def blocks(self) -> bool:
        return self.mark == BLOCKS


def link(page: str, call: Call) -> str:
    return reverse(f"office:{page}", args=[call.year])


def item(what: str, url: str, *, good: object, yes: str, no: str, otherwise: str = BLOCKS) -> Item:
    """A point that is `good` or says `no`; then it blocks, unless it only warns."""
    return Item(what, DONE if good else otherwise, yes if good else no, url)
