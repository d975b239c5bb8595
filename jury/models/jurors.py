"""The jury of a call, what each member reads, and where a member is not impartial."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.keys import uuid7
from initiatives.models import Application, Call

from ..querysets import AssignmentQuerySet, ConflictQuerySet, JurorQuerySet


class Juror(models.Model):
    """A member of one call's jury."""

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    call = models.ForeignKey(Call, models.CASCADE, related_name="jurors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="juror_roles")
    salutation = models.CharField(
        _("form of address"), max_length=60, blank=True, help_text=_("“Frau Dr. Albers”")
    )
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    is_chair = models.BooleanField(_("in the chair"), default=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)

    objects = JurorQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of the jury")
        verbose_name_plural = _("members of the jury")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "user"], name="juror_once_a_call"),
            models.UniqueConstraint(
                fields=["call"], condition=Q(is_chair=True), name="one_chair_a_call"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class Ground(models.TextChoices):
    """Grounds of §§ 20, 21 VwVfG, in the words of a form."""

    EMPLOYMENT = "employment", _("I work there or did so lately")
    ORGAN = "organ", _("I am on one of its bodies or a member")
    FAMILY = "family", _("Somebody of my family is concerned")
    FUNDING = "funding", _("Funding, contract or advice links us")
    OTHER = "other", _("Something else")


class Conflict(models.Model):
    """A juror is not impartial towards an application and has nothing to do with it."""

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="conflicts")
    application = models.ForeignKey(Application, models.CASCADE, related_name="conflicts")
    ground = models.CharField(_("ground"), max_length=10, choices=Ground)
    note = models.CharField(_("note"), max_length=300, blank=True)
    declared_at = models.DateTimeField(_("declared"))

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints = [
            models.UniqueConstraint(fields=["juror", "application"], name="conflict_declared_once"),
            models.CheckConstraint(
                condition=Q(ground__in=Ground.values), name="conflict_ground_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.juror} – {self.application}"


class Assignment(models.Model):
    """A juror reads an application. `cleared_at` is when the juror declared to be impartial."""

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    juror = models.ForeignKey(Juror, models.CASCADE, related_name="assignments")
    application = models.ForeignKey(Application, models.PROTECT, related_name="assignments")
    position = models.PositiveIntegerField(_("place in the juror's order"), default=0)
    cleared_at = models.DateTimeField(_("declared impartial"), null=True, blank=True)

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
