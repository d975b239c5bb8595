"""The calibration round: everybody scores the same invented cases before the real ones."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.keys import uuid7
from initiatives.models import Call, Criterion, LocalText

from ..querysets import SampleQuerySet
from .jurors import Juror


class Sample(models.Model):
    """An invented case of the office. Its spread is shown to a juror who has finished it.

    `closed_at` ends the round for it; what was agreed then stands beside the anchors.
    """

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    call = models.ForeignKey(Call, models.CASCADE, related_name="samples")
    title = LocalText(_("title"))
    # Translators: de: „Text des Musterfalls“
    text = LocalText(_("text of the sample case"))
    criteria = models.ManyToManyField(Criterion, related_name="samples", verbose_name=_("criteria"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    # Translators: de: „geöffnet“
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    # Translators: de: „beendet“
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = SampleQuerySet.as_manager()

    class Meta:
        # Translators: de: „Musterfall“
        verbose_name = _("sample case")
        # Translators: de: „Musterfälle“
        verbose_name_plural = _("sample cases")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.title)


class SampleSheet(models.Model):
    """A juror's sheet on a sample case. It never counts for anything."""

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="sheets")
    juror = models.ForeignKey(Juror, models.CASCADE, related_name="sample_sheets")
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        # Translators: de: „Bogen zu einem Musterfall“
        verbose_name = _("sheet on a sample case")
        # Translators: de: „Bögen zu Musterfällen“
        verbose_name_plural = _("sheets on sample cases")
        constraints = [
            models.UniqueConstraint(fields=["sample", "juror"], name="one_sample_sheet_each")
        ]

    def __str__(self) -> str:
        return f"{self.juror} – {self.sample}"


class SampleScore(models.Model):
    sheet = models.ForeignKey(SampleSheet, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="sample_scores")
    points = models.PositiveSmallIntegerField(_("points"), null=True, blank=True)
    abstained = models.BooleanField(_("no judgement possible"), default=False)
    reason = models.TextField(_("reason"), blank=True)
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        # Translators: de: „Bewertung eines Musterfalls“
        verbose_name = _("score of a sample case")
        # Translators: de: „Bewertungen der Musterfälle“
        verbose_name_plural = _("scores of sample cases")
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "criterion"], name="one_sample_score_a_criterion"
            ),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0, points__lte=10),
                name="sample_points_within_the_scale",
            ),
            models.CheckConstraint(
                condition=Q(abstained=False) | Q(points__isnull=True),
                name="sample_no_points_without_judgement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


class Remark(models.Model):
    """What somebody says in the discussion of a criterion's anchors. The jury sees who said it.

    `juror` is None for a word of the office.
    """

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="remarks")
    juror = models.ForeignKey(Juror, models.CASCADE, null=True, blank=True, related_name="remarks")
    text = models.TextField(_("text"))
    # Translators: de: „gesagt“
    said_at = models.DateTimeField(_("said"))

    class Meta:
        # Translators: de: „Wortmeldung“
        verbose_name = _("remark")
        # Translators: de: „Wortmeldungen“
        verbose_name_plural = _("remarks")
        ordering = ["said_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Agreement(models.Model):
    """What the jury agreed on for a criterion in the calibration; shown beside its anchors."""

    criterion = models.OneToOneField(Criterion, models.CASCADE, related_name="agreement")
    text = LocalText(_("text"))
    # Translators: de: „verabredet“
    agreed_at = models.DateTimeField(_("agreed"))

    class Meta:
        # Translators: de: „Verabredung der Jury“
        verbose_name = _("agreement of the jury")
        # Translators: de: „Verabredungen der Jury“
        verbose_name_plural = _("agreements of the jury")

    def __str__(self) -> str:
        return str(self.text)
