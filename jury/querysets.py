"""Reads of the jury. A conflict takes a case out of every set a juror can ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from initiatives import rules
from initiatives.models import DeclaredCriterion, Membership
from initiatives.statuses import Status

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from initiatives.models import Call, User


class JurorQuerySet(models.QuerySet[Any]):
    def of(self, user: User | AnonymousUser) -> Self:
        """The user's seats in juries, newest call first."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(user=user).select_related("call").order_by("-call__year")

    def with_progress(self) -> Self:
        """With `assigned` and `finished`, counted in SQL; cases with a conflict are not counted."""
        assignments = self.model._meta.apps.get_model("jury", "Assignment").objects
        own = assignments.filter(juror=OuterRef("pk")).free_of_conflict()
        return self.annotate(
            assigned=_number(own), finished=_number(own.filter(sheet__finished_at__isnull=False))
        )


def _number(of_juror: models.QuerySet[Any]) -> Coalesce:
    """How many rows each juror of the outer query has."""
    counted = of_juror.order_by().values("juror").annotate(n=Count("pk")).values("n")
    return Coalesce(models.Subquery(counted), 0)


def _member(user: str, application: str) -> Exists:
    """Whether the juror, found along `user`, belongs to the initiative, since whenever."""
    members = Membership.objects.filter(
        user=OuterRef(user), initiative__applications=OuterRef(application)
    )
    return Exists(members)


class AssignmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A juror's own cases, never one with a conflict. The office reads no sheets here."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(juror__user=user).free_of_conflict()

    def free_of_conflict(self) -> Self:
        conflicts = self.model._meta.apps.get_model("jury", "Conflict").objects.filter(
            juror=OuterRef("juror"), application=OuterRef("application")
        )
        return self.filter(~Exists(conflicts), ~_member("juror__user", "application"))

    def cleared(self) -> Self:
        """Those whose juror declared to be impartial: only these may be read and scored."""
        return self.filter(cleared_at__isnull=False)

    def with_sheet(self) -> Self:
        """With the sheet and how many criteria have a score (`scored`) of how many (`asked`)."""
        return self.select_related("application__initiative", "sheet").annotate(
            asked=Count("application__declared", distinct=True),
            scored=Count(
                "sheet__scores",
                filter=Q(sheet__scores__points__isnull=False) | Q(sheet__scores__abstained=True),
                distinct=True,
            ),
        )

    def with_criteria(self) -> Self:
        """With declared criteria (`application.declared_rows`) and the sheet's scores."""
        declared = DeclaredCriterion.objects.select_related("criterion")
        return self.prefetch_related(
            models.Prefetch("application__declared", declared, to_attr="declared_rows"),
            "sheet__scores__criterion",
        )


class ConflictQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A juror's own; the office sees all."""
        if rules.is_office(user):
            return self.all()
        return self.filter(juror__user=user) if user.is_authenticated else self.none()


class ScoreSheetQuerySet(models.QuerySet[Any]):
    def finished(self) -> Self:
        return self.filter(finished_at__isnull=False)


class ScoreQuerySet(models.QuerySet[Any]):
    def that_count(self, call: Call) -> Self:
        """Scores on finished sheets of admitted cases, by jurors who have no conflict there."""
        conflicts = self.model._meta.apps.get_model("jury", "Conflict").objects.filter(
            juror=OuterRef("sheet__juror"), application=OuterRef("sheet__application")
        )
        return self.filter(
            ~Exists(conflicts),
            ~_member("sheet__juror__user", "sheet__application"),
            sheet__finished_at__isnull=False,
            sheet__application__call=call,
            sheet__application__status=Status.ADMITTED,
        )
