"""How long the press waits for its kit: five laureates and twenty photos of twelve megapixels."""

from __future__ import annotations

import io
import os
import time
import zipfile

from django.core.files.base import ContentFile
from PIL import Image

from awards import actions
from awards.models import Laureate, Photo, Rendition
from awards.photo_drawing import Crop, Format
from awards.press import kit
from initiatives.models import Local

from ..awards.photos.shots import upload
from ..make import DAY, NOON

LAUREATES, PHOTOS = 5, 20
SECONDS = 5


def noisy(size: tuple[int, int] = (4000, 3000)) -> bytes:
    """As large as a photo of a camera is, since noise does not pack."""
    quarter = size[0] // 4, size[1] // 4
    small = Image.frombytes("RGB", quarter, os.urandom(quarter[0] * quarter[1] * 3))
    target = io.BytesIO()
    small.resize(size).save(target, "JPEG", quality=90)
    return target.getvalue()


def _copy(photo: Photo, laureate: Laureate) -> None:
    """The same picture once more, with its size for the web; drawing is measured elsewhere."""
    copy = Photo(release=photo.release, laureate=laureate, file=photo.file.name, credit="Jo")
    copy.save()
    drawn = ContentFile(noisy((1600, 1200)), "web.jpg")
    size = {"crop": Crop.FULL, "format": Format.JPEG, "width": 1600, "height": 1200}
    Rendition.objects.create(photo=copy, key=copy.key.hex, file=drawn, **size)


def test_the_press_kit_of_five_laureates_and_twenty_photos(make):
    call = make.call(meeting_at=NOON - DAY)
    prize = make.prize(call=call, places=LAUREATES)
    for number in range(LAUREATES):
        case = make.admitted(call=call, initiative__name=f"Bündnis {number}")
        reasons = Local(de="Weil es wirkt. " * 80, en="Because it works. " * 80)
        make.decision(prize=prize, application=case, jury_statement=reasons)
    release = make.release(
        call=call,
        confirmed=True,
        headline=Local(de="Fünf Preise", en="Five prizes"),
        lead=Local(de="Die Jury hat entschieden.", en="The jury has decided."),
    )
    photo = actions.add_photo(release, upload(noisy()), by=make.office("editor"), at=NOON)
    for laureate in list(release.laureates.all()) * (PHOTOS // LAUREATES):
        _copy(photo, laureate)
    photo.delete()
    began = time.perf_counter()
    parts = [len(part) for part in kit.streamed(kit.material(release, at=NOON))]
    took = time.perf_counter() - began
    packed = io.BytesIO(b"".join(kit.streamed(kit.material(release, at=NOON))))
    with zipfile.ZipFile(packed) as files:
        photos = [name for name in files.namelist() if name.endswith(".jpg")]
    assert len(photos) == 2 * PHOTOS
    assert max(parts) < 2_000_000  # nothing is held whole
    print(f"a press kit of 5 laureates and {PHOTOS} photos {took:.2f} s")  # noqa: T201
    assert took < SECONDS
