"""Whether a receipt is true: anybody may ask with its number and checksum, and learns no more."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from .models import Letter, Snapshot
from .records import canonical
from .statuses import Status

NOTHING = "0" * 64


class Proof(NamedTuple):
    """What a true receipt says of its version, and which one counts now."""

    version: int
    submitted_at: datetime
    late_by: int  # seconds
    newest: int
    newest_at: datetime
    is_withdrawn: bool

    @property
    def is_newest(self) -> bool:
        return self.version == self.newest


def is_posted(snapshot: Snapshot) -> bool:
    """Whether a letter brings it to whoever handed in. One query, by an index."""
    return Letter.objects.filter(dedup_key=f"receipt:{snapshot.key}:0").exists()


def find(number: str, sha256: str) -> Proof | None:
    """The version with this number and checksum. One query, whatever it finds.

    An unknown number and a wrong checksum give the same answer in the same time.
    """
    rows = Snapshot.objects.filter(application__number=number).order_by("version")
    versions = list(
        rows.values_list("version", "sha256", "submitted_at", "late_by", "application__status")
    )
    found = None
    for row in versions:
        if constant_time_compare(row[1], sha256):
            found = row
    if not versions:
        constant_time_compare(NOTHING, sha256)
    if found is None:
        return None
    version, _sha256, submitted_at, late_by, status = found
    last = versions[-1]
    return Proof(version, submitted_at, late_by, last[0], last[2], status == Status.WITHDRAWN)


def address(snapshot: Snapshot) -> str:
    """Where this receipt is checked, with number and checksum filled in; to stand in a document."""
    query = {"nummer": snapshot.application.number, "pruefsumme": snapshot.sha256}
    return f"{settings.BASE_URL}{reverse('check_receipt')}?{urlencode(query)}"


def frozen(snapshot: Snapshot) -> bytes:
    """The very bytes whose SHA-256 the receipt prints."""
    return canonical.dumps(snapshot.content).encode()
