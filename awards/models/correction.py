"""What was put right after a release had become public: noted for everybody, never silent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.keys import uuid7
from initiatives.models import LocalText

from .laureate import Laureate
from .release import Release


class Correction(models.Model):
    """One text of a release or of a laureate, before and after; or a withdrawal, of either.

    `field` is the name of the text; "" is a withdrawal.
    """

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    release = models.ForeignKey(Release, models.PROTECT, related_name="corrections")
    laureate = models.ForeignKey(
        Laureate, models.PROTECT, related_name="corrections", null=True, blank=True
    )
    field = models.CharField(_("text"), max_length=20, blank=True)
    # Translators: de: „vorher“
    before = LocalText(_("before"))
    # Translators: de: „nachher“
    after = LocalText(_("after"))
    note = LocalText(_("note"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        # Translators: de: „Berichtigung“
        verbose_name = _("correction")
        # Translators: de: „Berichtigungen“
        verbose_name_plural = _("corrections")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(note={}), name="correction_has_a_note"),
        ]

    def __str__(self) -> str:
        return str(self.note)
