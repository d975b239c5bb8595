"""How long a worker needs for all copies of one photo of 24 million pixels, upload included."""

from __future__ import annotations

import io
import time

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from awards import photo_drawing
from initiatives import uploads

SIZE = (6000, 4000)
SECONDS = 60  # of computing; some six on a machine that has nothing else to do


def camera() -> bytes:
    """As large as a camera's, and about as hard to pack."""
    target = io.BytesIO()
    grain = Image.effect_noise((750, 500), 40).convert("RGB").resize(SIZE, Image.Resampling.BICUBIC)
    grain.save(target, "JPEG", quality=90)
    return target.getvalue()


def test_all_copies_of_a_photo_of_24_megapixels():
    content = camera()
    began = time.monotonic()
    clean = uploads.inspect(SimpleUploadedFile("Verleihung.jpg", content))
    inspected = time.monotonic()
    large = b"".join(clean.contents[0].chunks())
    used = time.process_time()
    drawn = list(photo_drawing.draw(large, (500, 500)))
    used, took = time.process_time() - used, time.monotonic() - inspected
    weighs = sum(len(one.content) for one in drawn) // 1024
    print(  # noqa: T201  the figure is what this is for; see it by `-s`
        f"24 MP, {len(content) // 1024} KB: looked into {inspected - began:.1f} s, {len(drawn)} "
        f"copies of {weighs} KB in {took:.1f} s, {used:.1f} s of computing"
    )
    assert len(drawn) == 14 * 3
    assert used < SECONDS
