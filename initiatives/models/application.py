"""An application: what an initiative writes, and the frozen copies the jury reads."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..keys import uuid7
from ..querysets import ApplicationQuerySet, AttachmentQuerySet, SnapshotQuerySet
from ..statuses import Status
from .call import Call, Criterion
from .form import Declaration, Question
from .initiative import Initiative
from .people import User


class Application(models.Model):
    """What one initiative enters for one call. Its status ends at admitted or excluded."""

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    number = models.CharField(_("number"), max_length=12, unique=True, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="applications")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="applications")
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    criteria = models.ManyToManyField(Criterion, through="DeclaredCriterion", related_name="+")
    contact_name = models.CharField(_("contact person"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail of the contact person"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    exclusion_reason = models.TextField(_("ground of exclusion"), blank=True)
    started_at = models.DateTimeField(_("started"))
    saved_at = models.DateTimeField(_("last saved"))
    reopened_at = models.DateTimeField(
        _("opened again"),
        null=True,
        blank=True,
        help_text=_("The version handed in last stays valid until the next one."),
    )
    own_closes_at = models.DateTimeField(
        _("own deadline"),
        null=True,
        blank=True,
        help_text=_("Exclusive: 23:59 is stored as 00:00."),
    )
    own_closes_reason = models.TextField(_("reason of the own deadline"), blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "initiative"],
                condition=~Q(status=Status.WITHDRAWN),
                name="one_application_a_call",
                violation_error_message=_(
                    "This initiative has an application in this call already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="application_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.EXCLUDED) | ~Q(exclusion_reason=""),
                name="exclusion_has_a_ground",
                violation_error_message=_("An exclusion needs a ground."),
            ),
            models.CheckConstraint(
                condition=Q(own_closes_at__isnull=True) | ~Q(own_closes_reason=""),
                name="own_deadline_has_a_reason",
                violation_error_message=_("A later deadline needs a reason."),
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True) | Q(status=Status.SUBMITTED),
                name="only_handed_in_ones_are_reopened",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def deadline(self) -> datetime | None:
        """The end of writing for this one, exclusive: its own or the call's, whichever is later."""
        ends = [end for end in (self.own_closes_at, self.call.closes_at) if end]
        return max(ends, default=None)

    def has_own_deadline(self) -> bool:
        """Whether it may be written longer than all others."""
        return bool(self.own_closes_at) and self.deadline() != self.call.closes_at

    def last_minute(self) -> datetime | None:
        """The deadline as people say it: 23:59, which counts in full."""
        deadline = self.deadline()
        return deadline - timedelta(minutes=1) if deadline else None


class DeclaredCriterion(models.Model):
    """A D that an application asks to be judged on."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="declared")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="declared")

    class Meta:
        verbose_name = _("declared theme")
        verbose_name_plural = _("declared themes")
        ordering = ["criterion__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion"], name="criterion_declared_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.criterion)


class Answer(models.Model):
    """The text given to one question; `version` counts its saves, so that nobody overwrites."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    text = models.TextField(_("answer"), blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(_("saved"))
    saved_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "question"], name="one_answer_a_question"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Confirmation(models.Model):
    """A declaration that was confirmed: which wording, by whom, when, in which language."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="confirmations")
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="confirmations")
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("confirmed"))
    language = models.CharField(_("language"), max_length=5)

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "declaration"], name="declaration_confirmed_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.declaration)


class Scan(models.TextChoices):
    """What a virus scanner said of a file; without a scanner it is not asked."""

    OFF = "off", _("not scanned")
    PENDING = "pending", _("waiting for the scan")
    CLEAN = "clean", _("clean")
    INFECTED = "infected", _("infected")
    ERROR = "error", _("scan failed")


class Attachment(models.Model):
    """A file beside the answers, kept outside the web root under a name nobody can guess.

    A picture is kept in three sizes: `file` is the large one.
    """

    class Kind(models.TextChoices):
        PICTURE = "picture", _("picture")
        DOCUMENT = "document", _("document")

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="attachments")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    file = models.FileField(_("file"), max_length=200)
    name = models.CharField(_("name"), max_length=160)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    credit = models.CharField(_("credit"), max_length=160, blank=True)
    alt_text = models.CharField(
        _("description for people who do not see it"), max_length=300, blank=True
    )
    uploaded_at = models.DateTimeField(_("uploaded"))
    uploaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    medium = models.FileField(_("picture, medium"), max_length=200, blank=True)
    small = models.FileField(_("picture, small"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    rights_at = models.DateTimeField(
        _("rights confirmed"),
        null=True,
        blank=True,
        help_text=_("We may publish the picture, and all persons shown agree."),
    )
    rights_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    scan = models.CharField(_("virus scan"), max_length=8, choices=Scan, default=Scan.OFF)
    scanned_at = models.DateTimeField(_("scanned"), null=True, blank=True)
    removed_at = models.DateTimeField(
        _("removed"),
        null=True,
        blank=True,
        help_text=_("The file stays for the versions handed in that name it."),
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Snapshot(models.Model):
    """What was handed in, frozen: canonical JSON and its SHA-256. The database refuses changes."""

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="snapshots")
    version = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("content"))
    sha256 = models.CharField("SHA-256", max_length=64)
    submitted_at = models.DateTimeField(_("handed in"))
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    late_by = models.PositiveIntegerField(
        _("late by seconds"), default=0, help_text=_("Within the minutes of grace.")
    )
    idempotency_key = models.UUIDField(editable=False)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("version handed in")
        verbose_name_plural = _("versions handed in")
        ordering = ["application", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "version"], name="snapshot_version_once"
            ),
            models.UniqueConstraint(
                fields=["application", "idempotency_key"], name="snapshot_once_a_click"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} ({self.version})"
