"""Reads of the journalists who read before the embargo ends."""

from __future__ import annotations

from typing import Any, Self

from django.db import models


class PressReaderQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def with_call(self) -> Self:
        """With all a letter says: no more queries."""
        return self.select_related("release__call__press_contact")

    def to_invite(self) -> Self:
        """On the list, and not written to yet."""
        return self.standing().filter(invited_at=None)

    def behind(self, secret_hash: str) -> Self:
        """Whose link it is: of a release that two people agreed to, and not withdrawn."""
        return self.standing().filter(secret_hash=secret_hash, release__confirmed_at__isnull=False)
