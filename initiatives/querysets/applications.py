"""Applications and the versions handed in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Greatest

from ..statuses import HANDED_IN, Status
from .visibility import visible

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ..models import User


class ApplicationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Members see their initiative's; the office sees what was handed in.

        Jurors see applications through their assignments only (jury.querysets).
        """
        return visible(self, user)

    def locked_by(self, user: User) -> Self:
        """Those of the user's initiatives, locked, with call, initiative and the user's role."""
        own = self.filter(initiative__memberships__user=user).annotate(
            role_of=models.Value(user.pk), role=models.F("initiative__memberships__role")
        )
        return own.select_related("call", "initiative").select_for_update(of=("self",))

    def written_by(self, user: User | AnonymousUser) -> Self:
        """Those of the user's initiatives: what is being written is nobody else's business.

        The office reads versions handed in (`visible_to`), never what is typed after them.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(initiative__memberships__user=user)

    def handed_in(self) -> Self:
        return self.filter(status__in=HANDED_IN)

    def admitted(self) -> Self:
        return self.filter(status=Status.ADMITTED)

    def written_at(self, at: datetime) -> Self:
        """Drafts and those opened again, as long as their own or the call's deadline lies ahead."""
        closes = Greatest("own_closes_at", "call__closes_at")  # PostgreSQL passes over NULL
        unfinished = Q(status=Status.DRAFT) | Q(reopened_at__isnull=False)
        return self.alias(closes=closes).filter(unfinished, closes__gt=at)

    def with_card(self) -> Self:
        """With initiative and declared criteria, for lists: two more queries, whatever the rows."""
        return self.select_related("initiative", "call").prefetch_related(
            models.Prefetch("declared", self._declared(), to_attr="declared_rows")
        )

    def _declared(self) -> models.QuerySet[Any]:
        return self.model.declared.rel.related_model.objects.select_related("criterion").order_by(
            "criterion__position"
        )

    def with_handed_in(self) -> Self:
        """With `handed_in_at`, the time of the last version handed in."""
        return self.annotate(handed_in_at=models.Max("snapshots__submitted_at"))

    def with_handed_in_themes(self) -> Self:
        """With `handed_in_themes` of the last version: [{"code": …, "name": {…}}, …]."""
        versions = self.model.snapshots.rel.related_model.objects.order_by("-version")
        last = versions.filter(application=models.OuterRef("pk")).values("content__criteria")[:1]
        return self.annotate(handed_in_themes=models.Subquery(last))

    def with_asked_until(self) -> Self:
        """With `asked_until`, the end of the open request for changes, or None."""
        requests = self.model.change_requests.rel.related_model.objects.filter(
            application=models.OuterRef("pk"), answered_at=None, withdrawn_at=None
        )
        return self.annotate(asked_until=models.Subquery(requests.values("until")[:1]))

    def counts(self) -> dict[str, int]:
        """How many applications have each status."""
        rows = self.order_by().values_list("status").annotate(n=Count("pk"))
        return dict.fromkeys(Status.values, 0) | dict(rows)


class SnapshotQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """As the application it belongs to."""
        return visible(self, user, path="application__")

    def valid(self) -> Self:
        """The newest version of each application: the one that counts."""
        return self.order_by("application_id", "-version").distinct("application_id")
