"""The letter that tells an initiative what the jury decided on its application."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.keys import uuid7
from initiatives.models import Application, LocalText


class ResultLetter(models.Model):
    """What the office added to the letter of an application, who read it, and that it went out.

    Which letter is due follows from the decisions; `kind` is the one this row is about: a
    paragraph written for the one is never part of the other. `seen_sha256` is the text that was
    read, any other text is unread. `told` are the facts a laureate was given, to notice when they
    are no longer true; `number` counts how often a letter went out, since a new one replaces it.
    A letter that says it is not so, before the announcement or after it, is in `taken_back_at`.
    """

    class Kind(models.TextChoices):
        # Translators: de: „ausgezeichnet“
        LAUREATE = "laureate", _("awarded")
        # Translators: de: „nicht ausgezeichnet“
        OTHER = "other", _("not awarded")
        # Translators: de: „Preis zurückgenommen“
        WITHDRAWN = "withdrawn", _("prize taken back")

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    application = models.OneToOneField(Application, models.PROTECT, related_name="result_letter")
    kind = models.CharField(max_length=9, choices=Kind)
    # Translators: de: „persönlicher Absatz“
    addition = LocalText(_("personal paragraph"))
    seen_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    # Translators: de: „als gelesen bestätigt“
    seen_at = models.DateTimeField(_("confirmed as read"), null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    told = models.JSONField(default=dict, blank=True)
    number = models.PositiveSmallIntegerField(default=0)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    taken_back_for = LocalText(_("reason"))

    class Meta:
        # Translators: de: „Ergebnisbrief“
        verbose_name = _("letter on the result")
        # Translators: de: „Ergebnisbriefe“
        verbose_name_plural = _("letters on the result")
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True, seen_sha256="")
                | Q(seen_at__isnull=False) & ~Q(seen_sha256=""),
                name="a_result_letter_is_seen_as_a_text",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, number=0)
                | Q(sent_at__isnull=False, number__gt=0),
                name="a_result_letter_counts_its_sending",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True)
                | Q(
                    kind__in=["laureate", "withdrawn"],
                    sent_at__isnull=False,
                    taken_back_for__has_key="de",
                )
                & ~Q(taken_back_for__de=""),
                name="a_result_letter_is_taken_back_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)

    def is_told(self) -> bool:
        """Whether the initiative believes to be awarded: written to, and not taken back."""
        return self.kind != self.Kind.OTHER and bool(self.sent_at) and not self.taken_back_at
