"""What a juror thinks of an application."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.models import Application, Criterion

from ..querysets import ScoreQuerySet, ScoreSheetQuerySet
from .assignments import Assignment
from .jurors import Juror


class ScoreSheet(models.Model):
    """One juror's sheet on one application. It counts once it is finished.

    `entered_by` is who of the office wrote it down from paper, until the juror writes on it;
    `saw_others_at` when the juror first saw what others gave. `rescored` while it is open in the
    meeting: not finished there, it says again what it said before.
    """

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="sheet")
    juror = models.ForeignKey(Juror, models.PROTECT, related_name="sheets")
    application = models.ForeignKey(Application, models.PROTECT, related_name="sheets")
    started_at = models.DateTimeField(_("begun"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        # Translators: de: „eingetragen von“
        verbose_name=_("entered by"),
    )
    # Translators: de: „sah andere Bögen“
    saw_others_at = models.DateTimeField(_("saw other sheets"), null=True, blank=True)
    # Translators: de: „in der Sitzung geöffnet“
    rescored = models.BooleanField(_("opened in the meeting"), default=False, editable=False)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        indexes = [
            models.Index(
                fields=["application"],
                condition=Q(finished_at__isnull=False),
                name="sheets_that_count",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["juror", "application"], name="one_sheet_each")
        ]

    def __str__(self) -> str:
        return f"{self.juror} – {self.application}"


class Score(models.Model):
    """Points on one declared criterion. No points and `abstained` is "no judgement possible".

    A trigger refuses scores on criteria that the application does not declare.
    """

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    points = models.PositiveSmallIntegerField(_("points"), null=True, blank=True)
    abstained = models.BooleanField(_("no judgement possible"), default=False)
    reason = models.TextField(_("reason"), blank=True, help_text=_("For the jury only."))
    for_applicant = models.TextField(
        _("feedback to the applicant"),
        blank=True,
        help_text=_(
            "Passed on after the ceremony, edited by the office, without the juror's name."
        ),
    )
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(_("saved"))

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="one_score_a_criterion"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0, points__lte=10),
                name="points_within_the_scale",
                violation_error_message=_("Give 0 to 10 points."),
            ),
            models.CheckConstraint(
                condition=Q(abstained=False) | Q(points__isnull=True),
                name="no_points_without_judgement",
                violation_error_message=_("Either points or no judgement."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


class SheetVersion(models.Model):
    """What a sheet said each time it was finished; never changed, so that a change can be shown.

    `entered_by` is who of the office wrote this version down from paper.

    `scores` is [{criterion, points, abstained, reason, for_applicant}, …] in the order of criteria.
    """

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    finished_at = models.DateTimeField(_("finished"))
    scores = models.JSONField(_("scores"))
    sha256 = models.CharField(max_length=64)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        # Translators: de: „eingetragen von“
        verbose_name=_("entered by"),
    )

    class Meta:
        # Translators: de: „Fassung eines Bogens“
        verbose_name = _("version of a sheet")
        # Translators: de: „Fassungen der Bögen“
        verbose_name_plural = _("versions of sheets")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="sheet_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.sheet}, {self.number}"
