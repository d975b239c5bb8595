"""Every address the product answers, as the URL resolver has it; and asking for one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple
from uuid import uuid4

from django.core.cache import cache as counted
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

NOTHING = {
    "key": uuid4(),
    "person": uuid4(),
    "item": uuid4(),
    "vote": uuid4(),
    "concern": uuid4(),
    "file": uuid4(),
    "reading": uuid4(),
    "year": 1999,
    "number": 987654321,
    "code": "nichts",
    "slug": "nichts",
    "which": "nichts",
    "secret": "nichts",
    "ending": "avif",
    "name": "0" * 32,
}


class Route(NamedTuple):
    """`name` with its namespace; `wants` are the parts of its address."""

    name: str
    wants: frozenset[str]
    callback: Any
    pattern: str

    @property
    def group(self) -> str:
        """Whose pages these are, if they have a policy of their own: allauth's and the admin's."""
        module = self.callback.__module__
        if self.name.startswith("admin:"):
            return "admin"
        return "allauth" if module.startswith("allauth.") else ""

    def at(self, thing: Mapping[str, Any]) -> str:
        return reverse(self.name, kwargs={name: thing[name] for name in self.wants})


def every(patterns: Any = None, space: str = "", before: str = "") -> Iterator[Route]:
    """All routes. One without a name is called by its pattern."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        pattern = before + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from every(one.url_patterns, inner, pattern)
        elif isinstance(one, URLPattern):
            wants = frozenset(one.pattern.regex.groupindex)
            yield Route(f"{space}{one.name}" if one.name else pattern, wants, one.callback, pattern)


@cache
def own() -> dict[str, Route]:
    """Ours by name: neither allauth's nor the admin's, nor those without a name."""
    return {route.name: route for route in every() if not route.group and is_name(route.name)}


def is_name(name: str) -> bool:
    return re.fullmatch(r"[a-z_0-9]+(:[a-z_0-9]+)?", name) is not None


def clients(people: Mapping[str, Any]) -> dict[str, Client]:
    """A browser for everybody, and for somebody who is not signed in."""
    found = {"anonymous": Client()}
    for role, person in people.items():
        found[role] = Client()
        found[role].force_login(person)
    return found


def ask(client: Client, address: str, method: str = "get", data: Any = None) -> Any:
    """Ask once; limits of how often, which count in the cache, begin anew each time."""
    counted.clear()
    answer: Any = getattr(client, method)(address, data or {})
    answer.said = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if file := getattr(answer, "file_to_stream", None):
        file.close()
    return answer


NEW = re.compile(rb'(name="csrfmiddlewaretoken" value=|nonce=|name="once" value=)"[^"]*"')


def body(answer: Any) -> bytes:
    """The bytes of an answer, without what is new each time."""
    return NEW.sub(rb'\1""', answer.said)
