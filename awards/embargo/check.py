"""The check of the embargo: the site is read one second before its end, twice.

Once with the release waiting, a word of its own in every text of it, and once as if nothing were
confirmed; for those who had no part in it as if nothing were decided either. Nobody but the office
may get a word of it, and nobody may get an answer that differs by one byte: not a count, not a
size, not a header. All of it happens in a transaction that is rolled back. What it cannot see:
files that are served past Django, and other processes' memory.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import SlugField
from django.urls import reverse

from initiatives.models import Letter, Membership, OfficeMember, OfficeRole
from jury.models import Juror

from .. import actions
from ..models import Decision, Laureate, Portrait, Release, ResultLetter, Withheld
from . import canaries, crawl, links, readers
from .crawl import Answer, Person

SHORT = 10  # characters of a word from a list, like the name of a format
# Those who know what was decided, the laureates of their own prize, come first.
INSIDERS = ("laureate", "juror", "chair")
BY_LINK = ("guest", "press")
ROLES = (*INSIDERS, "anonymous", "account", "applicant", *BY_LINK)
JURY = ("juror", "chair")
ONE_CASE = "is named in one case only"


class Finding(NamedTuple):
    """`surface` gives something away to `role`: the word of a field, or that it differs."""

    role: str
    surface: str
    why: str


type Find = Callable[[str, Answer], Iterator[Finding]]


class Report(NamedTuple):
    """`asked` is how many answers were compared, by role."""

    asked: dict[str, int]
    findings: list[Finding]


@transaction.atomic
def check(release: Release, *, roles: Collection[str] = ROLES, only_first: bool = False) -> Report:
    """Reads the site as anonymous and as every role but the office's. Changes nothing.

    With `only_first` it ends as soon as anything is found. Raises NotAllowed where the release
    could not be confirmed as it is.
    """
    try:
        return _check(release, roles, only_first)
    finally:
        transaction.set_rollback(True)


def _check(release: Release, roles: Collection[str], only_first: bool) -> Report:
    at = release.embargo_until - timedelta(seconds=1)
    lead, editor = (readers.member(role) for role in (OfficeRole.LEAD, OfficeRole.EDITOR))
    if release.confirmed_at is None:
        release = actions.confirm(release, by=editor, at=at)
    found_people = [(role, user) for role, user in readers.found(release) if role in roles]
    people = [Person(role, readers.signed_in(user)) for role, user in found_people]
    people += links.people(release, [role for role in BY_LINK if role in roles], at=at)
    people.sort(key=lambda person: person.role not in INSIDERS)
    findings = list(_named(release))
    waiting: dict[str, dict[str, Answer]] = {}
    with transaction.atomic(), _listening() as lines:
        spared = [*readers.own(found_people), *links.rows(release)]
        words = canaries.plant(release, spared=spared)
        of_the_jury = canaries.plant_in_decisions(release, spared=spared)
        guesses = [*crawl.known(_values(release)), *map(_page_of, canaries.portraits(release))]
        for person in people:
            secret = words if person.role in JURY else words | of_the_jury
            found = partial(_says, person.role, secret)
            waiting[person.role] = _read(person, guesses, at, found if only_first else None)
            findings += _all(found, waiting[person.role])
            if findings and only_first:
                break
        guessed = " ".join(guesses)
        unasked = {word: field for word, field in words.items() if word not in guessed}
        findings += _elsewhere(lines, unasked | of_the_jury)
        transaction.set_rollback(True)
    actions.revoke(release, by=lead, at=at)
    for person in people:
        if findings and only_first:
            break
        findings += _compared(person, waiting[person.role], release, at, only_first)
    asked = {role: len(answers) for role, answers in waiting.items()}
    return Report(asked, list(dict.fromkeys(findings)))


def _compared(
    person: Person, before: dict[str, Answer], release: Release, at: datetime, only_first: bool
) -> Iterator[Finding]:
    """What the person sees otherwise now that the release is none. Insiders come first: for all
    others nothing has been decided either.
    """
    if len(before) > crawl.PAGES:
        yield Finding(person.role, f"{len(before)} pages", "were not all there are")
    if person.role not in INSIDERS:
        _undo(release)
    if person.is_told:
        return
    found = partial(_differs, person.role, before)
    without = _read(person, before, at, found if only_first else None)
    yield from _all(found, without)
    if not only_first:
        for address in before.keys() - without.keys():
            yield Finding(person.role, address, ONE_CASE)


def _all(found: Find, answers: Mapping[str, Answer]) -> Iterator[Finding]:
    for address, answer in answers.items():
        yield from found(address, answer)


def _undo(release: Release) -> None:
    """As if the jury had decided nothing and the office had written nothing."""
    release.roles.filter(ceremony__isnull=False).update(release=None)  # they are the evening's
    Release.objects.filter(pk=release.pk).delete()
    for rows in (
        Portrait.objects.filter(application__call=release.call_id),
        ResultLetter.objects.filter(application__call=release.call_id),
        Decision.objects.filter(prize__call=release.call_id),
        Withheld.objects.filter(prize__call=release.call_id),
    ):
        rows.delete()


def _read(
    person: Person, addresses: Iterable[str], at: datetime, found: Find | None
) -> dict[str, Answer]:
    """With `found` no further than the first answer in which something is."""
    cache.clear()  # rolled back with all else; a page kept from the other reading would hide much
    until = (lambda address, answer: any(found(address, answer))) if found else None
    return crawl.read(person, addresses, at=at, until=until)


# -- What gives something away -------------------------------------------------------------------


def _values(release: Release) -> Iterator[set[Any]]:
    """What could stand in the address of something that hangs on the release: of one row of each
    kind the year, what names it and what it hangs on, and what it was chosen from a list to be.
    """
    kinds = set()
    for row in canaries.hanging_on(release):
        if type(row) in kinds:
            continue
        kinds.add(type(row))
        found: set[Any] = {release.call.year}
        for field in row._meta.concrete_fields:
            if field.is_relation:
                found.add(getattr(getattr(row, field.name), "key", None))
            elif isinstance(field, SlugField) or field.unique or (field.max_length or 99) <= SHORT:
                found.add(None if field.primary_key else field.value_from_object(row))
        yield found


def _page_of(portrait: Portrait) -> str:
    """Where a laureate reads the own portrait and nobody another one's."""
    return reverse("portrait", args=[portrait.application.key])


