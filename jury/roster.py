"""The jury as the office sees it: members and invitations, with what needs looking at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q

from initiatives.berlin import BERLIN
from initiatives.models import Call, Membership
from initiatives.statuses import HANDED_IN

from .actions import current_statement
from .models import Juror, JurorInvitation, StatementGiven


class Member(NamedTuple):
    """A row of the list."""

    juror: Juror
    given: StatementGiven | None  # the newest statement of theirs
    levels: list[tuple[str, int]]  # code of the criterion, level
    acts_for: list[str]  # initiatives that apply
    is_outside: bool  # of the term, today

    @property
    def state(self) -> str:
        """left, waits (a deputy), outside (of the term) or active."""
        if self.juror.left_at:
            return "left"
        if self.is_outside:
            return "outside"
        return "waits" if self.juror.waits else "active"


def of(call: Call, *, at: datetime) -> dict[str, Any]:
    """Everything about the jury of a call for its list. Six queries, whatever the rows."""
    statement = current_statement(call)
    jurors = list(
        call.jurors.select_related("user", "deputy_of__user", "successor_of__user")
        .prefetch_related("expertise__criterion", "statements__statement")
        .order_by("-is_chair", "user__name", "pk")
    )
    invitations = list(
        call.juror_invitations.filter(accepted_at=None, withdrawn_at=None)
        .exclude(Q(declined_at__isnull=False) & Exists(_later(call)))
        .select_related("deputy_of__user", "successor_of__user")
        .order_by("name", "pk")
    )
    known = acting_for(
        call, [juror.user.email for juror in jurors] + [one.email for one in invitations]
    )
    members = [_member(juror, at, known) for juror in jurors]
    newest = statement.version if statement else 0
    return {
        "statement": statement,
        "members": [row for row in members if row.state != "left"],
        "gone": [row for row in members if row.state == "left"],
        "open": [one for one in invitations if not one.declined_at and one.expires_at > at],
        "lapsed": [one for one in invitations if not one.declined_at and one.expires_at <= at],
        "declined": [one for one in invitations if one.declined_at],
        "unpromised": [
            row.juror
            for row in members
            if row.state != "left"
            and newest
            and (row.given is None or row.given.statement.version < newest)
        ],
        "acting": known,
    }


def _later(call: Call) -> Any:
    """A newer invitation to the same address: what was declined before it is settled."""
    return JurorInvitation.objects.filter(
        call=call, email=OuterRef("email"), pk__gt=OuterRef("pk")
    ).exclude(withdrawn_at__isnull=False)


def _member(juror: Juror, at: datetime, known: dict[str, list[str]]) -> Member:
    given = max(juror.statements.all(), key=lambda row: row.statement.version, default=None)
    told = sorted(juror.expertise.all(), key=lambda row: row.criterion.position)
    return Member(
        juror,
        given,
        [(row.criterion.code, row.level) for row in told],
        known.get(juror.user.email, []),
        not juror.in_term(at.astimezone(BERLIN).date()),
    )


def acting_for(call: Call, emails: Iterable[str]) -> dict[str, list[str]]:
    """The initiatives with an application handed in that the owners of addresses act for.

    Drafts are nobody's business but their authors'. Two queries.
    """
    wanted = {email.lower() for email in emails}
    owners = dict(
        EmailAddress.objects.filter(verified=True, email__in=wanted).values_list("user", "email")
    )
    rows = Membership.objects.filter(
        Q(user__email__in=wanted) | Q(user__in=owners),
        initiative__applications__call=call,
        initiative__applications__status__in=HANDED_IN,
    ).values_list("user", "user__email", "initiative__name")
    found: dict[str, list[str]] = {}
    for user, email, name in rows.order_by("initiative__sort_name").distinct():
        for address in {email.lower(), owners.get(user, email).lower()} & wanted:
            found.setdefault(address, []).append(name)
    return found
