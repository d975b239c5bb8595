"""When an application may be written, and what of it: the deadline, its grace, and the reopenings.

What the office sees and the jury reads is the version handed in last. Writing never takes it back:
an application that is opened again stays handed in, and its next version replaces the last one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from .models import Application, ChangeRequest
from .statuses import Status


class Window(NamedTuple):
    """What may be written at a moment. `points` limits it to what a request for changes names.

    A point is the name of a page; of the questionnaire it is "section:" and the question's code.
    """

    is_open: bool
    late_by: timedelta = timedelta()
    request: ChangeRequest | None = None
    points: frozenset[str] = frozenset()

    def allows(self, page: str, code: str = "") -> bool:
        """Whether this page, or this question, may be changed."""
        if not self.is_open or self.request is None:
            return self.is_open
        if page == "section" and not code:
            return any(point.startswith("section:") for point in self.points)
        return (f"section:{code}" if page == "section" else page) in self.points


CLOSED = Window(is_open=False)


def of(application: Application, at: datetime) -> Window:
    """The window at the moment `at`. No query for a draft, one or two for what was handed in."""
    if application.status == Status.DRAFT or application.reopened_at is not None:
        until_deadline = _until_deadline(application, at)
        if until_deadline.is_open or application.status == Status.DRAFT:
            return until_deadline
    if application.status != Status.SUBMITTED:
        return CLOSED
    request = open_request(application)
    if request is None or at >= request.until:
        return CLOSED
    points = request.points.values_list("page", "question__code")
    named = (f"{page}:{code}" if code else page for page, code in points)
    return Window(is_open=True, request=request, points=frozenset(named))


def open_request(application: Application) -> ChangeRequest | None:
    """The request for changes that is neither answered nor taken back. One query."""
    return application.change_requests.filter(answered_at=None, withdrawn_at=None).first()


def _until_deadline(application: Application, at: datetime) -> Window:
    opens, closes = application.call.opens_at, application.deadline()
    if opens is None or closes is None or not opens <= at < closes + application.call.grace:
        return CLOSED
    late_by = max(at - closes, timedelta.resolution) if at >= closes else timedelta()
    return Window(is_open=True, late_by=late_by)


def may_reopen(application: Application, at: datetime) -> bool:
    """Handed in, not opened again yet, and before the deadline: its grace is for handing in."""
    opens, closes = application.call.opens_at, application.deadline()
    return bool(
        application.status == Status.SUBMITTED
        and application.reopened_at is None
        and opens
        and closes
        and opens <= at < closes
    )
