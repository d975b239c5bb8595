"""The head of the journal goes to the chair by letter: somebody outside the office knows it then.

Who keeps a chain can write it anew from end to end; then only a head from outside tells.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import rules as office
from initiatives.models import Call, JournalEntry, User
from initiatives.records import journal, letters, proof
from initiatives.records.verify_journal import Head
from initiatives.refusals import check

from ..models import Juror

KIND, ACTION = "journal_head", "journal.deposited"
MOMENTS = ("judging_until", "meeting_at")  # after which it goes by itself


def chairs(call: Call) -> list[Juror]:
    """Whom the letter reaches."""
    found = Juror.objects.active().filter(call=call, is_chair=True, user__is_active=True)
    return list(found.select_related("user"))


def deposits(call: Call) -> Any:
    """The entries that are the heads sent to the chair, oldest first."""
    return journal.about(call).filter(action=ACTION)


def why_no_deposit(call: Call) -> str:
    """What keeps the office from sending the head, in words; "" if nothing does. Three queries."""
    if not chairs(call):
        # Translators: de: „Die Jury hat noch keinen Vorsitz, an den der Stand gehen könnte.“
        return _("Nobody is in the chair of the jury to whom the head could go.")
    last = deposits(call).last()
    if last and last.number == proof.head().number:
        # Translators: de: „Seit dem letzten Brief ist im Journal nichts hinzugekommen.“
        return _("Nothing was added to the journal since the last letter.")
    return ""


@transaction.atomic
def deposit(call: Call, *, by: User, at: datetime) -> JournalEntry:
    """Send the head to the chair. The entry that says so is the head that is sent.

    Raises NotAllowed where nobody is in the chair, or nothing happened since the last letter.
    """
    check(office.may_administer(by), _("Your role reads and does not decide."))
    call = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    why_not = why_no_deposit(call)
    check(not why_not, why_not)
    return _send(call, by=by, at=at)


@transaction.atomic
def deposit_when_due(*, at: datetime) -> JournalEntry | None:
    """What goes by itself: once after judging ended, once when the jury has begun to meet.

    Waits for somebody in the chair; a date that is moved counts anew.
    """
    call = Call.objects.current()
    call = call and Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    dates = [(getattr(call, name), name) for name in MOMENTS if call and getattr(call, name)]
    passed = [one for one in dates if one[0] <= at]
    if call is None or not passed:
        return None
    when, name = max(passed)
    moment = f"{name} {when.isoformat()}"
    if deposits(call).filter(data__moment=moment).exists() or not chairs(call):
        return None
    return _send(call, by=None, at=at, moment=moment)


def _send(call: Call, *, by: User | None, at: datetime, **data: str) -> JournalEntry:
    to = chairs(call)
    keys = [str(juror.key) for juror in to]
    entry = journal.record(ACTION, about=call, by=by, at=at, jurors=keys, **data)
    head = Head(entry.number, entry.hash)
    for juror in to:
        letters.draft(
            KIND,
            to=juror.user.email,
            at=at,
            about=juror,
            context=_context(call, head, at),
            language=juror.user.language,
            dedup_key=f"{KIND} {juror.key} {data.get('moment', head.number)}",
        )
    return entry


def deposit_for(juror: Juror, call: Call, *, at: datetime) -> tuple[str, str]:
    """Subject and text as they would go out now, but for number and hash: sending adds an entry."""
    return letters.written(KIND, _context(call, proof.head(), at), language=juror.user.language)


def _context(call: Call, head: Head, at: datetime) -> dict[str, Any]:
    return {"call": call, "head": head, "at": at}
