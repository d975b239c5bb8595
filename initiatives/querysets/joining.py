"""Ways into an initiative: invitations, and claims to one of the directory."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models.functions import Lower

if TYPE_CHECKING:
    from ..models import User


class InvitationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Those sent to an address that the user has confirmed to have."""
        confirmed = user.emailaddress_set.filter(verified=True)  # type: ignore[attr-defined]
        return self.filter(email__in=confirmed.values(address=Lower("email")))

    def unanswered(self) -> Self:
        """Neither answered nor withdrawn; they may have lapsed."""
        return self.filter(accepted_at=None, declined_at=None, withdrawn_at=None)

    def waiting_at(self, at: datetime) -> Self:
        """Neither answered nor withdrawn nor lapsed: they can be declined."""
        return self.unanswered().filter(expires_at__gt=at)

    def with_host(self) -> Self:
        """With `has_host`: whether who invited still owns the initiative. No query more."""
        owners = self.model._meta.apps.get_model("initiatives", "Membership").objects.filter(
            initiative=models.OuterRef("initiative"),
            user=models.OuterRef("invited_by"),
            user__is_active=True,
            role="owner",
        )
        return self.annotate(has_host=models.Exists(owners))

    def open_at(self, at: datetime) -> Self:
        """They can be accepted: waiting, and their host still owns the initiative."""
        return self.with_host().waiting_at(at).filter(has_host=True)


class ClaimQuerySet(models.QuerySet[Any]):
    def undecided(self) -> Self:
        return self.filter(decided_at=None)
