"""Where an application stands for those who wrote it: its status, told with the clock."""

from __future__ import annotations

from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .models import Application
from .statuses import Status


class Stage(TextChoices):
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
    Stage.DRAFT: "begun",
    Stage.LATE: "overdue",
    Stage.MISSED: "locked",
    Stage.HANDED_IN: "done",
    Stage.REOPENED: "begun",
    Stage.REOPENED_LATE: "overdue",
    Stage.LEFT: "done",
    Stage.ASKED: "overdue",
    Stage.UNANSWERED: "done",
    Stage.ADMITTED: "done",
    Stage.EXCLUDED: "recused",
    Stage.WITHDRAWN: "recused",
}
BY_STATUS = {
    Status.ADMITTED: Stage.ADMITTED,
    Status.EXCLUDED: Stage.EXCLUDED,
    Status.WITHDRAWN: Stage.WITHDRAWN,
}


def of(application: Application, at: datetime) -> Stage:
    """At the moment `at`. No query: `asked_until` comes with `with_asked_until`, or is unknown."""
    if application.status == Status.DRAFT:
        return _written(application, at, Stage.DRAFT, Stage.LATE) or Stage.MISSED
    if application.status != Status.SUBMITTED:
        return BY_STATUS[Status(application.status)]
    asked_until: datetime | None = getattr(application, "asked_until", None)
    if application.reopened_at is not None and (
        writing := _written(application, at, Stage.REOPENED, Stage.REOPENED_LATE)
    ):
        return writing
    if asked_until is not None:
        return Stage.ASKED if at < asked_until else Stage.UNANSWERED
    return Stage.LEFT if application.reopened_at is not None else Stage.HANDED_IN


def _written(application: Application, at: datetime, in_time: Stage, late: Stage) -> Stage | None:
    """Before the deadline, within its grace, or None after both."""
    closes = application.deadline()
    if closes is None or at < closes:
        return in_time
    return late if at < closes + application.call.grace else None
