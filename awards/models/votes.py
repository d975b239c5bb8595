"""How the jury votes. What stays is how many said what; who said it goes when a vote is closed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from initiatives.keys import uuid7
from initiatives.models import Application
from jury.models import Juror

from .meeting import AgendaItem, Meeting
from .prize import Prize


class Vote(models.Model):
    """A question answered with yes, no or abstention. `entitled` is who may vote on it.

    Without a prize it is a motion in words. `chair_says` is set where yes and no were equal and the
    chair broke the tie.
    """

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="votes")
    item = models.ForeignKey(
        AgendaItem, models.CASCADE, null=True, blank=True, related_name="votes"
    )
    prize = models.ForeignKey(Prize, models.PROTECT, null=True, blank=True, related_name="votes")
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="votes"
    )
    # Translators: de: „Antrag“
    motion = models.TextField(_("motion"), blank=True)
    # Translators: de: „eröffnet“
    opened_at = models.DateTimeField(_("opened"))
    # Translators: de: „geschlossen“
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    # Translators: de: „stimmberechtigt“
    entitled = models.PositiveSmallIntegerField(_("entitled to vote"), default=0)
    # Translators: de: „Ja“
    yes = models.PositiveSmallIntegerField(_("yes"), default=0)
    # Translators: de: „Nein“
    no = models.PositiveSmallIntegerField(_("no"), default=0)
    # Translators: de: „Enthaltung“
    abstained = models.PositiveSmallIntegerField(_("abstention"), default=0)
    # Translators: de: „Stichentscheid des Vorsitzes“
    chair_says = models.BooleanField(_("casting vote of the chair"), null=True, blank=True)

    class Meta:
        # Translators: de: „Abstimmung“
        verbose_name = _("vote")
        # Translators: de: „Abstimmungen“
        verbose_name_plural = _("votes")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(entitled__gte=F("yes") + F("no") + F("abstained")),
                name="no_more_votes_than_voters",
                # Translators: de: „Es wurden mehr Stimmen gezählt, als Stimmberechtigte da sind.“
                violation_error_message=_("More votes were counted than there are voters."),
            ),
            models.CheckConstraint(
                condition=Q(chair_says__isnull=True) | Q(yes=F("no")),
                name="the_chair_breaks_ties_only",
            ),
            models.CheckConstraint(
                condition=~Q(motion="") | Q(prize__isnull=False, application__isnull=False),
                name="a_vote_asks_something",
            ),
        ]

    def __str__(self) -> str:
        return self.motion or f"{self.prize}: {self.application}"

    @property
    def is_carried(self) -> bool:
        """More yes than no; where they are equal, what the chair says."""
        return self.yes > self.no or (self.yes == self.no and self.chair_says is True)


class Ballot(models.Model):
    """What one juror says in an open vote of a circular procedure; gone once it is counted."""

    class Choice(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        ABSTENTION = "abstain", _("abstention")

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="ballots")
    juror = models.ForeignKey(Juror, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=7, choices=Choice)
    # Translators: de: „abgegeben“
    cast_at = models.DateTimeField(_("cast"))

    class Meta:
        # Translators: de: „Stimme“
        verbose_name = _("ballot")
        # Translators: de: „Stimmen“
        verbose_name_plural = _("ballots")
        constraints = [models.UniqueConstraint(fields=["vote", "juror"], name="one_ballot_each")]


class RankVote(models.Model):
    """Jurors put tied cases into an order; the sum of places decides, the lowest first.

    Whoever is barred from one of the cases has no vote in it.
    """

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="rank_votes")
    opened_at = models.DateTimeField(_("opened"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    entitled = models.PositiveSmallIntegerField(_("entitled to vote"), default=0)
    # Translators: de: „abgegebene Stimmzettel“
    cast = models.PositiveSmallIntegerField(_("ballots cast"), default=0)

    class Meta:
        # Translators: de: „Rangabstimmung“
        verbose_name = _("rank vote")
        # Translators: de: „Rangabstimmungen“
        verbose_name_plural = _("rank votes")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(entitled__gte=F("cast")), name="no_more_rank_ballots_than_voters"
            )
        ]


class RankedCase(models.Model):
    """A case of a rank vote; `places` is the sum of its places once the vote is closed."""

    vote = models.ForeignKey(RankVote, models.CASCADE, related_name="cases")
    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    # Translators: de: „Summe der Plätze“
    places = models.PositiveIntegerField(_("sum of places"), null=True, blank=True)

    class Meta:
        # Translators: de: „Fall einer Rangabstimmung“
        verbose_name = _("case of a rank vote")
        # Translators: de: „Fälle einer Rangabstimmung“
        verbose_name_plural = _("cases of a rank vote")
        ordering = ["places", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "application"], name="ranked_once_a_vote")
        ]


class RankBallot(models.Model):
    """One juror's order, the keys of the cases from first to last; gone once it is counted."""

    vote = models.ForeignKey(RankVote, models.CASCADE, related_name="ballots")
    juror = models.ForeignKey(Juror, models.PROTECT, related_name="+")
    order = models.JSONField()
    cast_at = models.DateTimeField(_("cast"))

    class Meta:
        # Translators: de: „Stimmzettel einer Rangabstimmung“
        verbose_name = _("ballot of a rank vote")
        # Translators: de: „Stimmzettel einer Rangabstimmung“
        verbose_name_plural = _("ballots of a rank vote")
        constraints = [
            models.UniqueConstraint(fields=["vote", "juror"], name="one_rank_ballot_each")
        ]
