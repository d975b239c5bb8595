"""Those who read by a personal link and without an account: a guest, and a journalist who has not
agreed to the embargo yet.

Their rows are made for the check, in its transaction, since no stored row tells its link.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from secrets import token_hex

from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import translation

from ..actions import inviting
from ..models import Ceremony, Invitee, PressReader, Release
from ..press import kit, links
from ..secret_links import hashed
from .crawl import Person

LANGUAGES = ("de", "en")
HOST = "embargo.example"  # of the addresses that are made for the check


def people(release: Release, roles: Collection[str], *, at: datetime) -> Iterator[Person]:
    """One of each of these roles, where the year has such people."""
    ceremony = Ceremony.objects.filter(call=release.call_id).first()
    if "guest" in roles and ceremony:
        yield Person("guest", _client(), _of_guest(ceremony, at))
    if "press" in roles:
        yield Person("press", _client(), _of_press(release, at), is_told=True)


def rows(release: Release) -> Iterator[Model]:
    """What was made for the check: a person's own name is no secret."""
    yield from PressReader.objects.filter(release=release, email__endswith=f"@{HOST}")


def _client() -> Client:
    return Client(raise_request_exception=False)


def _of_guest(ceremony: Ceremony, at: datetime) -> tuple[str, ...]:
    guest = Invitee(ceremony=ceremony, name="Embargo", sort_name="embargo", invited_at=at)
    secret = inviting.secret_of(guest)
    guest.secret_hash = hashed(secret)
    guest.save()
    return _in_languages("invited", ceremony.call.year, secret)


def _of_press(release: Release, at: datetime) -> tuple[str, ...]:
    reader = PressReader(
        release=release,
        name="Embargo",
        medium="Embargo",
        email=f"{token_hex(8)}@{HOST}",
        invited_at=at,
    )
    secret = links.secret_of(reader)
    reader.secret_hash = hashed(secret)
    reader.save()
    return (
        *_in_languages("press_reader", secret),
        *_in_languages("press_reader_kit", secret),
        *(
            one
            for which in kit.FORMATS
            for one in _in_languages("press_reader_file", secret, which)
        ),
    )


def _in_languages(name: str, *parts: object) -> tuple[str, ...]:
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            found.append(reverse(name, args=parts))
    return tuple(found)
