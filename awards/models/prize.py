"""Prizes, and what the jury decided on them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.keys import uuid7
from initiatives.models import Application, Call, LocalText


class Prize(models.Model):
    """A prize of a call with a number of equal places."""

    class Kind(models.TextChoices):
        EQUAL = "equal", _("equal prize")
        CATEGORY = "category", _("prize of a category")
        SPECIAL = "special", _("special prize")
        COMMENDATION = "commendation", _("commendation")

    call = models.ForeignKey(Call, models.CASCADE, related_name="prizes")
    name = LocalText(_("name"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.EQUAL)
    places = models.PositiveSmallIntegerField(_("places"), default=1)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("prize")
        verbose_name_plural = _("prizes")
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=Q(places__gt=0), name="prize_has_a_place")]

    def __str__(self) -> str:
        return str(self.name)


class Decision(models.Model):
    """The jury gives a prize to an application, for reasons that may be published."""

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    prize = models.ForeignKey(Prize, models.PROTECT, related_name="decisions")
    application = models.ForeignKey(Application, models.PROTECT, related_name="decisions")
    jury_statement = LocalText(_("the jury's reasons"))
    deviation = models.TextField(_("why the ranking was not followed"), blank=True)
    decided_at = models.DateTimeField(_("decided"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["prize__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                name="one_prize_an_application",
                violation_error_message=_("This application has a prize already."),
            ),
            models.CheckConstraint(
                condition=~Q(jury_statement__de="") & Q(jury_statement__has_key="de"),
                name="decision_has_reasons",
                violation_error_message=_("A decision needs reasons."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prize}: {self.application}"
