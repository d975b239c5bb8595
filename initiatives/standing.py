"""Where an application stands for those who wrote it: its status, told with the clock."""

from __future__ import annotations

from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .models import Application
from .statuses import Status


class Standing(TextChoices):
    """What people are told; `mark` is its form."""

    DRAFT = "draft", _("Draft")
    LATE = "late", _("Draft")
    MISSED = "missed", _("Not handed in")
    HANDED_IN = "handed_in", _("Handed in")
    # Translators: de: „Eingereicht, in Bearbeitung“
    REOPENED = "reopened", _("Handed in, being changed")
    # Translators: de: „Eingereicht, in Bearbeitung“
    REOPENED_LATE = "reopened_late", _("Handed in, being changed")
    LEFT = "left", _("Handed in")
    ASKED = "asked", _("Changes asked for")
    UNANSWERED = "unanswered", _("Handed in")
    ADMITTED = "admitted", _("Handed in and admitted")
    EXCLUDED = "excluded", _("Excluded")
    # Translators: de: „Zurückgezogen“
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def mark(self) -> str:
        return MARKS[self]


MARKS = {
    Standing.DRAFT: "begun",
    Standing.LATE: "overdue",
    Standing.MISSED: "locked",
    Standing.HANDED_IN: "done",
    Standing.REOPENED: "begun",
    Standing.REOPENED_LATE: "overdue",
    Standing.LEFT: "done",
    Standing.ASKED: "overdue",
    Standing.UNANSWERED: "done",
    Standing.ADMITTED: "done",
    Standing.EXCLUDED: "recused",
    Standing.WITHDRAWN: "recused",
}
BY_STATUS = {
    Status.ADMITTED: Standing.ADMITTED,
    Status.EXCLUDED: Standing.EXCLUDED,
    Status.WITHDRAWN: Standing.WITHDRAWN,
}


def of(application: Application, at: datetime) -> Standing:
    """At the moment `at`. No query: `asked_until` comes with `with_asked_until`, or is unknown."""
    if application.status == Status.DRAFT:
        return _written(application, at, Standing.DRAFT, Standing.LATE) or Standing.MISSED
    if application.status != Status.SUBMITTED:
        return BY_STATUS[Status(application.status)]
    asked_until: datetime | None = getattr(application, "asked_until", None)
    if application.reopened_at is not None and (
        writing := _written(application, at, Standing.REOPENED, Standing.REOPENED_LATE)
    ):
        return writing
    if asked_until is not None:
        return Standing.ASKED if at < asked_until else Standing.UNANSWERED
    return Standing.LEFT if application.reopened_at is not None else Standing.HANDED_IN


def _written(
    application: Application, at: datetime, in_time: Standing, late: Standing
) -> Standing | None:
    """Before the deadline, within its grace, or None after both."""
    closes = application.deadline()
    if closes is None or at < closes:
        return in_time
    return late if at < closes + application.call.grace else None
