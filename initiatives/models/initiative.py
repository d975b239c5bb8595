"""An initiative, its Länder, and the people who act for it."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..keys import uuid7
from ..querysets import InitiativeQuerySet
from .local_text import LocalText
from .people import User


class State(models.TextChoices):
    """The Länder by ISO 3166-2, in alphabetical order."""

    BW = "DE-BW", _("Baden-Württemberg")
    BY = "DE-BY", _("Bavaria")
    BE = "DE-BE", _("Berlin")
    BB = "DE-BB", _("Brandenburg")
    HB = "DE-HB", _("Bremen")
    HH = "DE-HH", _("Hamburg")
    HE = "DE-HE", _("Hesse")
    MV = "DE-MV", _("Mecklenburg-Western Pomerania")
    NI = "DE-NI", _("Lower Saxony")
    NW = "DE-NW", _("North Rhine-Westphalia")
    RP = "DE-RP", _("Rhineland-Palatinate")
    SL = "DE-SL", _("Saarland")
    SN = "DE-SN", _("Saxony")
    ST = "DE-ST", _("Saxony-Anhalt")
    SH = "DE-SH", _("Schleswig-Holstein")
    TH = "DE-TH", _("Thuringia")


def in_words(codes: Iterable[str]) -> str:
    """Länder in words, joined by commas."""
    return ", ".join(str(State(code).label) for code in codes)


class CarrierType(models.TextChoices):
    CHAMBER = "chamber", _("Chamber")
    DEVELOPMENT = "development", _("Economic development agency")
    ASSOCIATION = "association", _("Registered association")
    MUNICIPALITY = "municipality", _("Municipality or district")
    STATE = "state", _("Company of a Land")
    UNIVERSITY = "university", _("University or institute")
    SOCIAL_PARTNER = "social_partner", _("Trade union or employers' association")
    CONSORTIUM = "consortium", _("Consortium")
    LOOSE = "loose", _("Alliance without legal form")


class Initiative(models.Model):
    """An alliance for industry in a region; a public row of the directory once it is listed."""

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=90, unique=True)
    name = models.CharField(_("name"), max_length=200)
    sort_name = models.CharField(max_length=200, db_index=True, editable=False)
    search_text = models.TextField(editable=False, default="")
    region = models.CharField(_("region"), max_length=160, blank=True)
    states = ArrayField(
        models.CharField(max_length=5, choices=State),
        verbose_name=_("Land"),
        default=list,
        blank=True,
    )
    carrier = models.CharField(_("carrier"), max_length=250, blank=True)
    carrier_type = models.CharField(
        _("kind of carrier"), max_length=20, choices=CarrierType, blank=True
    )
    website = models.URLField(_("website"), max_length=300, blank=True)
    founded = models.PositiveSmallIntegerField(
        _("founded in"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1850), MaxValueValidator(2100)],
    )
    members = models.PositiveIntegerField(_("number of members"), null=True, blank=True)
    topics = ArrayField(
        models.CharField(max_length=80), verbose_name=_("topics"), default=list, blank=True
    )
    themes = ArrayField(
        models.CharField(max_length=4), verbose_name=_("the D's"), default=list, blank=True
    )
    summary = LocalText(_("summary"))
    source_url = models.URLField(_("source"), max_length=400, blank=True)
    is_listed = models.BooleanField(_("in the directory"), default=False)
    is_demo = models.BooleanField(_("invented"), default=False)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = ["sort_name"]
        indexes = [GinIndex(fields=["states"]), GinIndex(fields=["themes"])]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(is_listed=True),
                name="listed_name_once",
                violation_error_message=_("An initiative of this name is listed already."),
            ),
            models.CheckConstraint(
                condition=~Q(is_listed=True, is_demo=True),
                name="invented_never_listed",
                violation_error_message=_("An invented initiative never stands in the directory."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def state_names(self) -> str:
        """The Länder in words, joined by commas."""
        return in_words(self.states)


class Membership(models.Model):
    """Who may act for an initiative, and how far."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        EDITOR = "editor", _("Editor")
        READER = "reader", _("Reader")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=6, choices=Role, default=Role.EDITOR)
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(fields=["initiative", "user"], name="one_membership_each")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"

    def initials(self) -> str:
        return "".join(word[0] for word in str(self.user).split()[:2]).upper()
