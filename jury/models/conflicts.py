"""Where a juror is not impartial, and where that is feared (§§ 20, 21 VwVfG)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.keys import uuid7
from initiatives.models import Application

from ..querysets import ConcernQuerySet, ConflictQuerySet
from .jurors import Juror


class Ground(models.TextChoices):
    """Grounds of §§ 20, 21 VwVfG, in the words of a form."""

    EMPLOYMENT = "employment", _("I work there or did so lately")
    ORGAN = "organ", _("I am on one of its bodies or a member")
    FAMILY = "family", _("Somebody of my family is concerned")
    FUNDING = "funding", _("Funding, contract or advice links us")
    OTHER = "other", _("Something else")

    @property
    def in_short(self) -> str:
        """The ground as others name it: the labels are the juror's own words."""
        return str(IN_SHORT[self.value])


IN_SHORT = {
    # Translators: de: „Beschäftigung dort“
    Ground.EMPLOYMENT.value: _("employment there"),
    # Translators: de: „Organ oder Mitgliedschaft“
    Ground.ORGAN.value: _("body or membership"),
    # Translators: de: „Angehörige“
    Ground.FAMILY.value: _("family"),
    # Translators: de: „Förderung, Vertrag oder Beratung“
    Ground.FUNDING.value: _("funding, contract or advice"),
    # Translators: de: „ein anderer Grund“
    Ground.OTHER.value: _("another ground"),
}


class Conflict(models.Model):
    """A juror is not impartial towards an application and has nothing to do with it.

    It stands from the moment it is declared until the office lifts it with a reason.
    """

    class Source(models.TextChoices):
        # Translators: de: „vom Jurymitglied angezeigt“
        JUROR = "juror", _("declared by the juror")
        # Translators: de: „nach Antrag der Initiative festgestellt“
        REQUEST = "request", _("established on the initiative's request")
        # Translators: de: „von der Geschäftsstelle festgestellt“
        OFFICE = "office", _("established by the office")

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="conflicts")
    application = models.ForeignKey(Application, models.CASCADE, related_name="conflicts")
    ground = models.CharField(_("ground"), max_length=10, choices=Ground)
    note = models.CharField(_("note"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=7, choices=Source, default=Source.JUROR)
    declared_at = models.DateTimeField(_("declared"))
    # Translators: de: „aufgehoben“
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Translators: de: „Grund der Aufhebung“
    lifted_reason = models.CharField(_("why it was lifted"), max_length=300, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints = [
            models.UniqueConstraint(
                fields=["juror", "application"],
                condition=Q(lifted_at=None),
                name="conflict_declared_once",
            ),
            models.CheckConstraint(
                condition=Q(ground__in=Ground.values), name="conflict_ground_known"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | ~Q(lifted_reason=""),
                name="conflict_lifted_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.juror} – {self.application}"

    @property
    def ground_in_short(self) -> str:
        return Ground(self.ground).in_short


class Concern(models.Model):
    """Something speaks for a conflict: found in the data, or said by the applicant.

    What data suggest the juror settles with a reason; an applicant's request the office. Until a
    request is settled the juror has nothing to do with the case.
    """

    class Kind(models.TextChoices):
        # Translators: de: „Dieselbe Organisation“
        ORGANISATION = "organisation", _("the same organisation")
        # Translators: de: „Derselbe Träger“
        CARRIER = "carrier", _("the same carrier")
        # Translators: de: „Dieselbe E-Mail-Domäne“
        DOMAIN = "domain", _("the same e-mail domain")
        # Translators: de: „Dieselbe Kammer“
        CHAMBER = "chamber", _("the same chamber")
        # Translators: de: „Der Name steht in der Bewerbung“
        PERSON = "person", _("the name stands in the application")
        # Translators: de: „Antrag der Initiative“
        REQUEST = "request", _("requested by the initiative")

    class Outcome(models.TextChoices):
        # Translators: de: „bestätigt“
        CONFIRMED = "confirmed", _("confirmed")
        # Translators: de: „zurückgewiesen“
        DISMISSED = "dismissed", _("dismissed")
        # Translators: de: „zurückgenommen“
        WITHDRAWN = "withdrawn", _("taken back")

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    juror = models.ForeignKey(Juror, models.CASCADE, related_name="concerns")
    application = models.ForeignKey(Application, models.CASCADE, related_name="concerns")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    # Translators: de: „Anhaltspunkt“
    evidence = models.CharField(_("evidence"), max_length=600)
    # Translators: de: „vorgebracht“
    raised_at = models.DateTimeField(_("raised"))
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Translators: de: „entschieden“
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Translators: de: „Ergebnis“
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome, blank=True)
    reason = models.CharField(_("reason"), max_length=600, blank=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        # Translators: de: „Besorgnis der Befangenheit“
        verbose_name = _("concern about impartiality")
        # Translators: de: „Besorgnisse der Befangenheit“
        verbose_name_plural = _("concerns about impartiality")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["juror", "application", "kind", "evidence"],
                condition=~Q(outcome="withdrawn"),
                name="concern_raised_once",
            ),
            models.UniqueConstraint(
                fields=["juror", "application"],
                condition=Q(kind="request", settled_at=None),
                name="one_open_request_each",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, outcome="")
                | Q(settled_at__isnull=False, outcome="withdrawn")
                | (Q(settled_at__isnull=False) & ~Q(outcome="") & ~Q(reason="")),
                name="concern_settled_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.juror} – {self.application}: {self.evidence}"

    @property
    def pair(self) -> str:
        return f"{self.juror} – {self.application.initiative.name}"
