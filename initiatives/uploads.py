"""Files from outside: looked into, never believed, pictures drawn anew without their metadata."""

from __future__ import annotations

import hashlib
import io
import warnings
from pathlib import PurePath
from typing import NamedTuple

import pikepdf
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from .refusals import NotAllowed, check

PDF_BYTES = 20 * 1024 * 1024
PICTURE_BYTES = 15 * 1024 * 1024
PIXELS = 50_000_000
LONG_EDGE = 3600
FORMATS = ("JPEG", "PNG", "WEBP")
ACTIVE = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/RichMedia", "/XFA")


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
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            check(len(document.pages) <= 200, _("A PDF file may have at most 200 pages."))
            names = {str(key) for item in document.objects for key in _keys(item)}
    except pikepdf.PasswordError:
        raise NotAllowed(_("The PDF file is protected by a password. Save it without.")) from None
    except (pikepdf.PdfError, ValueError, RecursionError):
        raise NotAllowed(_("The PDF file is damaged. Save it anew.")) from None
    check(
        not names.intersection(ACTIVE),
        _("The PDF file holds scripts or other files. Print it to a new PDF file."),
    )
    return _clean("document", upload, "application/pdf", "pdf", content)


def _keys(item: pikepdf.Object) -> list[str]:
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        return [str(key) for key in item.keys()]  # noqa: SIM118  a pikepdf object is no dict
    return []


def _picture(upload: UploadedFile) -> Clean:
    refusal = _("This is no JPEG, PNG, WebP or PDF file that can be read. Save it anew.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(upload, formats=FORMATS) as opened:
                check(
                    opened.width * opened.height <= PIXELS,
                    _("A picture may have at most 50 million pixels."),
                )
                picture = ImageOps.exif_transpose(opened)
                picture.thumbnail((LONG_EDGE, LONG_EDGE))
                target = io.BytesIO()
                picture.convert("RGB").save(target, "JPEG", quality=88, optimize=True)
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotAllowed(refusal) from None
    except (OSError, SyntaxError, ValueError):
        raise NotAllowed(refusal) from None
    return _clean("picture", upload, "image/jpeg", "jpg", target.getvalue())


def _clean(
    kind: str, upload: UploadedFile, media_type: str, extension: str, content: bytes
) -> Clean:
    stem = PurePath((upload.name or "").replace("\\", "/")).stem[:120] or "datei"
    name = "".join(c for c in stem if c.isprintable()) + f".{extension}"
    return Clean(kind, name, media_type, extension, content, hashlib.sha256(content).hexdigest())
