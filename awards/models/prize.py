"""Prizes, and what the jury decided on them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from initiatives.keys import uuid7
from initiatives.models import Application, Call, LocalText


class Prize(models.Model):
    """A prize of a call with a number of equal places."""

    class Kind(models.TextChoices):
        EQUAL = "equal", _("equal prize")
        CATEGORY = "category", _("prize of a category")
        SPECIAL = "special", _("special prize")
        COMMENDATION = "commendation", _("commendation")

    call = models.ForeignKey(Call, models.CASCADE, related_name="prizes")
    name = LocalText(_("name"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.EQUAL)
    places = models.PositiveSmallIntegerField(_("places"), default=1)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("prize")
        verbose_name_plural = _("prizes")
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=Q(places__gt=0), name="prize_has_a_place")]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def carries_seal(self) -> bool:
        """Whether who has it may carry the seal: not with a commendation, which is praise but no
        prize, see docs/decisions/0025.
        """
        return self.kind != self.Kind.COMMENDATION


class Decision(models.Model):
    """The jury gives a prize to an application, for reasons that may be published."""

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    prize = models.ForeignKey(Prize, models.PROTECT, related_name="decisions")
    application = models.ForeignKey(Application, models.PROTECT, related_name="decisions")
    jury_statement = LocalText(_("the jury's reasons"))
    deviation = models.TextField(_("why the ranking was not followed"), blank=True)
    decided_at = models.DateTimeField(_("decided"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    vote = models.OneToOneField(
        "awards.Vote", models.PROTECT, null=True, blank=True, related_name="decision"
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["prize__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                name="one_prize_an_application",
                violation_error_message=_("This application has a prize already."),
            ),
            models.CheckConstraint(
                condition=~Q(jury_statement__de="") & Q(jury_statement__has_key="de"),
                name="decision_has_reasons",
                violation_error_message=_("A decision needs reasons."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prize}: {self.application}"


class Withheld(models.Model):
    """Places of a prize that the jury gives to nobody, and why."""

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    prize = models.OneToOneField(Prize, models.PROTECT, related_name="withheld")
    places = models.PositiveSmallIntegerField(_("places"))
    # Translators: de: „Begründung der Jury“
    reasons = LocalText(_("the jury's reasons"))
    decided_at = models.DateTimeField(_("decided"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    vote = models.OneToOneField(
        "awards.Vote", models.PROTECT, null=True, blank=True, related_name="withheld"
    )

    class Meta:
        # Translators: de: „nicht vergebener Preis“
        verbose_name = _("prize not awarded")
        # Translators: de: „nicht vergebene Preise“
        verbose_name_plural = _("prizes not awarded")
        constraints = [
            models.CheckConstraint(condition=Q(places__gt=0), name="withholds_a_place"),
            models.CheckConstraint(
                condition=~Q(reasons__de="") & Q(reasons__has_key="de"),
                name="withheld_has_reasons",
                violation_error_message=_("A decision needs reasons."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prize}: –"


class DecisionList(models.Model):
    """All decisions of a call as one list, which a second person confirms before they are released.

    `changed_by` is who recorded or took back a decision last; `sha256` the digest of the list that
    was confirmed. Any change takes the confirmation away.
    """

    call = models.OneToOneField(Call, models.PROTECT, related_name="decision_list")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # Translators: de: „geändert“
    changed_at = models.DateTimeField(_("changed"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        # Translators: de: „Beschlussliste“
        verbose_name = _("list of decisions")
        # Translators: de: „Beschlusslisten“
        verbose_name_plural = _("lists of decisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by=F("changed_by"))),
                name="a_second_person_confirms_decisions",
                violation_error_message=_(
                    # Translators: de: „Die Beschlussliste bestätigt jemand anderes als die Person,
                    # die sie zuletzt geändert hat.“
                    "Somebody else than who changed the list last confirms it."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.call)
