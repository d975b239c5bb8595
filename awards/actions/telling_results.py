"""Letters on the result: read one by one, sent to laureates beforehand, to all others afterwards.

A laureate who was told keeps the prize until the letter is taken back, for a reason that is told;
see `deciding.retract`. Whoever has had any letter on the result never gets the other one: decisions
no longer change once a release is confirmed, and letters to the others go out after that.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import shown, texts
from initiatives.models import Application, Local, User
from initiatives.records import journal, letters
from initiatives.refusals import NotAllowed, check
from initiatives.rules import may_administer

from .. import result_letters
from ..models import Release, ResultLetter
from ..outgoing import Kind, Outgoing, State
from .deciding import check_confirmed

ADDITION_LIMIT = 1000  # characters


def stored_addition(letter: Outgoing) -> dict[str, Any]:
    """The paragraph as it stands, by the name of the form's field."""
    return {"addition": Local(letter.row.addition if not letter.addition_elsewhere else {})}


@transaction.atomic
def write_addition(
    application: Application, text: Local, *, by: User, at: datetime, seen: str | None = None
) -> None:
    """A paragraph of the office's own in the letter; "" takes it out. The letter is unread then.

    `seen` is the digest of what the form showed, see initiatives/shown.py.
    """
    letter, _release = _hold(application, by=by, at=at)
    _check_open(letter)
    given = Local({language: texts.clean(one).strip() for language, one in text.items()})
    given = Local({language: one for language, one in given.items() if one})
    check(
        given.get("de") or not given,
        # Translators: de: „Schreiben Sie den Absatz auch auf Deutsch: Diese Fassung lesen alle,
        # für die es keine englische gibt.“
        _("Write the paragraph in German as well: it is what everybody else reads."),
    )
    if not shown.is_news(seen, stored=stored_addition(letter), given={"addition": given}):
        return
    row = letter.row
    row.kind, row.addition = str(letter.kind), given
    _unread(row)
    row.save()
    journal.record("result_letter.written", about=row, by=by, at=at, kind=row.kind)


@transaction.atomic
def see_result_letter(application: Application, *, seen: str, by: User, at: datetime) -> None:
    """Say of the letter as it stands that it may go out; `seen` is the seal of what was read.

    One on a prize taken back after the announcement goes out with that: everybody can read it.
    """
    letter, _release = _hold(application, by=by, at=at)
    _check_open(letter)
    check(
        seen == letter.seal,
        # Translators: de: „Der Brief hat sich inzwischen geändert. Lesen Sie ihn noch einmal.“
        _("The letter has changed meanwhile. Read it once more."),
    )
    if letter.is_seen:
        return
    row = letter.row
    if row.kind != letter.kind:
        row.kind, row.addition = str(letter.kind), Local()
    row.seen_sha256, row.seen_at, row.seen_by = seen, at, by
    if letter.kind == Kind.WITHDRAWN:
        _tell_withdrawn(letter, by=by, at=at)
        return
    row.save()
    journal.record("result_letter.seen", about=row, by=by, at=at, kind=row.kind, sha256=seen)


@transaction.atomic
def tell_laureates(release: Release, *, by: User, at: datetime) -> list[Outgoing]:
    """Send every letter to a laureate that was read, before the embargo ends."""
    check(may_administer(by), _("Your role reads and does not decide."))
    release = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    check_confirmed(release.call_id)
    check(
        at < release.embargo_until,
        # Translators: de: „Die Sperrfrist ist vorbei: Dafür kommt dieser Brief zu spät.“
        _("The embargo has ended: this letter would come too late."),
    )
    _hold_letters(release)
    found = result_letters.of(release)
    ready = [one for one in found if one.kind == Kind.LAUREATE and one.is_ready]
    check(
        ready,
        # Translators: de: „Kein Brief ist gelesen und noch zu senden.“
        _("No letter has been read and waits to be sent."),
    )
    for letter in ready:
        _send(letter, by=by, at=at)
    return ready


@transaction.atomic
def take_back_result(
    application: Application, *, reason: Local, by: User, at: datetime
) -> ResultLetter:
    """Write to a laureate who was told that it is not so, and why; then the decision may change.

    After the embargo a prize is withdrawn for everybody to read, see `correcting`.
    """
    letter, release = _hold(application, by=by, at=at)
    row = letter.row
    check(
        row.is_told(),
        # Translators: de: „Dieser Brief ist nicht gesendet oder schon zurückgenommen.“
        _("This letter has not been sent, or has been taken back already."),
    )
    check(
        not release.confirmed_at,
        # Translators: de: „Die Veröffentlichung ist bestätigt. Halten Sie sie zuerst an.“
        _("The release is confirmed. Stop it first."),
    )
    reason = Local({language: texts.clean(one).strip() for language, one in reason.items()})
    check(
        reason.get("de"),
        # Translators: de: „Schreiben Sie, warum: Die Initiative liest es.“
        _("Write why: the initiative reads it."),
    )
    for person in letter.recipients:
        letters.draft(
            "result_taken_back",
            to=person.email,
            at=at,
            about=row,
            context={
                "application": letter.application,
                "call": release.call,
                "sent_at": row.sent_at,
                "reason": reason,
            },
            language=person.language,
            dedup_key=f"result_taken_back:{row.key}:{row.number}:{person.key}",
        )
    row.taken_back_at, row.taken_back_for = at, reason
    _unread(row)
    row.save()
    journal.record("result_letter.taken_back", about=row, by=by, at=at, number=row.number)
    return row


