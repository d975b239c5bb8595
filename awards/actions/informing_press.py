"""The press: whom it asks, and who of it reads before the embargo ends, after a promise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from initiatives import shown
from initiatives.models import Call, Letter, LetterStatus, User
from initiatives.records import canonical, journal, letters
from initiatives.refusals import NotAllowed, check
from initiatives.rules import may_administer

from ..models import PressContact, PressReader, Release
from ..press import links
from ..press import text as press_text
from ..secret_links import hashed

LETTER = "press_invitation"
LINK = r"/presse/vorab/[A-Za-z0-9_-]+/"
CONTACT = ("name", "office", "telephone", "email", "boilerplate")
MAX_READERS = 500
LETTERS_A_DAY = 3  # to one address
KEPT = timedelta(days=30)  # after the embargo


def said_press_contact(call: Call) -> dict[str, Any]:
    """What is noted of a call's contact, by the names of the form's fields."""
    contact = PressContact.objects.filter(call=call).first() or PressContact(call=call)
    return {name: getattr(contact, name) for name in CONTACT}


@transaction.atomic
def name_press_contact(
    call: Call, said: Mapping[str, Any], *, by: User, at: datetime, seen: str | None = None
) -> None:
    """Whom the press asks, and what its texts end with; also while the announcement stands.

    Raises Stale if what the form showed (`seen`) was changed meanwhile.
    """
    check(may_administer(by), _("Your role reads and does not decide."))
    call = Call.objects.select_for_update().get(pk=call.pk)
    stored = said_press_contact(call)
    if not shown.is_news(seen, stored=stored, given=said):
        return
    PressContact.objects.update_or_create(call=call, defaults=dict(said))
    fields = sorted(name for name in CONTACT if stored[name] != said[name])
    journal.record("press.contact_named", about=call, by=by, at=at, fields=fields)


@transaction.atomic
def add_press_reader(
    release: Release, said: Mapping[str, Any], *, by: User, at: datetime
) -> PressReader:
    """One journalist more; nothing is sent yet. Who was withdrawn before is on the list anew."""
    release = _hold(release, by=by)
    _check_embargo(release, at)
    email = said["email"].strip().lower()
    reader = release.press_readers.filter(email=email).first()
    check(
        reader is None or reader.withdrawn_at,
        # Translators: de: „%(email)s steht schon auf der Liste.“
        _("%(email)s is on the list already.") % {"email": email},
    )
    # Translators: de: „Die Liste fasst %(n)d Personen.“
    words = _("The list takes %(n)d people.") % {"n": MAX_READERS}
    check(release.press_readers.count() < MAX_READERS, words)
    reader = reader or PressReader(release=release, email=email)
    reader.name, reader.medium, reader.language = said["name"], said["medium"], said["language"]
    reader.withdrawn_at = reader.invited_at = reader.first_opened_at = None
    reader.agreed_at = reader.agreed_until = None
    reader.save()
    journal.record("press.reader_added", about=reader, by=by, at=at)
    return reader


def press_letter_for(reader: PressReader) -> tuple[str, str]:
    """Subject and text as they will go out, but for the link, which only its owner gets to see."""
    with translation.override(reader.language):
        # Translators: de: „hier steht der persönliche Link“
        place = _("the personal link stands here")
    return _written(reader, f"[{place}]")


def seal_of_press_letter(reader: PressReader) -> str:
    """What whoever sends a letter has seen: to whom, and each word."""
    return canonical.sha256([str(reader.key), reader.email, *press_letter_for(reader)])


def _written(reader: PressReader, link: str) -> tuple[str, str]:
    call = reader.release.call
    said = {"reader": reader, "release": reader.release, "call": call, "link": link}
    contact = press_text.contact_of(call)
    return letters.written(LETTER, {**said, "contact": contact}, language=reader.language)


@transaction.atomic
def invite_press(
    release: Release, seen: Mapping[str, str], *, by: User, at: datetime
) -> list[PressReader]:
    """Send the letters that were looked at: their seals by the key of the reader. All or none."""
    release = _hold(release, by=by)
    _check_open(release, at)
    # Translators: de: „Kreuzen Sie an, wer den Brief bekommt.“
    check(seen, _("Mark who gets the letter."))
    rows = release.press_readers.to_invite().with_call()
    fresh = [one for one in rows if str(one.key) in seen]
    check(
        len(fresh) == len(seen)
        and all(seal_of_press_letter(one) == seen[str(one.key)] for one in fresh),
        # Translators: de: „Inzwischen hat sich etwas geändert. Sehen Sie die Briefe noch einmal
        # durch.“
        _("Something has changed meanwhile. Look through the letters once more."),
    )
    for reader in fresh:
        _post(reader, at=at)
        journal.record("press.reader_invited", about=reader, by=by, at=at)
    return fresh


@transaction.atomic
def invite_press_again(reader: PressReader, *, by: User, at: datetime) -> None:
    """The same letter with the same link once more."""
    release = _hold(reader.release, by=by)
    _check_open(release, at)
    reader = _find(reader)
    # Translators: de: „Diese Person hat noch keinen Brief bekommen.“
    check(reader.invited_at, _("This person has not got a letter yet."))
    recent = Letter.objects.filter(kind=LETTER, about_key=str(reader.key))
    check(
        recent.filter(written_at__gt=at - timedelta(days=1)).count() < LETTERS_A_DAY,
        _("This address has been written to several times today. Try again tomorrow."),
    )
    _post(reader, at=at)
    journal.record("press.reader_invited_again", about=reader, by=by, at=at)


def _post(reader: PressReader, *, at: datetime) -> None:
    secret = links.secret_of(reader)
    reader.secret_hash = hashed(secret)
    reader.invited_at = reader.invited_at or at
    reader.save()
    subject, text = _written(reader, links.link_of(reader, secret))
    letters.post(LETTER, to=reader.email, subject=subject, text=text, at=at, about=reader)


@transaction.atomic
def withdraw_press_reader(reader: PressReader, *, by: User, at: datetime) -> None:
    """The link leads nowhere from now on. Who was never written to leaves the list whole."""
    _hold(reader.release, by=by)
    reader = _find(reader)
    journal.record("press.reader_withdrawn", about=reader, by=by, at=at)
    if reader.invited_at is None:
        reader.delete()
        return
    reader.withdrawn_at, reader.secret_hash = at, None
    reader.link_number += 1
    reader.save()


@transaction.atomic
def open_as_press(reader: PressReader, *, at: datetime) -> None:
    """Somebody has followed the link for the first time; it may be a program that guards mail."""
    mine = PressReader.objects.filter(pk=reader.pk, first_opened_at=None)
    if mine.update(first_opened_at=at):
        journal.record("press.opened", about=reader, by=None, at=at)


@transaction.atomic
def agree_to_embargo(reader: PressReader, *, at: datetime) -> None:
    """Promise to publish nothing before the embargo ends, as it stands now."""
    release = Release.objects.select_for_update().get(pk=reader.release_id)
    reader = PressReader.objects.select_for_update().get(pk=reader.pk)
    if at >= release.embargo_until or reader.agreed_until == release.embargo_until:
        return
    reader.agreed_at, reader.agreed_until = at, release.embargo_until
    reader.save()
    journal.record(
        "press.embargo_agreed",
        about=reader,
        by=None,
        at=at,
        embargo_until=release.embargo_until.isoformat(),
    )


@transaction.atomic
def forget_press_readers(*, at: datetime) -> int:
    """Delete who read before the embargo, a month after it has ended. Returns how many."""
    old = PressReader.objects.filter(
        release__confirmed_at__isnull=False, release__embargo_until__lte=at - KEPT
    )
    return old.delete()[0]


def forget_press_links() -> None:
    """Take the personal link out of letters that are sent: only its hash stays."""
    if settings.DEMO:
        return
    sent = Letter.objects.filter(kind=LETTER, status=LetterStatus.SENT, text__regex=LINK)
    for letter in sent:
        letter.text = re.sub(LINK, "/presse/vorab/…", letter.text)
        letter.save(update_fields=["text"])


def _hold(release: Release, *, by: User) -> Release:
    check(may_administer(by), _("Your role reads and does not decide."))
    held: Release = Release.objects.select_for_update().get(pk=release.pk)
    return held


def _check_embargo(release: Release, at: datetime) -> None:
    check(
        at < release.embargo_until,
        # Translators: de: „Die Sperrfrist ist vorbei: Alle lesen die Bekanntgabe.“
        _("The embargo has ended: everybody reads the announcement."),
    )


def _check_open(release: Release, at: datetime) -> None:
    """Letters go out between the confirmation and the end of the embargo."""
    check(
        release.confirmed_at,
        # Translators: de: „Bestätigen Sie zuerst die Veröffentlichung: Vorher öffnet kein Link
        # etwas.“
        _("Have the release confirmed first: until then no link opens anything."),
    )
    _check_embargo(release, at)


def _find(reader: PressReader) -> PressReader:
    found = PressReader.objects.with_call().filter(pk=reader.pk).first()
    if found is None or found.withdrawn_at:
        # Translators: de: „Diese Person hat inzwischen jemand von der Liste genommen.“
        raise NotAllowed(_("Somebody has taken this person off the list meanwhile."))
    return found
