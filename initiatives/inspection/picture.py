"""A picture drawn anew in three sizes: upright, in sRGB, on white, and nothing but its pixels."""

from __future__ import annotations

import io
import warnings
from typing import BinaryIO

from PIL import Image, ImageCms, JpegImagePlugin, PngImagePlugin

from . import webp
from .program import Refused, run

PIXELS = 50_000_000
LONG_EDGES = (3600, 1600, 480)
QUALITY = 85
FORMATS = ("JPEG", "PNG")
# What is held at once, at four bytes a pixel: the picture as decoded, and the one drawn from it.
DRAWN = 24_000_000
COEFFICIENTS = 200 * 1024**2  # a progressive JPEG is held whole before its first line is drawn
MOVING = 12_000_000  # pixels of a WebP that only Pillow's decoder of animations can read
PROFILE = 2 * 1024**2
ROWS = 96  # of a band
WHITE = (255, 255, 255)
TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def look(file: BinaryIO) -> list[bytes]:
    """The picture as JPEG, large, medium and small. Raises Refused."""
    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            drawn = _drawn(file)
        return _sizes(drawn)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("pixels") from None
    except (MemoryError, Refused):
        raise
    except Exception:  # whatever the libraries make of a file that is made to confuse them
        raise Refused("unreadable") from None


def _sizes(picture: Image.Image) -> list[bytes]:
    kept = []
    for edge in LONG_EDGES:
        picture.thumbnail((edge, edge), Image.Resampling.LANCZOS)
        target = io.BytesIO()
        picture.save(target, "JPEG", quality=QUALITY, optimize=True)
        kept.append(target.getvalue())
    return kept


def _drawn(file: BinaryIO) -> Image.Image:
    """The picture in RGB and upright, not much larger than the largest size."""
    if file.read(12)[8:] == b"WEBP":
        return _from_webp(file)
    file.seek(0)
    with Image.open(file, formats=FORMATS) as opened:
        _check(opened.size)
        if isinstance(opened, JpegImagePlugin.JpegImageFile):
            _check_coefficients(opened)
            shrink = max(s for s in (1, 2, 4, 8) if s <= _factor(opened.size))
            width, height = (max(1, side // shrink) for side in opened.size)
            opened.draft(opened.mode, (width, height))
        opened.load()
        orientation = _orientation(opened.getexif())
        return _upright(_flattened(opened, opened.info.get("icc_profile")), orientation)


def _from_webp(file: BinaryIO) -> Image.Image:
    file.seek(0)
    content = file.read()
    found = webp.features(content)
    size = (found.width, found.height)
    _check(size)
    if found.has_animation:
        if size[0] * size[1] > MOVING:
            raise Refused("memory")
        with Image.open(io.BytesIO(content), formats=["WEBP"]) as opened:
            opened.load()
            return _flattened(opened, None)
    parts = dict(webp.chunks(content))
    exif = Image.Exif()
    exif.load(parts.get(b"EXIF", b""))
    factor = _factor(size)
    decoded = webp.decoded(content, (-(-size[0] // factor), -(-size[1] // factor)))
    return _upright(_flattened(decoded, parts.get(b"ICCP")), _orientation(exif))


def _check(size: tuple[int, int]) -> None:
    if size[0] * size[1] > PIXELS:
        raise Refused("pixels")


def _check_coefficients(opened: JpegImagePlugin.JpegImageFile) -> None:
    """Two bytes for each sample of each of the parts that are drawn one after the other."""
    if not opened.info.get("progressive"):
        return
    widest = max(h for _id, h, _v, _table in opened.layer)
    highest = max(v for _id, _h, v, _table in opened.layer)
    share = sum(h * v for _id, h, v, _table in opened.layer) / (widest * highest)
    if opened.width * opened.height * share * 2 > COEFFICIENTS:
        raise Refused("memory")


def _factor(size: tuple[int, int]) -> int:
    """How many of its pixels become one in each direction before the picture is resized."""
    factor = max(1, max(size) // LONG_EDGES[0])
    while size[0] * size[1] / factor**2 > DRAWN:
        factor += 1
    return factor


def _flattened(opened: Image.Image, profile: bytes | None) -> Image.Image:
    """In RGB on white, band by band: the whole of it would stand in memory twice."""
    factor = _factor(opened.size)
    canvas = Image.new("RGB", (-(-opened.width // factor), -(-opened.height // factor)))
    transform = None
    rows = max(ROWS // factor, 1) * factor
    for top in range(0, opened.height, rows):
        band = _plain(opened.crop((0, top, opened.width, min(top + rows, opened.height))))
        if top == 0 and profile:
            transform = _to_srgb(profile, band.mode)
        if transform is not None:
            band = transform.apply(band)
        band = band.convert("RGB")
        canvas.paste(band.reduce(factor) if factor > 1 else band, (0, top // factor))
    return canvas


def _plain(band: Image.Image) -> Image.Image:
    """Without palette and transparency: in grey, RGB or CMYK."""
    if band.has_transparency_data:
        white = Image.new("RGBA", band.size, WHITE)
        return Image.alpha_composite(white, band.convert("RGBA")).convert("RGB")
    return band if band.mode in ("L", "CMYK") else band.convert("RGB")


def _to_srgb(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """From the colours of the file's profile; None where that is no profile for such a picture."""
    if len(profile) > PROFILE:
        return None
    try:
        return ImageCms.buildTransform(
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            mode,
            "RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def _orientation(exif: Image.Exif) -> int:
    try:
        return int(exif.get(0x0112, 1))
    except (TypeError, ValueError):
        return 1


def _upright(picture: Image.Image, orientation: int) -> Image.Image:
    return picture.transpose(TURNED[orientation]) if orientation in TURNED else picture


PngImagePlugin.MAX_TEXT_CHUNK = 64 * 1024

if __name__ == "__main__":
    run(look)
