"""The sample cases of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, OuterRef, Q
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from initiatives.models import User


class SampleQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those opened to whom judges now and has given the newest statement of the call."""
        jurors: Any = apps.get_model("jury", "Juror").objects
        seats = jurors.of(user).active().with_promise()
        return self.opened().filter(call__in=seats.filter(promised=True).values("call"))

    def opened(self) -> Self:
        """Those that jurors may see."""
        return self.filter(opened_at__isnull=False)

    def running(self) -> Self:
        """Those on which points are given and spoken about."""
        return self.opened().filter(closed_at=None)

    def with_own(self, juror: Any) -> Self:
        """With the juror's sheet as `own`, if there is one, and how many have `finished` theirs."""
        sheets = apps.get_model("jury", "SampleSheet").objects
        done = sheets.filter(sample=OuterRef("pk"), finished_at__isnull=False).order_by()
        counted = done.values("sample").annotate(n=Count("pk")).values("n")
        own = models.FilteredRelation("sheets", condition=Q(sheets__juror=juror))
        found = self.annotate(own=own, finished=Coalesce(models.Subquery(counted), 0))
        return found.select_related("own")
