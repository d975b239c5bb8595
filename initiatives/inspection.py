"""Looks into one file from outside, in a process of its own that may die: it knows no Django.

A small file may unfold to gigabytes, and the libraries that read it are written in C. So the web
process never opens one: it starts this file as a program, which gives itself limits, reads the
file from its input and answers with a line of JSON, after it the picture drawn anew.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import warnings
from typing import Any

import pikepdf
from PIL import Image, ImageOps

PIXELS = 50_000_000
PAGES = 200
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
# Above what the program itself takes. Fifty million pixels are 200 MB, up to six times over.
PDF_MEMORY, PICTURE_MEMORY = 400 * 1024**2, 1200 * 1024**2
CPU_SECONDS = 10


class Refused(Exception):
    """Why the file is not kept, as a word that `uploads` says in a sentence."""


def look(content: bytes) -> bytes:
    """The bytes to keep: a PDF as it came, a picture drawn anew as JPEG. Raises Refused."""
    return _pdf(content) if content.startswith(b"%PDF-") else _picture(content)


def _pdf(content: bytes) -> bytes:
    if b"%%EOF" not in content[-1024:]:
        raise Refused("damaged")
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if len(document.pages) == 0:
                raise Refused("damaged")
            if len(document.pages) > PAGES:
                raise Refused("pages")
            names = _names(document)
            complaints = "\n".join(str(warning) for warning in document.get_warnings())
    except pikepdf.PasswordError:
        raise Refused("password") from None
    except (pikepdf.PdfError, ValueError, RecursionError):
        raise Refused("damaged") from None
    # What could not be read became null, and nobody knows what it holds.
    if "bad_alloc" in complaints:
        raise Refused("heavy")
    if "error reading object" in complaints:
        raise Refused("damaged")
    if not names.isdisjoint(ACTIVE):
        raise Refused("active")
    return content


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


def _picture(content: bytes) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                if opened.width * opened.height > PIXELS:
                    raise Refused("pixels")
                target = io.BytesIO()
                _drawn(opened).save(target, "JPEG", quality=88, optimize=True)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("pixels") from None
    except (OSError, SyntaxError, ValueError):  # Pillow's own errors are all OSErrors
        raise Refused("unreadable") from None
    return target.getvalue()


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


def main() -> None:
    content = sys.stdin.buffer.read()
    is_pdf = content.startswith(b"%PDF-")
    memory = _taken() + (PDF_MEMORY if is_pdf else PICTURE_MEMORY)
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    try:
        kept, refusal = look(content), ""
    except Refused as refused:
        kept, refusal = b"", str(refused)
    except MemoryError:
        kept, refusal = b"", "heavy"
    sys.stdout.write(json.dumps({"refusal": refusal}) + "\n")
    sys.stdout.flush()
    if not is_pdf:
        sys.stdout.buffer.write(kept)
        sys.stdout.buffer.flush()


def _taken() -> int:
    """The address space this process has already, libraries and the file itself included."""
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[0]) * resource.getpagesize()


if __name__ == "__main__":
    main()
