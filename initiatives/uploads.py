"""Files from outside: looked into, never believed, pictures drawn anew without their metadata."""

from __future__ import annotations

import hashlib
import io
import warnings
from pathlib import PurePath
from typing import Any, NamedTuple

import pikepdf
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from .refusals import NotAllowed, check

PDF_BYTES = 20 * 1024 * 1024
PICTURE_BYTES = 15 * 1024 * 1024
PIXELS = 50_000_000
LONG_EDGE = 3600
FORMATS = ("JPEG", "PNG", "WEBP")
# Names that stand in a PDF only if it acts by itself or carries files.
ACTIVE = {
    "/JavaScript",
    "/JS",
    "/Launch",
    "/EmbeddedFiles",
    "/EF",
    "/FileAttachment",
    "/RichMedia",
    "/XFA",
}


class Clean(NamedTuple):
    """A file that may be kept: what it is, not what its name says."""

    kind: str
    name: str
    media_type: str
    extension: str
    content: bytes
    sha256: str


def inspect(upload: UploadedFile) -> Clean:
    """Tell by content what it is; raises NotAllowed in words for the applicant."""
    size = upload.size or 0
    check(size > 0, _("The file is empty."))
    head = upload.read(8)
    upload.seek(0)
    if head.startswith(b"%PDF-"):
        check(size <= PDF_BYTES, _("A PDF file may have at most 20 MB."))
        return _pdf(upload)
    check(size <= PICTURE_BYTES, _("A picture may have at most 15 MB."))
    return _picture(upload)


def _pdf(upload: UploadedFile) -> Clean:
    content = upload.read()
    damaged = _("The PDF file is damaged. Save it anew.")
    check(b"%%EOF" in content[-1024:], damaged)
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            check(len(document.pages) > 0, damaged)
            check(len(document.pages) <= 200, _("A PDF file may have at most 200 pages."))
            names = _names(document)
    except pikepdf.PasswordError:
        raise NotAllowed(_("The PDF file is protected by a password. Save it without.")) from None
    except (pikepdf.PdfError, ValueError, RecursionError):
        raise NotAllowed(damaged) from None
    check(
        names.isdisjoint(ACTIVE),
        _("The PDF file holds scripts or other files. Print it to a new PDF file."),
    )
    return _clean("document", upload, "application/pdf", "pdf", content)


def _names(document: pikepdf.Pdf) -> set[str]:
    """Every name in the file, as key or value, however deep it lies."""
    found: set[str] = set()
    waiting: list[Any] = list(document.objects)
    while waiting:
        item = waiting.pop()
        inner: list[Any] = []
        if isinstance(item, pikepdf.Name):
            found.add(str(item))
        elif isinstance(item, pikepdf.Array):
            inner = list(item)
        elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            entries = dict(item.items())
            found.update(entries)
            inner = list(entries.values())
        # What is referred to is an object of its own and stands in the list already.
        waiting += [value for value in inner if not getattr(value, "is_indirect", False)]
    return found


def _picture(upload: UploadedFile) -> Clean:
    refusal = _("This is no JPEG, PNG, WebP or PDF file that can be read. Save it anew.")
    too_many = _("A picture may have at most 50 million pixels.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(upload, formats=FORMATS) as opened:
                check(opened.width * opened.height <= PIXELS, too_many)
                target = io.BytesIO()
                _drawn(opened).save(target, "JPEG", quality=88, optimize=True)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotAllowed(too_many) from None
    except (OSError, SyntaxError, ValueError):  # Pillow's own errors are all OSErrors
        raise NotAllowed(refusal) from None
    return _clean("picture", upload, "image/jpeg", "jpg", target.getvalue())


def _drawn(opened: Image.Image) -> Image.Image:
    """The picture upright and not too large, on white where it was transparent, and no more."""
    picture = ImageOps.exif_transpose(opened)
    picture.thumbnail((LONG_EDGE, LONG_EDGE))
    if picture.has_transparency_data:
        white = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(white, picture.convert("RGBA"))
    picture = picture.convert("RGB")
    picture.info.clear()  # Pillow would carry a comment over
    return picture


def _clean(
    kind: str, upload: UploadedFile, media_type: str, extension: str, content: bytes
) -> Clean:
    stem = PurePath((upload.name or "").replace("\\", "/")).stem[:120] or "datei"
    name = "".join(c for c in stem if c.isprintable()) + f".{extension}"
    return Clean(kind, name, media_type, extension, content, hashlib.sha256(content).hexdigest())
