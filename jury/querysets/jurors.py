"""The members of a jury, and whom it was offered to become one."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Lower

from initiatives.models import Criterion

from .barring import is_barred, is_free, one_case

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from initiatives.models import Application, User


class JurorQuerySet(models.QuerySet[Any]):
    def of(self, user: User | AnonymousUser) -> Self:
        """The seats in juries that the user holds now; of calls announced first, newest first."""
        if not user.is_authenticated:
            return self.none()
        announced = Q(call__announced_at__isnull=False)
        own = self.filter(user=user, left_at=None).select_related("call__procedure")
        return own.order_by(models.Case(models.When(announced, then=0), default=1), "-call__year")

    def left_by(self, user: User | AnonymousUser) -> Self:
        """The seats the user has left, the last one first."""
        if not user.is_authenticated:
            return self.none()
        gone = self.filter(user=user, left_at__isnull=False)
        return gone.select_related("call").order_by("-left_at")

    def with_promise(self) -> Self:
        """With the key of the call's newest `statement` and whether it was `promised`."""
        told = self.annotate(statement=_newest_statement())
        return told.annotate(promised=_has_promised())

    def unpromised(self) -> Self:
        """Those who have not given the newest statement of their call."""
        return self.with_promise().filter(promised=False)

    def with_samples(self) -> Self:
        """With how many sample cases were opened (`samples`), and how many of those that are open
        wait for the juror's sheet (`owed`).
        """
        return self.annotate(samples=_opened_samples(), owed=_owed_samples())

    def active(self) -> Self:
        """Those who judge: neither gone nor a deputy who was not called in yet."""
        return self.filter(left_at=None).exclude(deputy_of__isnull=False, called_in_at=None)

    def with_barred(self, application: int | None) -> Self:
        """With whether each is `barred` from the case with this key; from no case nobody is."""
        if application is None:
            return self.annotate(barred=Value(False))
        is_kept = is_barred(juror="pk", user="user", application="case")
        return self.alias(**one_case(application)).annotate(barred=is_kept)

    def free_for(self, application: Application) -> Self:
        """Those who could read the case in addition, those with the fewest cases first."""
        reading = apps.get_model("jury", "Assignment").objects.filter(
            application=application, withdrawn_at=None
        )
        here = self.active().filter(call=application.call_id).alias(**one_case(application.pk))
        free = here.exclude(pk__in=reading.values("juror")).filter(
            is_free(juror="pk", user="user", application="case")
        )
        return free.with_progress().select_related("user").order_by("assigned", "user__name")

    def with_general(self) -> Self:
        """With how many criteria of the call are judged in every case (`general`)."""
        return self.annotate(general=_general_criteria())

    def with_progress(self) -> Self:
        """With `assigned` and `finished`, counted in SQL; cases with a conflict are not counted."""
        assignments = apps.get_model("jury", "Assignment").objects
        own = assignments.filter(juror=OuterRef("pk")).standing()
        return self.annotate(
            assigned=_number(own), finished=_number(own.filter(sheet__finished_at__isnull=False))
        )


def _number(rows: models.QuerySet[Any], by: str = "juror") -> Coalesce:
    """How many rows each juror of the outer query has."""
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(models.Subquery(counted), 0)


# What every page of a juror asks, built once; see `is_barred`.


@cache
def _newest_statement() -> models.Subquery:
    statements = apps.get_model("jury", "Statement").objects.filter(call=OuterRef("call"))
    return models.Subquery(statements.order_by("-version").values("pk")[:1])


@cache
def _has_promised() -> Q:
    given = apps.get_model("jury", "StatementGiven").objects.filter(
        juror=OuterRef("pk"), statement=OuterRef("statement")
    )
    return Q(statement=None) | Q(Exists(given))


@cache
def _opened_samples() -> Coalesce:
    samples = apps.get_model("jury", "Sample").objects.filter(call=OuterRef("call"))
    return _number(samples.opened(), "call")


@cache
def _owed_samples() -> Coalesce:
    samples = apps.get_model("jury", "Sample").objects.filter(call=OuterRef("call"))
    done = apps.get_model("jury", "SampleSheet").objects.filter(
        sample=OuterRef("pk"), juror=OuterRef(OuterRef("pk")), finished_at__isnull=False
    )
    return _number(samples.running().exclude(Exists(done)), "call")


@cache
def _general_criteria() -> Coalesce:
    return _number(Criterion.objects.filter(call=OuterRef("call"), is_optional=False), "call")


class JurorInvitationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those sent to an address that the user has confirmed to have."""
        if not user.is_authenticated:
            return self.none()
        confirmed = user.emailaddress_set.filter(verified=True)  # type: ignore[attr-defined]
        return self.filter(email__in=confirmed.values(address=Lower("email")))

    def unanswered(self) -> Self:
        """Neither answered nor withdrawn; they may have lapsed."""
        return self.filter(accepted_at=None, declined_at=None, withdrawn_at=None)

    def open_at(self, at: datetime) -> Self:
        """Neither answered nor withdrawn, and still valid."""
        return self.unanswered().filter(expires_at__gt=at)
