"""Who reads what: assignments, and the plans of an allocation before anybody acts on them."""

from __future__ import annotations

from django.conf import settings as django_settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from initiatives.keys import uuid7
from initiatives.models import Application, Call

from ..querysets import AssignmentQuerySet
from .jurors import Juror


class Assignment(models.Model):
    """A juror reads an application. `cleared_at` is when the juror declared to be impartial.

    `note` is the juror's own and private: nobody else reads it, and no file holds it but the
    juror's own data. A case that was taken away after it was begun stays as a row with
    `withdrawn_at`; its sheet never counts.
    """

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    juror = models.ForeignKey(Juror, models.CASCADE, related_name="assignments")
    application = models.ForeignKey(Application, models.PROTECT, related_name="assignments")
    position = models.PositiveIntegerField(_("place in the juror's order"), default=0)
    cleared_at = models.DateTimeField(_("declared impartial"), null=True, blank=True)
    # Translators: de: „private Notiz“
    note = models.TextField(_("private note"), blank=True)
    # Translators: de: „abgegeben“
    withdrawn_at = models.DateTimeField(_("taken away"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["juror", "application"], name="assigned_once")
        ]

    def __str__(self) -> str:
        return f"{self.juror} – {self.application}"


class Plan(models.Model):
    """A dry run: who would read what, with its figures. Applying it makes assignments of it.

    `pairs` is [[case key, juror key], …], sorted; `figures` what `allocation` tells of them;
    `inputs` the digest of everything it was computed from, so that an old plan is not applied.
    """

    class Source(models.TextChoices):
        # Translators: de: „berechnet“
        COMPUTED = "computed", _("computed")
        # Translators: de: „aus einer Datei“
        FILE = "file", _("from a file")

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    call = models.ForeignKey(Call, models.CASCADE, related_name="plans")
    source = models.CharField(_("source"), max_length=8, choices=Source, default=Source.COMPUTED)
    settings = models.JSONField(default=dict)  # readers, overlap budget, seed
    inputs = models.CharField(max_length=64)
    pairs = models.JSONField(default=list)
    figures = models.JSONField(default=dict)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Translators: de: „übernommen“
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)

    class Meta:
        # Translators: de: „Zuteilungsplan“
        verbose_name = _("plan of allocation")
        # Translators: de: „Zuteilungspläne“
        verbose_name_plural = _("plans of allocation")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.call}, {self.made_at:%d.%m.%Y %H:%M}"
