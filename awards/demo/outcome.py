"""How it is announced what the invented jury decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from awards import actions
from awards.editions import load_photos
from awards.models import Laureate, Licence, Release
from awards.seals import terms
from initiatives.berlin import BERLIN
from initiatives.models import Call, Local, User

from . import pictures, telling
from .timeline import Step


def steps(
    data: Mapping[str, Any],
    *,
    call: Call,
    office: User,
    lead: User,
    embargo_until: datetime,
) -> Iterator[Step]:
    """One prepares the announcement and tells the laureates; weeks later the other confirms it."""
    if call.meeting_at is None:
        return
    prepared = call.meeting_at + timedelta(days=5, hours=4)
    yield prepared, partial(_prepare, call, data["release"], office, embargo_until)
    yield prepared + timedelta(hours=1), partial(_arrange, call, office)
    yield prepared + timedelta(hours=1), partial(_name_press_contact, call, data["release"], office)
    confirmed = call.meeting_at + timedelta(days=22, hours=5)
    yield confirmed, partial(_confirm, call, data, lead)
    # In a phase before the announcement the embargo's end is no moment of the year yet.
    opened = max(embargo_until, confirmed)
    yield from telling.steps(data, call=call, office=office, prepared=prepared, opened=opened)
    yield (
        opened + timedelta(minutes=40),
        partial(_accept, call, data["laureates"][0]["slug"]),
    )
    yield confirmed + timedelta(hours=1), partial(_inform_press, call, data, office)


def _prepare(
    call: Call, texts: Mapping[str, Any], by: User, embargo_until: datetime, at: datetime
) -> None:
    local = {name: Local(text) if isinstance(text, dict) else text for name, text in texts.items()}
    actions.prepare(call, embargo_until=embargo_until, texts=local, by=by, at=at)


def _accept(call: Call, slug: str, at: datetime) -> None:
    """One of the laureates takes the seal the same evening; the others still read the terms."""
    laureate = Laureate.objects.get(release__call=call, initiative__slug=slug)
    owners = User.objects.filter(memberships__role="owner")
    owner = owners.filter(memberships__initiative=laureate.initiative).earliest("pk")
    actions.accept_terms(laureate, version=terms.CURRENT, by=owner, at=at)


def _arrange(call: Call, by: User, at: datetime) -> None:
    actions.propose_steps(Release.objects.get(call=call), by=by, at=at)


def _name_press_contact(call: Call, texts: Mapping[str, Any], by: User, at: datetime) -> None:
    contact = texts["press_contact"]
    said = {
        "name": contact["name"],
        "office": Local(contact["office"]),
        "telephone": contact["phone"],
        "email": contact["email"],
        "boilerplate": Local(texts["boilerplate"]),
    }
    actions.name_press_contact(call, said, by=by, at=at)


def _inform_press(call: Call, data: Mapping[str, Any], by: User, at: datetime) -> None:
    """Two newsrooms on the list; one has its letter, the other's is still to be looked at."""
    release = Release.objects.get(call=call)
    if at >= release.embargo_until:
        return
    first, _second = (
        actions.add_press_reader(release, row, by=by, at=at) for row in data["press_readers"]
    )
    seen = {str(first.key): actions.seal_of_press_letter(first)}
    actions.invite_press(release, seen, by=by, at=at)


def _confirm(call: Call, data: Mapping[str, Any], by: User, at: datetime) -> None:
    """Confirm, and add what the office will write by hand one day: links, pictures."""
    release = actions.confirm(Release.objects.get(call=call), by=by, at=at)
    signing = [(row["name"], Local(row["office"])) for row in data["signatories"]]
    actions.name_signatories(release, signing, by=by, at=at)
    for turn, row in enumerate(data["laureates"]):
        laureate = release.laureates.get(initiative__slug=row["slug"])
        laureate.links = row["links"]
        laureate.save()
        load_photos(laureate, row["photos"])
        _photograph(laureate, turn, by=by, at=at)


def _photograph(laureate: Laureate, turn: int, *, by: User, at: datetime) -> None:
    """A picture of invented people in the place of the placeholder; all have agreed to it."""
    photo = laureate.photos.get()
    actions.replace_photo(photo, pictures.group(photo.names, turn), by=by, at=at)
    for person in photo.persons.all():
        actions.describe_person(
            person,
            name=person.name,
            consent_on=at.astimezone(BERLIN).date(),
            consent_text="Erfunden: Unterschrift auf der Gästeliste, für Internet und Presse",
            by=by,
            at=at,
        )
    actions.describe_photo(
        photo,
        owner=str(laureate.key),
        credit="Gezeichnet für die Vorführung",
        licence=Licence.CC_0,
        alt_text=photo.alt_text,
        by=by,
        at=at,
    )
