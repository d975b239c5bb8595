"""What a file of a year says of its prizes, the ceremony and the pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from initiatives.models import Call, Local

from .models import Laureate, PersonShown, Photo, Prize, Release, Role


def load_prizes(call: Call, rows: Iterable[Mapping[str, Any]]) -> dict[str, Prize]:
    """Make or change the prizes of a call; the file's short name of each leads to it."""
    return {
        row["slug"]: Prize.objects.update_or_create(
            call=call,
            position=row["position"],
            defaults={
                "kind": row["kind"],
                "places": row["places"],
                "name": Local(row["name"]),
            },
        )[0]
        for row in rows
    }


def load_roles(release: Release, rows: Iterable[Mapping[str, Any]]) -> None:
    """Who does what in the ceremony, in the order of the file; replaces what was there."""
    release.roles.all().delete()
    Role.objects.bulk_create(
        Role(
            release=release,
            kind=row["kind"],
            name=row["name"],
            office=Local(row["office"]),
            note=Local(row.get("note", {})),
            position=position,
        )
        for position, row in enumerate(rows, start=1)
    )


def load_photos(laureate: Laureate, rows: Iterable[Mapping[str, Any]]) -> None:
    """The places of a laureate's pictures; replaces what was there, unless the office has put a
    picture there or taken one down: what the file says of them is no news then.
    """
    places = laureate.photos.filter(file="", taken_down_at=None)
    if laureate.photos.exclude(pk__in=places).exists():
        return
    places.delete()
    for position, row in enumerate(rows, start=1):
        photo = Photo.objects.create(
            release=laureate.release,
            laureate=laureate,
            application=laureate.application,
            credit=row["credit"],
            alt_text=Local(row["alt_text"]),
            position=position,
        )
        PersonShown.objects.bulk_create(
            PersonShown(photo=photo, position=place, name=name)
            for place, name in enumerate(row["persons"], start=1)
        )
