"""Pictures that nobody should send us, and some that look so: each built here, by its name."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

from PIL import Image, ImageCms

UNREADABLE = (
    "This is no JPEG, PNG, WebP or PDF file that can be read. "
    "Save texts (of Word, too) as PDF and pictures (HEIC of a phone, too) as JPEG."
)
TOO_MANY_PIXELS = "A picture may have at most 50 million pixels."
TOO_MUCH_MEMORY = (
    "The way this picture is stored takes too much memory. "
    "Save it as a plain JPEG (not progressive, not animated), or smaller."
)
TOO_LARGE = "A picture may have at most 15 MB."
EMPTY = "The file is empty."
KEPT = ""

FULL = (8660, 5770)  # just under fifty million pixels


def picture(kind: str = "JPEG", mode: str = "RGB", size=(300, 200), color="red", **saved) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, color).save(target, kind, **saved)
    return target.getvalue()


def frames(kind: str, size=(300, 200)) -> bytes:
    """A picture that moves."""
    target = io.BytesIO()
    more = [Image.new("RGB", size, color) for color in ("green", "blue")]
    Image.new("RGB", size, "red").save(target, kind, save_all=True, append_images=more)
    return target.getvalue()


# -- PNG by hand ---------------------------------------------------------------------------------


def chunk(name: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )


def png(
    size=(30, 20), *, depth=8, color=2, extra=b"", rows: bytes | None = None, interlaced=0
) -> bytes:
    """A PNG of zeros with any header; `extra` are chunks before the pixels."""
    width, height = size
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color]
    row = bytes(1 + (width * channels * depth + 7) // 8)
    if not rows:
        packer = zlib.compressobj(1)
        rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlaced)
    body = chunk(b"IHDR", head) + extra + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@cache
def zeros(megabytes: int) -> bytes:
    """So many megabytes of zeros, packed."""
    packer = zlib.compressobj(6)
    block = bytes(1024**2)
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


# -- JPEG and WebP by hand -----------------------------------------------------------------------


def jpeg_header(size: tuple[int, int], *, sof: int = 0xC0) -> bytes:
    """A JPEG that ends after saying how large it is: three components, not subsampled."""
    parts = b"".join(bytes([n, 0x11, 0]) for n in (1, 2, 3))
    frame = struct.pack(">BHHB", 8, size[1], size[0], 3) + parts
    table = b"\xff\xdb" + struct.pack(">HB", 67, 0) + bytes([1]) * 64
    return (
        b"\xff\xd8" + table + struct.pack(">BBH", 0xFF, sof, len(frame) + 2) + frame + b"\xff\xd9"
    )


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def cut(whole: bytes, share: float) -> bytes:
    return whole[: int(len(whole) * share)]


def with_segments(*segments: bytes) -> bytes:
    whole = picture()
    return whole[:2] + b"".join(segments) + whole[2:]


def webp_header(size: tuple[int, int]) -> bytes:
    """A WebP that ends after saying how large it is."""
    frame = b"\x10\0\0\x9d\x01\x2a" + struct.pack("<HH", *size) + bytes(20)
    part = b"WEBPVP8 " + struct.pack("<I", len(frame)) + frame
    return b"RIFF" + struct.pack("<I", len(part)) + part


def webp_canvas(size: tuple[int, int]) -> bytes:
    """A WebP whose head speaks of another canvas than its pixels have."""
    pixels = picture("WEBP")[12:]
    width, height = (struct.pack("<I", side - 1)[:3] for side in size)
    canvas = b"VP8X" + struct.pack("<I", 10) + bytes(4) + width + height
    return b"RIFF" + struct.pack("<I", 4 + len(canvas) + len(pixels)) + b"WEBP" + canvas + pixels


def exif(**more: Any) -> Image.Exif:
    found = Image.Exif()
    found[0x010F] = "privat-Kamera"
    found[0x0112] = more.get("orientation", 1)
    found.get_ifd(0x8825).update({1: "N", 2: (52.0, 30.0, 0.0), 3: "E", 4: (13.0, 22.0, 0.0)})
    return found


ZIP = b"PK\x03\x04" + bytes(40) + b"PK\x05\x06" + bytes(18)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
JPEG, PNG, WEBP = picture(), picture("PNG"), picture("WEBP")
SCRIPT = b"<script>alert('privat')</script><?php system($_GET['privat']); ?>"

PICTURES: dict[str, tuple[Callable[[], bytes], str]] = {
    # bombs
    "png of 50,000 × 50,000": (lambda: png((50_000, 50_000), rows=zeros(1)), TOO_MANY_PIXELS),
    "png of 1 × 60,000,000": (lambda: png((1, 60_000_000), rows=zeros(1)), TOO_MANY_PIXELS),
    "png with half a gigabyte of rows": (lambda: png(rows=zeros(500)), KEPT),
    "png with a text of 500 MB": (
        lambda: png(extra=chunk(b"zTXt", b"Comment\0\0" + zeros(500))),
        UNREADABLE,
    ),
    "png with an icc profile of 500 MB": (
        lambda: png(extra=chunk(b"iCCP", b"icc\0\0" + zeros(500))),
        UNREADABLE,
    ),
    "png with 100,000 chunks": (lambda: png(extra=chunk(b"tEXt", b"a\0b") * 100_000), KEPT),
    "png with exif of 10 MB": (lambda: png(extra=chunk(b"eXIf", b"II*\0" + bytes(10**7))), KEPT),
    "jpeg of 65,535 × 65,535": (lambda: jpeg_header((65_535, 65_535)), TOO_MANY_PIXELS),
    "jpeg of 50 MP, progressive": (lambda: jpeg_header(FULL, sof=0xC2), TOO_MUCH_MEMORY),
    "jpeg with 200 comments": (
        lambda: with_segments(*[segment(0xFE, b"privat" * 9000)] * 200),
        KEPT,
    ),
    "jpeg with a comment that never ends": (
        lambda: JPEG[:2] + b"\xff\xfe\xff\xff" + b"x",
        UNREADABLE,
    ),
    "jpeg with exif that points at itself": (
        lambda: with_segments(
            segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0\x01\0\x69\x87\4\0\1\0\0\0\x08\0\0\0")
        ),
        KEPT,
    ),
    "jpeg with an icc profile in 255 parts": (
        lambda: with_segments(
            *[
                segment(0xE2, b"ICC_PROFILE\0" + bytes([n, 255]) + b"privat" * 9000)
                for n in range(1, 256)
            ]
        ),
        KEPT,
    ),
    "webp of 16,383 × 16,383": (lambda: webp_header((16_383, 16_383)), TOO_MANY_PIXELS),
    "webp on a canvas of 16,383 × 16,383": (lambda: webp_canvas((16_383, 16_383)), UNREADABLE),
    "webp on a canvas of a million × 40": (lambda: webp_canvas((1_000_000, 40)), UNREADABLE),
    "webp that moves, of 13 MP": (lambda: frames("WEBP", (4000, 3250)), TOO_MUCH_MEMORY),
    "15 MB and a byte": (lambda: JPEG + bytes(15 * 1024 * 1024), TOO_LARGE),
    # as large as may be
    "jpeg of 50 MP": (lambda: picture(size=FULL), KEPT),
    "jpeg of 28 MP, progressive": (lambda: picture(size=(7000, 4000), progressive=True), KEPT),
    "jpeg of 24 MP, all of it drawn": (lambda: picture(size=(4898, 4898)), KEPT),
    "png of 50 MP, square": (lambda: png((7071, 7071)), KEPT),
    "png of 50 MP, transparent": (lambda: png(FULL, color=6), KEPT),
    "png of 50 MP, interlaced": (lambda: png(FULL, color=0, interlaced=1), UNREADABLE),
    "png of 50 MP, 16 bits": (lambda: png(FULL, depth=16), KEPT),
    "png of 50 MP, two colours": (lambda: png(FULL, depth=1, color=0), KEPT),
    "webp of 50 MP": (lambda: picture("WEBP", size=FULL, method=0), KEPT),
    "webp of 50 MP, lossless": (lambda: picture("WEBP", size=FULL, lossless=True, method=0), KEPT),
    "png of one row of ten million": (lambda: png((10_000_000, 1)), KEPT),
    "png of one column of a million": (lambda: png((1, 1_000_000)), KEPT),
    "jpeg of 65,500 × 3": (lambda: picture(size=(65_500, 3)), KEPT),
    # with something to lose
    "jpeg with place, camera and thumbnail": (lambda: picture(exif=exif()), KEPT),
    "jpeg with xmp and comment": (lambda: picture(comment=b"privat", xmp=b"<x>privat</x>"), KEPT),
    "jpeg with an icc profile": (lambda: picture(icc_profile=SRGB), KEPT),
    "jpeg with an icc profile that is none": (lambda: picture(icc_profile=b"privat" * 99), KEPT),
    "jpeg with a profile of another colour space": (
        lambda: picture(mode="L", color=90, icc_profile=SRGB),
        KEPT,
    ),
    "png with place and text": (
        lambda: png(extra=chunk(b"tEXt", b"Author\0privat") + chunk(b"eXIf", exif().tobytes()[6:])),
        KEPT,
    ),
    "webp with place and xmp": (lambda: picture("WEBP", exif=exif(), xmp=b"<x>privat</x>"), KEPT),
    "jpeg that is upside down eleven times": (lambda: picture(exif=exif(orientation=11)), KEPT),
    # kinds of the three kinds
    "png that moves": (lambda: frames("PNG"), KEPT),
    "webp that moves": (lambda: frames("WEBP"), KEPT),
    "png in 16 bits of grey": (lambda: png(depth=16, color=0), KEPT),
    "png in 16 bits, transparent": (lambda: png(depth=16, color=6), KEPT),
    "png with a palette it does not have": (lambda: png(color=3), KEPT),
    "jpeg in cmyk": (lambda: picture(mode="CMYK", color=(0, 90, 90, 0)), KEPT),
    "jpeg in grey": (lambda: picture(mode="L", color=90), KEPT),
    # two things in one
    "jpeg and php": (lambda: with_segments(segment(0xFE, SCRIPT)), KEPT),
    "jpeg and html behind it": (lambda: JPEG + SCRIPT, KEPT),
    "jpeg and zip behind it": (
        lambda: JPEG + b"PK\x03\x04" + bytes(30) + b"PK\x05\x06" + bytes(18),
        KEPT,
    ),
    "jpeg and pdf behind it": (lambda: JPEG + b"%PDF-1.7\nprivat\n%%EOF\n", KEPT),
    "png and javascript": (lambda: png(extra=chunk(b"tEXt", b"a\0" + SCRIPT)) + SCRIPT, KEPT),
    "webp and javascript": (lambda: WEBP + b"/*privat*/alert(1)", KEPT),
    "gif and jar": (lambda: picture("GIF") + b"PK\x03\x04META-INF/MANIFEST.MF", UNREADABLE),
    # cut off, or broken
    **{
        f"{name} cut off at {share:.0%}": (
            lambda whole=whole, share=share: whole[: int(len(whole) * share)],
            UNREADABLE,
        )
        for name, whole in (("jpeg", JPEG), ("png", PNG), ("webp", WEBP))
        for share in (0.1, 0.5, 0.9)
    },
    "png with a broken sum": (lambda: PNG[:20] + b"\xff" + PNG[21:], UNREADABLE),
    "png without width": (lambda: png((0, 20)), UNREADABLE),
    "png signature and rubbish": (lambda: PNG[:8] + bytes(range(256)) * 50, UNREADABLE),
    "jpeg signature alone": (lambda: b"\xff\xd8\xff\xe0", UNREADABLE),
    "webp head and rubbish": (
        lambda: b"RIFF\xff\xff\xff\x7fWEBPVP8 " + bytes(range(256)),
        UNREADABLE,
    ),
    # another kind under a name of ours
    "svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", UNREADABLE),
    "svg, zipped": (lambda: b"\x1f\x8b\x08" + zlib.compress(b"<svg/>"), UNREADABLE),
    "html": (lambda: b"<!doctype html><html>" + SCRIPT, UNREADABLE),
    "xml that reads our files": (
        lambda: (
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>'
        ),
        UNREADABLE,
    ),
    "xml of a billion laughs": (
        lambda: b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>',
        UNREADABLE,
    ),
    "eps": (lambda: picture("EPS"), UNREADABLE),
    "eps that runs": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n(%pipe%id) (w) file\n", UNREADABLE),
    "tiff": (lambda: picture("TIFF"), UNREADABLE),
    "gif": (lambda: picture("GIF"), UNREADABLE),
    "bmp": (lambda: picture("BMP"), UNREADABLE),
    "ico": (lambda: picture("ICO", size=(32, 32)), UNREADABLE),
    "avif": (lambda: picture("AVIF"), UNREADABLE),
    "jpeg 2000": (lambda: picture("JPEG2000"), UNREADABLE),
    "tga": (lambda: picture("TGA"), UNREADABLE),
    "psd": (lambda: b"8BPS\0\1" + bytes(400), UNREADABLE),
    "heic": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(400), UNREADABLE),
    "mp4": (lambda: b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + bytes(400), UNREADABLE),
    "zip": (lambda: b"PK\x03\x04" + bytes(400), UNREADABLE),
    "word document": (lambda: b"PK\x03\x04\x14\0\6\0[Content_Types].xml" + bytes(400), UNREADABLE),
    "rar": (lambda: b"Rar!\x1a\7\1\0" + bytes(400), UNREADABLE),
    "windows program": (lambda: b"MZ\x90\0" + bytes(400), UNREADABLE),
    "linux program": (lambda: b"\x7fELF\2\1\1" + bytes(400), UNREADABLE),
    "shell script": (lambda: b"#!/bin/sh\nid\n", UNREADABLE),
    "virus test file": (
        lambda: rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
        UNREADABLE,
    ),
    "one byte": (lambda: b"\0", UNREADABLE),
    "a million zeros": (lambda: bytes(10**6), UNREADABLE),
    "nothing": (lambda: b"", EMPTY),
}
