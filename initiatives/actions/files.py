"""Files beside the answers."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.db import Error, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from .. import scanning, shown, uploads
from ..keys import uuid7
from ..models import Application, Attachment, Scan, User
from ..records import journal
from ..refusals import NotAllowed, check
from .locking import check_may_write, lock_to_write
from .scanning import queue_scan
from .writing import touch

MAX_DOCUMENTS, MAX_PICTURES = 3, 5


class Said(NamedTuple):
    """What is said about a picture, and whether it may be published."""

    caption: str = ""
    credit: str = ""
    alt_text: str = ""
    rights: bool = False


def attach(
    application: Application,
    upload: UploadedFile,
    *,
    by: User,
    at: datetime,
    **said: str | bool,
) -> Attachment:
    """Keep a file with what is `Said` about it.

    Raises NotAllowed when it is too large, of the wrong kind, or one too many. Its files are whole
    on the disk before a row names them; they are removed when there will be no row.
    """
    check_may_write(application, "files", by=by, at=at)
    clean = uploads.inspect(upload)  # takes seconds: others go on writing meanwhile
    names = uploads.store(clean, uuid7())
    try:
        return _keep(application, clean, names, Said(**said), by=by, at=at)  # type: ignore[arg-type]
    except BaseException:
        _remove_unless_named(names)
        raise


def _remove_unless_named(names: list[str]) -> None:
    """A connection that breaks may break after the commit: then, or who knows, `sweep` decides."""
    try:
        named = Attachment.objects.filter(file=names[0]).exists()
    except Error:
        return
    if not named:
        uploads.remove(names)


@transaction.atomic
def _keep(
    application: Application,
    clean: uploads.Clean,
    names: list[str],
    said: Said,
    *,
    by: User,
    at: datetime,
) -> Attachment:
    application = lock_to_write(application, "files", by=by, at=at)
    current = application.attachments.current()
    count = current.filter(kind=clean.kind).count()
    limit = MAX_PICTURES if clean.kind == Attachment.Kind.PICTURE else MAX_DOCUMENTS
    check(
        count < limit,
        _("An application holds at most 5 pictures and 3 PDF files. Remove one first."),
    )
    attachment = Attachment(
        application=application,
        kind=clean.kind,
        name=clean.name,
        media_type=clean.media_type,
        size=clean.size,
        sha256=clean.sha256,
        caption=said.caption,
        credit=said.credit,
        alt_text=said.alt_text,
        position=(current.aggregate(last=Max("position"))["last"] or 0) + 1,
        scan=Scan.PENDING if scanning.is_on() else Scan.OFF,
        uploaded_at=at,
        uploaded_by=by,
    )
    for field, name in zip(("file", "medium", "small"), names, strict=False):
        setattr(attachment, field, name)
    attachment.save()
    journal.record("application.attached", about=application, by=by, at=at, sha256=clean.sha256)
    if said.rights and clean.kind == Attachment.Kind.PICTURE:
        _set_rights(attachment, given=True, by=by, at=at)
    if attachment.scan == Scan.PENDING:
        queue_scan(attachment)
    touch(application, at)
    return attachment


def _set_rights(attachment: Attachment, *, given: bool, by: User, at: datetime) -> None:
    """That it may be published and all persons shown agree: who said so, and when."""
    attachment.rights_at, attachment.rights_by = (at, by) if given else (None, None)
    attachment.save(update_fields=["rights_at", "rights_by"])
    journal.record(
        "application.rights_confirmed" if given else "application.rights_taken_back",
        about=attachment.application,
        by=by,
        at=at,
        sha256=attachment.sha256,
    )


def _current(application: Application, attachment: Attachment) -> Attachment:
    """As it is now. Raises NotAllowed where somebody has removed it."""
    found = application.attachments.current().filter(pk=attachment.pk).first()
    if found is None:
        raise NotAllowed(_("This file was removed meanwhile."))
    return found


@transaction.atomic
def describe(
    attachment: Attachment,
    *,
    by: User,
    at: datetime,
    caption: str,
    credit: str,
    alt_text: str,
    rights: bool,
    seen: str | None = None,
) -> None:
    """Change what is said about a picture; versions handed in keep what they said.

    Raises Stale, see `shown`.
    """
    application = lock_to_write(attachment.application, "files", by=by, at=at)
    found = _current(application, attachment)
    given = Said(caption, credit, alt_text, rights)._asdict()
    if not shown.is_news(seen, stored=shown.description(found), given=given):
        return
    if rights != (found.rights_at is not None):
        _set_rights(found, given=rights, by=by, at=at)
    for name in shown.DESCRIPTION:
        setattr(found, name, given[name])
    found.save(update_fields=shown.DESCRIPTION)
    touch(application, at)


@transaction.atomic
def move(attachment: Attachment, *, up: bool, by: User, at: datetime) -> int:
    """Let it change places with its neighbour of the same kind; answers its place, from 1.

    At the end of the row nothing changes.
    """
    application = lock_to_write(attachment.application, "files", by=by, at=at)
    found = _current(application, attachment)
    rows = list(application.attachments.current())
    row = [file for file in rows if file.kind == found.kind]
    before = row.index(found)
    after = max(0, before - 1) if up else min(len(row) - 1, before + 1)
    row[before], row[after] = row[after], row[before]
    others = [file for file in rows if file.kind != found.kind]
    for position, file in enumerate(row + others, start=1):
        file.position = position
    Attachment.objects.bulk_update(rows, ["position"])
    touch(application, at)
    return after + 1


@transaction.atomic
def detach(attachment: Attachment, *, by: User, at: datetime) -> None:
    """Remove a file from what is written; a version handed in that names it keeps it.

    A second click changes nothing.
    """
    application = lock_to_write(attachment.application, "files", by=by, at=at)
    found = application.attachments.current().filter(pk=attachment.pk).first()
    if found is None:
        return
    if application.snapshots.filter(content__files__contains=[{"key": str(found.key)}]):
        found.removed_at = at
        found.save(update_fields=["removed_at"])
    else:
        names = [found.file.name, found.medium.name, found.small.name]
        found.delete()
        transaction.on_commit(lambda: uploads.remove(names))
    journal.record("application.detached", about=application, by=by, at=at, sha256=found.sha256)
    touch(application, at)
