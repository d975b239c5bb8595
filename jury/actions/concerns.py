"""What speaks for a conflict: found by comparing what is known of jurors and of cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import rules as office
from initiatives.models import Application, Call, Membership, Snapshot, User
from initiatives.records import journal
from initiatives.refusals import check
from initiatives.statuses import Status

from .. import ties
from ..models import Concern, Conflict, Juror


@transaction.atomic
def search_concerns(call: Call, *, by: User, at: datetime) -> int:
    """The office has all jurors and cases of a call compared. How many concerns are new."""
    check(office.may_administer(by), _("Your role reads and does not decide."))
    return raise_concerns(call, by=by, at=at)


@transaction.atomic
def raise_concerns(
    call: Call,
    *,
    at: datetime,
    by: User | None = None,
    applications: Collection[Application] | None = None,
    jurors: Collection[Juror] | None = None,
) -> int:
    """Compare jurors with admitted cases and store what ties them; how many are new.

    What was found before stays as it was settled: the same evidence is not raised again. Fourteen
    queries and one more for each thousand new ones, whatever the number of cases.
    """
    seats = Juror.objects.filter(call=call, left_at=None)
    if jurors is not None:
        seats = seats.filter(pk__in=[juror.pk for juror in jurors])
    known = [
        (juror, ties.know(_of_juror(juror)))
        for juror in seats.select_related("user").prefetch_related("user__emailaddress_set")
    ]
    if not known:
        return 0
    wanted = ties.wanted(own for _juror, own in known)
    barred = set(
        Conflict.objects.standing().filter(juror__call=call).values_list("juror", "application")
    )
    found = [
        Concern(
            juror=juror,
            application_id=case.application,
            kind=one.kind,
            evidence=one.evidence,
            raised_at=at,
            raised_by=by,
        )
        for case in _cases(call, applications, wanted)
        for juror, own in known
        if juror.user_id not in case.members and (juror.pk, case.application) not in barred
        for one in ties.between(own, case.read)
    ]
    columns = ("juror_id", "application_id", "kind", "evidence")
    before = set(Concern.objects.from_data().filter(juror__call=call).values_list(*columns))
    new = [one for one in found if tuple(getattr(one, name) for name in columns) not in before]
    if new:
        Concern.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
        journal.record("call.concerns_raised", about=call, by=by, at=at, new=len(new))
    return len(new)


def _of_juror(juror: Any) -> ties.Juror:
    verified = [row.email for row in juror.user.emailaddress_set.all() if row.verified]
    return ties.Juror(str(juror.user), juror.organisation, (juror.user.email, *verified))


class Case(NamedTuple):
    """A case as it is compared; `members` are those whose own it is."""

    application: int
    members: frozenset[int]
    read: ties.Read


def _cases(
    call: Call, applications: Collection[Application] | None, wanted: frozenset[str]
) -> Iterator[Case]:
    """The valid versions of admitted cases, one after the other: thousands would fill memory."""
    admitted = Application.objects.filter(call=call, status=Status.ADMITTED)
    if applications is not None:
        admitted = admitted.filter(pk__in=[application.pk for application in applications])
    team = defaultdict(list)
    members = Membership.objects.filter(initiative__applications__in=admitted)
    for member in members.select_related("user"):
        team[member.initiative_id].append(member.user)
    frozen = Snapshot.objects.filter(application__in=admitted).valid()
    columns = ("application_id", "application__initiative_id", "application__initiative__carrier")
    for key, initiative, carrier, content in frozen.values_list(*columns, "content").iterator(500):
        people = team[initiative]
        read = ties.read(_of_case(content, carrier, people), wanted)
        yield Case(key, frozenset(person.pk for person in people), read)


def _of_case(content: dict[str, Any], carrier: str, people: list[User]) -> ties.Case:
    told, contact = content["initiative"], content["contact"]
    return ties.Case(
        name=told["name"],
        carrier="; ".join(dict.fromkeys(filter(None, [told["carrier"], carrier]))),
        website=told["website"],
        contact=contact["name"],
        emails=(contact["email"], *(person.email for person in people)),
        team=tuple(person.name for person in people),
        texts=tuple(
            (answer["label"].get("de") or answer["code"], answer["text"])
            for answer in content["answers"]
        ),
    )
