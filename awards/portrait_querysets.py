"""Reads of portraits: whose may be seen by whom before the announcement."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

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

    def unapproved_at(self, at: datetime) -> Self:
        """Those who were asked, and know of a prize that stands, but have not agreed; until the
        embargo ends. Which of them the office waits for is told by `state`.
        """
        decided = apps.get_model("awards", "Decision").objects.filter(
            application=OuterRef("application")
        )
        return self.filter(
            Exists(decided),
            asked_at__lte=at,
            approved_at=None,
            application__status=Status.ADMITTED,
            application__call__release__embargo_until__gt=at,
            application__result_letter__kind="laureate",
            application__result_letter__sent_at__isnull=False,
            application__result_letter__taken_back_at=None,
        )

    def announced_until(self, moment: datetime) -> Self:
        """Of calls whose announcement was public by then, withdrawn since or not."""
        return self.filter(
            application__call__release__confirmed_at__isnull=False,
            application__call__release__embargo_until__lte=moment,
        )

    def with_remarks(self) -> Self:
        """Those that hold what laureates wrote about them."""
        return self.filter(~Q(remark="") | Q(suggested_at__isnull=False))

    def with_case(self) -> Self:
        """With case, initiative and call: no more queries."""
        return self.select_related("application__initiative", "application__call")

    def with_release(self) -> Self:
        """With case and the announcement of its call, where there is one."""
        return self.with_case().select_related("application__call__release")
