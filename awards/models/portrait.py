"""The portrait of a laureate to be: written by the office, agreed to by those it speaks of."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.keys import uuid7
from initiatives.models import Application, LocalText

from ..portrait_querysets import PortraitQuerySet


class Portrait(models.Model):
    """What will be published about a case beside the jury's reasons; it hangs on the case, since
    it is there before the release and outlives one that is stopped.

    Those who act for the initiative see it from `asked_at` on. They agree to its words as they
    stand (`approved_sha256`), so that any change takes that back, or they suggest others; a
    suggestion waits until `answered_at`. Agreement that came by telephone or mail is noted by the
    office, which says how (`approval_note`).
    """

    class State(models.TextChoices):
        # Translators: de: „Noch kein Text“
        OPEN = "open", _("No text yet")
        # Translators: de: „Noch nicht gefragt“
        READY = "ready", _("Not asked yet")
        # Translators: de: „Wartet auf Antwort“
        ASKED = "asked", _("Waits for an answer")
        # Translators: de: „Änderungsvorschlag“
        SUGGESTED = "suggested", _("Suggestion")
        # Translators: de: „Geändert, neu zu fragen“
        CHANGED = "changed", _("Changed, to be asked again")
        # Translators: de: „Zugestimmt“
        APPROVED = "approved", _("Agreed to")

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    application = models.OneToOneField(Application, models.PROTECT, related_name="portrait")
    # Translators: de: „Porträt“
    text = LocalText(_("portrait"))
    summary = LocalText(_("summary"))
    saved_at = models.DateTimeField(_("saved"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Translators: de: „zuletzt gefragt“
    asked_at = models.DateTimeField(_("last asked"), null=True, blank=True)
    # Translators: de: „Antwort erbeten bis“
    answer_until = models.DateField(_("answer asked for by"), null=True, blank=True)
    # Translators: de: „zugestimmt“
    approved_at = models.DateTimeField(_("agreed to"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    approved_sha256 = models.CharField(max_length=64, blank=True)
    # Translators: de: „wie die Zustimmung kam“
    approval_note = models.TextField(_("how the agreement came"), blank=True)
    # Translators: de: „vorgeschlagenes Porträt“
    suggestion = LocalText(_("suggested portrait"))
    # Translators: de: „vorgeschlagene Kurzfassung“
    suggested_summary = LocalText(_("suggested summary"))
    # Translators: de: „Anmerkung an die Geschäftsstelle“
    remark = models.TextField(_("remark to the office"), blank=True)
    # Translators: de: „vorgeschlagen“
    suggested_at = models.DateTimeField(_("suggested"), null=True, blank=True)
    suggested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Translators: de: „Antwort“
    answer = models.TextField(_("answer"), blank=True)
    # Translators: de: „beantwortet“
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = PortraitQuerySet.as_manager()

    class Meta:
        # Translators: de: „Porträt“
        verbose_name = _("portrait")
        # Translators: de: „Porträts“
        verbose_name_plural = _("portraits")
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_sha256="", approval_note="")
                | Q(approved_at__isnull=False) & ~Q(approved_sha256=""),
                name="agreement_is_to_certain_words",
            ),
            models.CheckConstraint(
                condition=Q(suggested_at__isnull=False)
                | Q(suggestion={}, suggested_summary={}, answered_at__isnull=True, answer=""),
                name="a_suggestion_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True)
                | Q(suggested_at__isnull=True)
                | Q(answered_at__isnull=False),
                name="no_agreement_while_a_suggestion_waits",
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)

    @property
    def is_complete(self) -> bool:
        """Whether it says something; German is needed, English is wished for."""
        return bool(self.text.get("de"))

    @property
    def state(self) -> State:
        if self.approved_at:
            return self.State.APPROVED
        if self.suggested_at and not self.answered_at:
            return self.State.SUGGESTED
        if not self.is_complete:
            return self.State.OPEN
        if self.asked_at is None:
            return self.State.READY
        newest = max(self.saved_at, self.answered_at or self.saved_at)
        return self.State.CHANGED if newest > self.asked_at else self.State.ASKED
