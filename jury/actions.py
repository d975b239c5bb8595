"""What the jury does: declare conflicts, score, finish; and who reads what."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import rules as office
from initiatives import texts
from initiatives.models import Application, Call, Criterion, User
from initiatives.records import journal
from initiatives.refusals import Conflict as Overwritten
from initiatives.refusals import NotAllowed, check
from initiatives.statuses import Status

from .models import Assignment, Conflict, Ground, Juror, Score, ScoreSheet

REASON_LIMIT = 600


@transaction.atomic
def seat(
    call: Call,
    user: User,
    *,
    by: User | None,
    at: datetime,
    salutation: str = "",
    organisation: str = "",
    is_chair: bool = False,
) -> Juror:
    """Make somebody a member of the call's jury; nobody of the office can be one."""
    check(by is None or office.may_administer(by), _("Your role reads and does not decide."))
    check(
        not office.is_office(user),
        _("%(name)s is of the office, which sees all scores, and cannot judge.") % {"name": user},
    )
    juror = Juror.objects.create(
        call=call,
        user=user,
        salutation=salutation,
        organisation=organisation,
        is_chair=is_chair,
        accepted_at=at,
    )
    journal.record("juror.seated", about=juror, by=by, at=at)
    return juror


@transaction.atomic
def assign(
    application: Application, jurors: Iterable[Juror], *, by: User | None, at: datetime
) -> list[Assignment]:
    """Give an admitted application to `jurors`, in addition to those who read it already.

    Raises NotAllowed for a juror with a declared conflict or of the initiative itself. Each juror's
    order is shuffled, always the same for the same juror and case.
    """
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    check(by is None or office.may_administer(by), _("Your role reads and does not decide."))
    check(application.status == Status.ADMITTED, _("Only admitted applications are judged."))
    made = []
    for juror in jurors:
        check(juror.call_id == application.call_id, _("The juror sits in another jury."))
        check(
            not juror.conflicts.filter(application=application).exists(),
            _("%(juror)s has declared a conflict of interest here.") % {"juror": juror},
        )
        check(
            not application.initiative.memberships.filter(user=juror.user_id).exists(),
            _("%(juror)s is a member of this initiative.") % {"juror": juror},
        )
        assignment, new = Assignment.objects.get_or_create(
            juror=juror,
            application=application,
            defaults={"position": _shuffled(juror, application)},
        )
        if new:
            made.append(assignment)
    journal.record(
        "application.assigned",
        about=application,
        by=by,
        at=at,
        jurors=[str(assignment.juror.key) for assignment in made],
    )
    return made


def _shuffled(juror: Juror, application: Application) -> int:
    """A place in the juror's order: random over jurors, against effects of order, but stable."""
    return random.Random(f"{juror.key}{application.key}").randrange(2**31 - 1)  # noqa: S311


@transaction.atomic
def declare(
    juror: Juror,
    grounds: Mapping[Assignment, str],
    *,
    by: User,
    at: datetime,
    notes: Mapping[Assignment, str] | None = None,
) -> None:
    """Say for each case whether the juror is impartial ("") or on which ground not.

    A conflict takes the case away at once and for good; a sheet begun on it no longer counts.
    """
    juror = Juror.objects.select_for_update().get(pk=juror.pk)
    check(juror.user_id == by.pk, _("Only the juror can declare this."))
    own = set(juror.assignments.free_of_conflict().select_for_update())
    check(own.issuperset(grounds), _("You cannot judge this case."))
    for assignment, ground in grounds.items():
        if not ground:
            Assignment.objects.filter(pk=assignment.pk, cleared_at=None).update(cleared_at=at)
            action = "juror.declared_impartial"
        else:
            check(ground in Ground.values, _("Choose one of the grounds."))
            Conflict.objects.get_or_create(
                juror=juror,
                application_id=assignment.application_id,
                defaults={
                    "ground": ground,
                    "note": (notes or {}).get(assignment, "")[:300],
                    "declared_at": at,
                },
            )
            Assignment.objects.filter(pk=assignment.pk).update(cleared_at=None)
            action = "juror.declared_conflict"
        journal.record(action, about=assignment, by=by, at=at, ground=ground)


def _lock(assignment: Assignment, *, by: User, at: datetime) -> Assignment:
    """The assignment as it is now, locked, checked that `by` may score it at the moment `at`."""
    found = (
        Assignment.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("application__call", "juror")
        .filter(pk=assignment.pk)
        .first()
    )
    if found is None:
        raise NotAllowed(_("You cannot judge this case."))
    check(found.cleared_at, _("Declare first whether you are impartial in this case."))
    check(found.application.status == Status.ADMITTED, _("This case is not judged."))
    check(
        found.application.call.judges(at),
        _("Judging is closed at present. What you saved stays as it is."),
    )
    return found


