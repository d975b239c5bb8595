"""The time, asked once per request, task or command and handed on as `at`."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present moment in UTC; a demonstration may have moved it (`CLOCK_OFFSET`)."""
    return timezone.now() + settings.CLOCK_OFFSET
