"""When an application may be written, and what of it: the deadline, its grace, and the reopenings.

What the office sees and the jury reads is the version handed in last. Writing never takes it back:
an application that is opened again stays handed in, and its next version replaces the last one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from .models import Application, ChangeRequest
from .statuses import Status


class Window(NamedTuple):
    """What may be written at a moment. `notes` limits it to what a request for changes names.

    Its keys are points: the name of a page; of the questionnaire "section/" with the page's slug
    and "section:" with the question's code. A note is "" where the office has said nothing itself.
    """

    is_open: bool
    late_by: timedelta = timedelta()
    request: ChangeRequest | None = None
    notes: Mapping[str, str] = MappingProxyType({})

    def allows(self, page: str, code: str = "", *, section: str = "") -> bool:
        """Whether this page, this question, or any on this page of the questionnaire may change."""
        if not self.is_open or self.request is None:
            return self.is_open
        if page == "section" and not code and not section:
            return any(point.startswith("section/") for point in self.notes)
        return _point(page, code, section) in self.notes

    def note(self, page: str, code: str = "") -> str:
        """What the office asks for at this page or question."""
        return self.notes.get(_point(page, code), "")


def _point(page: str, code: str = "", section: str = "") -> str:
    return f"{page}:{code}" if code else f"{page}/{section}" if section else page


CLOSED = Window(is_open=False)


def of(application: Application, at: datetime) -> Window:
    """The window at the moment `at`. No query for a draft, one to three for what was handed in."""
    if application.status == Status.DRAFT or application.reopened_at is not None:
        until_deadline = _until_deadline(application, at)
        if until_deadline.is_open or application.status == Status.DRAFT:
            return until_deadline
    if application.status != Status.SUBMITTED:
        return CLOSED
    request = open_request(application)
    if request is None or at >= request.until:
        return CLOSED
    return Window(is_open=True, request=request, notes=_notes(request))


def _notes(request: ChangeRequest) -> dict[str, str]:
    """One query; with the themes one more: whoever takes another answers its questions."""
    where = ("page", "question__code", "question__section__slug", "note")
    notes = {}
    for page, code, section, note in request.points.values_list(*where):
        notes[_point(page, code or "")] = note
        if section:
            notes[_point(page, section=section)] = ""
    if "themes" in notes:
        asked = request.application.call.questions.filter(criterion__isnull=False)
        for code, section in asked.values_list("code", "section__slug"):
            notes.setdefault(_point("section", code), "")
            notes.setdefault(_point("section", section=section), "")
    return notes


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
