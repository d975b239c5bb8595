"""Initiatives that somebody else proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from .. import rules

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ..models import User


class ProposalQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The office sees those confirmed; nobody else sees any."""
        return self.confirmed() if rules.is_office(user) else self.none()

    def confirmed(self) -> Self:
        """Those whose proposer has confirmed the address: the others nobody reads."""
        return self.filter(confirmed_at__isnull=False)

    def waiting(self) -> Self:
        """Those about which the office has done nothing yet."""
        return self.confirmed().filter(invited_at=None, declined_at=None, taken_up_by=None)

    def invited(self) -> Self:
        """Those whose initiative was written to and has not begun yet."""
        return self.confirmed().filter(invited_at__isnull=False, declined_at=None, taken_up_by=None)

    def taken_up(self) -> Self:
        return self.confirmed().filter(taken_up_by__isnull=False)

    def laid_aside(self) -> Self:
        return self.confirmed().filter(declined_at__isnull=False, taken_up_by=None)
