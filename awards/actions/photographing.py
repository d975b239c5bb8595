"""Pictures of a release: put there, described, replaced, taken away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import Error, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from PIL import Image

from initiatives import shown, uploads
from initiatives.keys import uuid7
from initiatives.models import Local, User
from initiatives.records import journal
from initiatives.refusals import check
from initiatives.rules import may_administer

from ..models import Photo, Release
from ..photos import owner_of, owners
from .developing import queue_drawing


def lock_photo(photo: Photo, *, by: User) -> Photo:
    """As it is now, held until the transaction ends. Raises NotAllowed for those who only read."""
    check(may_administer(by), _("Your role reads and does not decide."))
    rows = Photo.objects.select_for_update(of=("self",))
    return rows.select_related("release", "laureate", "application").get(pk=photo.pk)


def add_photo(
    release: Release, upload: UploadedFile, *, owner: str = "", by: User, at: datetime
) -> Photo:
    """Keep a picture of the `owner` (a key of `photos.owners`), or of the whole release.

    Raises NotAllowed when it is too large or none. Drawing its copies is left to a worker.
    """
    check(may_administer(by), _("Your role reads and does not decide."))
    clean, names = _stored(upload)  # takes seconds: others go on writing meanwhile
    try:
        return _keep(release, clean, names, owner, by=by, at=at)
    except BaseException:
        _remove_unless_named(names)
        raise


def _stored(upload: UploadedFile) -> tuple[uploads.Clean, list[str]]:
    """The picture drawn anew, large and medium, on the disk."""
    clean = uploads.inspect(upload)
    # Translators: de: „Ein Foto ist eine Datei in JPEG, PNG oder WebP.“
    check(clean.kind == "picture", _("A photo is a file in JPEG, PNG or WebP."))
    return clean, uploads.store(clean._replace(contents=clean.contents[:2]), uuid7())


def _remove_unless_named(names: list[str]) -> None:
    """A connection that breaks may break after the commit: then, or who knows, `sweep` decides."""
    try:
        named = Photo.objects.filter(file=names[0]).exists()
    except Error:
        return
    if not named:
        uploads.remove(names)


@transaction.atomic
def _keep(
    release: Release,
    clean: uploads.Clean,
    names: list[str],
    owner: str,
    *,
    by: User,
    at: datetime,
) -> Photo:
    release = Release.objects.select_for_update().get(pk=release.pk)
    last = release.photos.aggregate(last=Max("position"))["last"] or 0
    photo = Photo(release=release, position=last + 1)
    _assign(photo, owner)
    _put(photo, clean, names, by=by, at=at)
    journal.record("photo.added", about=photo, by=by, at=at, sha256=clean.sha256)
    return photo


def _put(photo: Photo, clean: uploads.Clean, names: list[str], *, by: User, at: datetime) -> None:
    """Its file from now on, not drawn yet, with the focus in the middle."""
    with Image.open(clean.contents[0]) as picture:
        photo.width, photo.height = picture.size
    photo.name, photo.uploaded_at, photo.uploaded_by = clean.name, at, by
    photo.focus_x = photo.focus_y = 500
    photo.taken_down_at = None
    photo.file.name, photo.medium.name = names
    photo.save()
    queue_drawing(photo)


def _assign(photo: Photo, owner: str) -> None:
    found = {one.key: one for one in owners(photo.release)}
    # Translators: de: „Diese Initiative wird nicht ausgezeichnet. Wählen Sie eine andere.“
    refusal = _("This initiative is no laureate. Choose another one.")
    check(not owner or owner in found, refusal)
    photo.laureate = found[owner].laureate if owner else None
    photo.application = found[owner].application if owner else None


def said_of(photo: Photo) -> dict[str, Any]:
    """What the office has written about it, as its form shows it."""
    return {
        "owner": owner_of(photo),
        "credit": photo.credit,
        "licence": photo.licence,
        "alt_text": {language: text for language, text in photo.alt_text.items() if text},
    }


@transaction.atomic
def describe_photo(
    photo: Photo,
    *,
    owner: str,
    credit: str,
    licence: str,
    alt_text: Local,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Change whose it is and what is said about it. Raises Stale, see `shown`."""
    found = lock_photo(photo, by=by)
    given = {"owner": owner, "credit": credit, "licence": licence, "alt_text": alt_text}
    if not shown.is_news(seen, stored=said_of(found), given=given):
        return
    if owner != owner_of(found):
        _assign(found, owner)
    found.credit, found.licence, found.alt_text = credit, licence, alt_text
    found.save(update_fields=["laureate", "application", "credit", "licence", "alt_text"])
    journal.record("photo.described", about=found, by=by, at=at)


