"""Guests of a ceremony: invited by a personal link, seated at tables, checked in at the door.

All of it is personal and kept for the evening only: `actions.forget_guests` deletes it 30 days
after.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.keys import ALPHABET, uuid7

from ..guest_querysets import InviteeQuerySet
from .ceremony import Ceremony


def new_code() -> str:
    """Eight signs that can be read out; 10¹² of them, and only the office can try one."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


class Table(models.Model):
    """A table with a number of seats."""

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="tables")
    name = models.CharField(_("name"), max_length=40)
    # Translators: de: „Plätze“
    seats = models.PositiveSmallIntegerField(_("seats"))
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        # Translators: de: „Tisch“
        verbose_name = _("table")
        # Translators: de: „Tische“
        verbose_name_plural = _("tables")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ceremony", "name"],
                name="a_table_has_its_own_name",
                # Translators: de: „Einen Tisch mit diesem Namen gibt es schon.“
                violation_error_message=_("There is a table of this name already."),
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="a_table_has_a_seat"),
        ]

    def __str__(self) -> str:
        return self.name


class Invitee(models.Model):
    """A guest, or somebody a guest brings along (`brought_by`), who has no link of their own.

    Of the link only a SHA-256 is kept; `link_number` changes it when it must no longer work.
    `code` is what the entrance scans. Diet and access needs are asked for to prepare the evening;
    consent to photos is voluntary and stored with the text that was agreed to.
    """

    class Kind(models.TextChoices):
        # Translators: de: „Initiative“
        INITIATIVE = "initiative", _("Initiative")
        # Translators: de: „Jury“
        JURY = "jury", _("Jury")
        # Translators: de: „Politik und Verwaltung“
        POLITICS = "politics", _("Politics and administration")
        # Translators: de: „Partner“
        PARTNER = "partner", _("Partner")
        # Translators: de: „Presse“
        PRESS = "press", _("Press")
        # Translators: de: „Sonstige“
        OTHER = "other", _("Others")

    class Answer(models.TextChoices):
        # Translators: de: „zugesagt“
        YES = "yes", _("accepted")
        # Translators: de: „abgesagt“
        NO = "no", _("cannot come")

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="invitees")
    name = models.CharField(_("name"), max_length=120)
    sort_name = models.CharField(max_length=120, editable=False)
    # Translators: de: „Anrede“
    salutation = models.CharField(_("form of address"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    # Translators: de: „Gruppe“
    kind = models.CharField(_("group"), max_length=10, choices=Kind, default=Kind.OTHER)
    language = models.CharField(_("language"), max_length=2, default="de")
    # Translators: de: „Begleitpersonen“
    companions_allowed = models.PositiveSmallIntegerField(_("companions allowed"), default=0)
    brought_by = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="companions"
    )
    link_number = models.PositiveSmallIntegerField(default=1)
    secret_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  null is "no link"
    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=3, choices=Answer, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    # Translators: de: „Essen“
    diet = models.CharField(_("diet"), max_length=300, blank=True)
    # Translators: de: „Zugang und Unterstützung“
    access_needs = models.CharField(_("access needs"), max_length=300, blank=True)
    # Translators: de: „Einwilligung in Fotos“
    photo_consent_at = models.DateTimeField(_("consent to photos"), null=True, blank=True)
    photo_consent_text = models.TextField(blank=True)
    table = models.ForeignKey(
        Table, models.SET_NULL, null=True, blank=True, related_name="invitees"
    )

    objects = InviteeQuerySet.as_manager()

    class Meta:
        # Translators: de: „Gast“
        verbose_name = _("guest")
        # Translators: de: „Gäste“
        verbose_name_plural = _("guests")
        ordering = ["sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ceremony", "email"],
                condition=~Q(email=""),
                name="an_address_is_invited_once",
                # Translators: de: „Diese Adresse steht schon auf der Gästeliste.“
                violation_error_message=_("This address is on the list of guests already."),
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="an_answer_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(photo_consent_at__isnull=True, photo_consent_text="")
                | (Q(photo_consent_at__isnull=False) & ~Q(photo_consent_text="")),
                name="consent_to_photos_has_its_text",
            ),
            models.CheckConstraint(
                condition=Q(brought_by__isnull=True) | Q(email="", secret_hash__isnull=True),
                name="companions_have_no_link",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def spoken_code(self) -> str:
        """The code as it is read out: in two groups."""
        return f"{self.code[:4]}-{self.code[4:]}"

    @property
    def comes(self) -> bool:
        return self.answer == self.Answer.YES and self.withdrawn_at is None


class CheckIn(models.Model):
    """Somebody came through the door: the earliest report counts.

    `at` is the moment as the phone saw it, `stored_at` when the server learnt of it. `doubles`
    counts reports of other phones about the same guest; `once` tells a report from its repetition.
    """

    invitee = models.OneToOneField(Invitee, models.CASCADE, related_name="check_in")
    once = models.UUIDField()
    at = models.DateTimeField(_("came"))
    # Translators: de: „gespeichert“
    stored_at = models.DateTimeField(_("stored"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    doubles = models.PositiveSmallIntegerField(default=0)

    class Meta:
        # Translators: de: „Einlass“
        verbose_name = _("check-in")
        # Translators: de: „Einlässe“
        verbose_name_plural = _("check-ins")
        constraints = [
            models.CheckConstraint(
                condition=Q(at__lte=models.F("stored_at")), name="nobody_comes_in_the_future"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invitee} {self.at:%H:%M}"
