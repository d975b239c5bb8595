"""Who may judge: small predicates over rows already at hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import TextChoices
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from initiatives.berlin import BERLIN
from initiatives.models import Call

from .models import Assignment, Juror, Procedure


class Mark(TextChoices):
    """How far a juror is with a case; computed, never stored."""

    OPEN = "open", _("open")
    BEGUN = "begun", _("begun")
    DONE = "done", _("finished")
    RECUSED = "recused", _("recused")
    # Translators: de: „abgenommen“, a case that was taken from its reader
    TAKEN = "locked", _("taken away")


def mark(assignment: Assignment) -> Mark:
    """The state of an assignment that was read with its sheet."""
    sheet = getattr(assignment, "sheet", None)
    return mark_of(sheet, sheet and sheet.finished_at)


def mark_of(sheet: object, finished_at: datetime | None) -> Mark:
    """The state by whether there is a sheet, and when it was finished."""
    if sheet is None:
        return Mark.OPEN
    return Mark.DONE if finished_at else Mark.BEGUN


def out_of_term(juror: Juror, at: datetime) -> str:
    """Why the juror is not in office at the moment `at`, in words; "" if the term holds.

    A term is in whole days of Berlin; its last day counts in full.
    """
    if juror.in_term(at.astimezone(BERLIN).date()):
        return ""
    if is_past_term(juror, at):
        # Translators: de: „Ihre Amtszeit endete am %(day)s.“
        return gettext("Your term ended on %(day)s.") % {"day": in_words(juror.term_until)}
    # Translators: de: „Ihre Amtszeit beginnt am %(day)s.“
    return gettext("Your term begins on %(day)s.") % {"day": in_words(juror.term_from)}


def is_past_term(juror: Juror, at: datetime) -> bool:
    return juror.term_until is not None and juror.term_until < at.astimezone(BERLIN).date()


def in_words(day: date | None) -> str:
    return formats.date_format(day, "DATE_FORMAT") if day else ""


def enters(call: Call, at: datetime) -> bool:
    """Whether the office may write down sheets from paper: as long as jurors judge, and then until
    the jury meets, because paper that was signed in time comes later.
    """
    return bool(call.judging_from and call.meeting_at and call.judging_from <= at < call.meeting_at)


def is_in_term_for_paper(assignment: Assignment, at: datetime) -> bool:
    """Whether the juror is in office; after judging, whether that was so on its last day."""
    end = assignment.application.call.judging_until
    moment = min(at, end - timedelta(seconds=1)) if end else at
    return assignment.juror.in_term(moment.astimezone(BERLIN).date())


def is_rescored(assignment: Assignment) -> bool:
    """Whether the jury sits over the case now, and its sheets may change meanwhile."""
    procedure = Procedure.of(assignment.application.call)
    return procedure.rescoring and procedure.discussed_id == assignment.application_id


def may_score(assignment: Assignment, at: datetime) -> bool:
    """Whether sheets on the case may change at the moment `at`."""
    return assignment.application.call.judges(at) or is_rescored(assignment)


def is_online(assignment: Assignment) -> bool:
    """Whether the juror wrote on the sheet: then the office has no business there any more."""
    sheet = getattr(assignment, "sheet", None)
    return sheet is not None and sheet.entered_by_id is None
