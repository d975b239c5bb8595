"""Who reads what."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import rules as office
from initiatives.berlin import BERLIN
from initiatives.models import Application, User
from initiatives.records import journal, letters
from initiatives.refusals import check
from initiatives.statuses import Status

from .. import rules
from ..models import Assignment, Juror, ScoreSheet
from .concerns import raise_concerns


@transaction.atomic
def assign(
    application: Application, jurors: Iterable[Juror], *, by: User | None, at: datetime
) -> list[Assignment]:
    """Give an admitted application to `jurors`, in addition to those who read it already.

    Raises NotAllowed for a juror with a declared conflict or of the initiative itself. Each juror's
    order is shuffled, always the same for the same juror and case.
    """
    rows = Application.objects.select_for_update(of=("self",), no_key=True)
    application = rows.get(pk=application.pk)
    check(by is None or office.may_administer(by), _("Your role reads and does not decide."))
    check(application.status == Status.ADMITTED, _("Only admitted applications are judged."))
    made = []
    for juror in jurors:
        check(juror.call_id == application.call_id, _("The juror sits in another jury."))
        check(
            not juror.conflicts.standing().filter(application=application).exists(),
            _("%(juror)s has declared a conflict of interest here.") % {"juror": juror},
        )
        check(
            not application.initiative.memberships.filter(user=juror.user_id).exists(),
            _("%(juror)s is a member of this initiative.") % {"juror": juror},
        )
        check(
            juror.left_at is None and not juror.waits,
            # Translators: de: „%(juror)s gehört der Jury zurzeit nicht an.“
            _("%(juror)s does not sit in the jury at present.") % {"juror": juror},
        )
        check_of_term(juror, at=at)
        check(
            not juror.concerns.open_requests().filter(application=application).exists(),
            # Translators: de: „Über den Antrag, %(juror)s auszuschließen, ist noch nicht
            # entschieden.“
            _("The request to exclude %(juror)s is not decided yet.") % {"juror": juror},
        )
        if assignment := give(juror, application):
            made.append(assignment)
    journal.record(
        "application.assigned",
        about=application,
        by=by,
        at=at,
        jurors=[str(assignment.juror.key) for assignment in made],
    )
    readers = [assignment.juror for assignment in made]
    raise_concerns(application.call, by=by, at=at, applications=[application], jurors=readers)
    for assignment in made:
        tell(assignment.juror, at=at)
    return made


def check_of_term(juror: Juror, *, at: datetime) -> None:
    """Raises NotAllowed once the term is over: nobody would read the case."""
    check(
        not rules.is_past_term(juror, at),
        # Translators: de: „Die Amtszeit von %(juror)s ist vorbei.“
        _("The term of %(juror)s is over.") % {"juror": juror},
    )


def give(juror: Juror, application: Application) -> Assignment | None:
    """Let the juror read the case; None if that is so already. Asks nobody whether it may be.

    A case that was taken away before comes back: the juror declares anew, a begun sheet goes on.
    """
    assignment, new = Assignment.objects.get_or_create(
        juror=juror,
        application=application,
        defaults={"position": shuffled(juror, application)},
    )
    if new or assignment.withdrawn_at is None:
        return assignment if new else None
    assignment.withdrawn_at = assignment.cleared_at = None
    assignment.save(update_fields=["withdrawn_at", "cleared_at"])
    return assignment


def take_away(assignment: Assignment, *, at: datetime) -> None:
    """Take a case from a juror. What was begun stays in the records and does not count.

    Raises NotAllowed for a finished sheet: it stays, and counts, whatever becomes of its juror.
    """
    sheet = ScoreSheet.objects.filter(assignment=assignment).first()
    check(
        sheet is None or sheet.finished_at is None,
        # Translators: de: „%(juror)s hat diesen Bogen abgeschlossen. Er bleibt und zählt.“
        _("%(juror)s has finished this sheet. It stays, and it counts.")
        % {"juror": assignment.juror},
    )
    if sheet is None and not assignment.cleared_at and not assignment.note:
        assignment.delete()
        return
    Assignment.objects.filter(pk=assignment.pk).update(withdrawn_at=at)


def shuffled(juror: Juror, application: Application) -> int:
    """A place in the juror's order: random over jurors, against effects of order, but stable."""
    return random.Random(f"{juror.key}{application.key}").randrange(2**31 - 1)  # noqa: S311


def tell(juror: Juror, *, at: datetime) -> None:
    """Write to a juror of new cases, once a day; the letter names none and counts none."""
    letters.draft(
        "jury_assigned",
        to=juror.user.email,
        at=at,
        about=juror,
        context={"juror": juror, "call": juror.call},
        language=juror.user.language,
        dedup_key=f"jury_assigned {juror.key} {at.astimezone(BERLIN):%Y-%m-%d}",
    )
