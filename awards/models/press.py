"""Whom the press asks, and who of the press reads before the embargo ends."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from initiatives.keys import uuid7
from initiatives.models import Call, LocalText

from ..press_querysets import PressReaderQuerySet
from .release import Release


class PressContact(models.Model):
    """Who answers the press about the award of a year, and what every text of it ends with.

    Not part of what two people confirm: a number may change while the announcement stands.
    """

    call = models.OneToOneField(Call, models.CASCADE, related_name="press_contact")
    name = models.CharField(_("name"), max_length=120, blank=True)
    # Translators: de: „Stelle“
    office = LocalText(_("office of the contact"))
    # Translators: de: „Telefon“
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    # Translators: de: „Abbinder“
    boilerplate = LocalText(_("boilerplate"))

    class Meta:
        # Translators: de: „Pressekontakt“
        verbose_name = _("press contact")
        # Translators: de: „Pressekontakte“
        verbose_name_plural = _("press contacts")

    def __str__(self) -> str:
        return self.name


class PressReader(models.Model):
    """A journalist who reads text and pictures before the embargo ends, by a personal link.

    Name, medium and address are noted to write the letter and to know whom the embargo binds;
    `actions.forget_press_readers` deletes them a month after it has ended. Of the link only a
    SHA-256 is kept; `link_number` changes it when it must no longer work. Who agreed, agreed to
    keep silent until `agreed_until`: another time asks anew.
    """

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    release = models.ForeignKey(Release, models.CASCADE, related_name="press_readers")
    name = models.CharField(_("name"), max_length=120)
    # Translators: de: „Medium“
    medium = models.CharField(_("medium"), max_length=160)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language of letters"), max_length=2, default="de")
    link_number = models.PositiveSmallIntegerField(default=1)
    secret_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  null is "no link"
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    # Translators: de: „zuerst geöffnet“
    first_opened_at = models.DateTimeField(_("first opened"), null=True, blank=True)
    # Translators: de: „Sperrfrist zugesagt“
    agreed_at = models.DateTimeField(_("agreed to the embargo"), null=True, blank=True)
    agreed_until = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = PressReaderQuerySet.as_manager()

    class Meta:
        # Translators: de: „Lesende der Presse“
        verbose_name = _("reader of the press")
        # Translators: de: „Lesende der Presse“
        verbose_name_plural = _("readers of the press")
        ordering = ["medium", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "email"],
                name="an_address_of_the_press_is_noted_once",
                # Translators: de: „Diese Adresse steht schon auf der Liste.“
                violation_error_message=_("This address is on the list already."),
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, agreed_until__isnull=True)
                | Q(agreed_at__isnull=False, agreed_until__gt=F("agreed_at")),
                name="the_press_agrees_before_the_embargo_ends",
            ),
            models.CheckConstraint(
                condition=Q(secret_hash__isnull=True) | Q(withdrawn_at__isnull=True),
                name="who_is_withdrawn_has_no_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.medium})"

    @property
    def has_agreed(self) -> bool:
        """To the embargo as it stands now."""
        return self.agreed_until is not None and self.agreed_until == self.release.embargo_until
