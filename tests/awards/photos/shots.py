"""Pictures and their rows, for the tests of this folder."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from awards import actions
from awards.models import Photo, Release
from initiatives.models import User

from ... import make
from ...make import NOON


def shot(size: tuple[int, int] = (600, 400), kind: str = "JPEG", **saved: Any) -> bytes:
    """A picture that is red on the left, green in the middle and blue on the right."""
    picture = Image.new("RGB", size, "green")
    third = size[0] // 3
    picture.paste("red", (0, 0, third, size[1]))
    picture.paste("blue", (size[0] - third, 0, size[0], size[1]))
    target = io.BytesIO()
    picture.save(target, kind, **saved)
    return target.getvalue()


def upload(content: bytes | None = None, name: str = "Talaue.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, shot() if content is None else content)


def pictured(
    release: Release,
    *,
    owner: str = "",
    drawn: bool = True,
    names: tuple[str, ...] = (),
    by: User | None = None,
) -> Photo:
    """A photo of a release, through the actions of the product."""
    office = by or make.office("editor")
    photo = actions.add_photo(release, upload(), owner=owner, by=office, at=NOON)
    for name in names:
        actions.add_person(photo, name=name, by=office, at=NOON)
    if drawn:
        actions.draw_photo(photo.pk, at=NOON)
    return Photo.objects.get(pk=photo.pk)


def announced(**fields: Any) -> tuple[Release, Photo]:
    """A confirmed release, with a drawn photo of its laureate."""
    decision = make.decision(application__initiative__name="Bündnis Geheim")
    release = make.release(call=decision.prize.call, confirmed=True)
    (laureate,) = release.laureates.all()
    return release, pictured(release, owner=str(laureate.key), **fields)


def addresses(photo: Photo) -> list[str]:
    return [f"/bilder/{one.key}.{one.format}" for one in photo.renditions.all()]
