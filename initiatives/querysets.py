"""Reads, in the words of the field. `visible_to(user)` is the only way from a request to a row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Func, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Greatest, Lower

from . import rules
from .names import sort_key
from .statuses import HANDED_IN, Status

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from .models import Call, User


def _visible[Rows: models.QuerySet[Any]](
    rows: Rows, user: User | AnonymousUser, path: str = ""
) -> Rows:
    """Rows whose application, found along `path`, is of the user's initiatives.

    The office sees those of handed in ones besides; the one rule for all that hangs on them.
    """
    if not user.is_authenticated:
        return rows.none()
    own = Q(**{f"{path}initiative__memberships__user": user})
    if rules.is_office(user):
        return rows.filter(own | Q(**{f"{path}status__in": HANDED_IN})).distinct()
    return rows.filter(own)


def _words(words: str) -> Q:
    """Every word stands somewhere in what can be searched; empty without a word."""
    said = Q()
    for word in sort_key(words).split():
        said &= Q(search_text__contains=word)
    return said


def matches(words: str) -> Combinable:
    """Whether `InitiativeQuerySet.matching` would keep a row, to be asked for beside its fields."""
    said = _words(words)
    if not said:
        return models.Value(True)
    return models.ExpressionWrapper(said, output_field=models.BooleanField())


class CallQuerySet(models.QuerySet[Any]):
    def open_at(self, at: datetime) -> Self:
        """Calls that accept applications at the moment `at`."""
        return self.filter(opens_at__lte=at, closes_at__gt=at)

    def running(self) -> Self:
        """Calls with dates that the public may know of, newest first: not the archive."""
        return self.filter(is_archive=False, announced_at__isnull=False).order_by("-year")

    def in_preparation(self) -> Self:
        """Calls that only the office sees so far."""
        return self.filter(is_archive=False, announced_at=None).order_by("-year")

    def shown_to(self, user: User | AnonymousUser) -> Self:
        """Those running; to the office those in preparation too, as everybody will see them."""
        return self.filter(is_archive=False) if rules.is_office(user) else self.running()

    def with_check(self) -> Self:
        """With `has_check`: whether one can find out beforehand if one may apply. No query more."""
        questions = self.model.eligibility.rel.related_model.objects.filter(
            call=models.OuterRef("pk")
        )
        return self.annotate(has_check=models.Exists(questions))

    def current(self) -> Any | None:
        """The newest announced call that is no archive, or None. One query."""
        return self.running().first()


class InitiativeQuerySet(models.QuerySet[Any]):
    def listed(self) -> Self:
        """The public directory."""
        return self.filter(is_listed=True)

    def in_state(self, code: str) -> Self:
        return self.filter(states__contains=[code])

    def on_themes(self, codes: Iterable[str]) -> Self:
        """Those that work on at least one of the D's `codes`."""
        return self.filter(themes__overlap=list(codes))

    def matching(self, words: str) -> Self:
        """Those whose name, region, carrier, topics or summary hold every word, accents ignored."""
        return self.filter(_words(words))

    def of(self, user: User) -> Self:
        """Those the user acts for, in whatever role."""
        return self.filter(memberships__user=user)

    def owned_by(self, user: User) -> Self:
        return self.filter(memberships__user=user, memberships__role="owner")

    def editable_by(self, user: User) -> Self:
        """Those the user may apply for: as owner or editor."""
        return self.filter(memberships__user=user, memberships__role__in=rules.EDITING)

    def without_application(self, call: Call | None) -> Self:
        """Those that have none in this call, or took theirs back."""
        taken = Q(applications__call=call) & ~Q(applications__status=Status.WITHDRAWN)
        return self.exclude(pk__in=self.model.objects.filter(taken))


class ApplicationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Members see their initiative's; the office sees what was handed in.

        Jurors see applications through their assignments only (jury.querysets).
        """
        return _visible(self, user)

    def locked_by(self, user: User) -> Self:
        """Those of the user's initiatives, locked, with call, initiative and the user's role."""
        own = self.filter(initiative__memberships__user=user).annotate(
            role_of=models.Value(user.pk), role=models.F("initiative__memberships__role")
        )
        return own.select_related("call", "initiative").select_for_update(of=("self",))

    def written_by(self, user: User | AnonymousUser) -> Self:
        """Those of the user's initiatives: what is being written is nobody else's business.

        The office reads versions handed in (`visible_to`), never what is typed after them.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(initiative__memberships__user=user)

    def handed_in(self) -> Self:
        return self.filter(status__in=HANDED_IN)

    def admitted(self) -> Self:
        return self.filter(status=Status.ADMITTED)

    def written_at(self, at: datetime) -> Self:
        """Drafts and those opened again, as long as their own or the call's deadline lies ahead."""
        closes = Greatest("own_closes_at", "call__closes_at")  # PostgreSQL passes over NULL
        unfinished = Q(status=Status.DRAFT) | Q(reopened_at__isnull=False)
        return self.alias(closes=closes).filter(unfinished, closes__gt=at)

    def with_card(self) -> Self:
        """With initiative and declared criteria, for lists: two more queries, whatever the rows."""
        return self.select_related("initiative", "call").prefetch_related(
            models.Prefetch("declared", self._declared(), to_attr="declared_rows")
        )

    def _declared(self) -> models.QuerySet[Any]:
        return self.model.declared.rel.related_model.objects.select_related("criterion").order_by(
            "criterion__position"
        )

    def with_handed_in(self) -> Self:
        """With `handed_in_at`, the time of the last version handed in."""
        return self.annotate(handed_in_at=models.Max("snapshots__submitted_at"))

    def with_handed_in_themes(self) -> Self:
        """With `handed_in_themes` of the last version: [{"code": …, "name": {…}}, …]."""
        versions = self.model.snapshots.rel.related_model.objects.order_by("-version")
        last = versions.filter(application=models.OuterRef("pk")).values("content__criteria")[:1]
        return self.annotate(handed_in_themes=models.Subquery(last))

    def with_asked_until(self) -> Self:
        """With `asked_until`, the end of the open request for changes, or None."""
        requests = self.model.change_requests.rel.related_model.objects.filter(
            application=models.OuterRef("pk"), answered_at=None, withdrawn_at=None
        )
        return self.annotate(asked_until=models.Subquery(requests.values("until")[:1]))

    def counts(self) -> dict[str, int]:
        """How many applications have each status."""
        rows = self.order_by().values_list("status").annotate(n=Count("pk"))
        return dict.fromkeys(Status.values, 0) | dict(rows)


class SnapshotQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """As the application it belongs to."""
        return _visible(self, user, path="application__")

    def valid(self) -> Self:
        """The newest version of each application: the one that counts."""
        return self.order_by("application_id", "-version").distinct("application_id")


class AttachmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """As the application it belongs to: that there is a file, and what is known of it."""
        return _visible(self, user, path="application__")

    def current(self) -> Self:
        """Those of the draft in their order, pictures first.

        Without what was removed and is kept for earlier versions only.
        """
        return self.filter(removed_at=None).order_by("-kind", "position", "pk")

    def readable(self) -> Self:
        """Those whose content anybody may get who may read the application.

        The one rule for office, jury and every download: not before the virus scanner, where there
        is one, has found nothing.
        """
        return self.filter(scan__in=("off", "clean"))

    def readable_to(self, user: User | AnonymousUser) -> Self:
        """Those whose content this person may get: the initiative's members need not wait.

        The office reads versions handed in, not what was added to the draft since.
        """
        members = self.model._meta.apps.get_model("initiatives", "Membership").objects.filter(
            initiative=models.OuterRef("application__initiative"), user=user.pk
        )
        own = models.Exists(members) & ~Q(scan="infected")
        return self.visible_to(user).filter(Q(pk__in=self.readable().handed_in()) | own)

    def handed_in(self) -> Self:
        """Those that a version handed in names, whatever became of them since."""
        key = Cast(models.OuterRef("key"), models.TextField())
        named = Func(models.Value("key"), key, function="jsonb_build_object")
        versions = self.model._meta.apps.get_model("initiatives", "Snapshot").objects.filter(
            application=models.OuterRef("application"),
            content__files__contains=Func(
                named, function="jsonb_build_array", output_field=models.JSONField()
            ),
        )
        return self.filter(models.Exists(versions))


class DeclarationQuerySet(models.QuerySet[Any]):
    def current(self) -> Self:
        """The newest version of each: what is confirmed today. Earlier ones keep who confirmed."""
        versions = self.model.objects.filter(call=models.OuterRef("call"))
        newest = versions.filter(code=models.OuterRef("code")).order_by("-pk").values("pk")
        return self.filter(pk=models.Subquery(newest[:1]))


class InvitationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Those sent to an address that the user has confirmed to have."""
        confirmed = user.emailaddress_set.filter(verified=True)  # type: ignore[attr-defined]
        return self.filter(email__in=confirmed.values(address=Lower("email")))

    def unanswered(self) -> Self:
        """Neither answered nor withdrawn; they may have lapsed."""
        return self.filter(accepted_at=None, declined_at=None, withdrawn_at=None)

    def waiting_at(self, at: datetime) -> Self:
        """Neither answered nor withdrawn nor lapsed: they can be declined."""
        return self.unanswered().filter(expires_at__gt=at)

    def with_host(self) -> Self:
        """With `has_host`: whether who invited still owns the initiative. No query more."""
        owners = self.model._meta.apps.get_model("initiatives", "Membership").objects.filter(
            initiative=models.OuterRef("initiative"),
            user=models.OuterRef("invited_by"),
            user__is_active=True,
            role="owner",
        )
        return self.annotate(has_host=models.Exists(owners))

    def open_at(self, at: datetime) -> Self:
        """They can be accepted: waiting, and their host still owns the initiative."""
        return self.with_host().waiting_at(at).filter(has_host=True)


class ClaimQuerySet(models.QuerySet[Any]):
    def undecided(self) -> Self:
        return self.filter(decided_at=None)


class ProposalQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The office sees those confirmed; nobody else sees any."""
        return self.confirmed() if rules.is_office(user) else self.none()

    def confirmed(self) -> Self:
        """Those whose proposer has confirmed the address: the others nobody reads."""
        return self.filter(confirmed_at__isnull=False)

    def waiting(self) -> Self:
        """Those about which the office has done nothing yet."""
        return self.confirmed().filter(invited_at=None, declined_at=None, taken_up_by=None)

    def invited(self) -> Self:
        """Those whose initiative was written to and has not begun yet."""
        return self.confirmed().filter(invited_at__isnull=False, declined_at=None, taken_up_by=None)

    def taken_up(self) -> Self:
        return self.confirmed().filter(taken_up_by__isnull=False)

    def laid_aside(self) -> Self:
        return self.confirmed().filter(declined_at__isnull=False, taken_up_by=None)