def _says(role: str, words: Mapping[str, str], address: str, answer: Answer) -> Iterator[Finding]:
    said = answer.body + repr(answer.headers).encode()
    if canaries.MARK.encode() in said:
        for word, field in words.items():
            if word.encode() in said.replace(address.encode(), b""):
                yield Finding(role, address, f"says {field}")


def _differs(
    role: str, before: Mapping[str, Answer], address: str, other: Answer
) -> Iterator[Finding]:
    one = before.get(address)
    if one is None:
        yield Finding(role, address, ONE_CASE)
    elif one.status != other.status:
        yield Finding(role, address, f"answers {one.status} instead of {other.status}")
    elif one.headers != other.headers:
        names = {name for name, _value in set(one.headers) ^ set(other.headers)}
        yield Finding(role, address, f"differs in {', '.join(sorted(names))}")
    elif one.body != other.body:
        yield Finding(role, address, f"differs, {len(one.body)} to {len(other.body)} bytes")


def _elsewhere(lines: list[str], words: Mapping[str, str]) -> Iterator[Finding]:
    """What was logged, written or put off for the worker while somebody read."""
    for line in lines:
        yield from (
            Finding("log", line[:80], f"says {words[word]}") for word in words if word in line
        )
    for letter in Letter.objects.filter(text__contains=canaries.MARK):
        yield Finding("letters", letter.kind, f"goes to {letter.to}")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name FROM procrastinate_jobs WHERE args::text LIKE %s",
            [f"%{canaries.MARK}%"],
        )
        for (task,) in cursor.fetchall():
            yield Finding("worker", task, "has a text of the release among what it was told")


def _named(release: Release) -> Iterator[Finding]:
    """Letters to people outside that name a laureate who is not theirs."""
    inside = [
        *OfficeMember.objects.values_list("user__email", flat=True),
        *Juror.objects.filter(call=release.call_id).values_list("user__email", flat=True),
    ]
    for laureate in Laureate.objects.filter(release=release):
        own = Membership.objects.filter(initiative=laureate.initiative_id)
        told = Letter.objects.filter(
            text__contains=laureate.name,
            written_at__gte=release.prepared_at,
            written_at__lt=release.embargo_until,
        ).exclude(to__in=[*inside, *own.values_list("user__email", flat=True)])
        for letter in told:
            yield Finding("letters", letter.kind, f"names a laureate to {letter.to}")


@contextmanager
def _listening() -> Iterator[list[str]]:
    """What is logged meanwhile."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    try:
        yield lines
    finally:
        logging.getLogger().removeHandler(handler)
