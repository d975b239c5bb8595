"""A call from a file: dates, criteria, form and declarations, so that a year is made, not typed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from .models import (
    Anchor,
    Call,
    Criterion,
    Declaration,
    EligibilityQuestion,
    FrequentQuestion,
    Local,
    Question,
    Section,
)
from .models.call import MILESTONES
from .refusals import check

FOLDER = Path(__file__).parent / "data"
# A file names their last minute, which counts in full; a call stores the moment after it.
LAST_MINUTES = {"closes_at", "checked_until", "judging_until"}


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def milestones(data: Mapping[str, Any], *, days: int = 0) -> dict[str, datetime]:
    """The milestones of a file as moments in UTC, moved by whole `days` of the calendar.

    The time on the clock stays, on both sides of a change to summer time.
    """
    zone = ZoneInfo(data["call"]["timezone"])
    moments = {}
    for name, wall in data["milestones"].items():
        wall = wall + timedelta(days=days, minutes=1 if name in LAST_MINUTES else 0)
        moments[name] = wall.replace(tzinfo=zone).astimezone(UTC)
    return moments


@transaction.atomic
def load_call(
    source: Path | Mapping[str, Any],
    *,
    dates: Mapping[str, datetime] | None = None,
    announced_at: datetime | None = None,
    is_demo: bool = False,
) -> Call:
    """Make the call that a file describes, with its own dates or with others.

    Only the office sees it until it is announced.

    Raises NotAllowed when the year has a call already: people may have written in it.
    """
    data = read(source) if isinstance(source, Path) else source
    head, moments = data["call"], dates or milestones(data)
    check(
        not Call.objects.filter(year=head["year"]).exists(),
        _("There is a call for %(year)d already.") % {"year": head["year"]},
    )
    call = Call.objects.create(
        year=head["year"],
        is_demo=is_demo,
        title=Local(head["title"]),
        headline=Local(head["headline"]),
        lead=Local(head["lead"]),
        who_may_apply=_lines(head["who_may_apply"]),
        benefits=_lines(head["benefits"]),
        counting_rule=Local(head["counting_rule"]),
        terms_version=head["terms_version"],
        announced_at=announced_at,
        points_max=data["scale"]["maximum"],
        **{name: moments[name] for name in MILESTONES},
    )
    criteria = {row["code"]: _criterion(call, row) for row in data["criteria"]}
    groups = {group["slug"]: Local(group["title"]) for group in data["groups"]}
    for row in data["sections"]:
        _section(call, row, groups, criteria)
    Declaration.objects.bulk_create(
        Declaration(
            call=call,
            code=row["code"],
            version=row["version"],
            text=Local(row["text"]),
            required=row["required"],
            position=row["position"],
        )
        for row in data["declarations"]
    )
    EligibilityQuestion.objects.bulk_create(
        EligibilityQuestion(
            call=call,
            question=Local(row["question"]),
            help=Local(row.get("help", {})),
            wanted=row["wanted"],
            reason=Local(row["reason"]),
            position=position,
        )
        for position, row in enumerate(data["eligibility"], start=1)
    )
    FrequentQuestion.objects.bulk_create(
        FrequentQuestion(
            call=call,
            question=Local(row["question"]),
            answer=Local(row["answer"]),
            position=row["position"],
        )
        for row in data["faq"]
    )
    return call


def _lines(rows: list[Mapping[str, str]]) -> Local:
    """One sentence a line, in each language."""
    return Local({code: "\n".join(row[code] for row in rows) for code in (rows[0] if rows else ())})


def _criterion(call: Call, row: Mapping[str, Any]) -> Criterion:
    criterion = Criterion.objects.create(
        call=call,
        code=row["code"],
        name=Local(row["name"]),
        question=Local(row["question"]),
        weight=row["weight"],
        is_optional=row["is_optional"],
        position=row["position"],
    )
    Anchor.objects.bulk_create(
        Anchor(criterion=criterion, points=anchor["points"], text=Local(anchor["text"]))
        for anchor in row["anchors"]
    )
    return criterion


def _section(
    call: Call,
    row: Mapping[str, Any],
    groups: Mapping[str, Local],
    criteria: Mapping[str, Criterion],
) -> None:
    section = Section.objects.create(
        call=call,
        slug=row["slug"],
        title=Local(row["title"]),
        group=groups[row["group"]],
        hint=Local(row["hint"]),
        position=row["position"],
    )
    Question.objects.bulk_create(
        Question(
            section=section,
            call=call,
            criterion=criteria[question["criterion"]] if "criterion" in question else None,
            code=question["code"],
            label=Local(question["label"]),
            prompt=Local(question["prompt"]),
            help=Local(question["help"]),
            kind=question["kind"],
            limit=question["limit"],
            rows=question["rows"],
            required=question["required"],
            position=position,
        )
        for position, question in enumerate(row["questions"], start=1)
    )