def letters_to_others(*, at: datetime) -> list[UUID]:
    """The applications whose letter was read and may go out: the announcement is public."""
    waiting = ResultLetter.objects.filter(
        kind=Kind.OTHER,
        sent_at=None,
        seen_at__isnull=False,
        application__call__in=Release.objects.public(at).order_by().values("call"),
    )
    return list(waiting.order_by("pk").values_list("application__key", flat=True))


@transaction.atomic
def tell_other(key: UUID, *, at: datetime) -> bool:
    """Send the letter of an application without a prize, once; whether it went out now.

    Nothing goes out that was not read as it stands, or that promises feedback for a day gone by.
    """
    calls = Application.objects.filter(key=key).values("call")
    locked = Release.objects.select_for_update(of=("self",)).filter(call__in=calls)
    release = locked.public(at).first()
    if release is None:
        return False
    _hold_letters(release)
    letter = result_letters.one(release, key)
    if letter is None or letter.kind != Kind.OTHER or letter.state != State.SEEN:
        return False
    if not result_letters.names_a_day_to_come(letter, at):
        return False
    _send(letter, by=None, at=at)
    return True


def _tell_withdrawn(letter: Outgoing, *, by: User, at: datetime) -> None:
    """Once an initiative: the note that everybody reads never changes."""
    check(letter.recipients, nobody())
    assert letter.withdrawal is not None  # noqa: S101  there is no such letter without
    row = letter.row
    row.number, row.sent_at = row.number or 1, row.sent_at or at
    row.taken_back_at, row.taken_back_for = at, letter.withdrawal.note.note
    row.save()
    _post(letter, result_letters.TEMPLATES[Kind.WITHDRAWN], at=at)
    journal.record(
        "result_letter.withdrawal_told",
        about=row,
        by=by,
        at=at,
        sha256=row.seen_sha256,
        people=len(letter.recipients),
    )


def _post(letter: Outgoing, kind: str, *, at: datetime) -> None:
    row = letter.row
    for person in letter.recipients:
        said = letter.written[person.language]
        letters.post(
            kind,
            to=person.email,
            subject=said.subject,
            text=said.text,
            at=at,
            about=row,
            dedup_key=f"{kind}:{row.key}:{row.number}:{person.key}",
        )


def _send(letter: Outgoing, *, by: User | None, at: datetime) -> None:
    row, kind = letter.row, letter.kind
    row.number += 1
    row.sent_at, row.told = at, dict(letter.facts)
    row.taken_back_at, row.taken_back_for = None, Local()
    row.save()
    _post(letter, f"result_{kind}", at=at)
    journal.record(
        "result_letter.sent",
        about=row,
        by=by,
        at=at,
        kind=str(kind),
        number=row.number,
        people=len(letter.recipients),
    )


def _hold(application: Application, *, by: User, at: datetime) -> tuple[Outgoing, Release]:
    """The letter as it is now; nobody else changes decisions or letters until the end."""
    check(may_administer(by), _("Your role reads and does not decide."))
    releases = Release.objects.select_for_update(of=("self",)).select_related("call")
    release = releases.filter(call=application.call_id).first()
    # Translators: de: „Bereiten Sie zuerst die Bekanntgabe vor: Sie nennt das Ende der Sperrfrist.“
    check(release, _("Prepare the announcement first: it names the end of the embargo."))
    assert release is not None  # noqa: S101  said by the check
    check_confirmed(release.call_id)
    _hold_letters(release)
    letter = result_letters.one(release, application.key, at=at)
    if letter is None:
        # Translators: de: „Zu dieser Bewerbung gibt es keinen Brief über das Ergebnis.“
        raise NotAllowed(_("There is no letter on the result of this application."))
    return letter, release


def _hold_letters(release: Release) -> None:
    """Cases and their letters: a case is excluded, and a letter sent, by one at a time."""
    cases = Application.objects.select_for_update(of=("self",)).filter(call=release.call_id)
    list(cases.order_by("pk").values_list("pk", flat=True))


def _check_open(letter: Outgoing) -> None:
    check(
        letter.state != State.WRONG or letter.kind == Kind.LAUREATE,
        # Translators: de: „Nehmen Sie zuerst den Brief zurück, in dem ein Preis steht.“
        _("First take back the letter that speaks of a prize."),
    )
    check(
        letter.kind and letter.state not in (State.SENT, State.TAKEN_BACK),
        # Translators: de: „Dieser Brief ist schon hinausgegangen.“
        _("This letter has gone out already."),
    )


def nobody() -> str:
    return _(
        # Translators: de: „Für diese Initiative handelt niemand, und eine Ansprechperson mit
        # E-Mail-Adresse fehlt. Sagen Sie ihr das Ergebnis auf anderem Weg.“
        "Nobody acts for this initiative, and there is no contact with an address. Tell it the "
        "result in another way."
    )


def _unread(row: ResultLetter) -> None:
    row.seen_sha256, row.seen_at, row.seen_by = "", None, None
