"""Many cases at once, to show that a page asks the database no more often when rows grow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from initiatives import snapshots
from initiatives.keys import reference
from initiatives.models import (
    Application,
    Call,
    DeclaredCriterion,
    Initiative,
    Membership,
    Snapshot,
    User,
)
from initiatives.names import slug, sort_key
from initiatives.records import canonical
from initiatives.statuses import Status
from jury.models import Assignment, Juror, Score, ScoreSheet

from .moments import NOON


def many_cases(call: Call, n: int, jurors: Sequence[Juror] = ()) -> list[Application]:
    """`n` admitted cases, each declaring one D or more; every juror has a finished sheet on each.

    Some thirty statements, however many cases; 200 with three jurors take half a second.
    """
    owner, _ = User.objects.get_or_create(email="many@people.example", name="Viele Hände")
    start = Application.objects.filter(call=call).count()
    names = [f"Bündnis {call.year}-{start + i:04d}" for i in range(n)]
    initiatives = Initiative.objects.bulk_create(
        Initiative(
            name=name,
            slug=slug(name),
            sort_name=sort_key(name),
            search_text=sort_key(name),
            region="Talaue",
            states=["DE-ST"],
            carrier="Kammer Talaue",
        )
        for name in names
    )
    Membership.objects.bulk_create(
        Membership(initiative=initiative, user=owner, role="owner") for initiative in initiatives
    )
    cases = Application.objects.bulk_create(
        Application(
            number=f"{reference(call.year)[:-5]}{start + i:05d}",
            call=call,
            initiative=initiative,
            status=Status.ADMITTED,
            contact_name=owner.name,
            contact_email=owner.email,
            started_at=call.opens_at,
            saved_at=call.opens_at,
        )
        for i, initiative in enumerate(initiatives)
    )
    criteria = list(call.criteria.filter(is_optional=True))
    declared = {case: criteria[: 1 + i % len(criteria)] for i, case in enumerate(cases)}
    DeclaredCriterion.objects.bulk_create(
        DeclaredCriterion(application=case, criterion=criterion)
        for case, chosen in declared.items()
        for criterion in chosen
    )
    _freeze(cases, owner)
    _judge(declared, jurors)
    return cases


def _freeze(cases: Sequence[Application], owner: User) -> None:
    """A snapshot each, like the first case's but for number and name."""
    at = cases[0].call.closes_at - timedelta(days=1)
    pattern = snapshots.contents(cases[0], at=at)
    frozen = []
    for case in cases:
        named = {"initiative": pattern["initiative"] | {"name": case.initiative.name}}
        content = pattern | named | {"number": case.number}
        frozen.append(
            Snapshot(
                application=case,
                version=1,
                content=content,
                sha256=canonical.sha256(content),
                submitted_at=at,
                submitted_by=owner,
                idempotency_key=case.key,
            )
        )
    Snapshot.objects.bulk_create(frozen)


def _judge(declared: dict[Application, list], jurors: Sequence[Juror]) -> None:
    assignments = Assignment.objects.bulk_create(
        Assignment(juror=juror, application=case, position=i, cleared_at=NOON)
        for juror in jurors
        for i, case in enumerate(declared)
    )
    sheets = ScoreSheet.objects.bulk_create(
        ScoreSheet(
            assignment=assignment,
            juror=assignment.juror,
            application=assignment.application,
            started_at=NOON,
            finished_at=NOON,
        )
        for assignment in assignments
    )
    Score.objects.bulk_create(
        Score(
            sheet=sheet,
            criterion=criterion,
            points=(3 * sheet.application_id + 5 * sheet.juror_id + criterion.position) % 11,
            reason="Gut belegt.",
            saved_at=NOON,
        )
        for sheet in sheets
        for criterion in declared[sheet.application]
    )
