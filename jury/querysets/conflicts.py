"""Conflicts of interest, and what speaks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from initiatives import rules

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from initiatives.models import User


class ConflictQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A juror's own; the office sees all."""
        if rules.is_office(user):
            return self.all()
        return self.filter(juror__user=user) if user.is_authenticated else self.none()

    def standing(self) -> Self:
        """Those that were not lifted."""
        return self.filter(lifted_at=None)


class ConcernQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        """Those about which nobody has decided yet."""
        return self.filter(settled_at=None)

    def requests(self) -> Self:
        """What initiatives asked for."""
        return self.filter(kind="request")

    def from_data(self) -> Self:
        """What was found by comparing names and addresses; the juror settles it."""
        return self.exclude(kind="request")

    def open_requests(self) -> Self:
        """Applicants' requests that the office has not settled: until then the juror is barred."""
        return self.open().requests()
