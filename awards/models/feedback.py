"""What an initiative reads of the jury's judgement after the ceremony."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from initiatives.models import Application, Criterion


class Feedback(models.Model):
    """The office's words on one application; its members read them once they are released."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="feedback")
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")

    def __str__(self) -> str:
        return str(self.application)


class FeedbackText(models.Model):
    """The feedback on one criterion. No juror is named, and none can be told from it."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="texts")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    text = models.TextField(_("text"), blank=True)
    saved_at = models.DateTimeField(_("saved"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("feedback on a criterion")
        verbose_name_plural = _("feedback on criteria")
        ordering = ["criterion__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["feedback", "criterion"], name="one_feedback_a_criterion"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
