"""Who does what when the prizes are given."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from initiatives.models import LocalText

from .release import Release


class Role(models.Model):
    """A part somebody has in a ceremony; several people may share one, and one have several."""

    class Kind(models.TextChoices):
        PRESENTER = "presenter", _("presented the prizes")
        LAUDATOR = "laudator", _("spoke in praise")
        PATRON = "patron", _("patron")

    release = models.ForeignKey(Release, models.CASCADE, related_name="roles")
    kind = models.CharField(_("part"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    office = LocalText(_("office"))
    note = LocalText(_("note"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("part in the ceremony")
        verbose_name_plural = _("parts in the ceremony")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
