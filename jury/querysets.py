"""Reads of the jury. A conflict takes a case out of every set a juror can ask for."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Lower

from initiatives import rules
from initiatives.models import Criterion, DeclaredCriterion, Membership
from initiatives.statuses import Status

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from initiatives.models import Application, Call, User

    from .models import Juror


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
        statements = apps.get_model("jury", "Statement").objects.filter(call=OuterRef("call"))
        newest = statements.order_by("-version").values("pk")[:1]
        given = apps.get_model("jury", "StatementGiven").objects.filter(
            juror=OuterRef("pk"), statement=OuterRef("statement")
        )
        told = self.annotate(statement=models.Subquery(newest))
        return told.annotate(promised=Q(statement=None) | Q(Exists(given)))

    def unpromised(self) -> Self:
        """Those who have not given the newest statement of their call."""
        return self.with_promise().filter(promised=False)

    def with_samples(self) -> Self:
        """With how many sample cases were opened (`samples`), and how many of those that are open
        wait for the juror's sheet (`owed`).
        """
        samples = apps.get_model("jury", "Sample").objects.filter(call=OuterRef("call")).opened()
        done = apps.get_model("jury", "SampleSheet").objects.filter(
            sample=OuterRef("pk"), juror=OuterRef(OuterRef("pk")), finished_at__isnull=False
        )
        owed = samples.running().exclude(Exists(done))
        return self.annotate(samples=_number(samples, "call"), owed=_number(owed, "call"))

    def active(self) -> Self:
        """Those who judge: neither gone nor a deputy who was not called in yet."""
        return self.filter(left_at=None).exclude(deputy_of__isnull=False, called_in_at=None)

    def free_for(self, application: Application) -> Self:
        """Those who could read the case in addition, those with the fewest cases first."""
        reading = apps.get_model("jury", "Assignment").objects.filter(
            application=application, withdrawn_at=None
        )
        here = self.active().filter(call=application.call_id).alias(case=Value(application.pk))
        free = here.exclude(pk__in=reading.values("juror")).filter(
            ~_barred(juror="pk", user="user", application="case")
        )
        return free.with_progress().select_related("user").order_by("assigned", "user__name")

    def with_general(self) -> Self:
        """With how many criteria of the call are judged in every case (`general`)."""
        criteria = Criterion.objects.filter(call=OuterRef("call"), is_optional=False)
        counted = criteria.order_by().values("call").annotate(n=Count("pk")).values("n")
        return self.annotate(general=Coalesce(models.Subquery(counted), 0))

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


def _member(user: OuterRef | int | None, application: str) -> Exists:
    """Whether the juror, found along `user`, belongs to the initiative, since whenever."""
    members = Membership.objects.filter(user=user, initiative__applications=OuterRef(application))
    return Exists(members)


def _ref(path: str | int) -> OuterRef | int:
    return OuterRef(path) if isinstance(path, str) else path


def _barred(*, juror: str | int, user: str | int, application: str) -> Q:
    """Whether a juror has nothing to do with a case: a conflict stands, the initiative's request to
    exclude the juror is not settled yet, or it is the juror's own.

    All are found along paths; one certain juror is told by the keys.
    """
    both = {"juror": _ref(juror), "application": OuterRef(application)}
    conflicts = apps.get_model("jury", "Conflict").objects.filter(**both).standing()
    requests = apps.get_model("jury", "Concern").objects.filter(**both).open_requests()
    return Q(Exists(conflicts)) | Q(Exists(requests)) | Q(_member(_ref(user), application))


class AssignmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A juror's own cases, never one with a conflict, none before the jurors' statement.

        The office reads no sheets here.
        """
        if not user.is_authenticated:
            return self.none()
        barred = _barred(juror="juror", user=user.pk, application="application")
        return self.filter(juror__user=user)._seated(barred)

    def enterable_by(self, user: User | AnonymousUser) -> Self:
        """Cases on which somebody of the office may write down a sheet from paper.

        Cleared ones of admitted applications; none of an initiative of the person's own, and none
        of a jury the person has ever sat in: who judges sees no sheet of another.
        """
        if not rules.may_administer(user):
            return self.none()
        member = _member(user.pk, "application")
        seats = apps.get_model("jury", "Juror").objects.filter(
            user=user.pk, call=OuterRef("juror__call")
        )
        open_to = self.filter(~member, ~Exists(seats), application__status=Status.ADMITTED)
        barred = _barred(juror="juror", user="juror__user", application="application")
        return open_to.cleared()._seated(barred)

    def _seated(self, barred: Q) -> Self:
        """Those of jurors who judge now and are not `barred`.

        That is told of one person where it is one: else all members there are would be looked at.
        """
        here = self.filter(~barred, juror__left_at=None, withdrawn_at=None)
        return here.exclude(juror__deputy_of__isnull=False, juror__called_in_at=None)._promised()

    def _promised(self) -> Self:
        """Those of jurors who gave the newest statement of their call, if it has any."""
        statements = apps.get_model("jury", "Statement").objects.filter(
            call=OuterRef("juror__call")
        )
        newest = statements.order_by("-version").values("pk")[:1]
        given = apps.get_model("jury", "StatementGiven").objects.filter(
            juror=OuterRef("juror"), statement=models.Subquery(newest)
        )
        return self.filter(~Exists(statements) | Q(Exists(given)))

    def standing(self) -> Self:
        """Those that somebody judges: not taken away again, and without a conflict."""
        return self.filter(withdrawn_at=None).free_of_conflict()

    def free_of_conflict(self) -> Self:
        return self.filter(~_barred(juror="juror", user="juror__user", application="application"))

    def lost(self) -> Self:
        """Those the juror has nothing to do with any more: a conflict, a request, or the own."""
        barred = _barred(juror="juror", user="juror__user", application="application")
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


class ConflictQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A juror's own; the office sees all."""
        if rules.is_office(user):
            return self.all()
        return self.filter(juror__user=user) if user.is_authenticated else self.none()

    def standing(self) -> Self:
        """Those that were not lifted."""
        return self.filter(lifted_at=None)


class ConcernQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        """Those about which nobody has decided yet."""
        return self.filter(settled_at=None)

    def requests(self) -> Self:
        """What initiatives asked for."""
        return self.filter(kind="request")

    def from_data(self) -> Self:
        """What was found by comparing names and addresses; the juror settles it."""
        return self.exclude(kind="request")

    def open_requests(self) -> Self:
        """Applicants' requests that the office has not settled: until then the juror is barred."""
        return self.open().requests()


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


class SampleQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those opened to whom judges now and has given the newest statement of the call."""
        jurors: Any = apps.get_model("jury", "Juror").objects
        seats = jurors.of(user).active().with_promise()
        return self.opened().filter(call__in=seats.filter(promised=True).values("call"))

    def opened(self) -> Self:
        """Those that jurors may see."""
        return self.filter(opened_at__isnull=False)

    def running(self) -> Self:
        """Those on which points are given and spoken about."""
        return self.opened().filter(closed_at=None)

    def with_own(self, juror: Any) -> Self:
        """With the juror's sheet as `own`, if there is one, and how many have `finished` theirs."""
        sheets = apps.get_model("jury", "SampleSheet").objects
        done = sheets.filter(sample=OuterRef("pk"), finished_at__isnull=False).order_by()
        counted = done.values("sample").annotate(n=Count("pk")).values("n")
        own = models.FilteredRelation("sheets", condition=Q(sheets__juror=juror))
        found = self.annotate(own=own, finished=Coalesce(models.Subquery(counted), 0))
        return found.select_related("own")


class ScoreSheetQuerySet(models.QuerySet[Any]):
    def finished(self) -> Self:
        return self.filter(finished_at__isnull=False)


class ScoreQuerySet(models.QuerySet[Any]):
    def that_count(self, call: Call) -> Self:
        """Scores on finished sheets of admitted cases, by jurors who have no conflict there.

        After a conflict was lifted they count once the juror has declared to be impartial anew.
        """
        barred = _barred(
            juror="sheet__juror", user="sheet__juror__user", application="sheet__application"
        )
        return self.filter(
            ~barred,
            sheet__assignment__withdrawn_at=None,
            sheet__assignment__cleared_at__isnull=False,
            sheet__finished_at__isnull=False,
            sheet__application__call=call,
            sheet__application__status=Status.ADMITTED,
        )

    def open_to(self, juror: Juror) -> Self:
        """Those of cases with which this juror may have to do: whoever is barred learns nothing."""
        return self.filter(
            ~_barred(juror=juror.pk, user=juror.user_id, application="sheet__application")
        )
