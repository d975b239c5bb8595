"""Reads of what is announced, and of the meetings that decide it.

`public(at)` is the only door through which a laureate gets out.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, Max, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from initiatives import rules
from initiatives.carried import carried
from initiatives.models import Application, User
from jury.querysets.barring import is_barred

# What every write on a meeting reads of it, and every screen.
NEEDS = ("call", "chair__user", "minute_taker", "current__application__initiative")


class ReleaseQuerySet(models.QuerySet[Any]):
    def public(self, at: datetime) -> Self:
        """Confirmed releases whose embargo has ended at the moment `at`, newest year first."""
        return self.announced(at).filter(withdrawn_at=None)

    def announced(self, at: datetime) -> Self:
        """Those that are public, and those that were and have been withdrawn since."""
        out = self.filter(confirmed_at__isnull=False, embargo_until__lte=at)
        return out.order_by("-call__year")

    def with_roles(self) -> Self:
        """With who presented, laudated and the like, in the same query."""
        roles = apps.get_model("awards", "Role").objects.filter(release=OuterRef("pk"))
        return self.annotate(roles_found=carried(roles))

    def with_notes(self) -> Self:
        """With what was put right or taken back, newest first, in the same query."""
        return self.annotate(notes_found=_notes(release=OuterRef("pk")))

    def with_correction(self) -> Self:
        """With when it was put right last (`corrected_at`), in the same query."""
        return self.annotate(corrected_at=Max("corrections__made_at"))


class LaureateQuerySet(models.QuerySet[Any]):
    def public(self, at: datetime) -> Self:
        """Laureates of public releases who still are."""
        return self.announced(at).filter(withdrawn_at=None, release__withdrawn_at=None)

    def announced(self, at: datetime) -> Self:
        """Those that are public, and those that were and have been withdrawn since."""
        return self.filter(release__confirmed_at__isnull=False, release__embargo_until__lte=at)

    def newest(self, at: datetime) -> Self:
        """Laureates of the newest year that is public."""
        years = self.public(at).order_by("-release__call__year").values("release")
        return self.public(at).filter(release=Subquery(years[:1]))

    def with_card(self) -> Self:
        """With all a card shows, `pictures` too: one more query, whatever the rows."""
        return self.with_prize().prefetch_related(
            models.Prefetch(
                "photos", apps.get_model("awards", "Photo").objects.shown(), to_attr="pictures"
            )
        )

    def with_notes(self) -> Self:
        """With what was put right or taken back of them, newest first, in the same query."""
        return self.annotate(notes_found=_notes(laureate=OuterRef("pk")))

    def with_correction(self) -> Self:
        """With when they were put right last (`corrected_at`), in the same query."""
        return self.annotate(corrected_at=Max("corrections__made_at"))

    def with_prize(self) -> Self:
        """With prize, year and themes, in the same query."""
        chosen = self.model.criteria.through.objects.filter(laureate=OuterRef(OuterRef("pk")))
        themes = self.model.criteria.rel.model.objects.filter(pk__in=chosen.values("criterion"))
        return self.select_related("prize", "release__call").annotate(themes_found=carried(themes))


def _notes(**of: OuterRef) -> ArraySubquery:
    return carried(apps.get_model("awards", "Correction").objects.filter(**of))


class SealQuerySet(models.QuerySet[Any]):
    def public(self, at: datetime) -> Self:
        """Seals whose terms were accepted, of laureates who are public; valid or not any more."""
        announced = apps.get_model("awards", "Laureate").objects.announced(at)
        return self.filter(accepted_at__lte=at, laureate__in=announced)

    def with_holder(self) -> Self:
        """With who holds it and what for: no more queries."""
        return self.select_related("laureate__release__call", "laureate__prize")

    def by_name(self) -> Self:
        """Newest year first, equal among equals."""
        return self.order_by("-laureate__release__call__year", "laureate__sort_name", "pk")


class MeetingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The office sees all; a juror those of the own jury, while the seat is held."""
        if rules.is_office(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        seats = apps.get_model("jury", "Juror").objects.filter(user=user).active()
        return self.filter(call__in=seats.values("call"))

    def open(self) -> Self:
        """Opened and not closed."""
        return self.filter(opened_at__isnull=False, closed_at=None)

    def for_screens(self) -> Self:
        """With all that its screens ask of the meeting's call: how many equal prizes there are to
        give (`places`) and the keys of its admitted cases by name (`by_name`); and whether there
        are rank votes at all (`ranks`), since most meetings have none.
        """
        equal = apps.get_model("awards", "Prize").objects.filter(
            call=OuterRef("call"), kind="equal"
        )
        places = equal.order_by().values("call").annotate(n=Sum("places")).values("n")
        cases = Application.objects.admitted().filter(call=OuterRef("call"))
        rank_votes = apps.get_model("awards", "RankVote").objects.filter(meeting=OuterRef("pk"))
        return self.select_related(*NEEDS, "call__procedure").annotate(
            places=Coalesce(Subquery(places), 0),
            by_name=ArraySubquery(cases.order_by("initiative__sort_name", "pk").values("pk")),
            ranks=Exists(rank_votes),
        )

    def with_barred(self, juror: Any) -> Self:
        """With the keys of the cases that do not exist for this juror (`barred`)."""
        kept = is_barred(juror=juror.pk, user=juror.user_id, application="pk")
        cases = Application.objects.filter(kept, call=OuterRef("call"))
        return self.annotate(barred=ArraySubquery(cases.values("pk")))
