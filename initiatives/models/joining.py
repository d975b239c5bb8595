"""How people come to act for an initiative: invited by it, or claiming it from the directory."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ..keys import uuid7
from ..querysets import ClaimQuerySet, InvitationQuerySet
from .initiative import Initiative, Membership
from .people import User

OPEN_INVITATION = Q(accepted_at=None, declined_at=None, withdrawn_at=None)


class Invitation(models.Model):
    """An offer to act for an initiative. Only who signs in with its address can accept it."""

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=6, choices=Membership.Role)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(_("invited"))
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "initiative",
                Lower("email"),
                condition=OPEN_INVITATION,
                name="one_open_invitation_an_address",
                violation_error_message=_("This address has been invited already."),
            )
        ]

    def __str__(self) -> str:
        return self.email

    def is_waiting_at(self, at: datetime) -> bool:
        """As `InvitationQuerySet.waiting_at`."""
        answered = self.accepted_at or self.declined_at or self.withdrawn_at
        return not answered and at < self.expires_at


class Claim(models.Model):
    """Somebody says: this initiative of the directory is ours. The office confirms or refuses."""

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="claims")
    user = models.ForeignKey(User, models.CASCADE, related_name="claims")
    reason = models.TextField(_("in what function"))
    made_at = models.DateTimeField(_("made"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    granted = models.BooleanField(_("confirmed"), null=True, blank=True)
    answer = models.TextField(_("answer of the office"), blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "user"],
                condition=Q(decided_at=None),
                name="one_open_claim_each",
                violation_error_message=_("You have claimed this initiative already."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, granted=None)
                | Q(decided_at__isnull=False, granted__isnull=False),
                name="claim_is_decided_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative}, {self.user}"