@transaction.atomic
def save_score(
    assignment: Assignment,
    criterion: Criterion,
    *,
    by: User,
    at: datetime,
    points: int | None,
    reason: str = "",
    for_applicant: str = "",
    abstained: bool = False,
    seen: int = 0,
) -> Score:
    """Store points and texts on one declared criterion; the first score begins the sheet.

    `reason` stays with the jury; `for_applicant` may reach the initiative, without a name.

    `seen` is the version the writer's form showed (0: none). Raises NotAllowed for points off the
    scale, an undeclared criterion or a finished sheet, and Overwritten if the score was changed
    elsewhere meanwhile.
    """
    assignment = _lock(assignment, by=by, at=at)
    application = assignment.application
    check(
        points is None or 0 <= points <= application.call.points_max,
        _("Give 0 to %(max)d points.") % {"max": application.call.points_max},
    )
    check(criterion in judged(application), _("The application does not ask to be judged on this."))
    sheet, new = ScoreSheet.objects.get_or_create(
        assignment=assignment,
        defaults={"juror": assignment.juror, "application": application, "started_at": at},
    )
    check(not sheet.finished_at, _("This sheet is finished. Reopen it to change it."))
    if new:
        journal.record("sheet.begun", about=assignment, by=by, at=at)
    reason, for_applicant = texts.clean(reason), texts.clean(for_applicant)
    stored = sheet.scores.filter(criterion=criterion).first()
    if stored is None:
        return Score.objects.create(
            sheet=sheet,
            criterion=criterion,
            points=None if abstained else points,
            abstained=abstained,
            reason=reason,
            for_applicant=for_applicant,
            saved_at=at,
        )
    wanted = (None if abstained else points, abstained, reason, for_applicant)
    if (stored.points, stored.abstained, stored.reason, stored.for_applicant) == wanted:
        return stored
    if stored.version != seen:
        raise Overwritten(
            _("You changed this score in another window meanwhile. Both versions are shown."),
            theirs=_in_words(stored.points, stored.reason, stored.for_applicant),
            yours=_in_words(points, reason, for_applicant),
            version=stored.version,
        )
    stored.points, stored.abstained, stored.reason, stored.for_applicant = wanted
    stored.version, stored.saved_at = stored.version + 1, at
    stored.save()
    return stored


def _in_words(points: int | None, *said: str) -> str:
    return " · ".join(["–" if points is None else str(points), *filter(None, said)])


def judged(application: Application) -> list[Criterion]:
    """What this application is judged on: the D's it declares, and the general criteria."""
    return list(
        Criterion.objects.filter(call_id=application.call_id, is_optional=False)
        .union(Criterion.objects.filter(declared__application=application))
        .order_by("position")
    )


class Gap(NamedTuple):
    """What a sheet lacks: at which criterion, in which field of `ScoreForm`, in words."""

    criterion: Criterion
    field: str
    words: str


def gaps(assignment: Assignment) -> list[Gap]:
    """All that hinders finishing a sheet, in the order of its criteria."""
    call = assignment.application.call
    scores = {
        score.criterion_id: score for score in Score.objects.filter(sheet__assignment=assignment)
    }
    found = []
    for criterion in judged(assignment.application):
        score = scores.get(criterion.pk)
        if score is None or (score.points is None and not score.abstained):
            words = _("Give points for “%(name)s”.") % {"name": criterion.name}
            found.append(Gap(criterion, "points", words))
            continue
        if call.reason_required and not score.reason.strip():
            words = _("Give a reason for “%(name)s”.") % {"name": criterion.name}
            found.append(Gap(criterion, "reason", words))
        if len(score.reason) > REASON_LIMIT:
            words = _("Shorten the reason for “%(name)s” to %(limit)d characters.") % {
                "name": criterion.name,
                "limit": REASON_LIMIT,
            }
            found.append(Gap(criterion, "reason", words))
        if len(score.for_applicant) > REASON_LIMIT:
            # Translators: de: „Kürzen Sie die Rückmeldung zu „%(name)s“ auf %(limit)d Zeichen.“
            words = _("Shorten the feedback on “%(name)s” to %(limit)d characters.") % {
                "name": criterion.name,
                "limit": REASON_LIMIT,
            }
            found.append(Gap(criterion, "for_applicant", words))
    return found


@transaction.atomic
def finish(assignment: Assignment, *, by: User, at: datetime) -> ScoreSheet:
    """Finish a sheet: from now on it counts. Raises NotAllowed naming what is missing first."""
    assignment = _lock(assignment, by=by, at=at)
    if missing := gaps(assignment):
        raise NotAllowed(missing[0].words)
    sheet = ScoreSheet.objects.filter(assignment=assignment).first()
    if sheet is None:
        raise NotAllowed(_("Nothing is judged here."))
    if sheet.finished_at is None:
        sheet.finished_at = at
        sheet.save(update_fields=["finished_at"])
        journal.record("sheet.finished", about=assignment, by=by, at=at)
    return sheet


@transaction.atomic
def reopen(assignment: Assignment, *, by: User, at: datetime) -> None:
    """Open a finished sheet again; until it is finished anew it does not count."""
    assignment = _lock(assignment, by=by, at=at)
    changed = ScoreSheet.objects.filter(assignment=assignment, finished_at__isnull=False).update(
        finished_at=None
    )
    check(changed, _("This sheet is open already."))
    journal.record("sheet.reopened", about=assignment, by=by, at=at)
