"""The stage: what the hall sees step by step, and how far the show has come."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.keys import uuid7

from .prize import Decision
from .release import Release


class StageStep(models.Model):
    """One step of the show. A prize's step has two pictures: first veiled, then with the name.

    `title` and `text` are what the veiled picture says; of other steps all that they say.
    `revealed_at` is when the server learned of it, `seen_at` when the operator's machine says it
    happened: later that than this where the server was away.
    """

    class Kind(models.TextChoices):
        # Translators: de: „Begrüßung“
        OPENING = "opening", _("Welcome")
        # Translators: de: „Preis“
        PRIZE = "prize", _("Prize")
        # Translators: de: „Dank“
        THANKS = "thanks", _("Thanks")
        # Translators: de: „Eigener Text“
        TEXT = "text", _("Own text")

    release = models.ForeignKey(Release, models.CASCADE, related_name="stage_steps")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=7, choices=Kind)
    decision = models.ForeignKey(
        Decision, models.CASCADE, null=True, blank=True, related_name="stage_steps"
    )
    title = models.CharField(_("title"), max_length=80, blank=True)
    text = models.CharField(_("text"), max_length=200, blank=True)
    # Translators: de: „enthüllt“
    revealed_at = models.DateTimeField(_("revealed"), null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    revealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        # Translators: de: „Schritt auf der Bühne“
        verbose_name = _("step on the stage")
        # Translators: de: „Schritte auf der Bühne“
        verbose_name_plural = _("steps on the stage")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "decision"], name="a_laureate_is_revealed_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="prize", decision__isnull=False)
                | ~Q(kind="prize") & Q(decision=None),
                name="a_prize_step_has_its_decision",
            ),
            models.CheckConstraint(
                condition=Q(revealed_at=None, seen_at=None, revealed_by=None)
                | Q(
                    kind="prize",
                    revealed_at__isnull=False,
                    seen_at__isnull=False,
                    revealed_by__isnull=False,
                ),
                name="a_reveal_has_person_and_times",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()


class Stage(models.Model):
    """A show, open while `opened_at` is set: the real one of a release, or a rehearsal of it.

    Each picture's key is made of `secret`; `key` and `secret` are new each time it is opened.
    `beat` is the picture that is shown, from 1; 0 before the first.
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    release = models.ForeignKey(Release, models.CASCADE, related_name="stages")
    is_rehearsal = models.BooleanField(default=False)
    secret = models.BinaryField(max_length=32, editable=False)
    beat = models.PositiveSmallIntegerField(default=0)
    is_black = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    # Translators: de: „geöffnet“
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    began_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        # Translators: de: „Bühne“
        verbose_name = _("stage")
        # Translators: de: „Bühnen“
        verbose_name_plural = _("stages")
        constraints = [
            models.UniqueConstraint(fields=["release", "is_rehearsal"], name="one_show_a_release")
        ]

    def __str__(self) -> str:
        return f"{self.release}: {self.beat}"


class StageScreen(models.Model):
    """A machine in the hall that shows the big screen without an account.

    Its code works once and for one machine; from then on a cookie of that machine is the key. Of
    both only a SHA-256 is kept. Who has it gets what the big screen gets and nothing else.
    """

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    release = models.ForeignKey(Release, models.CASCADE, related_name="stage_screens")
    is_rehearsal = models.BooleanField(default=False)
    name = models.CharField(_("name"), max_length=40)
    code_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  null is "no code"
    secret_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  null is "no machine"
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ends_at = models.DateTimeField()
    # Translators: de: „verbunden“
    connected_at = models.DateTimeField(_("connected"), null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        # Translators: de: „Leinwand“
        verbose_name = _("screen")
        # Translators: de: „Leinwände“
        verbose_name_plural = _("screens")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code_hash__isnull=False, secret_hash=None, connected_at=None)
                | Q(code_hash=None, secret_hash__isnull=False, connected_at__isnull=False),
                name="a_screen_has_a_code_or_a_machine",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("made_at")), name="a_screen_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.name
