"""WebP decoded straight to the size that is needed, by the library that Pillow brings along.

Pillow decodes every WebP as an animation, at sixteen bytes a pixel: 800 MB for the largest picture
we take. libwebp itself needs a quarter of that, and less where the file is not lossless. Its
interface is versioned: another layout refuses the call.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator

from PIL import Image, _webp

ABI = 0x0209
RGBA = 1  # of its colour spaces


class Features(ctypes.Structure):
    _fields_ = [
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("has_alpha", ctypes.c_int),
        ("has_animation", ctypes.c_int),
        ("format", ctypes.c_int),
        ("pad", ctypes.c_uint32 * 5),
    ]


class Buffer(ctypes.Structure):
    _fields_ = [
        ("colorspace", ctypes.c_int),
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("is_external_memory", ctypes.c_int),
        ("rgba", ctypes.c_void_p),
        ("stride", ctypes.c_int),
        ("size", ctypes.c_size_t),
        ("rest_of_union", ctypes.c_uint8 * 56),
        ("pad", ctypes.c_uint32 * 4),
        ("private_memory", ctypes.c_void_p),
    ]


class Options(ctypes.Structure):
    _fields_ = [
        ("bypass_filtering", ctypes.c_int),
        ("no_fancy_upsampling", ctypes.c_int),
        ("use_cropping", ctypes.c_int),
        ("crop", ctypes.c_int * 4),
        ("use_scaling", ctypes.c_int),
        ("scaled_width", ctypes.c_int),
        ("scaled_height", ctypes.c_int),
        ("rest", ctypes.c_uint32 * 9),
    ]


class Config(ctypes.Structure):
    _fields_ = [("input", Features), ("output", Buffer), ("options", Options)]


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of each part of the file, as far as they are whole."""
    at = 12
    while at + 8 <= len(content):
        name, length = struct.unpack_from("<4sI", content, at)
        yield name, content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def features(content: bytes) -> Features:
    """Its size, and whether it moves. Raises ValueError."""
    found = Features()
    if _library().WebPGetFeaturesInternal(content, len(content), ctypes.byref(found), ABI):
        raise ValueError("no WebP")
    return found


def decoded(content: bytes, size: tuple[int, int]) -> Image.Image:
    """The picture in this size, with transparency. Raises ValueError, also for one that moves."""
    library, config = _library(), Config()
    if not library.WebPInitDecoderConfigInternal(ctypes.byref(config), ABI):
        raise ValueError("another libwebp")
    pixels = bytearray(size[0] * size[1] * 4)
    config.options.use_scaling = 1
    config.options.scaled_width, config.options.scaled_height = size
    config.output.colorspace, config.output.is_external_memory = RGBA, 1
    config.output.stride, config.output.size = size[0] * 4, len(pixels)
    config.output.rgba = ctypes.addressof((ctypes.c_char * len(pixels)).from_buffer(pixels))
    if library.WebPDecode(content, len(content), ctypes.byref(config)):
        raise ValueError("no WebP that can be decoded")
    return Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", 0, 1)


def _library() -> ctypes.CDLL:
    """What Pillow's own part is linked to; its names are found through it."""
    library = ctypes.CDLL(_webp.__file__)
    library.WebPGetFeaturesInternal.argtypes = [
        ctypes.c_char_p,
        ctypes.c_size_t,
        ctypes.c_void_p,
        ctypes.c_int,
    ]
    library.WebPDecode.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p]
    library.WebPInitDecoderConfigInternal.argtypes = [ctypes.c_void_p, ctypes.c_int]
    return library
