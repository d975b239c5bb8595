"""Files beside the answers."""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from .. import shown, uploads
from ..keys import uuid7
from ..models import Application, Attachment, User
from ..records import journal
from ..refusals import NotAllowed, check
from .locking import check_may_write, lock_to_write
from .writing import touch

MAX_DOCUMENTS, MAX_PICTURES = 3, 5


def attach(
    application: Application,
    upload: UploadedFile,
    *,
    by: User,
    at: datetime,
    caption: str = "",
    credit: str = "",
    alt_text: str = "",
) -> Attachment:
    """Keep a file. Raises NotAllowed when it is too large, of the wrong kind, or one too many."""
    check_may_write(application, "files", by=by, at=at)
    clean = uploads.inspect(upload)  # takes seconds: others go on writing meanwhile
    said = {"caption": caption, "credit": credit, "alt_text": alt_text}
    return _keep(application, clean, said, by=by, at=at)


@transaction.atomic
def _keep(
    application: Application, clean: uploads.Clean, said: dict[str, str], *, by: User, at: datetime
) -> Attachment:
    application = lock_to_write(application, "files", by=by, at=at)
    count = application.attachments.current().filter(kind=clean.kind).count()
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
        size=len(clean.content),
        sha256=clean.sha256,
        **said,
        uploaded_at=at,
        uploaded_by=by,
    )
    attachment.file.save(f"{uuid7().hex}.{clean.extension}", ContentFile(clean.content), save=False)
    attachment.save()
    journal.record("application.attached", about=application, by=by, at=at, sha256=clean.sha256)
    touch(application, at)
    return attachment


@transaction.atomic
def describe(
    attachment: Attachment,
    *,
    by: User,
    at: datetime,
    caption: str,
    credit: str,
    alt_text: str,
    seen: str | None = None,
) -> None:
    """Change what is said about a file; versions handed in keep what they said.

    Raises Stale, see `shown`.
    """
    application = lock_to_write(attachment.application, "files", by=by, at=at)
    found = application.attachments.current().filter(pk=attachment.pk).first()
    if found is None:
        raise NotAllowed(_("This file was removed meanwhile."))
    given = {"caption": caption, "credit": credit, "alt_text": alt_text}
    if not shown.is_news(seen, stored=shown.description(found), given=given):
        return
    for name, value in given.items():
        setattr(found, name, value)
    found.save(update_fields=shown.DESCRIPTION)
    touch(application, at)


@transaction.atomic
def detach(attachment: Attachment, *, by: User, at: datetime) -> None:
    """Remove a file from what is written; a version handed in that names it keeps it."""
    application = lock_to_write(attachment.application, "files", by=by, at=at)
    if application.snapshots.filter(content__files__contains=[{"key": str(attachment.key)}]):
        attachment.removed_at = at
        attachment.save(update_fields=["removed_at"])
    else:
        file = attachment.file
        attachment.delete()
        transaction.on_commit(lambda: file.delete(save=False))
    journal.record(
        "application.detached", about=application, by=by, at=at, sha256=attachment.sha256
    )
    touch(application, at)
