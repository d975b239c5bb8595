"""The virus scan of files: after saving, before anybody but the members gets them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from procrastinate.contrib.django import app

from .. import scanning
from ..models import Attachment, Scan
from ..records import journal, letters

WAITING = (Scan.PENDING, Scan.ERROR)
LATE = timedelta(minutes=10)  # the job of its own has had its attempts
FAILURES = 3
ENTRIES = {
    Scan.CLEAN: "application.file_clean",
    Scan.INFECTED: "application.file_infected",
    Scan.ERROR: "application.scan_failed",
    Scan.OFF: "application.scan_left_out",
}


def queue_scan(attachment: Attachment) -> None:
    """Let a worker scan it as soon as it is committed."""
    app.configure_task("scan_attachment").defer(attachment_id=attachment.pk)


def scan(attachment: Attachment, *, at: datetime) -> None:
    """Ask the scanner and note what it says. Raises ScanFailed after noting that, too."""
    try:
        with attachment.file.open("rb") as file:
            found = scanning.infection(file.chunks())
    except (scanning.ScanFailed, OSError) as error:
        if attachment.scan in WAITING:  # what was there before the scanner stays readable
            _note(attachment, Scan.ERROR, at=at)
        raise scanning.ScanFailed(str(error)) from error
    _note(attachment, Scan.INFECTED if found else Scan.CLEAN, at=at, found=found)


def scan_by_id(attachment_id: int, *, at: datetime) -> None:
    """The same, unless the file is gone or done."""
    waiting = Attachment.objects.filter(pk=attachment_id, scan__in=WAITING).first()
    if waiting is not None:
        scan(waiting, at=at)


def scan_what_waits(*, at: datetime) -> None:
    """Files whose job failed, and those from before there was a scanner; least asked ones first.

    Three that fail are a scanner that does not answer. Without a scanner nothing waits for one: who
    switched it off has decided so.
    """
    longest = F("scanned_at").asc(nulls_first=True)
    late = Attachment.objects.filter(uploaded_at__lte=at - LATE).order_by(longest, "pk")
    if not scanning.is_on():
        for attachment in late.filter(scan__in=WAITING):
            _note(attachment, Scan.OFF, at=at)
        return
    failed = 0
    for attachment in late.filter(scan__in=(*WAITING, Scan.OFF)):
        try:
            scan(attachment, at=at)
        except scanning.ScanFailed:
            failed += 1
            if failed == FAILURES:
                return


@transaction.atomic
def _note(attachment: Attachment, verdict: Scan, *, at: datetime, found: str = "") -> None:
    """Nothing where the file was removed meanwhile; the journal holds what changed."""
    row = Attachment.objects.select_for_update(of=("self",)).filter(pk=attachment.pk)
    stored = row.select_related("application__initiative", "uploaded_by").first()
    if stored is None:
        return
    is_news = stored.scan != verdict
    stored.scan, stored.scanned_at = verdict, at
    stored.save(update_fields=["scan", "scanned_at"])
    if not is_news:
        return
    journal.record(
        ENTRIES[verdict],
        about=stored.application,
        by=None,
        at=at,
        sha256=stored.sha256,
        **({"found": found[:100]} if found else {}),
    )
    if verdict == Scan.INFECTED and stored.uploaded_by is not None:
        letters.draft(
            "infected",
            to=stored.uploaded_by.email,
            at=at,
            about=stored.application,
            context={"file": stored, "application": stored.application},
            language=stored.uploaded_by.language,
            dedup_key=f"infected:{stored.key}",
        )
