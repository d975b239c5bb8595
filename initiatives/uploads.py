"""Files from outside: looked into, never believed, pictures drawn anew without their metadata."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePath
from typing import NamedTuple
from uuid import UUID

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .refusals import NotAllowed, check

PDF_BYTES = 20 * 1024 * 1024
PICTURE_BYTES = 15 * 1024 * 1024
# Our own words; the name of the program follows. "-I" knows no folder but those of the libraries.
START = (
    "import sys; sys.path.append(sys.argv[1]); from runpy import run_module; "
    "run_module('initiatives.inspection.' + sys.argv[2], run_name='__main__')"
)
INSPECTION = [sys.executable, "-I", "-c", START, str(Path(__file__).parents[1])]
# Each web process looks into one file at a time: one may take 300 MB of memory.
ONE_AT_A_TIME = threading.Semaphore()
PATIENCE = 20  # seconds in which others' files are looked into
SECONDS = 30  # on the wall; what it may compute is in the inspection itself
REFUSALS = {
    "damaged": gettext_lazy("The PDF file is damaged. Save it anew."),
    "pages": gettext_lazy("A PDF file may have at most 200 pages."),
    "password": gettext_lazy("The PDF file is protected by a password. Save it without."),
    "active": gettext_lazy(
        "The PDF file holds scripts or other files. Print it to a new PDF file."
    ),
    "unreadable": gettext_lazy(
        # Translators: de: „Diese Datei lässt sich nicht als JPEG, PNG, WebP oder PDF lesen.
        # Speichern Sie Texte (auch aus Word) als PDF und Bilder (auch HEIC vom Telefon) als JPEG.“
        "This is no JPEG, PNG, WebP or PDF file that can be read. "
        "Save texts (of Word, too) as PDF and pictures (HEIC of a phone, too) as JPEG."
    ),
    "pixels": gettext_lazy("A picture may have at most 50 million pixels."),
    "memory": gettext_lazy(
        # Translators: de: „Dieses Bild ist so gespeichert, dass seine Verarbeitung zu viel Speicher
        # braucht. Speichern Sie es als einfaches JPEG (nicht progressiv, nicht animiert) oder
        # kleiner.“
        "The way this picture is stored takes too much memory. "
        "Save it as a plain JPEG (not progressive, not animated), or smaller."
    ),
    "heavy": gettext_lazy(
        "The file is damaged or too large to be looked into. Save it anew, and simpler."
    ),
}
DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
logger = logging.getLogger(__name__)


class Clean(NamedTuple):
    """A file that may be kept: what it is, not what its name says.

    `contents` is the document, or the picture in three sizes, the large one first; size and SHA-256
    are those of the first.
    """

    kind: str
    name: str
    media_type: str
    extension: str
    size: int
    sha256: str
    contents: tuple[File, ...]


def inspect(upload: UploadedFile) -> Clean:
    """Tell by content what it is; raises NotAllowed in words for the applicant. Takes seconds."""
    size = upload.size or 0
    check(size > 0, _("The file is empty."))
    head = upload.read(8)
    upload.seek(0)
    if head.startswith(b"%PDF-"):
        check(size <= PDF_BYTES, _("A PDF file may have at most 20 MB."))
        _looked_into(upload, "pdf")
        return _clean("document", upload.name, "application/pdf", "pdf", [upload])
    check(size <= PICTURE_BYTES, _("A picture may have at most 15 MB."))
    sizes = [ContentFile(part) for part in _looked_into(upload, "picture")]
    return _clean("picture", upload.name, "image/jpeg", "jpg", sizes)


def _looked_into(upload: UploadedFile, program: str) -> list[bytes]:
    """What the inspection drew, nothing for a PDF. Whatever ends it early is a refusal too."""
    # Translators: de: „Gerade werden viele Dateien geprüft. Versuchen Sie es gleich noch einmal.“
    busy = _("Many files are being looked into just now. Try again in a moment.")
    check(ONE_AT_A_TIME.acquire(timeout=PATIENCE), busy)
    try:
        ended = subprocess.run(  # noqa: S603  our own words only; the file goes in as input
            [*INSPECTION, program],
            **_input(upload),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        logger.warning("inspection ended early: %s", type(error).__name__)
        raise NotAllowed(str(REFUSALS["heavy"])) from None
    finally:
        ONE_AT_A_TIME.release()
    line, _end, kept = ended.stdout.partition(b"\n")
    answer = json.loads(line)
    check(not answer["refusal"], REFUSALS.get(answer["refusal"], ""))
    parts, start = [], 0
    for length in answer["lengths"]:
        parts.append(kept[start : start + length])
        start += length
    return parts


def _input(upload: UploadedFile) -> dict:
    """A large file lies on the disk and is handed over there; it never comes into our memory."""
    with suppress(OSError):  # one of those that are kept in memory
        return {"stdin": upload.fileno()}
    return {"input": upload.read()}


def _clean(
    kind: str, name: str | None, media_type: str, extension: str, contents: Iterable[File]
) -> Clean:
    files = tuple(contents)
    digest = hashlib.sha256()
    for chunk in files[0].chunks():
        digest.update(chunk)
    shown = f"{_stem(name or '')}.{extension}"
    return Clean(kind, shown, media_type, extension, files[0].size, digest.hexdigest(), files)


def _stem(name: str) -> str:
    """What a person called it: no folder, nothing unseen, and no name of a device on Windows."""
    stem = PurePath(name.replace("\\", "/")).stem
    stem = "".join(c for c in stem if c.isprintable()).strip(" .")[:120]
    return f"datei-{stem}".strip("-") if not stem or DEVICE.fullmatch(stem) else stem


# -- On the disk ---------------------------------------------------------------------------------


def store(clean: Clean, key: UUID) -> list[str]:
    """Write its files under a name that nobody can guess; all of them, or none and NotAllowed."""
    names: list[str] = []
    try:
        for suffix, content in zip(("", "-m", "-s"), clean.contents, strict=False):
            name = f"{key.hex}{suffix}.{clean.extension}"
            names.append(default_storage.save(name, content))
    except OSError:
        logger.exception("a file could not be stored")
        remove(names)
        # Translators: de: „Die Datei lässt sich gerade nicht speichern. Versuchen Sie es später
        # noch einmal.“
        raise NotAllowed(_("The file cannot be stored just now. Try again later.")) from None
    return names


def remove(names: Iterable[str | None]) -> None:
    for name in names:
        if name:
            default_storage.delete(name)
