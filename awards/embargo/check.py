"""The check of the embargo: the site is read one second before its end, twice.

Once with the release waiting, a word of its own in every text of it, and once as if nothing were
confirmed. Nobody but the office may get a word of it, and nobody may get an answer that differs by
one byte: not a count, not a size, not a header. All of it happens in a transaction that is rolled
back. What it cannot see: files that are served past Django, and other processes' memory.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import SlugField
from django.test import Client
from django.urls import reverse

from initiatives.models import Letter, Membership, OfficeMember, OfficeRole, User
from jury.models import Juror

from .. import actions
from ..models import Laureate, Portrait, Release
from . import canaries, crawl
from .crawl import Answer, Person

SHORT = 10  # characters of a word from a list, like the name of a format
ROLES = ("anonymous", "account", "laureate", "applicant", "juror", "chair")


class Finding(NamedTuple):
    """`surface` gives something away to `role`: the word of a field, or that it differs."""

    role: str
    surface: str
    why: str


class Report(NamedTuple):
    """`asked` is how many answers were compared, by role."""

    asked: dict[str, int]
    findings: list[Finding]


@transaction.atomic
def check(release: Release, *, roles: Collection[str] = ROLES) -> Report:
    """Reads the site as anonymous and as every role but the office's. Changes nothing.

    Raises NotAllowed where the release could not be confirmed as it is.
    """
    try:
        return _check(release, roles)
    finally:
        transaction.set_rollback(True)


def _check(release: Release, roles: Collection[str]) -> Report:
    at = release.embargo_until - timedelta(seconds=1)
    lead, editor = (_member(role) for role in (OfficeRole.LEAD, OfficeRole.EDITOR))
    if release.confirmed_at is None:
        release = actions.confirm(release, by=editor, at=at)
    readers = [(role, user) for role, user in _readers(release) if role in roles]
    people = [Person(role, _signed_in(user)) for role, user in readers]
    own = [one for _role, user in readers if user for one in Portrait.objects.visible_to(user)]
    findings = list(_named(release))
    with transaction.atomic(), _listening() as lines:
        words = canaries.plant(release, spared=own)
        guesses = [*crawl.known(_values(release)), *map(_page_of, canaries.portraits(release))]
        waiting = {person.role: _read(person, guesses, at) for person in people}
        guessed = " ".join(guesses)
        unasked = {word: field for word, field in words.items() if word not in guessed}
        findings += [*_words(waiting, words), *_elsewhere(lines, unasked)]
        transaction.set_rollback(True)
    actions.revoke(release, by=lead, at=at)
    asked = {}
    for person in people:
        before = waiting[person.role]
        without = _read(person, before, at)
        asked[person.role] = len(before)
        if len(before) > crawl.PAGES:
            findings.append(Finding(person.role, f"{len(before)} pages", "were not all there are"))
        findings += _differences(person.role, before, without)
    return Report(asked, list(dict.fromkeys(findings)))


def _read(person: Person, addresses: Iterable[str], at: datetime) -> dict[str, Answer]:
    cache.clear()  # rolled back with all else; a page kept from the other reading would hide much
    return crawl.read(person, addresses, at=at)


# -- Who reads -----------------------------------------------------------------------------------


def _readers(release: Release) -> Iterator[tuple[str, User | None]]:
    """Nobody in particular, somebody with an account, and one of each kind who has to do with it.

    The members of a laureate may know of it by letter and read the own portrait, once the office
    has asked them; their pages say nothing of the release.
    """
    yield "anonymous", None
    yield "account", _somebody()
    laureates = release.laureates.values("initiative")
    members = Membership.objects.filter(initiative__applications__call=release.call_id)
    for role, found in (
        ("laureate", members.filter(initiative__in=laureates)),
        ("applicant", members.exclude(initiative__in=laureates)),
    ):
        if member := found.select_related("user").order_by("pk").first():
            yield role, member.user
    seats = Juror.objects.active().filter(call=release.call_id).select_related("user")
    for role, is_chair in (("juror", False), ("chair", True)):
        if seat := seats.filter(is_chair=is_chair).order_by("pk").first():
            yield role, seat.user


def _somebody() -> User:
    return User.objects.create_user(f"{token_hex(8)}@embargo.example", name="Embargo")


def _member(role: OfficeRole) -> User:
    user = _somebody()
    OfficeMember.objects.create(user=user, role=role)
    return user


def _signed_in(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


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


def _words(answers: Mapping[str, dict[str, Answer]], words: Mapping[str, str]) -> Iterator[Finding]:
    for role, found in answers.items():
        for address, answer in found.items():
            said = answer.body + repr(answer.headers).encode()
            if canaries.MARK.encode() in said:
                for word, field in words.items():
                    if word.encode() in said.replace(address.encode(), b""):
                        yield Finding(role, address, f"says {field}")


def _differences(
    role: str, waiting: dict[str, Answer], without: dict[str, Answer]
) -> Iterator[Finding]:
    for address in waiting.keys() | without.keys():
        one, other = waiting.get(address), without.get(address)
        if one is None or other is None:
            yield Finding(role, address, "is named in one case only")
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
