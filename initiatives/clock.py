"""The time, asked once per request, task or command and handed on as `at`."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils import timezone


def now() -> datetime:
    """The present moment in UTC; a demonstration may have moved it (`CLOCK_OFFSET`)."""
    return timezone.now() + settings.CLOCK_OFFSET


def of_database() -> datetime:
    """The present moment by the clock of the database: the one clock that all servers share.

    Deadlines are decided by it, asked as a request arrives: who then has to wait for others is not
    late. One query, moved like `now`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment + settings.CLOCK_OFFSET
