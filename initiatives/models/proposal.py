"""A third party's hint: this initiative should apply."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..keys import uuid7
from ..querysets import ProposalQuerySet
from .call import Call
from .initiative import Initiative, State
from .people import User


def new_secret() -> str:
    return secrets.token_urlsafe(24)


class Proposal(models.Model):
    """Made by anybody, counted once its proposer has confirmed the address (double opt-in).

    `secret` stands in the letter to the proposer only. Unconfirmed ones are forgotten.
    """

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    secret = models.CharField(max_length=43, default=new_secret, unique=True, editable=False)
    call = models.ForeignKey(Call, models.CASCADE, related_name="proposals")
    name = models.CharField(_("name of the initiative"), max_length=200)
    region = models.CharField(_("region"), max_length=160, blank=True)
    state = models.CharField(_("Land"), max_length=5, choices=State, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    contact_email = models.EmailField(_("e-mail address of the initiative"), blank=True)
    why = models.TextField(_("why it should apply"))
    proposer_name = models.CharField(_("your name"), max_length=120)
    proposer_email = models.EmailField(_("your e-mail address"))
    may_be_named = models.BooleanField(_("the initiative may learn who proposed it"), default=False)
    language = models.CharField(_("language of letters"), max_length=5, default="de")
    made_at = models.DateTimeField(_("made"))
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True)
    invited_at = models.DateTimeField(_("initiative written to"), null=True, blank=True)
    taken_up_by = models.ForeignKey(
        Initiative, models.SET_NULL, null=True, blank=True, related_name="proposals"
    )
    declined_at = models.DateTimeField(_("laid aside"), null=True, blank=True)
    handled_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    def is_open(self) -> bool:
        """Nobody has acted on it: neither the office nor the initiative."""
        return self.invited_at is None and self.declined_at is None and self.taken_up_by_id is None

    def stage(self) -> str:
        """waiting, invited, taken_up or laid_aside, as the querysets of these names."""
        if self.taken_up_by_id is not None:
            return "taken_up"
        if self.declined_at is not None:
            return "laid_aside"
        return "invited" if self.invited_at is not None else "waiting"
