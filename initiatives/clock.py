"""The time, asked once per request, task or command and handed on as `at`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import DateTimeField, ExpressionWrapper, Func, Value
from django.db.models.expressions import Combinable
from django.http import HttpRequest
from django.utils import timezone


def now() -> datetime:
    """The present moment in UTC; a demonstration may have moved it (`CLOCK_OFFSET`)."""
    return timezone.now() + settings.CLOCK_OFFSET


def of_request(request: HttpRequest) -> datetime:
    """When a page is asked for; of a form that is sent, by the clock that decides on deadlines."""
    return now() if request.method in ("GET", "HEAD") else of_database()


def in_query() -> Combinable:
    """`of_database` as a part of another query: when it began, before it waits for a lock."""
    began = Func(function="statement_timestamp", output_field=DateTimeField())
    return ExpressionWrapper(began + Value(settings.CLOCK_OFFSET), output_field=DateTimeField())


def of_database() -> datetime:
    """The present moment by the clock of the database: the one clock that all servers share.

    Deadlines are decided by it, asked as a request arrives: who then has to wait for others is not
    late. One query, moved like `now`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment + settings.CLOCK_OFFSET


@contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """As if it were `moment`, for all this process does: for commands that look at another time."""
    before = settings.CLOCK_OFFSET
    settings.CLOCK_OFFSET = moment - timezone.now()
    try:
        yield
    finally:
        settings.CLOCK_OFFSET = before
