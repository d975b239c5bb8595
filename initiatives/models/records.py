"""What every floor writes down: the journal and the letters."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..keys import uuid7


class JournalEntry(models.Model):
    """Who did what, when. Append-only: triggers refuse every change; each entry seals the last.

    Nothing here is a foreign key: an entry outlives the rows it speaks of.
    """

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("time"))
    action = models.CharField(_("action"), max_length=60)
    actor = models.UUIDField(_("by"), null=True)
    about_kind = models.CharField(_("about"), max_length=60)
    about_key = models.CharField(max_length=64)
    data = models.JSONField(_("details"), default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        ordering = ["number"]
        indexes = [models.Index(fields=["about_kind", "about_key", "number"])]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"


class LetterStatus(models.TextChoices):
    QUEUED = "queued", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")


SEALED = frozenset(  # kinds about what is not handed in, about teams, or with somebody's secret
    {
        "deadline_moved",
        "draft_deleted",
        "handed_over",
        "handed_over_done",
        "infected",
        "invitation",
        "invitation_accepted",
        "invitation_declined",
        "press_invitation",
        "proposal_confirmation",
        "reminder_changes",
        "reminder_draft",
        "role_changed",
        "team_left",
        "team_removed",
    }
)


WITH_LINK = frozenset({"press_invitation"})  # sealed for the personal link in them


class Letter(models.Model):
    """A mail as a row: written in the transaction it belongs to, sent later by a task.

    A letter with a sign-in code loses its text once it is sent, except in a demonstration.
    """

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    is_secret = models.BooleanField(default=False)
    attachment_name = models.CharField(max_length=100, blank=True)
    attachment = models.BinaryField(null=True, blank=True)
    about_kind = models.CharField(max_length=60, blank=True)
    about_key = models.CharField(max_length=64, blank=True)
    dedup_key = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001  null is "no key"
    status = models.CharField(_("status"), max_length=8, choices=LetterStatus, default="queued")
    written_at = models.DateTimeField(_("written"))
    sent_at = models.DateTimeField(_("sent"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="sent") | Q(sent_at__isnull=False),
                name="sent_letter_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(subject__contains="\n"), name="letter_subject_is_one_line"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def is_sealed(self) -> bool:
        """Whether the office sees only that it was written and whether it went out."""
        return self.kind in SEALED

    def office_subject(self) -> str:
        if self.kind in WITH_LINK:
            # Translators: de: „Brief mit einem persönlichen Link“
            return gettext("Letter with a personal link")
        if self.is_sealed():
            # Translators: de: „Brief zu einem Entwurf, einem Team oder einem Vorschlag“
            return gettext("Letter about a draft, a team or a proposal")
        return self.subject
