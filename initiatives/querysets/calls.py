"""Calls, and the declarations they ask for."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from .. import rules
from ..carried import carried

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ..models import User


class CallQuerySet(models.QuerySet[Any]):
    def open_at(self, at: datetime) -> Self:
        """Calls that accept applications at the moment `at`."""
        return self.filter(opens_at__lte=at, closes_at__gt=at)

    def running(self) -> Self:
        """Calls with dates that the public may know of, newest first: not the archive."""
        return self.filter(is_archive=False, announced_at__isnull=False).order_by("-year")

    def in_preparation(self) -> Self:
        """Calls that only the office sees so far."""
        return self.filter(is_archive=False, announced_at=None).order_by("-year")

    def shown_to(self, user: User | AnonymousUser) -> Self:
        """Those running; to the office those in preparation too, as everybody will see them."""
        return self.filter(is_archive=False) if rules.is_office(user) else self.running()

    def with_check(self) -> Self:
        """With `has_check`: whether one can find out beforehand if one may apply. No query more."""
        return self.annotate(has_check=models.Exists(self._own("eligibility")))

    def for_page(self) -> Self:
        """With what its public page shows beside criteria and questions, in the same query."""
        return self.with_check().annotate(
            declarations_found=carried(self._own("declarations").current()),
            faq_found=carried(self._own("faq")),
        )

    def with_criteria(self) -> Self:
        """With all criteria, in the same query."""
        return self.annotate(criteria_found=carried(self._own("criteria")))

    def _own(self, name: str) -> Any:
        rows = self.model._meta.get_field(name).related_model.objects
        return rows.filter(call=models.OuterRef("pk"))

    def current(self) -> Any | None:
        """The newest announced call that is no archive, or None. One query."""
        return self.running().first()


class DeclarationQuerySet(models.QuerySet[Any]):
    def current(self) -> Self:
        """The newest version of each: what is confirmed today. Earlier ones keep who confirmed."""
        versions = self.model.objects.filter(call=models.OuterRef("call"))
        newest = versions.filter(code=models.OuterRef("code")).order_by("-pk").values("pk")
        return self.filter(pk=models.Subquery(newest[:1]))
