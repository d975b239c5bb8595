"""How a picture is cut, in which sizes, and that nothing but pixels is in them."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from awards.photo_drawing import SHAPES, Crop, Format, box, draw, widths

from .shots import shot

SIDE = st.integers(1, 4000)
PER_MILLE = st.integers(0, 1000)


@pytest.mark.parametrize(
    ("size", "shape", "focus", "expected"),
    [
        ((1200, 800), (1, 1), (500, 500), (200, 0, 1000, 800)),
        ((1200, 800), (1, 1), (0, 500), (0, 0, 800, 800)),
        ((1200, 800), (1, 1), (1000, 500), (400, 0, 1200, 800)),
        ((1200, 800), (16, 9), (500, 0), (0, 0, 1200, 675)),
        ((1200, 800), (16, 9), (500, 1000), (0, 125, 1200, 800)),
        ((800, 1200), (4, 3), (500, 250), (0, 0, 800, 600)),
        ((800, 1200), (4, 3), (500, 300), (0, 60, 800, 660)),
        ((1200, 800), None, (0, 0), (0, 0, 1200, 800)),
        ((1, 1), (16, 9), (500, 500), (0, 0, 1, 1)),
    ],
)
def test_the_focus_is_in_the_middle_as_far_as_the_edges_allow(size, shape, focus, expected):
    assert box(size, shape, focus) == expected


@given(SIDE, SIDE, PER_MILLE, PER_MILLE, st.sampled_from(list(SHAPES.values())))
def test_every_part_lies_in_the_picture_and_holds_the_focus(width, height, x, y, shape):
    left, top, right, bottom = box((width, height), shape, (x, y))
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert left - 1 <= width * x / 1000 <= right + 1
    assert top - 1 <= height * y / 1000 <= bottom + 1


def test_no_copy_is_larger_than_the_picture():
    assert widths(Crop.HERO, 1000) == [480, 960]
    assert widths(Crop.HERO, 100) == [100]
    assert widths(Crop.HERO, 1920) == [480, 960, 1440, 1920]


def test_every_crop_comes_in_every_format_and_can_be_read():
    found = list(draw(shot((1200, 800)), (500, 500)))
    made = {(one.crop, one.format, one.width, one.height) for one in found}
    sizes = {
        Crop.CARD: {(320, 240), (640, 480), (960, 720)},
        Crop.HERO: {(480, 270), (960, 540)},
        Crop.SQUARE: {(160, 160), (320, 320), (640, 640)},
        Crop.FULL: {(480, 320), (960, 640)},
    }
    assert made == {
        (crop, kind, *size)
        for crop, all_sizes in sizes.items()
        for size in all_sizes
        for kind in Format
    }
    for one in found:
        with Image.open(io.BytesIO(one.content)) as picture:
            assert (Image.MIME[picture.format], picture.size) == (
                one.format.media_type,
                (one.width, one.height),
            )


@pytest.mark.parametrize(("x", "color"), [(0, "red"), (500, "green"), (1000, "blue")])
def test_what_the_focus_is_on_is_seen(x, color):
    square = next(one for one in draw(shot((2700, 900)), (x, 500)) if one.crop == Crop.SQUARE)
    with Image.open(io.BytesIO(square.content)) as picture:
        red, green, blue = picture.convert("RGB").resize((1, 1)).getpixel((0, 0))
    assert max((red, "red"), (green, "green"), (blue, "blue"))[1] == color
