"""Forms as the pages offer them, filled in, to be sent by whoever should not be able to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from django.db import connection, transaction
from django.urls import Resolver404, resolve
from lxml import html

from .routes import ask, body, own

TYPED = {
    "email": "neu@people.example",
    "url": "https://bund.example",
    "number": "3",
    "date": "2026-03-20",
    "time": "12:00",
    "datetime-local": "2026-03-20T12:00",
}
WORD = "Ein Wort dazu."


class Filled(NamedTuple):
    """A form of a page, ready to be sent: where it leads, by whom it was found, what it says."""

    address: str
    route: str
    thing: dict[str, Any]
    found_by: str
    data: dict[str, list[str]]


def on(page: bytes, address: str, role: str) -> Iterator[Filled]:
    """Every form of a page that is sent by POST, once for each of its buttons."""
    for form in html.fromstring(page).forms:
        if form.method != "POST":
            continue
        action = urlsplit(urljoin(address, form.action or "")).path
        try:
            match = resolve(action)
        except Resolver404:
            continue
        if match.view_name not in own():
            continue
        data = _filled(form)
        for button in _buttons(form):
            given = data | button
            yield Filled(action, match.view_name, match.kwargs, role, given)


def _buttons(form: Any) -> list[dict[str, list[str]]]:
    named = [
        {button.get("name"): [button.get("value") or ""]}
        for button in form.xpath(".//button[@name and not(@type='button')]")
    ]
    return named[:3] or [{}]


def _filled(form: Any) -> dict[str, list[str]]:
    data: dict[str, list[str]] = {}
    for field in form.xpath(".//input[@name]|.//textarea[@name]|.//select[@name]"):
        name, kind = field.get("name"), field.get("type", "text")
        if field.get("disabled") is not None or kind in ("file", "submit", "image"):
            continue
        if field.tag == "select":
            options = [o.get("value") for o in field.xpath(".//option") if o.get("value")]
            data[name] = [field.value] if field.value else options[:1]
        elif field.tag == "textarea":
            data[name] = [(field.value or "").strip() or WORD]
        elif kind == "checkbox":
            data.setdefault(name, []).append(field.get("value", "on"))
        elif kind == "radio":
            if field.get("checked") is not None or name not in data:
                data[name] = [field.get("value", "on")]
        elif kind == "hidden":
            data[name] = [field.get("value", "")]
        else:
            data[name] = [field.get("value") or TYPED.get(kind, "Neues Wort")]
    return data


def collected(clients: Any, role: str, addresses: Any) -> Iterator[Filled]:
    """The forms on these pages, as far as the role gets in."""
    for address in addresses:
        answer = ask(clients[role], address)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            yield from on(body(answer), address, role)


# -- What a request changed ----------------------------------------------------------------------

MOVED = """
SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
WHERE relname <> 'django_session'
"""


class Change:
    """The tables that say something else than before; empty if nothing was changed."""

    tables: frozenset[str] = frozenset()


@contextmanager
def undone() -> Iterator[Change]:
    """Do something, learn what it changed, and take it back."""
    found, before, moved, after = Change(), _moved(), [], {}
    with transaction.atomic():
        yield found
        moved = sorted(name for name, n in _moved().items() if n != before.get(name, 0))
        after = {name: _digest(name) for name in moved}
        transaction.set_rollback(True)
    found.tables = frozenset(name for name in moved if _digest(name) != after[name])


def _moved() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(MOVED)
        return dict(cursor.fetchall())


def _digest(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {table} t")  # noqa: S608
        return str(cursor.fetchone()[0])
