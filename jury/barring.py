"""Who may not read what, of a whole jury at once: for planning, where there are no rows to ask yet.

For rows that exist `querysets.barring` says the same in SQL; a test holds both to the same answer.
"""

from __future__ import annotations

from initiatives.models import Call, Membership
from initiatives.statuses import Status

from .models import Concern, Conflict

type Pair = tuple[int, int]  # primary keys of juror and application


def barred(call: Call) -> set[Pair]:
    """Pairs that must not exist: a conflict stands, a request is open, or it is the juror's own.

    Three queries.
    """
    cases = {"application__call": call, "application__status": Status.ADMITTED}
    own = Membership.objects.filter(
        user__juror_roles__call=call,
        initiative__applications__call=call,
        initiative__applications__status=Status.ADMITTED,
    )
    return {
        *Conflict.objects.standing().filter(**cases).values_list("juror", "application"),
        *Concern.objects.open_requests().filter(**cases).values_list("juror", "application"),
        *own.values_list("user__juror_roles", "initiative__applications"),
    }


def doubtful(call: Call) -> set[Pair]:
    """Pairs with a concern that nobody has settled: better given to somebody else. One query."""
    cases = {"application__call": call, "application__status": Status.ADMITTED}
    return set(Concern.objects.open().filter(**cases).values_list("juror", "application"))
