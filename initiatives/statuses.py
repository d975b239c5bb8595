"""The states of an application and the one table of allowed moves.

One that is opened again stays handed in (`reopened_at`): its last version is valid all the time.
What comes later is a row of its own: *scored* a sheet, *decided* a decision, *published* a release.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .refusals import NotAllowed

if TYPE_CHECKING:
    from .models import Application


class Status(TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("handed in")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ADMITTED = "admitted", _("admitted")
    EXCLUDED = "excluded", _("excluded")


MOVES: dict[Status, set[Status]] = {
    Status.DRAFT: {Status.SUBMITTED, Status.WITHDRAWN},
    Status.SUBMITTED: {Status.WITHDRAWN, Status.ADMITTED, Status.EXCLUDED},
    Status.ADMITTED: {Status.EXCLUDED},
    Status.EXCLUDED: {Status.ADMITTED},
    Status.WITHDRAWN: set(),
}
HANDED_IN = (Status.SUBMITTED, Status.ADMITTED, Status.EXCLUDED)


def move(application: Application, target: Status) -> None:
    """Change the status of a locked application and store it, or raise NotAllowed."""
    current = Status(application.status)
    if target not in MOVES[current]:
        raise NotAllowed(
            _("An application that is %(current)s cannot become %(target)s.")
            % {"current": current.label, "target": target.label}
        )
    application.status = target
    application.save(update_fields=["status", "exclusion_reason"])
