"""Reads of what is announced. `public(at)` is the only door through which a laureate gets out."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models

from initiatives import rules
from initiatives.models import User


class ReleaseQuerySet(models.QuerySet[Any]):
    def public(self, at: datetime) -> Self:
        """Confirmed releases whose embargo has ended at the moment `at`, newest year first."""
        return self.filter(confirmed_at__isnull=False, embargo_until__lte=at).order_by(
            "-call__year"
        )


class LaureateQuerySet(models.QuerySet[Any]):
    def public(self, at: datetime) -> Self:
        """Laureates of public releases."""
        return self.filter(release__confirmed_at__isnull=False, release__embargo_until__lte=at)

    def newest(self, at: datetime) -> Self:
        """Laureates of the newest year that is public."""
        years = self.public(at).order_by("-release__call__year").values("release")
        return self.public(at).filter(release=models.Subquery(years[:1]))

    def with_card(self) -> Self:
        """With all a card shows: two more queries, whatever the rows."""
        return self.select_related("prize", "release__call").prefetch_related("criteria", "photos")


class MeetingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The office sees all; a juror those of the own jury, while the seat is held."""
        if rules.is_office(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        seats = apps.get_model("jury", "Juror").objects.filter(user=user).active()
        return self.filter(call__in=seats.values("call"))

    def open(self) -> Self:
        """Opened and not closed."""
        return self.filter(opened_at__isnull=False, closed_at=None)