@transaction.atomic
def set_focus(photo: Photo, *, x: int, y: int, by: User, at: datetime) -> None:
    """What must stay in sight however it is cut, in per mille from left and top."""
    found = lock_photo(photo, by=by)
    # Translators: de: „Zu diesem Foto gibt es keine Datei.“
    check(found.file, _("There is no file of this photo."))
    if (found.focus_x, found.focus_y) == (x, y):
        return
    found.focus_x, found.focus_y = x, y
    found.save(update_fields=["focus_x", "focus_y"])
    queue_drawing(found)
    journal.record("photo.focused", about=found, by=by, at=at, x=x, y=y)


@transaction.atomic
def move_photo(photo: Photo, *, up: bool, by: User, at: datetime) -> int:
    """Let it change places with its neighbour; answers its place, from 1. Ends stay ends."""
    check(may_administer(by), _("Your role reads and does not decide."))
    release = Release.objects.select_for_update().get(pk=photo.release_id)
    rows = list(release.photos.all())
    found = next(row for row in rows if row.pk == photo.pk)
    before = rows.index(found)
    after = max(0, before - 1) if up else min(len(rows) - 1, before + 1)
    rows[before], rows[after] = rows[after], rows[before]
    for position, row in enumerate(rows, start=1):
        row.position = position
    Photo.objects.bulk_update(rows, ["position"])
    return after + 1


def replace_photo(photo: Photo, upload: UploadedFile, *, by: User, at: datetime) -> None:
    """Another picture in its place. The old one is gone at once, everywhere; so is whoever had
    withdrawn the consent from the list, since the new picture must not show that person.
    """
    check(may_administer(by), _("Your role reads and does not decide."))
    clean, names = _stored(upload)
    try:
        with transaction.atomic():
            found = lock_photo(photo, by=by)
            strip(found)
            found.persons.filter(withdrawn_at__isnull=False).delete()
            _put(found, clean, names, by=by, at=at)
            journal.record("photo.replaced", about=found, by=by, at=at, sha256=clean.sha256)
    except BaseException:
        _remove_unless_named(names)
        raise


@transaction.atomic
def remove_photo(photo: Photo, *, by: User, at: datetime) -> bool:
    """Delete it, or, once it was public, take it down and keep what is known about it; whether the
    row is still there. Its files and copies are gone with the commit either way.
    """
    found = lock_photo(photo, by=by)
    release = found.release
    strip(found)
    if not (release.confirmed_at and release.embargo_until <= at):
        journal.record("photo.deleted", about=found, by=by, at=at)
        found.delete()
        return False
    if found.taken_down_at is None:
        found.taken_down_at = at
        found.save(update_fields=["file", "medium", "taken_down_at"])
        journal.record("photo.taken_down", about=found, by=by, at=at)
    return True


def strip(photo: Photo) -> None:
    """Let go of its files, within the transaction: rows now, the disk with the commit."""
    copies = photo.renditions.values_list("file", flat=True)
    names = [photo.file.name, photo.medium.name, *copies]
    photo.renditions.all().delete()
    photo.file = photo.medium = ""
    transaction.on_commit(lambda: uploads.remove(names), robust=True)
