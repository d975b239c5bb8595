"""What there is to see: photos as the press gets them, and the marks of the award."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db.models.fields.files import FieldFile

from initiatives.names import slug

from .. import photos
from ..models import Licence, Photo, Release, Rendition, Seal
from ..photo_drawing import Crop, Format
from ..seals import drawing, raster
from ..seals.drawing import Style
from ..seals.validity import State

ON_SCREENS = 1600  # pixels
PIXELS = 1024
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


def marks(release: Release, *, at: datetime) -> list[Mark]:
    """The logo of the award, and the seal of the year while a laureate carries it. One query."""
    folder: Path = settings.BASE_DIR / "static" / "award"
    logos = [Mark(f"Logos/{name}", (folder / name).read_bytes()) for name in MARKS]
    carried = Seal.objects.public(at).filter(
        laureate__release=release, laureate__withdrawn_at=None, withdrawn_at=None
    )
    seal = carried.order_by("pk").first()
    if seal is None or seal.state(at) != State.VALID:
        return logos
    year = release.call.year
    for style in Style:
        svg = drawing.seal(year, seal.issuer, style)
        name = f"Siegel/siegel-{year}-{style}"
        logos += [Mark(f"{name}.svg", svg.encode()), Mark(f"{name}.png", raster.png(svg, PIXELS))]
    return logos
