"""Frequent questions, questions on eligibility, declarations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from ... import shown
from ...models import Call, Confirmation, Declaration, User
from ...names import slug
from ...refusals import check
from . import rows
from .locking import check_unlocked, hold_drafts, lock_call


@transaction.atomic
def add_row(
    call: Call, model: type[models.Model], values: Mapping[str, Any], *, by: User, at: datetime
) -> models.Model:
    """A further frequent question or question on eligibility; they help and bind nobody."""
    call = lock_call(call, by=by, at=at)
    row = model(call=call, **values)
    rows.insert(row, call, by=by, at=at)
    return row


@transaction.atomic
def change_row(
    row: Any, values: Mapping[str, Any], *, by: User, at: datetime, seen: str | None = None
) -> bool:
    """Whether anything changed. Raises Stale, see `shown`."""
    call = lock_call(row.call, by=by, at=at)
    row = type(row)._default_manager.get(pk=row.pk)
    return rows.update(row, values, call, by=by, at=at, seen=seen)


@transaction.atomic
def move_row(row: Any, *, up: bool, by: User, at: datetime) -> None:
    call = lock_call(row.call, by=by, at=at)
    rows.swap(row, call, up=up, by=by, at=at)


@transaction.atomic
def remove_row(row: Any, *, by: User, at: datetime) -> None:
    call = lock_call(row.call, by=by, at=at)
    rows.delete(row, call, by=by, at=at)


# -- Declarations --------------------------------------------------------------------------------


@transaction.atomic
def add_declaration(
    call: Call, values: Mapping[str, Any], *, code: str, by: User, at: datetime
) -> Declaration:
    """A further sentence to confirm; `code` says what it is about, once a call."""
    call = lock_call(call, by=by, at=at)
    check_unlocked(call)
    code = slug(code)[:40]
    check(
        not call.declarations.filter(code=code).exists(),
        # Translators: de: „Diese Erklärung gibt es in der Auslobung schon.“
        _("The call has this declaration already."),
    )
    row = Declaration(call=call, code=code, **values)
    rows.insert(row, call, by=by, at=at)
    return row


@transaction.atomic
def change_declaration(
    declaration: Declaration,
    values: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> Declaration:
    """Change it; the text that is the newest from now on.

    Another text needs another version as soon as anybody may have read it. What somebody has
    confirmed stays as a row of its own, and whoever confirmed it is asked anew.
    """
    call = lock_call(declaration.call, by=by, at=at)
    check_unlocked(call)
    hold_drafts(call)
    row = Declaration.objects.get(pk=declaration.pk)
    before = rows.said(row)
    after = before | {name: rows.plain(value) for name, value in values.items()}
    if not shown.is_news(seen, stored=before, given=after):
        return row
    confirmed = confirmations(row)
    if after["text"] != before["text"] and (call.announced_at or confirmed):
        used = set(call.declarations.filter(code=row.code).values_list("version", flat=True))
        check(
            after["version"] not in used,
            # Translators: de: „Ein neuer Text braucht eine neue Fassung: Die alte ist bekannt
            # gemacht oder bestätigt.“
            _("Another text needs another version: the old one was announced or confirmed."),
        )
        if confirmed:
            new = Declaration(call=call, code=row.code, **values)
            rows.insert(new, call, by=by, at=at)
            _take_place(new, row)
            return new
    rows.update(row, values, call, by=by, at=at)
    return row


def _take_place(new: Declaration, old: Declaration) -> None:
    """Let a new version stand where the old one stood."""
    Declaration.objects.filter(pk=new.pk).update(position=old.position)
    new.position = old.position


def confirmations(declaration: Declaration) -> int:
    """How many applications hold a confirmation of exactly this version. One query."""
    return Confirmation.objects.filter(declaration=declaration).count()


@transaction.atomic
def move_declaration(declaration: Declaration, *, up: bool, by: User, at: datetime) -> None:
    call = lock_call(declaration.call, by=by, at=at)
    check_unlocked(call)
    rows.swap(declaration, call, up=up, by=by, at=at)


@transaction.atomic
def remove_declaration(declaration: Declaration, *, by: User, at: datetime) -> None:
    """Take it away with all its versions. Raises NotAllowed once somebody has confirmed one."""
    call = lock_call(declaration.call, by=by, at=at)
    check_unlocked(call)
    hold_drafts(call)
    versions = call.declarations.filter(code=declaration.code)
    check(
        not Confirmation.objects.filter(declaration__in=versions).exists(),
        # Translators: de: „Diese Erklärung ist schon bestätigt worden und bleibt. Sie können sie
        # freiwillig machen.“
        _("This declaration has been confirmed already and stays. You can make it voluntary."),
    )
    for row in versions:
        rows.delete(row, call, by=by, at=at)
