"""Making the copies of a picture that go out, in the background."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from initiatives import uploads
from initiatives.models import User
from initiatives.refusals import check
from initiatives.rules import may_administer

from .. import photo_drawing
from ..models import Photo, Rendition

AGAIN = timedelta(minutes=10)
PATIENCE = timedelta(days=1)
logger = logging.getLogger(__name__)


def queue_drawing(photo: Photo) -> None:
    """Let a worker draw it as soon as it is committed; until then what is out stays out."""
    Photo.objects.filter(pk=photo.pk).update(drawn_at=None, failed_at=None)
    app.configure_task("draw_photo").defer(photo_id=photo.pk)


@transaction.atomic
def redraw_photo(photo: Photo, *, by: User, at: datetime) -> None:
    """Try once more what could not be drawn; a second click changes nothing."""
    check(may_administer(by), _("Your role reads and does not decide."))
    found = Photo.objects.select_for_update(of=("self",)).get(pk=photo.pk)
    if found.file and found.failed_at:
        queue_drawing(found)


def draw_photo(photo_id: int, *, at: datetime) -> None:
    """Make all copies of a picture that waits for them. Takes seconds; whatever went wrong is
    noted and raised. Nothing is kept where the picture was changed or taken down meanwhile.
    """
    photo = Photo.objects.there().filter(pk=photo_id, drawn_at=None).first()
    if photo is None:
        return
    made: list[Rendition] = []
    kept = False
    try:
        _store(photo, made)
        kept = _take(photo, made, at=at)
    except Exception:
        logger.exception("a photo could not be drawn")
        Photo.objects.filter(pk=photo.pk, file=photo.file.name).update(failed_at=at)
        raise
    finally:
        if not kept:
            uploads.remove(one.file.name for one in made)


def _store(photo: Photo, made: list[Rendition]) -> None:
    """Write each copy under a random name; `made` says which, also where one fails."""
    with photo.file.open("rb") as file:
        content = file.read()
    for one in photo_drawing.draw(content, (photo.focus_x, photo.focus_y)):
        key = secrets.token_hex(16)
        name = default_storage.save(f"{key}.{one.format}", ContentFile(one.content))
        made.append(
            Rendition(
                photo=photo,
                crop=one.crop,
                format=one.format,
                width=one.width,
                height=one.height,
                key=key,
                file=name,
            )
        )


@transaction.atomic
def _take(photo: Photo, made: list[Rendition], *, at: datetime) -> bool:
    """Let the new copies take the place of the old ones, unless they are copies of the past."""
    row = Photo.objects.select_for_update(of=("self",)).filter(pk=photo.pk, drawn_at=None)
    same = row.filter(file=photo.file.name, focus_x=photo.focus_x, focus_y=photo.focus_y).first()
    if same is None:
        return False
    old = list(same.renditions.values_list("file", flat=True))
    same.renditions.all().delete()
    Rendition.objects.bulk_create(made)
    same.drawn_at, same.failed_at = at, None
    same.save(update_fields=["drawn_at", "failed_at"])
    transaction.on_commit(lambda: uploads.remove(old), robust=True)
    return True


def draw_what_waits(*, at: datetime) -> None:
    """Those whose job was lost with its worker, and for a day those that failed."""
    waiting = Photo.objects.there().filter(drawn_at=None, uploaded_at__lte=at - AGAIN)
    later = Q(failed_at__lte=at - AGAIN, uploaded_at__gt=at - PATIENCE)
    for photo in waiting.filter(Q(failed_at=None) | later):
        app.configure_task("draw_photo").defer(photo_id=photo.pk)
