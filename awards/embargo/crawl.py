"""Reading the site as somebody: every address that is known, named on a page, or guessed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit
from uuid import UUID

from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from initiatives import clock

from .. import page_cache

CLOSED = ("office", "admin")  # whose pages are the office's own
OPEN = ("api",)  # whose pages are for everybody
# Signing in and out, which lead to one another without end; what only a demonstration has; what
# tells of the server alone.
ASIDE = re.compile(
    r"(/en)?/(konto/(log|sign|2fa|re|email|confirm|password|3rd)|demo/|healthz|readyz)"
)
# What is new in every answer.
NEW = re.compile(rb'(name="csrfmiddlewaretoken" value=|nonce=|name="once" value=)"[^"]*"')
VOLATILE = {"Set-Cookie", "Date", "Expires", "X-Request-Id", "Content-Security-Policy"}
LINK = re.compile(rb'(?:href|src|action|content|srcset)="([^"]+)"|<(?:loc|id)>([^<]+)</')
OK = 400  # answers from here on lead nowhere
# Where everybody can search, and by what; nearly every text has this letter.
SEARCHES, LETTER = {"years": "q", "directory": "suche"}, "e"
PAGES = 1000  # of one person; who does not come to an end with them has not read the site


class Answer(NamedTuple):
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Person(NamedTuple):
    """Somebody who reads; `role` is told in the report.

    Who has `own` addresses, by a personal link, reads those and what stands below them only: all
    else is as for anybody. Who `is_told` by such a link that there is something sees it differ.
    """

    role: str
    client: Client
    own: tuple[str, ...] = ()
    is_told: bool = False

    def may_lead_to(self, address: str) -> bool:
        return not self.own or address.startswith(self.own)


type Until = Callable[[str, Answer], bool]


def read(
    person: Person, addresses: Iterable[str], *, at: datetime, until: Until | None = None
) -> dict[str, Answer]:
    """What the person gets at these addresses and at all they lead to, as if it were `at`; more
    than PAGES where that is not all. Ends early with an answer that is looked for (`until`).
    """
    page_cache.forget()
    answers: dict[str, Answer] = {}
    waiting = list(dict.fromkeys(person.own or addresses))
    asked = set(waiting)
    for address in waiting:
        if len(answers) > PAGES:
            break
        answers[address] = answer = ask(person, address, at=at)
        if until and until(address, answer):
            break
        for found in linked(address, answer):
            if found not in asked and person.may_lead_to(found):
                waiting.append(found)
                asked.add(found)
    return answers


def ask(person: Person, address: str, *, at: datetime) -> Answer:
    """One answer, without what is new in every answer."""
    host = urlsplit(settings.BASE_URL)
    with clock.moved_to(at):
        found: Any = person.client.get(
            address, secure=host.scheme == "https", HTTP_HOST=host.netloc
        )
        said = b"".join(found.streaming_content) if found.streaming else found.content
    headers = sorted((name, value) for name, value in found.items() if name not in VOLATILE)
    return Answer(found.status_code, tuple(headers), NEW.sub(rb'\1""', said))


def linked(address: str, answer: Answer) -> Iterator[str]:
    """The addresses of this site that an answer names, each once; static files are left out."""
    host = urlsplit(settings.BASE_URL).netloc
    if answer.status >= OK:
        return
    named: list[str] = [value for name, value in answer.headers if name == "Location"]
    for found in LINK.finditer(answer.body):
        text = (found[1] or found[2]).decode(errors="replace").replace("&amp;", "&")
        named += [part.split()[0] for part in text.split(",") if part.strip()]
    for one in named:
        url = urlsplit(urljoin(address, one) if one.startswith(("/", "?", "http")) else "")
        is_ours = url.netloc in ("", host) and url.path.startswith("/")
        if is_ours and not url.path.startswith(settings.STATIC_URL) and not ASIDE.match(url.path):
            yield url.path + (f"?{url.query}" if url.query else "")


def known(rows: Iterable[Collection[Any]]) -> list[str]:
    """Every address outside the office, and searches that find much. What one for everybody names
    is guessed from the values of rows, each by itself, as far as their kinds fit; what one of a
    person's own names stands on that person's pages.
    """
    found = []
    for row, (name, kinds) in itertools.product(list(rows), list(_routes())):
        space, _colon, _name = name.rpartition(":")
        if kinds and space not in ("", *OPEN):
            continue
        fitting = ([value for value in row if _fits(value, kind)] for kind in kinds.values())
        for given in itertools.product(*fitting):
            with suppress(NoReverseMatch):
                found.append(reverse(name, kwargs=dict(zip(kinds, given, strict=True))))
    found += [f"{reverse(name)}?{asked}={LETTER}" for name, asked in SEARCHES.items()]
    return [address for address in dict.fromkeys(found) if not ASIDE.match(address)]


def _fits(value: Any, kind: str) -> bool:
    if kind in ("slug", "string"):
        return isinstance(value, str) and re.fullmatch(r"[-\w]{2,90}", value) is not None
    return isinstance(value, {"int": int, "uuid": UUID}.get(kind, ()))


def _routes(patterns: Any = None, space: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Names of routes with the kinds of what they take: int, slug, str or uuid."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            if one.namespace not in CLOSED and one.app_name not in CLOSED:
                inner = f"{space}{one.namespace}:" if one.namespace else space
                yield from _routes(one.url_patterns, inner)
        elif isinstance(one, URLPattern) and one.name:
            kinds = getattr(one.pattern, "converters", {})
            named = one.pattern.regex.groupindex
            yield (
                f"{space}{one.name}",
                {
                    part: type(kinds[part]).__name__.removesuffix("Converter").lower()
                    if part in kinds
                    else "slug"
                    for part in named
                },
            )
