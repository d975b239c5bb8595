"""The call of a year: made from scratch or from an earlier one, with its prizes, and announced."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from initiatives import editions, milestones, yearly
from initiatives.actions.setting_up import lock_call, rows
from initiatives.models import Call, User
from initiatives.records import journal
from initiatives.refusals import NotAllowed, check
from initiatives.rules import may_administer
from jury import actions as judging

from .. import readiness
from ..editions import load_prizes
from ..models import PressContact, Prize


@transaction.atomic
def make_call(
    year: int,
    *,
    dates: Mapping[str, datetime],
    grace_minutes: int,
    by: User,
    at: datetime,
    source: Call | None = None,
) -> Call:
    """The call of `year` with these dates, like `source` or from scratch; the office alone sees it.

    Raises NotAllowed when the year has a call already or the dates are out of order.
    """
    check(may_administer(by), _("Your role reads and does not decide."))
    for name, words in milestones.problems(None, dates, at).items():
        raise NotAllowed(f"{milestones.LABELS[name]}: {words}")
    yearly.check_year(year)
    try:
        with transaction.atomic():
            call = _copied(source, year, dates, at=at) if source else _blank(year, dates)
    except IntegrityError:  # a colleague was faster
        yearly.check_year(year)
        raise
    call.grace_minutes = grace_minutes
    call.save(update_fields=["grace_minutes"])
    journal.record(
        "call.copied" if source else "call.made",
        about=call,
        by=by,
        at=at,
        year=year,
        **({"source": source.year} if source else {}),
    )
    return call


def _blank(year: int, dates: Mapping[str, datetime]) -> Call:
    data = yearly.blank(year)
    call = editions.load_call(data, dates=dates)
    load_prizes(call, data["prizes"])
    return call


def _copied(source: Call, year: int, dates: Mapping[str, datetime], *, at: datetime) -> Call:
    call = yearly.copy(source, year=year, dates=dates)
    judging.copy_procedure(source, call)
    judging.copy_statement(source, call, at=at)
    judging.copy_samples(source, call)
    Prize.objects.bulk_create(
        Prize(
            call=call,
            **yearly.fields_of(prize) | {"name": yearly.with_year(prize.name, source.year, year)},
        )
        for prize in source.prizes.order_by("pk")
    )
    for contact in PressContact.objects.filter(call=source):
        PressContact.objects.create(call=call, **yearly.fields_of(contact))
    return call


@transaction.atomic
def announce(call: Call, *, by: User, at: datetime) -> None:
    """From now on everybody sees the call; it opens by the clock.

    Raises NotAllowed while anything blocks it, see `readiness`.
    """
    call = lock_call(call, by=by, at=at)
    # Translators: de: „Diese Auslobung ist bereits bekannt gemacht.“
    check(call.announced_at is None, _("This call has been announced already."))
    blocks = [item.what for item in readiness.of(call, at=at) if item.blocks]
    # Translators: de: „Noch fehlt etwas: %(what)s.“
    check(not blocks, _("Something is still missing: %(what)s.") % {"what": "; ".join(blocks)})
    call.announced_at = at
    call.save(update_fields=["announced_at"])
    journal.record("call.announced", about=call, by=by, at=at, year=call.year)


# -- Prizes --------------------------------------------------------------------------------------


@transaction.atomic
def add_prize(call: Call, values: Mapping[str, Any], *, by: User, at: datetime) -> Prize:
    """A further prize; also after the announcement, since the jury may add a special one."""
    call = lock_call(call, by=by, at=at)
    prize = Prize(call=call, **values)
    rows.insert(prize, call, by=by, at=at)
    return prize


@transaction.atomic
def change_prize(
    prize: Prize, values: Mapping[str, Any], *, by: User, at: datetime, seen: str | None = None
) -> bool:
    """Whether anything changed. What was announced keeps its kind and does not lose places."""
    call = lock_call(prize.call, by=by, at=at)
    prize = Prize.objects.select_for_update().get(pk=prize.pk)
    check(
        call.announced_at is None
        or (values["kind"] == prize.kind and values["places"] >= prize.places),
        # Translators: de: „Der Preis ist ausgelobt: Seine Art bleibt, und er verliert keine
        # Plätze.“
        _("The prize has been announced: its kind stays, and it loses no places."),
    )
    return rows.update(prize, values, call, by=by, at=at, seen=seen)


@transaction.atomic
def move_prize(prize: Prize, *, up: bool, by: User, at: datetime) -> None:
    call = lock_call(prize.call, by=by, at=at)
    rows.swap(prize, call, up=up, by=by, at=at)


@transaction.atomic
def remove_prize(prize: Prize, *, by: User, at: datetime) -> None:
    call = lock_call(prize.call, by=by, at=at)
    check(
        call.announced_at is None,
        # Translators: de: „Dieser Preis ist ausgelobt und bleibt. Er darf unvergeben bleiben.“
        _("This prize has been announced and stays. It may go unawarded."),
    )
    rows.delete(prize, call, by=by, at=at)
