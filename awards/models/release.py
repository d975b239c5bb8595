"""The announcement of a year, frozen when two people of the office have agreed to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from initiatives.carried import along
from initiatives.keys import uuid7
from initiatives.models import Call, LocalText

from ..querysets import ReleaseQuerySet


class Release(models.Model):
    """What is announced for a year, and from which second on. Unconfirmed, it is a draft.

    Tied to the stage, `embargo_until` is the latest moment: the last name that is revealed there
    brings it forward.
    """

    class Opens(models.TextChoices):
        # Translators: de: „Wenn die Sperrfrist endet“
        EMBARGO = "embargo", _("When the embargo ends")
        STAGE = (
            "stage",
            # Translators: de: „Wenn auf der Bühne der letzte Name enthüllt ist, spätestens mit dem
            # Ende der Sperrfrist“
            _("When the last name is revealed on stage, at the latest as the embargo ends"),
        )

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    call = models.OneToOneField(Call, models.PROTECT, related_name="release")
    embargo_until = models.DateTimeField(_("embargo until"))
    # Translators: de: „öffnet sich“
    opens = models.CharField(_("opens"), max_length=7, choices=Opens, default=Opens.EMBARGO)
    headline = LocalText(_("headline"))
    subline = LocalText(_("subline"))
    lead = LocalText(_("lead"))
    call_text = LocalText(_("about the call"))
    presenters_text = LocalText(_("who presented the prizes"))
    background = LocalText(_("background"))
    occasion = LocalText(_("occasion"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    links = models.JSONField(_("links"), default=list, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    prepared_at = models.DateTimeField(_("prepared"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("prepared_by")),
                name="release_needs_two_people",
                violation_error_message=_("Somebody else must confirm the release."),
            ),
            models.CheckConstraint(
                # A year of the archive has neither; nobody of this office prepared it.
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                | Q(confirmed_at__isnull=False, prepared_by__isnull=True),
                name="confirmation_has_person_and_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.headline)

    @property
    def is_in_english(self) -> bool:
        """Whether it promises English: then all its texts need it, see `awards.in_english`."""
        return bool(self.headline.get("en", "").strip())

    def public_since(self) -> datetime:
        """The second it came out: the end of the embargo, or the confirmation after it."""
        if self.confirmed_at is None:
            raise LookupError("A draft is not public.")
        return max(self.embargo_until, self.confirmed_at)

    def notes(self) -> list[Any]:
        """What was put right or taken back, newest first. One query unless `with_notes`."""
        return along(self, "notes", self.corrections.all())

    def changed_at(self, corrected_at: datetime | None) -> datetime:
        """When what is public of it became what it is now."""
        return max(filter(None, (self.public_since(), corrected_at)))

    def held_at(self) -> datetime:
        """When the prizes are given: as the evening is planned, else as the call says. One query.

        Without either it is when the embargo ends.
        """
        ceremony = getattr(self.call, "ceremony", None)
        return ceremony.starts_at if ceremony else self.call.ceremony_at or self.embargo_until
