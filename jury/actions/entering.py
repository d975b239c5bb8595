"""Sheets that the office writes down from paper, on behalf of a juror; see decision 17."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import User
from initiatives.records import journal
from initiatives.refusals import check

from .. import rules
from ..models import Assignment, ScoreSheet


def check_may_enter(assignment: Assignment, *, at: datetime) -> None:
    """Raises NotAllowed where the office may not write on a sheet at the moment `at`."""
    check(
        rules.enters(assignment.application.call, at),
        # Translators: de: „Bögen auf Papier werden vom Beginn der Bewertung bis zur Sitzung der
        # Jury eingetragen.“
        _("Sheets on paper are entered from the beginning of judging until the jury meets."),
    )
    check(
        rules.is_in_term_for_paper(assignment, at),
        # Translators: de: „%(juror)s ist nicht im Amt.“
        _("The term of %(juror)s has not begun or is over.") % {"juror": assignment.juror},
    )
    check(
        not rules.is_online(assignment),
        # Translators: de: „%(juror)s hat diesen Bogen online begonnen. Er wird dort abgeschlossen.“
        _("%(juror)s has begun this sheet online. It is finished there.")
        % {"juror": assignment.juror},
    )


def hand(on_behalf: bool) -> dict[str, bool]:
    """What the journal adds where somebody of the office wrote."""
    return {"on_behalf": True} if on_behalf else {}


def belongs_to(sheet: ScoreSheet, office: User | None) -> None:
    """Keep who of the office wrote last on a sheet, or that its juror did. No query mostly."""
    writer = office.pk if office else None
    if sheet.entered_by_id != writer:
        sheet.entered_by = office
        sheet.save(update_fields=["entered_by"])


@transaction.atomic
def look_at_entry(assignment: Assignment, *, by: User, at: datetime) -> None:
    """Journal that somebody of the office is shown what was entered so far, if anything was."""
    if hasattr(assignment, "sheet"):
        journal.record("sheet.viewed_by_office", about=assignment, by=by, at=at)
