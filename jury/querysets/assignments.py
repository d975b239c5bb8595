"""Who reads what. A conflict takes a case out of every set a juror can ask for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from initiatives import rules
from initiatives.models import DeclaredCriterion
from initiatives.statuses import Status

from .barring import is_barred, is_free, is_member

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from initiatives.models import User

# A standing assignment whose sheet counts: see `ScoreQuerySet.that_count`.
COUNTS = Q(cleared_at__isnull=False, sheet__finished_at__isnull=False)


class AssignmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A juror's own cases, never one with a conflict, none before the jurors' statement.

        The office reads no sheets here.
        """
        if not user.is_authenticated:
            return self.none()
        free = is_free(juror="juror", user=user.pk, application="application")
        return self.filter(juror__user=user)._seated(free)

    def enterable_by(self, user: User | AnonymousUser) -> Self:
        """Cases on which somebody of the office may write down a sheet from paper.

        Cleared ones of admitted applications; none of an initiative of the person's own, and none
        of a jury the person has ever sat in: who judges sees no sheet of another.
        """
        if not rules.may_administer(user):
            return self.none()
        member = is_member(user.pk, "application__initiative")
        seats = apps.get_model("jury", "Juror").objects.filter(
            user=user.pk, call=OuterRef("juror__call")
        )
        open_to = self.filter(~member, ~Exists(seats), application__status=Status.ADMITTED)
        free = is_free(juror="juror", user="juror__user", application="application")
        return open_to.cleared()._seated(free)

    def _seated(self, free: Q) -> Self:
        """Those of jurors who judge now and are `free` of all that bars them.

        That is told of one person where it is one: else all members there are would be looked at.
        """
        here = self.filter(free, juror__left_at=None, withdrawn_at=None)
        return here.exclude(juror__deputy_of__isnull=False, juror__called_in_at=None)._promised()

    def _promised(self) -> Self:
        """Those of jurors who gave the newest statement of their call, if it has any."""
        return self.filter(_has_promised())

    def standing(self) -> Self:
        """Those that somebody judges: not taken away again, and without a conflict."""
        return self.filter(withdrawn_at=None).free_of_conflict()

    def free_of_conflict(self) -> Self:
        return self.filter(is_free(juror="juror", user="juror__user", application="application"))

    def lost(self) -> Self:
        """Those the juror has nothing to do with any more: a conflict, a request, or the own."""
        barred = is_barred(juror="juror", user="juror__user", application="application")
        return self.filter(barred, withdrawn_at=None)

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
        scores = apps.get_model("jury", "Score").objects.select_related("criterion")
        return self.prefetch_related(
            models.Prefetch("application__declared", declared, to_attr="declared_rows"),
            models.Prefetch("sheet__scores", scores),
        )


@cache
def _has_promised() -> Q:
    statements = apps.get_model("jury", "Statement").objects.filter(call=OuterRef("juror__call"))
    newest = statements.order_by("-version").values("pk")[:1]
    given = apps.get_model("jury", "StatementGiven").objects.filter(
        juror=OuterRef("juror"), statement=models.Subquery(newest)
    )
    return ~Exists(statements) | Q(Exists(given))
