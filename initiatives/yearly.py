"""A new call like an earlier one: every row and every field of it, but for the year and the dates.

Nothing is written into the earlier one. Only rows that make up the call are copied: applications,
jurors and what came of them stay with theirs; prizes are copied a floor above.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from . import editions, milestones
from .milestones import Wall
from .models import Anchor, Call, Local, Question
from .models.call import MILESTONES
from .refusals import check

YEARS, WEEKS = "years", "weeks"
OWN = {"year", "announced_at", "is_archive", *MILESTONES}  # what a copy does not take over


@transaction.atomic
def copy(source: Call, *, year: int, dates: Mapping[str, datetime]) -> Call:
    """The call of `year`, seen by the office only. Some ten statements, whatever its size.

    Raises NotAllowed when the year has a call, or the earlier one is of the archive.
    """
    # Translators: de: „Ein Jahr des Archivs hat keine Fragen und lässt sich nicht übernehmen.“
    check(not source.is_archive, _("A year of the archive has no questions to be copied."))
    check_year(year)
    fields = {name: value for name, value in fields_of(source).items() if name not in OWN}
    call = Call(year=year, **fields, **{name: dates[name] for name in MILESTONES})
    call.title = with_year(source.title, source.year, year)
    call.save(force_insert=True)
    criteria = _copy_all(source.criteria.all(), call=call)
    sections = _copy_all(source.sections.all(), call=call)
    anchors = Anchor.objects.filter(criterion__call=source).order_by("pk")
    Anchor.objects.bulk_create(
        Anchor(criterion=criteria[row.criterion_id], **fields_of(row)) for row in anchors
    )
    Question.objects.bulk_create(
        Question(
            call=call,
            section=sections[row.section_id],
            criterion=criteria[row.criterion_id] if row.criterion_id else None,
            **fields_of(row),
        )
        for row in source.questions.order_by("pk")
    )
    for rows in (source.declarations.current(), source.faq.all(), source.eligibility.all()):
        _copy_all(rows, call=call)
    return call


def blank(year: int) -> dict[str, Any]:
    """What `editions.load_call` makes a call from scratch of: the four D's, the least of a form."""
    pattern = editions.read(editions.FOLDER / "call-2026.toml")
    own = editions.read(editions.FOLDER / "template.toml")
    kept = [row for row in pattern["sections"] if row["slug"] in own["form"]["sections"]]
    titles = {code: text.format(year=year) for code, text in own["call"]["title"].items()}
    return {
        "call": {
            "year": year,
            "title": titles,
            "headline": {},
            "lead": {},
            "who_may_apply": [],
            "benefits": [],
            "counting_rule": pattern["call"]["counting_rule"],
            "terms_version": "",
        },
        "scale": pattern["scale"],
        "criteria": pattern["criteria"],
        "groups": pattern["groups"],
        "sections": kept,
        "declarations": own["declarations"],
        "faq": [],
        "eligibility": [],
        "prizes": [_named(row, year) for row in own["prizes"]],
    }


def _named(row: Mapping[str, Any], year: int) -> dict[str, Any]:
    return {**row, "name": {code: text.format(year=year) for code, text in row["name"].items()}}


def blank_dates(year: int) -> dict[str, Wall]:
    """The dates that a call from scratch proposes."""
    own = editions.read(editions.FOLDER / "template.toml")
    return {
        name: Wall(in_year(at.date(), year - at.year), at.time())
        for name, at in own["milestones"].items()
    }


def check_year(year: int) -> None:
    check(
        not Call.objects.filter(year=year).exists(),
        _("There is a call for %(year)d already.") % {"year": year},
    )


def _copy_all[Row: models.Model](rows: models.QuerySet[Row], *, call: Call) -> dict[int, Row]:
    """New rows of `call` like these, by the keys of the old ones; in the order they were made."""
    old = list(rows.order_by("pk"))
    new = rows.model._default_manager.bulk_create(
        rows.model(call=call, **fields_of(row)) for row in old
    )
    return {row.pk: copied for row, copied in zip(old, new, strict=True)}


def fields_of(row: models.Model) -> dict[str, Any]:
    """All values of a row but its key and what it hangs on."""
    return {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if not field.primary_key and not field.is_relation
    }


def with_year(text: Mapping[str, str], old: int, new: int) -> Local:
    """The text of a title with its year, where it names it."""
    return Local(
        {language: re.sub(rf"\b{old}\b", str(new), words) for language, words in text.items()}
    )


def moved(source: Call, *, year: int, by: str) -> dict[str, Wall]:
    """The dates of a call moved to another year, as they are proposed; the clock stays.

    By YEARS each keeps its day of the month; by WEEKS its day of the week: all move by the number
    of weeks that brings the opening nearest to its day. A season is left to be chosen anew.
    """
    shown = {name: milestones.wall(name, at) for name, at in milestones.of(source).items()}
    years = year - source.year
    if by == YEARS:
        return {name: Wall(in_year(at.day, years), at.time) for name, at in shown.items()}
    first = shown["opens_at"].day
    weeks = timedelta(weeks=round((in_year(first, years) - first).days / 7))
    return {name: Wall(at.day + weeks, at.time) for name, at in shown.items()}


def in_year(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
