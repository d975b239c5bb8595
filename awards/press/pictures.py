"""What there is to see: photos as the press gets them, and the marks of the award."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db.models.fields.files import FieldFile

from ..models import Release

MARKS = ("vierpass.svg", "wortmarke.svg", "wortmarke-dunkel.svg")


class Picture(NamedTuple):
    """A photo that may go out; caption and credit in the language that is spoken.

    `stem` begins the names of its files and ties them to their captions. `screen` is None where
    no smaller size is drawn yet.
    """

    stem: str
    whose: str
    caption: str
    credit: str
    alt_text: str
    print: FieldFile
    screen: FieldFile | None


class Mark(NamedTuple):
    """A logo or a seal, drawn by us; `path` is where it lies in the kit."""

    path: str
    content: bytes


def of(release: Release) -> list[Picture]:
    """The photos of a release, as far as everybody shown agrees; whether it may go out is asked
    elsewhere.
    """
    return []


def marks(release: Release) -> list[Mark]:
    """The logo of the award."""
    folder: Path = settings.BASE_DIR / "static" / "award"
    return [Mark(f"Logos/{name}", (folder / name).read_bytes()) for name in MARKS]
