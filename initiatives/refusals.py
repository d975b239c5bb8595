"""The one way to say no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class NotAllowed(Exception):
    """A refusal, in words for the person who reads them. Nothing was changed."""


class Conflict(NotAllowed):
    """Somebody else saved meanwhile; carries both texts, so that neither is lost."""

    def __init__(self, message: str, *, theirs: str, yours: str, version: int) -> None:
        super().__init__(message)
        self.theirs = theirs
        self.yours = yours
        self.version = version


class Stale(NotAllowed):
    """The form is older than what is stored; carries that, by the names of the form's fields."""

    def __init__(self, message: str, *, stored: Mapping[str, Any]) -> None:
        super().__init__(message)
        self.stored = stored


def check(allowed: object, reason: object) -> None:
    """Raise NotAllowed with `reason` unless `allowed`."""
    if not allowed:
        raise NotAllowed(str(reason))
