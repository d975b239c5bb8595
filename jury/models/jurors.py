"""The jury of a call: its members, what they know about, and how they were asked to join."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from initiatives.keys import uuid7
from initiatives.models import Call, Criterion

from ..querysets import JurorInvitationQuerySet, JurorQuerySet

OPEN_INVITATION = Q(accepted_at=None, declined_at=None, withdrawn_at=None)


class Juror(models.Model):
    """A member of one call's jury. A deputy judges once called in, a member until leaving.

    `min_cases` and `max_cases` bound the allocation; the term is in whole days, both ends included.
    """

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    call = models.ForeignKey(Call, models.CASCADE, related_name="jurors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="juror_roles")
    salutation = models.CharField(
        _("form of address"), max_length=60, blank=True, help_text=_("“Frau Dr. Albers”")
    )
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    is_chair = models.BooleanField(_("in the chair"), default=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    # Translators: de: „Amtszeit ab“
    term_from = models.DateField(_("term from"), null=True, blank=True)
    # Translators: de: „Amtszeit bis“
    term_until = models.DateField(_("term until"), null=True, blank=True)
    deputy_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deputies",
        # Translators: de: „vertritt“
        verbose_name=_("deputy of"),
    )
    # Translators: de: „als Vertretung berufen“
    called_in_at = models.DateTimeField(_("called in"), null=True, blank=True)
    successor_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        # Translators: de: „folgt auf“
        verbose_name=_("follows"),
    )
    # Translators: de: „ausgeschieden“
    left_at = models.DateTimeField(_("left the jury"), null=True, blank=True)
    # Translators: de: „Grund des Ausscheidens“
    left_reason = models.CharField(_("why"), max_length=300, blank=True)
    # Translators: de: „mindestens Fälle“
    min_cases = models.PositiveSmallIntegerField(_("at least cases"), null=True, blank=True)
    # Translators: de: „höchstens Fälle“
    max_cases = models.PositiveSmallIntegerField(_("at most cases"), null=True, blank=True)

    objects = JurorQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of the jury")
        verbose_name_plural = _("members of the jury")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "user"], name="juror_once_a_call"),
            models.UniqueConstraint(
                fields=["call"],
                condition=Q(is_chair=True, left_at=None),
                name="one_chair_a_call",
            ),
            models.CheckConstraint(
                condition=Q(term_from=None)
                | Q(term_until=None)
                | Q(term_until__gte=F("term_from")),
                name="juror_term_ends_after_it_begins",
                # Translators: de: „Die Amtszeit endet nach ihrem Beginn.“
                violation_error_message=_("The term ends after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(min_cases=None) | Q(max_cases=None) | Q(max_cases__gte=F("min_cases")),
                name="juror_bounds_in_order",
                # Translators: de: „Die Höchstzahl liegt nicht unter der Mindestzahl.“
                violation_error_message=_("The highest number is not below the lowest."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def waits(self) -> bool:
        """A deputy who was not called in yet."""
        return self.deputy_of_id is not None and self.called_in_at is None

    def in_term(self, day: date) -> bool:
        """Whether `day` (in Berlin) lies within the term."""
        return (self.term_from is None or self.term_from <= day) and (
            self.term_until is None or day <= self.term_until
        )


class Expertise(models.Model):
    """How much a juror knows about a criterion: 0 little, 1 some, 2 good, 3 expert."""

    LEVELS = 3

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="expertise")
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="expertise")
    # Translators: de: „Stufe“
    level = models.PositiveSmallIntegerField(_("level"), validators=[MaxValueValidator(LEVELS)])

    class Meta:
        # Translators: de: „Fachkenntnis“
        verbose_name = _("expertise")
        # Translators: de: „Fachkenntnisse“
        verbose_name_plural = _("areas of expertise")
        constraints = [
            models.UniqueConstraint(fields=["juror", "criterion"], name="expertise_told_once"),
            models.CheckConstraint(condition=Q(level__lte=3), name="expertise_within_levels"),
        ]

    def __str__(self) -> str:
        return f"{self.juror}, {self.criterion}: {self.level}"


class JurorInvitation(models.Model):
    """An offer to judge. Only who signs in with its address can answer it; see ADR 13."""

    class Ground(models.TextChoices):
        """Why somebody declines."""

        # Translators: de: „Mir fehlt die Zeit“
        TIME = "time", _("I lack the time")
        # Translators: de: „Ich sehe mich nicht unparteiisch“
        PARTIAL = "partial", _("I do not see myself as impartial")
        # Translators: de: „Das Thema liegt mir fern“
        EXPERTISE = "expertise", _("The subject is not mine")
        # Translators: de: „Ein anderer Grund“
        OTHER = "other", _("Another reason")

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    call = models.ForeignKey(Call, models.CASCADE, related_name="juror_invitations")
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120)
    salutation = models.CharField(_("form of address"), max_length=60, blank=True)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    is_chair = models.BooleanField(_("in the chair"), default=False)
    term_from = models.DateField(_("term from"), null=True, blank=True)
    term_until = models.DateField(_("term until"), null=True, blank=True)
    deputy_of = models.ForeignKey(
        # Translators: de: „vertritt“
        Juror,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("deputy of"),
    )
    successor_of = models.ForeignKey(
        # Translators: de: „folgt auf“
        Juror,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("follows"),
    )
    expertise = models.JSONField(default=dict, blank=True)  # level by the code of the criterion
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    invited_at = models.DateTimeField(_("invited"))
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True)
    declined_ground = models.CharField(_("ground"), max_length=9, choices=Ground, blank=True)
    declined_note = models.CharField(_("note"), max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    juror = models.OneToOneField(
        Juror, models.SET_NULL, null=True, blank=True, related_name="invitation"
    )

    objects = JurorInvitationQuerySet.as_manager()

    class Meta:
        # Translators: de: „Einladung in die Jury“
        verbose_name = _("invitation to the jury")
        # Translators: de: „Einladungen in die Jury“
        verbose_name_plural = _("invitations to the jury")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "call",
                Lower("email"),
                condition=OPEN_INVITATION,
                name="one_open_invitation_to_a_jury",
                violation_error_message=_("This address has been invited already."),
            ),
            models.CheckConstraint(
                condition=Q(declined_at=None, declined_ground="")
                | (Q(declined_at__isnull=False) & ~Q(declined_ground="")),
                name="declining_a_jury_has_a_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"
