"""The minutes of a meeting: made of the data, edited where people speak, then signed and frozen."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .meeting import Meeting


class Minutes(models.Model):
    """`texts` holds what people wrote, by section; all else is made of the data until it is frozen.

    Chair and minute taker sign the same version: whoever edits takes both signatures away. With the
    second one the content is frozen as `content`, with its digest; a trigger refuses any change.
    """

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    texts = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    # Translators: de: „unterzeichnet vom Vorsitz“
    chair_signed_at = models.DateTimeField(_("signed by the chair"), null=True, blank=True)
    # Translators: de: „unterzeichnet von der Protokollführung“
    taker_signed_at = models.DateTimeField(_("signed by the minute taker"), null=True, blank=True)
    chair_signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    taker_signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Translators: de: „eingefroren“
    frozen_at = models.DateTimeField(_("frozen"), null=True, blank=True)
    content = models.JSONField(null=True, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        # Translators: de: „Niederschrift“
        verbose_name = _("minutes")
        # Translators: de: „Niederschriften“
        verbose_name_plural = _("minutes of several meetings")
        constraints = [
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True)
                | Q(
                    chair_signed_at__isnull=False,
                    taker_signed_at__isnull=False,
                    content__isnull=False,
                ),
                name="frozen_minutes_are_signed",
            ),
            models.CheckConstraint(
                condition=Q(chair_signed_by__isnull=True)
                | Q(taker_signed_by__isnull=True)
                | ~Q(chair_signed_by=F("taker_signed_by")),
                name="minutes_need_two_people",
                # Translators: de: „Vorsitz und Protokollführung unterzeichnen beide selbst.“
                violation_error_message=_("Chair and minute taker each sign for themselves."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.meeting)
