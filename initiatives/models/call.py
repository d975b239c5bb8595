"""A year's call: its dates, its criteria, its questions, its declarations."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..querysets import CallQuerySet
from .local_text import LocalText

MILESTONES = (
    "opens_at",
    "closes_at",
    "checked_until",
    "judging_from",
    "judging_until",
    "meeting_at",
    "ceremony_at",
    "feedback_at",
)


class Phase(models.TextChoices):
    """Where a call stands; computed from the clock, never stored."""

    PREPARATION = "preparation", _("Preparation")
    APPLICATION = "application", _("Application")
    SCREENING = "screening", _("Formal check")
    JUDGING = "judging", _("Judging")
    MEETING = "meeting", _("Jury meeting")
    CEREMONY = "ceremony", _("Award ceremony")
    DONE = "done", _("Finished")


class Step(NamedTuple):
    """A station of the year: from when to when, and where it lies at the moment asked for."""

    phase: Phase
    starts: datetime | None
    ends: datetime | None
    state: str  # past, now, next


class Call(models.Model):
    """The call of one year. A past year of the archive has no dates, since none are known."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    is_demo = models.BooleanField(_("invented"), default=False)
    is_archive = models.BooleanField(_("archive only"), default=False)
    title = LocalText(_("title"))
    headline = LocalText(_("headline"))
    lead = LocalText(_("lead"))
    who_may_apply = LocalText(_("who may apply"), help_text=_("One sentence a line."))
    benefits = LocalText(_("what laureates get"))
    counting_rule = LocalText(_("how it is counted"))
    terms_version = models.CharField(_("version of the terms"), max_length=40, blank=True)
    announced_at = models.DateTimeField(
        _("announced"),
        null=True,
        blank=True,
        help_text=_("Until then only the office sees the call."),
    )
    grace_minutes = models.PositiveSmallIntegerField(
        _("minutes of grace"),
        default=10,
        validators=[MaxValueValidator(60)],
        help_text=_("What arrives so late is accepted, and its lateness is recorded."),
    )
    points_max = models.PositiveSmallIntegerField(_("highest score"), default=10)
    reason_required = models.BooleanField(_("a reason with every score"), default=True)

    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(
        _("closes"), null=True, blank=True, help_text=_("Exclusive: 23:59 is stored as 00:00.")
    )
    checked_until = models.DateTimeField(_("formal check until"), null=True, blank=True)
    judging_from = models.DateTimeField(_("judging from"), null=True, blank=True)
    judging_until = models.DateTimeField(_("judging until"), null=True, blank=True)
    meeting_at = models.DateTimeField(_("jury meeting"), null=True, blank=True)
    ceremony_at = models.DateTimeField(_("award ceremony"), null=True, blank=True)
    feedback_at = models.DateTimeField(_("feedback"), null=True, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_archive=True)
                | Q(**{f"{name}__isnull": False for name in MILESTONES}),
                name="call_has_all_dates",
                violation_error_message=_("Only an archived year may lack dates."),
            ),
            models.CheckConstraint(
                condition=Q(points_max__gte=1, points_max__lte=10), name="call_scale_ends_at_ten"
            ),
            models.CheckConstraint(condition=Q(grace_minutes__lte=60), name="grace_is_an_hour"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{later}__gt": F(earlier)}),
                    name=f"call_{earlier}_before_{later}",
                    violation_error_message=_("The dates of a call follow one another."),
                )
                for earlier, later in pairwise(MILESTONES)
                if (earlier, later) != ("checked_until", "judging_from")
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def accepts(self, at: datetime) -> bool:
        """Whether applications may be started; the end is exclusive. For one, see `window`."""
        return bool(self.opens_at and self.closes_at and self.opens_at <= at < self.closes_at)

    def judges(self, at: datetime) -> bool:
        """Whether sheets may be written."""
        return bool(
            self.judging_from
            and self.judging_until
            and self.judging_from <= at < self.judging_until
        )

    @property
    def grace(self) -> timedelta:
        """How late somebody may be, with the lateness recorded."""
        return timedelta(minutes=self.grace_minutes)

    def last_minute(self) -> datetime | None:
        """The deadline as people say it: 23:59, which counts in full."""
        return self.closes_at - timedelta(minutes=1) if self.closes_at else None

    def steps(self, at: datetime) -> list[Step]:
        """The six stations of the year, each past, now or next. [] in the archive."""
        if self.is_archive:
            return []
        spans = [
            (Phase.APPLICATION, self.opens_at, self.closes_at),
            (Phase.SCREENING, self.closes_at, self.judging_from),
            (Phase.JUDGING, self.judging_from, self.judging_until),
            (Phase.MEETING, self.judging_until, self.meeting_at),
            (Phase.CEREMONY, self.meeting_at, self.ceremony_at),
        ]
        steps = []
        for phase, starts, ends in spans:
            if starts is None or ends is None:
                continue
            state = "past" if at >= ends else "now" if at >= starts else "next"
            steps.append(Step(phase, starts, ends, state))
        return steps

    def phase(self, at: datetime) -> Phase:
        """The station of the moment `at`."""
        steps = self.steps(at)
        current = next((step.phase for step in steps if step.state == "now"), None)
        if current:
            return current
        return Phase.PREPARATION if steps and steps[0].state == "next" else Phase.DONE


class Criterion(models.Model):
    """What is judged. An optional one counts only for applications that declare it."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="criteria")
    code = models.SlugField(_("code"), max_length=20)
    name = LocalText(_("name"))
    question = LocalText(_("question"))
    weight = models.DecimalField(
        _("weight"), max_digits=6, decimal_places=3, default=1, validators=[MinValueValidator(0)]
    )
    is_optional = models.BooleanField(_("applications declare it"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="criterion_code_once_a_call"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="criterion_weight_positive"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Anchor(models.Model):
    """What a number of points means for a criterion, in words."""

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="anchors")
    points = models.PositiveSmallIntegerField(_("points"), validators=[MaxValueValidator(100)])
    text = LocalText(_("meaning"))

    class Meta:
        verbose_name = _("anchor")
        verbose_name_plural = _("anchors")
        ordering = ["points"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "points"], name="anchor_once_a_score")
        ]

    def __str__(self) -> str:
        return f"{self.points} – {self.text}"
