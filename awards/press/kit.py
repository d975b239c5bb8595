"""The press kit as one ZIP file, made while it is sent: text, photos, captions, logos."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models.fields.files import FieldFile
from django.utils import translation
from django.utils.translation import gettext as _

from initiatives import tables
from initiatives.berlin import BERLIN
from initiatives.carried import along

from .. import announcing
from ..models import Correction, Laureate, Release, Role
from . import paper, pictures, plain, word
from . import text as press_text
from .pictures import Picture
from .text import PressText

CHUNK = 64 * 1024
FORMATS = {
    "pdf": (paper.pdf, "application/pdf"),
    "docx": (
        word.docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "txt": (plain.written, "text/plain; charset=utf-8"),
}


class Material(NamedTuple):
    """All the press gets, read from the database at once."""

    release: Release
    laureates: list[Laureate]
    roles: list[Role]
    corrections: list[Correction]
    at: datetime

    def languages(self) -> list[str]:
        return press_text.languages(self.release, self.laureates)

    def text(self, photos: list[Picture] | None = None) -> PressText:
        """The text in the language that is spoken, with captions of `photos`."""
        shown = pictures.of(self.release) if photos is None else photos
        return press_text.of(
            self.release, self.laureates, self.roles, shown, self.corrections, at=self.at
        )


class Entry(NamedTuple):
    """A file of the kit: its content, or where to read it from."""

    path: str
    content: bytes | FieldFile


def material(release: Release, *, at: datetime) -> Material:
    """Of a release with its call and contact found along: three queries at most, one of them for
    roles where no text says who presented; six for a draft. Whose prize was taken back is left out.
    """
    if release.confirmed_at:
        laureates = list(release.laureates.filter(withdrawn_at=None).select_related("prize"))
    else:
        laureates = announcing.sketched(release)
    roles = [] if release.presenters_text else along(release, "roles", release.roles.all())
    notes = list(release.corrections.select_related("laureate")) if release.confirmed_at else []
    return Material(release, laureates, roles, notes, at)


def file(found: Material, which: str) -> tuple[bytes, str]:
    """The text as one file of a kind (a key of FORMATS), and its media type."""
    make, media_type = FORMATS[which]
    return make(found.text()), media_type


def name(year: int) -> str:
    return f"pressemappe-{year}"


def entries(found: Material) -> list[Entry]:
    """Every file of the kit, in a fixed order. Texts are made here; photos are read as they go."""
    files: list[Entry] = []
    photos: list[Picture] = []
    for language in reversed(found.languages()):  # names are German in the end
        with translation.override(language):
            photos = pictures.of(found.release)
            text = found.text(photos)
            # Translators: de: „Pressemitteilung“, the name of a file
            stem = _("press-release")
            made = [Entry(f"{stem}.{end}", make(text)) for end, (make, _type) in FORMATS.items()]
            files = [*made, *_captions(photos), *files]
    smaller = pictures.on_screens(photos)
    for one in photos:
        files.append(Entry(f"Fotos-Druck/{one.stem}.jpg", one.photo.file))
        if one.photo.pk in smaller:
            files.append(Entry(f"Fotos-Web/{one.stem}.jpg", smaller[one.photo.pk]))
    return [
        *files,
        *(Entry(mark.path, mark.content) for mark in pictures.marks(found.release, at=found.at)),
    ]


def _captions(photos: list[Picture]) -> Iterator[Entry]:
    """Captions to copy, and as a table for the picture desk; nothing where there is no photo."""
    if not photos:
        return
    # Translators: de: „Bildunterschriften“, the name of a file
    stem = _("captions")
    lines = [press_text.caption_line(photo) for photo in photos]
    yield Entry(f"{stem}.txt", ("\n\n".join(lines) + "\n").encode())
    columns = [
        # Translators: de: „Datei“
        _("File"),
        # Translators: de: „Initiative“
        _("Initiative"),
        # Translators: de: „Bildunterschrift“
        _("Caption"),
        # Translators: de: „Bildnachweis“
        _("Credit"),
        # Translators: de: „Bildbeschreibung“
        _("Description of the picture"),
    ]
    rows = [(f"{one.stem}.jpg", one.whose, one.caption, one.credit, one.alt_text) for one in photos]
    yield Entry(f"{stem}.csv", tables.write(columns, rows))


def streamed(found: Material) -> Iterator[bytes]:
    """The ZIP, part by part: no photo is held in memory whole, nothing lies on a disk.

    The same release and pictures give the same bytes. Photos are packed as they are.
    """
    year, moment = found.release.call.year, found.release.confirmed_at or found.release.prepared_at
    return _zipped(name(year), entries(found), clock=moment.astimezone(BERLIN).timetuple()[:6])


def _zipped(folder: str, files: Iterable[Entry], *, clock: tuple[int, ...]) -> Iterator[bytes]:
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        for one in files:
            entry = zipfile.ZipInfo(f"{folder}/{one.path}", clock)  # type: ignore[arg-type]
            entry.external_attr = 0o644 << 16
            # Not ZIP_STORED: what unpacks a stream must find the end of a file by itself.
            entry.compress_type = zipfile.ZIP_DEFLATED
            if isinstance(one.content, bytes):
                packed.writestr(entry, one.content)
                yield sink.taken()
                continue
            try:
                source = one.content.storage.open(str(one.content.name), "rb")
            except OSError:
                continue  # gone since it was looked up: taken down
            # A JPEG gets no smaller.
            entry._compresslevel = 0  # type: ignore[attr-defined]
            with source, packed.open(entry, "w") as target:
                while part := source.read(CHUNK):
                    target.write(part)
                    yield sink.taken()
        yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Takes what a ZipFile writes, and gives it away."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, part: object) -> int:
        taken = bytes(part)  # type: ignore[call-overload]
        self.parts.append(taken)
        return len(taken)

    def taken(self) -> bytes:
        parts, self.parts = self.parts, []
        return b"".join(parts)
