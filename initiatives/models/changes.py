"""What the office asks an initiative to change in what it handed in, point by point."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..keys import uuid7
from .application import Application, Snapshot
from .form import Question
from .people import User


class ChangeRequest(models.Model):
    """Opens the points it names, and nothing else, until its end; also after the deadline.

    Handing in again answers it; the office can take it back. Meanwhile the last version is valid.
    """

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="change_requests")
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    until = models.DateTimeField(_("until"), help_text=_("Exclusive: 23:59 is stored as 00:00."))
    message = models.TextField(_("message"), blank=True)
    answered_with = models.OneToOneField(
        Snapshot, models.PROTECT, null=True, blank=True, related_name="answers_request"
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("request for changes")
        verbose_name_plural = _("requests for changes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(answered_at=None, withdrawn_at=None),
                name="one_open_request_an_application",
                violation_error_message=_("A request for changes is open already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} ({self.asked_at:%Y-%m-%d})"


class RequestedPoint(models.Model):
    """One point of a request: a page of the form, or one question, and what should change there."""

    class Page(models.TextChoices):
        INITIATIVE = "initiative", _("Initiative and carrier")
        CONTACT = "contact", _("Contact person")
        THEMES = "themes", _("Choose themes")
        SECTION = "section", _("Question")
        FILES = "files", _("Pictures and documents")
        DECLARATIONS = "declarations", _("Declarations")

    request = models.ForeignKey(ChangeRequest, models.CASCADE, related_name="points")
    page = models.CharField(_("page"), max_length=12, choices=Page)
    question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(_("what should change"))

    class Meta:
        verbose_name = _("requested point")
        verbose_name_plural = _("requested points")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "page", "question"],
                nulls_distinct=False,
                name="point_once_a_request",
            ),
            models.CheckConstraint(
                condition=Q(page="section", question__isnull=False)
                | (~Q(page="section") & Q(question=None)),
                name="point_names_a_question_or_a_page",
            ),
        ]

    def __str__(self) -> str:
        return self.get_page_display()
