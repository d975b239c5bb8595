"""Who has nothing to do with a case: said once, in SQL.

`jury.barring` says the same of a whole jury; a test holds both to the same answer.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import and_, or_
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, Subquery, Value

from initiatives.models import Application, Membership


def is_member(user: OuterRef | int | None, initiative: str) -> Exists:
    """Whether the juror, found along `user`, belongs to the initiative, since whenever.

    One table, found by the key of both: with another one joined to it PostgreSQL goes through all
    members for each row while it believes that the tables are empty.
    """
    return Exists(Membership.objects.filter(user=user, initiative=OuterRef(initiative)))


def _initiative_of(application: str) -> str:
    return "initiative" if application == "pk" else f"{application}__initiative"


def _ref(path: str | int) -> OuterRef | int:
    return OuterRef(path) if isinstance(path, str) else path


@lru_cache(maxsize=500)
def _bars(juror: str | int, user: str | int, application: str) -> tuple[Exists, Exists, Exists]:
    """A conflict stands; the initiative's request to exclude the juror is not settled yet; it is
    the juror's own.

    All are found along paths; one certain juror is told by the keys, one certain case by
    `one_case`. Kept once built: Django copies an expression before it resolves it, and building
    takes as long as asking the database.
    """
    both = {"juror": _ref(juror), "application": OuterRef(application)}
    conflicts = apps.get_model("jury", "Conflict").objects.filter(**both).standing()
    requests = apps.get_model("jury", "Concern").objects.filter(**both).open_requests()
    members = is_member(_ref(user), _initiative_of(application))
    return Exists(conflicts), Exists(requests), members


def one_case(application: int) -> dict[str, Any]:
    """What a query of jurors is given to ask about one case: "case" is then its path."""
    rows = Application.objects.filter(pk=application)
    return {"case": Value(application), "case__initiative": Subquery(rows.values("initiative"))}


def is_barred(*, juror: str | int, user: str | int, application: str) -> Q:
    """Whether a juror has nothing to do with a case, for one of the reasons of `_bars`."""
    return reduce(or_, map(Q, _bars(juror, user, application)))


def is_free(*, juror: str | int, user: str | int, application: str) -> Q:
    """The contrary, put so that PostgreSQL joins: for a negated "or" it would ask row by row."""
    return reduce(and_, (Q(~bar) for bar in _bars(juror, user, application)))
