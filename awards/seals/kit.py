"""What a laureate takes away: the seal in files, each by its name, and all in one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import partial

import segno

from . import drawing, raster
from .drawing import Style

NEVER = (1980, 1, 1, 0, 0, 0)  # the same seal gives the same bytes
TYPES = {"svg": "image/svg+xml", "png": "image/png", "zip": "application/zip"}


def files(year: int, issuer: str, *, proof: str) -> dict[str, Callable[[], bytes]]:
    """Name and maker of each file; `proof` is the address that the QR code leads to."""
    found: dict[str, Callable[[], bytes]] = {}
    for style in Style:
        svg = drawing.seal(year, issuer, style)
        found[f"siegel-{year}-{style}.svg"] = svg.encode
        for pixels in raster.SIZES:
            found[f"siegel-{year}-{style}-{pixels}.png"] = partial(raster.png, svg, pixels)
    found[f"siegel-{year}-qr.svg"] = partial(qr, proof)
    return found


def archive(found: dict[str, Callable[[], bytes]], *, note: str) -> bytes:
    """All files and a note on how they may be used."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as target:
        for name, make in found.items():
            packed = zipfile.ZIP_DEFLATED if name.endswith(".svg") else zipfile.ZIP_STORED
            target.writestr(zipfile.ZipInfo(name, NEVER), make(), packed)
        target.writestr(zipfile.ZipInfo("LIESMICH.txt", NEVER), note, zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def qr(address: str) -> bytes:
    """The address as a QR code: SVG with its quiet zone, readable when 15 % of it is lost."""
    sink = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        sink,
        kind="svg",
        border=4,
        light="#ffffff",
        xmldecl=False,
        nl=False,
        omitsize=True,
        svgclass=None,
        lineclass=None,
    )
    return sink.getvalue()
