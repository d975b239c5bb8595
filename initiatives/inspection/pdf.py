"""A PDF file that only shows pages: readable, whole, without a password, and acting by nothing.

Links to the web stay: they act on a click and say where they lead. All else that a PDF can do is
refused, and so is what it can carry.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import pikepdf

from .program import Refused, run

PAGES = 200
# Names that stand in a PDF only if it acts by itself or carries files.
ACTIVE = {
    "/JavaScript",
    "/JS",
    "/Launch",
    "/EmbeddedFiles",
    "/EmbeddedFile",
    "/EF",
    "/FileAttachment",
    "/RichMedia",
    "/RichMediaContent",
    "/XFA",
    "/SubmitForm",
    "/ImportData",
    "/GoToE",
    "/GoToR",
    "/Rendition",
}
# Kinds of annotation that play or run something; as values of other keys these are common words.
PLAYING = {"/Movie", "/Sound", "/Screen", "/3D"}
UNFOLDED = 256 * 1024**2  # of one stream: more than any page that people look at
PIECE = 1024**2
RATIO = 1032  # the most that its packing can do
SCHEME = re.compile(rb"\s*([a-zA-Z][a-zA-Z0-9+.\-]*):")
SCHEMES = {b"http", b"https", b"mailto", b"tel"}


def look(file: BinaryIO) -> list[bytes]:
    """Nothing: the file is kept as it came. Raises Refused."""
    tail = _last(file, 1024)
    if not re.search(rb"%%EOF[\s\0]*\Z", tail):
        raise Refused("damaged")
    file.seek(0)
    try:
        with pikepdf.open(file) as document:
            _check_pages(document)
            acts = False
            for item in _everything(document):
                acts = acts or _acts(item)
                _check_unfolded(item)
            complaints = "\n".join(str(warning) for warning in document.get_warnings())
    except pikepdf.PasswordError:
        raise Refused("password") from None
    except (pikepdf.PdfError, ValueError, RecursionError) as error:
        raise Refused("heavy" if "bad_alloc" in str(error) else "damaged") from None
    # What could not be read became null, and nobody knows what it holds.
    if "bad_alloc" in complaints or "limits error" in complaints:
        raise Refused("heavy")
    if "error reading object" in complaints:
        raise Refused("damaged")
    if acts:
        raise Refused("active")
    return []


def _last(file: BinaryIO, length: int) -> bytes:
    size = file.seek(0, 2)
    file.seek(max(0, size - length))
    return file.read()


def _check_pages(document: pikepdf.Pdf) -> None:
    if document.is_encrypted:  # with a password for its owner alone it opens all the same
        raise Refused("password")
    if len(document.pages) == 0:
        raise Refused("damaged")
    if len(document.pages) > PAGES:
        raise Refused("pages")


def _everything(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every name and dictionary in the file, however deep it lies."""
    for found in document.objects:
        waiting: list[Any] = [found]
        while waiting:
            item = waiting.pop()
            inner: Iterable[Any] = ()
            if isinstance(item, pikepdf.Name):
                yield item
            elif isinstance(item, pikepdf.Array):
                inner = item
            elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                yield item
                inner = (value for _key, value in item.items())
            # What is referred to is an object of its own, and comes by itself.
            waiting += [value for value in inner if not getattr(value, "is_indirect", False)]


def _acts(item: Any) -> bool:
    if isinstance(item, pikepdf.Name):
        return str(item) in ACTIVE
    keys = set(item.keys())
    if not keys.isdisjoint(ACTIVE):
        return True
    if isinstance(item, pikepdf.Stream) and "/F" in keys:
        return True  # its content lies in another file
    if "/AA" in keys and _is_events(item["/AA"]):
        return True
    if "/URI" in keys and _leads_elsewhere(item["/URI"]):
        return True
    return str(item.get("/Subtype", "")) in PLAYING and "/Rect" in keys


def _is_events(found: Any) -> bool:
    """Whether these are actions by the event that sets them off, and not a font of that name."""
    return isinstance(found, pikepdf.Dictionary) and any(
        isinstance(action, pikepdf.Dictionary) and "/S" in action
        for _event, action in found.items()
    )


def _leads_elsewhere(found: Any) -> bool:
    """Whether a link leads neither to the web nor to a person: to a file, a share, a script."""
    if not isinstance(found, pikepdf.String):
        return False  # the name of a part, as in /URI << /Base … >>
    address = bytes(found)
    scheme = SCHEME.match(address)
    if scheme is None:
        return address.lstrip().startswith((b"\\", b"//"))
    return scheme[1].lower() not in SCHEMES


def _check_unfolded(item: Any) -> None:
    """That no reader is given a stream of a few kilobytes which unfolds to gigabytes."""
    if not isinstance(item, pikepdf.Stream):
        return
    filters = item.get("/Filter", ())
    names = [str(name) for name in (filters if isinstance(filters, pikepdf.Array) else [filters])]
    packed = sum(name in ("/FlateDecode", "/Fl") for name in names)
    if not packed or int(item.get("/Length", 0)) * RATIO**packed <= UNFOLDED:
        return
    unfolded: Iterable[bytes] = [item.read_raw_bytes()]
    for _level in range(packed):
        unfolded = _inflated(unfolded)
    total = 0
    for part in unfolded:
        total += len(part)
        if total > UNFOLDED:
            raise Refused("heavy")


def _inflated(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Piece by piece, as far as it can be read."""
    engine = zlib.decompressobj()
    for part in parts:
        waiting = part
        while waiting:
            try:
                piece = engine.decompress(waiting, PIECE)
            except zlib.error:
                return
            yield piece
            waiting = engine.unconsumed_tail


if __name__ == "__main__":
    run(look)
