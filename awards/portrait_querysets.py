"""Reads of portraits: whose may be seen by whom before the announcement."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef

from initiatives.models import Membership, User
from initiatives.rules import EDITING
from initiatives.statuses import Status


class PortraitQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """The own one, to those who act for the initiative, once the office has asked them; and
        only while the jury's decision stands.
        """
        acts = Membership.objects.filter(
            user=user, role__in=EDITING, initiative=OuterRef("application__initiative")
        )
        decided = apps.get_model("awards", "Decision").objects.filter(
            application=OuterRef("application")
        )
        return self.filter(
            Exists(acts),
            Exists(decided),
            asked_at__isnull=False,
            application__status=Status.ADMITTED,
        )

    def with_case(self) -> Self:
        """With case, initiative and call: no more queries."""
        return self.select_related("application__initiative", "application__call")
