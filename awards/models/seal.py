"""The seal of a laureate: made with the release, used once its terms are accepted."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from initiatives.keys import ALPHABET
from initiatives.models import LocalText

from ..querysets import SealQuerySet
from ..seals.validity import State, day_of
from .laureate import Laureate

CODE_LENGTH = 8


def new_code() -> str:
    """For an address that is printed and typed: 40 random bits, no letters that look like digits.

    Nothing hangs on its not being guessed: what it opens is public.
    """
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)).lower()


class Seal(models.Model):
    """The right to carry the seal of a year.

    It goes with its laureate, which is made anew when a release is stopped and confirmed again:
    nobody has accepted anything by then. What is fixed as the terms are accepted stays as it was:
    who issues it, the first and the last day, both of which count.
    """

    laureate = models.OneToOneField(Laureate, models.CASCADE, related_name="seal")
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    # Translators: de: „vergeben von“
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    # Translators: de: „Fassung der Nutzungsbedingungen“
    terms_version = models.PositiveSmallIntegerField(_("version of the terms"), null=True)
    # Translators: de: „angenommen“
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Translators: de: „gültig ab“
    valid_from = models.DateField(_("valid from"), null=True)
    # Translators: de: „gültig bis“
    valid_until = models.DateField(_("valid until"), null=True)
    # Translators: de: „entzogen“
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Translators: de: „Grund“
    reason = LocalText(_("reason"))
    # Translators: de: „erinnert“
    reminded_at = models.DateTimeField(_("reminded"), null=True)

    objects = SealQuerySet.as_manager()

    class Meta:
        # Translators: de: „Siegel“
        verbose_name = _("seal")
        # Translators: de: „Siegel“
        verbose_name_plural = _("seals")
        ordering = ["laureate__release", "laureate__sort_name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    accepted_at__isnull=True,
                    terms_version__isnull=True,
                    valid_from__isnull=True,
                    valid_until__isnull=True,
                    issuer="",
                )
                | Q(
                    accepted_at__isnull=False,
                    terms_version__isnull=False,
                    valid_from__isnull=False,
                    valid_until__isnull=False,
                    valid_until__gt=F("valid_from"),
                )
                & ~Q(issuer=""),
                name="seal_counts_once_its_terms_are_accepted",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | Q(accepted_at__isnull=False, reason__has_key="de") & ~Q(reason__de=""),
                name="seal_is_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.laureate} ({self.code})"

    def address(self) -> str:
        """Of its proof page, in full, in the language that is spoken."""
        return f"{settings.BASE_URL}{reverse('seal', args=[self.code])}"

    def withdrawn_since(self) -> datetime | None:
        """When the office took it away, or the prize it rests on. Asks for laureate and release."""
        moments = (
            self.withdrawn_at,
            self.laureate.withdrawn_at,
            self.laureate.release.withdrawn_at,
        )
        return min((one for one in moments if one is not None), default=None)

    def state(self, at: datetime) -> State:
        """Of one whose terms were accepted. A withdrawn one stays so after its last day."""
        since = self.withdrawn_since()
        if since is not None and since <= at:
            return State.WITHDRAWN
        ended = self.valid_until is not None and day_of(at) > self.valid_until
        return State.EXPIRED if ended else State.VALID
