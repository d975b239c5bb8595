"""Files from outside: looked into, never believed, pictures drawn anew without their metadata."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import threading
from pathlib import Path, PurePath
from typing import NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .refusals import NotAllowed, check

PDF_BYTES = 20 * 1024 * 1024
PICTURE_BYTES = 15 * 1024 * 1024
INSPECTION = Path(__file__).with_name("inspection.py")
# Each web process looks into one file at a time: one may take 1.2 GB of memory.
ONE_AT_A_TIME = threading.Semaphore()
SECONDS = 20  # on the wall; what it may compute is in the inspection itself
REFUSALS = {
    "damaged": gettext_lazy("The PDF file is damaged. Save it anew."),
    "pages": gettext_lazy("A PDF file may have at most 200 pages."),
    "password": gettext_lazy("The PDF file is protected by a password. Save it without."),
    "active": gettext_lazy(
        "The PDF file holds scripts or other files. Print it to a new PDF file."
    ),
    "unreadable": gettext_lazy(
        "This is no JPEG, PNG, WebP or PDF file that can be read. Save it anew."
    ),
    "pixels": gettext_lazy("A picture may have at most 50 million pixels."),
    "heavy": gettext_lazy(
        "The file is damaged or too large to be looked into. Save it anew, and simpler."
    ),
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
    """Tell by content what it is; raises NotAllowed in words for the applicant. Takes seconds."""
    size = upload.size or 0
    check(size > 0, _("The file is empty."))
    head = upload.read(8)
    upload.seek(0)
    if head.startswith(b"%PDF-"):
        check(size <= PDF_BYTES, _("A PDF file may have at most 20 MB."))
        content = upload.read()
        _looked_into(content)
        return _clean("document", upload, "application/pdf", "pdf", content)
    check(size <= PICTURE_BYTES, _("A picture may have at most 15 MB."))
    return _clean("picture", upload, "image/jpeg", "jpg", _looked_into(upload.read()))


def _looked_into(content: bytes) -> bytes:
    """What the inspection drew, "" for a PDF. Whatever ends it early is a refusal too."""
    try:
        with ONE_AT_A_TIME:
            ended = subprocess.run(  # noqa: S603  our own words only; the file goes in as input
                [sys.executable, "-I", str(INSPECTION)],
                input=content,
                capture_output=True,
                timeout=SECONDS,
                check=True,
            )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise NotAllowed(str(REFUSALS["heavy"])) from None
    line, _end, drawn = ended.stdout.partition(b"\n")
    refusal = json.loads(line)["refusal"]
    check(not refusal, REFUSALS.get(refusal, ""))
    return drawn


def _clean(
    kind: str, upload: UploadedFile, media_type: str, extension: str, content: bytes
) -> Clean:
    stem = PurePath((upload.name or "").replace("\\", "/")).stem[:120] or "datei"
    name = "".join(c for c in stem if c.isprintable()) + f".{extension}"
    return Clean(kind, name, media_type, extension, content, hashlib.sha256(content).hexdigest())
