"""Who has nothing to do with a case: said once, in SQL.

`jury.barring` says the same of a whole jury; a test holds both to the same answer.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import and_, or_

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from initiatives.models import Membership


def is_member(user: OuterRef | int | None, application: str) -> Exists:
    """Whether the juror, found along `user`, belongs to the initiative, since whenever."""
    members = Membership.objects.filter(user=user, initiative__applications=OuterRef(application))
    return Exists(members)


def _ref(path: str | int) -> OuterRef | int:
    return OuterRef(path) if isinstance(path, str) else path


@lru_cache(maxsize=500)
def _bars(juror: str | int, user: str | int, application: str) -> tuple[Exists, Exists, Exists]:
    """A conflict stands; the initiative's request to exclude the juror is not settled yet; it is
    the juror's own.

    All are found along paths; one certain juror is told by the keys. Kept once built: Django copies
    an expression before it resolves it, and building takes as long as asking the database.
    """
    both = {"juror": _ref(juror), "application": OuterRef(application)}
    conflicts = apps.get_model("jury", "Conflict").objects.filter(**both).standing()
    requests = apps.get_model("jury", "Concern").objects.filter(**both).open_requests()
    return Exists(conflicts), Exists(requests), is_member(_ref(user), application)


def is_barred(*, juror: str | int, user: str | int, application: str) -> Q:
    """Whether a juror has nothing to do with a case, for one of the reasons of `_bars`."""
    return reduce(or_, map(Q, _bars(juror, user, application)))


def is_free(*, juror: str | int, user: str | int, application: str) -> Q:
    """The contrary, put so that PostgreSQL joins: for a negated "or" it would ask row by row."""
    return reduce(and_, (Q(~bar) for bar in _bars(juror, user, application)))
