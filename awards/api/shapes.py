"""What the answers look like; texts are in the language that was asked for."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema


class Coded(Schema):
    """Something with a code for machines and a name for people: a Land, a D, a criterion."""

    code: str
    name: str


class Link(Schema):
    url: str
    label: str


class Award(Schema):
    """That an initiative was honoured: when, by which prize, and where one reads why."""

    year: int
    prize: str
    url: str


class Note(Schema):
    """What was put right or taken back, and what everybody is told about it."""

    made_at: datetime
    field: str
    note: str


class Announced(Schema):
    """What a call led to."""

    headline: str
    published_at: datetime
    corrections: list[Note]
    url: str


class CallOut(Schema):
    year: int
    title: str
    headline: str
    lead: str
    is_archive: bool
    opens_at: datetime | None
    closes_at: datetime | None
    meeting_at: datetime | None
    ceremony_at: datetime | None
    criteria: list[Coded]
    announcement: Announced | None
    url: str | None


class InitiativeOut(Schema):
    slug: str
    name: str
    region: str
    states: list[Coded]
    themes: list[Coded]
    topics: list[str]
    carrier: str
    carrier_type: str
    founded: int | None
    members: int | None
    summary: str
    website: str
    source_url: str
    awards: list[Award]
    url: str


class LaureateOut(Schema):
    year: int
    slug: str
    name: str
    entry: str
    prize: str
    prize_kind: str
    region: str
    states: list[Coded]
    carrier: str
    criteria: list[Coded]
    summary: str
    jury_statement: str
    portrait: str
    links: list[Link]
    initiative: str | None
    published_at: datetime
    corrections: list[Note]
    url: str


class Sheet[Item](Schema):
    """A part of a list: `count` is the whole, `next` and `previous` lead to the parts beside it."""

    count: int
    page: int
    pages: int
    next: str | None
    previous: str | None
    items: list[Item]


class Fault(Schema):
    parameter: str
    detail: str


class Problem(Schema):
    """What went wrong, after RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] = []
