"""Files beside the answers."""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from .. import uploads
from ..keys import uuid7
from ..models import Application, Attachment, User
from ..records import journal
from ..refusals import check
from .locking import lock_to_write
from .writing import touch

MAX_DOCUMENTS, MAX_PICTURES = 3, 5


@transaction.atomic
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
    clean = uploads.inspect(upload)  # takes seconds: others go on writing meanwhile
    application = lock_to_write(application, by=by, at=at)
    count = application.attachments.filter(kind=clean.kind).count()
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
        caption=caption,
        credit=credit,
        alt_text=alt_text,
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
    attachment: Attachment, *, by: User, at: datetime, caption: str, credit: str, alt_text: str
) -> None:
    """Change what is said about a file; versions handed in keep what they said."""
    application = lock_to_write(attachment.application, by=by, at=at)
    attachment.caption, attachment.credit, attachment.alt_text = caption, credit, alt_text
    attachment.save(update_fields=["caption", "credit", "alt_text"])
    touch(application, at)


@transaction.atomic
def detach(attachment: Attachment, *, by: User, at: datetime) -> None:
    """Remove a file from a draft; versions handed in keep its name and hash."""
    application = lock_to_write(attachment.application, by=by, at=at)
    file = attachment.file
    attachment.delete()
    journal.record(
        "application.detached", about=application, by=by, at=at, sha256=attachment.sha256
    )
    transaction.on_commit(lambda: file.delete(save=False))
    touch(application, at)
