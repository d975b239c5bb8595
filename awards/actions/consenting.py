"""Who is shown on a picture, in their order, and what they have agreed to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from initiatives import shown
from initiatives.berlin import BERLIN
from initiatives.models import User
from initiatives.records import journal
from initiatives.refusals import check

from ..models import PersonShown, Photo
from .photographing import lock_photo, strip


def said_of_person(person: PersonShown) -> dict[str, Any]:
    day = person.consent_on.isoformat() if person.consent_on else ""
    return {"name": person.name, "consent_on": day, "consent_text": person.consent_text}


@transaction.atomic
def add_person(
    photo: Photo,
    *,
    name: str,
    consent_on: date | None = None,
    consent_text: str = "",
    by: User,
    at: datetime,
) -> PersonShown:
    """Name one more person, to the right of all others."""
    found = lock_photo(photo, by=by)
    _check_day(consent_on, consent_text, at)
    last = found.persons.aggregate(last=Max("position"))["last"] or 0
    person = PersonShown.objects.create(
        photo=found,
        position=last + 1,
        name=name,
        consent_on=consent_on,
        consent_text=consent_text,
    )
    journal.record("photo.person_added", about=found, by=by, at=at, person=str(person.key))
    if consent_on:
        _note_consent(person, by=by, at=at)
    return person


def _check_day(day: date | None, words: str, at: datetime) -> None:
    check(day or not words, _("Enter the day of the consent."))
    # Translators: de: „Die Einwilligung kann nicht in der Zukunft liegen.“
    check(not day or day <= at.astimezone(BERLIN).date(), _("The consent cannot lie ahead."))


def _note_consent(person: PersonShown, *, by: User, at: datetime) -> None:
    day = person.consent_on.isoformat() if person.consent_on else ""
    journal.record(
        "photo.consent_recorded",
        about=person.photo,
        by=by,
        at=at,
        person=str(person.key),
        day=day,
    )


def _current(person: PersonShown, *, by: User) -> PersonShown:
    """As it is now, below the lock of its photo."""
    photo = lock_photo(person.photo, by=by)
    found = photo.persons.filter(pk=person.pk).first()
    # Translators: de: „Diese Person wurde inzwischen aus der Liste genommen.“
    check(found, _("This person was taken off the list meanwhile."))
    assert found is not None  # noqa: S101  checked above
    found.photo = photo
    return found


@transaction.atomic
def describe_person(
    person: PersonShown,
    *,
    name: str,
    consent_on: date | None,
    consent_text: str,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Change name and consent. Raises Stale, see `shown`."""
    found = _current(person, by=by)
    # Translators: de: „Diese Person hat ihre Einwilligung zurückgezogen; daran ändert sich nichts
    # mehr.“
    check(not found.withdrawn_at, _("This person has withdrawn the consent; that stays so."))
    _check_day(consent_on, consent_text, at)
    given = PersonShown(name=name, consent_on=consent_on, consent_text=consent_text)
    stored = said_of_person(found)
    if not shown.is_news(seen, stored=stored, given=said_of_person(given)):
        return
    found.name, found.consent_on, found.consent_text = name, consent_on, consent_text
    found.save(update_fields=["name", "consent_on", "consent_text"])
    if stored["consent_on"] != said_of_person(found)["consent_on"]:
        _note_consent(found, by=by, at=at)


@transaction.atomic
def move_person(person: PersonShown, *, up: bool, by: User, at: datetime) -> int:
    """Further left (`up`) or right; answers the place from the left, from 1. Ends stay ends."""
    found = _current(person, by=by)
    rows = list(found.photo.persons.all())
    before = rows.index(found)
    after = max(0, before - 1) if up else min(len(rows) - 1, before + 1)
    rows[before], rows[after] = rows[after], rows[before]
    for position, row in enumerate(rows, start=1):
        row.position = position
    PersonShown.objects.bulk_update(rows, ["position"])
    return after + 1


@transaction.atomic
def remove_person(person: PersonShown, *, by: User, at: datetime) -> None:
    """Take somebody off the list who is not in the picture. A withdrawal stays as it is."""
    found = _current(person, by=by)
    # Translators: de: „Der Widerruf bleibt als Nachweis stehen, bis das Foto ersetzt ist.“
    check(not found.withdrawn_at, _("The withdrawal stays until the photo is replaced."))
    journal.record("photo.person_removed", about=found.photo, by=by, at=at, person=str(found.key))
    found.delete()


@transaction.atomic
def withdraw_consent(person: PersonShown, *, by: User, at: datetime) -> None:
    """The picture and every copy of it are gone with the commit; a second click changes nothing."""
    found = _current(person, by=by)
    if found.withdrawn_at:
        return
    found.withdrawn_at = at
    found.save(update_fields=["withdrawn_at"])
    photo = found.photo
    strip(photo)
    photo.taken_down_at = photo.taken_down_at or at
    photo.save(update_fields=["file", "medium", "taken_down_at"])
    journal.record("photo.consent_withdrawn", about=photo, by=by, at=at, person=str(found.key))
