"""What there is to see: photos as the press gets them, and the marks of the award."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db.models.fields.files import FieldFile

from initiatives.names import slug

from .. import photos
from ..models import Licence, Photo, Release, Rendition
from ..photo_drawing import Crop, Format

ON_SCREENS = 1600  # pixels
MARKS = ("vierpass.svg", "wortmarke.svg", "wortmarke-dunkel.svg")


class Picture(NamedTuple):
    """A photo that may go out; caption and credit in the language that is spoken.

    `stem` begins the names of its files and ties them to their captions.
    """

    stem: str
    whose: str
    caption: str
    credit: str
    alt_text: str
    photo: Photo


class Mark(NamedTuple):
    """A logo or a seal, drawn by us; `path` is where it lies in the kit."""

    path: str
    content: bytes


def of(release: Release) -> list[Picture]:
    """The photos of a release, as far as everybody shown agrees, but those others may not use;
    whether the release may go out is asked elsewhere. One query.
    """
    found = [one for one in photos.for_print(release) if one.photo.licence != Licence.RESERVED]
    return [
        Picture(
            stem=f"{number:02d}-{slug(one.name) or 'preisverleihung'}"[:60],
            whose=one.name,
            caption=one.caption,
            credit=one.credit,
            alt_text=str(one.photo.alt_text),
            photo=one.photo,
        )
        for number, one in enumerate(found, start=1)
    ]


def on_screens(shown: list[Picture]) -> dict[int, FieldFile]:
    """By photo the largest whole copy no wider than a page; none while it waits to be drawn."""
    there = [one.photo for one in shown]
    copies = Rendition.objects.filter(
        photo__in=there, crop=Crop.FULL, format=Format.JPEG, width__lte=ON_SCREENS
    )
    return {one.photo_id: one.file for one in copies.order_by("width")}


def marks(release: Release) -> list[Mark]:
    """The logo of the award."""
    folder: Path = settings.BASE_DIR / "static" / "award"
    return [Mark(f"Logos/{name}", (folder / name).read_bytes()) for name in MARKS]
