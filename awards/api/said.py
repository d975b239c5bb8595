"""Rows as the answers say them, in the language of the moment."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from initiatives.models import Call, Criterion, Initiative, Local, State
from initiatives.themes import THEMES

from ..answers import absolute
from ..models import Correction, Laureate, Release
from .shapes import Announced, Award, CallOut, Coded, InitiativeOut, LaureateOut, Link, Note


def call(row: Call, release: Release | None) -> CallOut:
    """`release` is the public one of the year, if there is one."""
    return CallOut(
        year=row.year,
        title=str(row.title),
        headline=str(row.headline),
        lead=str(row.lead),
        is_archive=row.is_archive,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        meeting_at=row.meeting_at,
        ceremony_at=row.ceremony_at,
        criteria=criteria(row.criteria.all()),
        announcement=announced(release) if release else None,
        url=None if row.is_archive else absolute(reverse("call_of", args=[row.year])),
    )


def announced(release: Release) -> Announced:
    return Announced(
        headline=str(release.headline),
        published_at=release.public_since(),
        corrections=notes(release.notes()),
        url=absolute(reverse("announcement", args=[release.call.year])),
    )


def initiative(row: Initiative, won: Iterable[Laureate]) -> InitiativeOut:
    """`won` are its public laureates, newest first."""
    return InitiativeOut(
        slug=row.slug,
        name=row.name,
        region=row.region,
        states=states(row.states),
        themes=[Coded(code=code, name=str(THEMES[code])) for code in row.themes if code in THEMES],
        topics=row.topics,
        carrier=row.carrier,
        carrier_type=row.carrier_type,
        founded=row.founded,
        members=row.members,
        summary=str(row.summary),
        website=row.website,
        source_url=row.source_url,
        awards=[
            Award(year=one.release.call.year, prize=str(one.prize), url=address(one)) for one in won
        ],
        url=absolute(reverse("initiative", args=[row.slug])),
    )


def laureate(row: Laureate) -> LaureateOut:
    known = row.initiative
    return LaureateOut(
        year=row.release.call.year,
        slug=row.slug,
        name=row.name,
        entry=row.entry,
        prize=str(row.prize),
        prize_kind=row.prize.kind,
        region=row.region,
        states=states(row.states),
        carrier=row.carrier,
        criteria=criteria(row.themes),
        summary=str(row.summary),
        jury_statement=str(row.jury_statement),
        portrait=str(row.portrait),
        links=[Link(url=link["url"], label=str(Local(link["label"]))) for link in row.links],
        initiative=known.slug if known and known.is_listed else None,
        published_at=row.release.public_since(),
        corrections=notes(row.notes()),
        url=address(row),
    )


def notes(rows: Iterable[Correction]) -> list[Note]:
    return [Note(made_at=one.made_at, field=one.field, note=str(one.note)) for one in rows]


def address(row: Laureate) -> str:
    return absolute(reverse("laureate", args=[row.release.call.year, row.slug]))


def states(codes: Iterable[str]) -> list[Coded]:
    return [Coded(code=code, name=str(State(code).label)) for code in codes]


def criteria(rows: Iterable[Criterion]) -> list[Coded]:
    return [Coded(code=row.code, name=str(row.name)) for row in rows]
