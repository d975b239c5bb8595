"""Reminders to jurors who have something left to do: never to those who are done."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives import reminding
from initiatives import rules as office
from initiatives.berlin import BERLIN
from initiatives.models import Call, Letter, User
from initiatives.records import journal, letters
from initiatives.refusals import check

from .. import progress
from ..models import Juror

KIND = "jury_reminder"
DAYS = (7, 2)  # before the last day of judging, without anybody asking for it


def to_remind(call: Call, *, at: datetime) -> list[progress.Row]:
    """Who is behind and can do something about it: has an account and is within the term."""
    found = progress.of_call(call).behind
    return [row for row in found if row.can_score(at) and row.juror.user.is_active]


def reminded_today(call: Call, *, at: datetime) -> set[int]:
    """Jurors who got a reminder this day already, as the calendar in Berlin counts it."""
    return _reminded(call, since=_midnight(at))


@transaction.atomic
def remind(call: Call, jurors: Collection[Juror], *, by: User | None, at: datetime) -> list[Juror]:
    """Write to those of `jurors` who are behind; at most once a day to each. Whom it reaches.

    Raises NotAllowed once judging is over.
    """
    check(by is None or office.may_administer(by), _("Your role reads and does not decide."))
    call = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    check(
        call.judging_until is None or at < call.judging_until,
        # Translators: de: „Die Bewertung ist zu Ende.“
        _("Judging is over."),
    )
    wanted, today = {juror.pk for juror in jurors}, reminded_today(call, at=at)
    sent = []
    for row in to_remind(call, at=at):
        juror = row.juror
        if juror.pk not in wanted or juror.pk in today:
            continue
        letters.draft(
            KIND,
            to=juror.user.email,
            at=at,
            about=juror,
            context=_context(row, call, at),
            language=juror.user.language,
            dedup_key=f"{KIND} {juror.key} {at.astimezone(BERLIN):%Y-%m-%d}",
        )
        sent.append(juror)
    if sent:
        keys = [str(juror.key) for juror in sent]
        journal.record("call.jury_reminded", about=call, by=by, at=at, jurors=keys)
    return sent


def remind_before_the_end(*, at: datetime) -> list[Juror]:
    """What is due by itself, a week and two days before the last day of judging.

    Who got a reminder since it fell due, on whosever wish, gets no second one.
    """
    sent = []
    for call in Call.objects.running().filter(judging_until__gt=at):
        begins = call.judging_from or call.opens_at
        days = begins and reminding.due(call.judging_until, since=begins, at=at, days_before=DAYS)
        if not days or call.judging_until is None:
            continue
        since = _midnight(reminding.moments(call.judging_until, DAYS)[days])
        had = _reminded(call, since=since)
        jurors = [row.juror for row in to_remind(call, at=at) if row.juror.pk not in had]
        sent += remind(call, jurors, by=None, at=at)
    return sent


def reminder_for(row: progress.Row, call: Call, *, at: datetime) -> tuple[str, str]:
    """Subject and text as they would go out to this juror."""
    return letters.written(KIND, _context(row, call, at), language=row.juror.user.language)


def _context(row: progress.Row, call: Call, at: datetime) -> dict[str, Any]:
    return {"juror": row.juror, "call": call, "left": partial(_left, row), "now": at}


def _left(row: progress.Row) -> list[str]:
    """What is left to do, in the language of the letter: hence asked for by its template."""
    lines = []
    if not row.promised:
        # Translators: de: „die Erklärung der Jurymitglieder abgeben“
        lines.append(_("give the statement of the jurors"))
    if row.undeclared:
        text = ngettext(
            # Translators: de: „für %(n)d Fall sagen, ob Sie unbefangen sind“, „für %(n)d Fälle
            # sagen, ob Sie unbefangen sind“
            "say for %(n)d case whether you are impartial",
            "say for %(n)d cases whether you are impartial",
            row.undeclared,
        )
        lines.append(text % {"n": row.undeclared})
    if row.unfinished:
        # Translators: de: „%(n)d Bogen abschließen“, „%(n)d Bögen abschließen“
        text = ngettext("finish %(n)d sheet", "finish %(n)d sheets", row.unfinished)
        lines.append(text % {"n": row.unfinished})
    return lines


def _reminded(call: Call, *, since: datetime) -> set[int]:
    written = Letter.objects.filter(kind=KIND, written_at__gte=since).values_list(
        "about_key", flat=True
    )
    return set(Juror.objects.filter(call=call, key__in=list(written)).values_list("pk", flat=True))


def _midnight(at: datetime) -> datetime:
    return datetime.combine(at.astimezone(BERLIN).date(), time(), tzinfo=BERLIN)
