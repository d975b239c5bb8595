"""Points and texts on the criteria of a case, and the juror's own note on it.

The whole sheet saves by its button, the browser one field at a time while somebody types: both by
the same rule. Single saves are not journalled; beginning, finishing and reopening a sheet are.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, FilteredRelation, OuterRef, Q
from django.utils.translation import gettext as _

from initiatives import texts
from initiatives.models import Application, Criterion, DeclaredCriterion, User
from initiatives.records import journal
from initiatives.refusals import NotAllowed, Stale, check
from initiatives.shown import digest, is_news
from initiatives.statuses import Status
from initiatives.written import Written

from .. import rules, shown
from ..models import Assignment, Score, ScoreSheet
from .entering import belongs_to, check_may_enter, hand

REASON_LIMIT = 600


def lock(assignment: Assignment, *, by: User, at: datetime, on_behalf: bool = False) -> Assignment:
    """The assignment as it is now, locked, checked that `by` may score it at the moment `at`.

    `on_behalf` of its juror somebody of the office may, who has a sheet on paper.
    """
    # Waited for the lock, one reads anew: whoever left the jury meanwhile changed no finished case.
    list(Assignment.objects.select_for_update().filter(pk=assignment.pk).values_list("pk"))
    found = _visible(by, on_behalf).filter(pk=assignment.pk).first()
    if found is None:
        raise NotAllowed(_("You cannot judge this case."))
    check_may_score(found, at=at, on_behalf=on_behalf)
    return found


def _visible(by: User, on_behalf: bool = False) -> Any:
    """The cases on which `by` may write, with all that saving has to know of them."""
    cases = Assignment.objects
    found = cases.enterable_by(by) if on_behalf else cases.visible_to(by)
    return found.select_related("application__call", "juror__user", "sheet")


def check_may_read(assignment: Assignment) -> None:
    """Raises NotAllowed where the juror may not even read the case."""
    check(assignment.cleared_at, _("Declare first whether you are impartial in this case."))
    check(assignment.application.status == Status.ADMITTED, _("This case is not judged."))


def check_may_score(assignment: Assignment, *, at: datetime, on_behalf: bool = False) -> None:
    """Raises NotAllowed where nobody may write on the sheet at the moment `at`."""
    check_may_read(assignment)
    if on_behalf:
        check_may_enter(assignment, at=at)
        return
    check(not (words := rules.out_of_term(assignment.juror, at)), words)
    check(
        rules.may_score(assignment, at),
        _("Judging is closed at present. What you saved stays as it is."),
    )


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
    seen: Mapping[str, str] | None = None,
    on_behalf: bool = False,
) -> Score | None:
    """Store points and texts on one declared criterion; the first score begins the sheet.

    `reason` stays with the jury; `for_applicant` may reach the initiative, without a name.

    `seen` are the digests of the fields the writer's form showed (see `jury.shown`): a field left
    as it was is skipped. Without `seen` everything is replaced. Raises NotAllowed for points off
    the scale, an undeclared criterion or a finished sheet, and Stale, with what is stored by field,
    if a field was changed both here and elsewhere meanwhile: then nothing of it is stored.
    """
    given = shown.NO_JUDGEMENT if abstained else "" if points is None else str(points)
    values = {"points": given, "reason": reason, "for_applicant": for_applicant}
    try:
        key = assignment.key
        return _save(key, criterion.pk, values, by=by, at=at, seen=seen, on_behalf=on_behalf)
    except Assignment.DoesNotExist:
        raise NotAllowed(_("You cannot judge this case.")) from None


@transaction.atomic
def save_score_field(
    key: UUID, criterion: int, name: str, value: str, *, by: User, at: datetime, seen: str = ""
) -> str:
    """Store one field, and return the digest of what is seen now. Two queries, once begun.

    Raises Assignment.DoesNotExist for whoever has nothing to do with the case.
    """
    known = {name: seen} if seen else None
    stored = _save(key, criterion, {name: value}, by=by, at=at, seen=known)
    return digest({name: shown.of_score(stored)[name]})


@transaction.atomic
def save_note(key: UUID, text: str, *, by: User, at: datetime, seen: str = "") -> str:
    """Store what only the juror reads, whenever the case may be read. Two queries.

    Raises Stale, and Assignment.DoesNotExist for whoever has nothing to do with the case.
    """
    found = _visible(by).select_for_update(of=("self",)).get(key=key)
    check(not (words := rules.out_of_term(found.juror, at)), words)
    check_may_read(found)
    given = {"note": texts.clean(text)}
    if is_news(seen or None, stored={"note": found.note}, given=given):
        found.note = given["note"]
        found.save(update_fields=["note"])
    return digest(given)


def _save(
    key: UUID,
    criterion: int,
    values: Mapping[str, str],
    *,
    by: User,
    at: datetime,
    seen: Mapping[str, str] | None,
    on_behalf: bool = False,
) -> Score | None:
    """Lock, read everything and check in one query, and write with another.

    What is read together with waiting for a lock may be older than the lock. So it is written only
    onto what was read; where that has changed, it is read once more, with the lock in hand.
    """
    for has_lock in (False, True):
        found = _locked(key, criterion, by=by, on_behalf=on_behalf)
        check_may_score(found, at=at, on_behalf=on_behalf)
        check(found.is_judged, _("The application does not ask to be judged on this."))
        sheet = getattr(found, "sheet", None)
        check(
            sheet is None or not sheet.finished_at,
            _("This sheet is finished. Reopen it to change it."),
        )
        stored = getattr(found, "given", None)
        given = _cleaned(values, most=found.application.call.points_max)
        news = _news(stored, given, seen)
        if not news:
            return stored
        try:
            sheet = sheet or _begin(found, by=by, at=at, on_behalf=on_behalf)
            belongs_to(sheet, by if on_behalf else None)
            if written := _write(sheet, criterion, stored, news, at=at):
                return written
        except IntegrityError:
            if has_lock:
                raise
    raise AssertionError("a score changed while its case was locked")


def _locked(key: UUID, criterion: int, *, by: User, on_behalf: bool) -> Any:
    """The case, with its score on `criterion`, if any, as `given`, and whether that `is_judged`.

    Raises Assignment.DoesNotExist for whoever has nothing to do with it.
    """
    if on_behalf:
        return _asked(_visible(by, on_behalf), key=key, criterion=criterion).get()
    for found in OWN.objects(person=by.pk, key=key, criterion=criterion):
        return found
    raise Assignment.DoesNotExist


def _asked(visible: Any, *, key: UUID, criterion: int) -> Any:
    declared = Exists(
        DeclaredCriterion.objects.filter(
            application=OuterRef(OuterRef("application")), criterion=OuterRef("pk")
        )
    )
    judged = Criterion.objects.filter(
        Q(is_optional=False) | declared, pk=criterion, call=OuterRef("application__call")
    )
    given = FilteredRelation("sheet__scores", condition=Q(sheet__scores__criterion=criterion))
    return (
        visible.annotate(is_judged=Exists(judged), given=given)
        .select_related("given")
        .select_for_update(of=("self",))
        .filter(key=key)
    )


OWN = Written(
    lambda person, **asked: _asked(_visible(User(pk=person)), **asked),
    person=int,
    key=UUID,
    criterion=int,
)


def _cleaned(values: Mapping[str, str], *, most: int) -> dict[str, str]:
    points = values.get("points", "")
    is_number = points.isascii() and points.isdigit() and len(points) < 4
    check(
        points in ("", shown.NO_JUDGEMENT) or (is_number and int(points) <= most),
        _("Give 0 to %(max)d points.") % {"max": most},
    )
    return {
        name: value if name == "points" else texts.clean(value) for name, value in values.items()
    }


def _news(
    stored: Score | None, given: Mapping[str, str], seen: Mapping[str, str] | None
) -> dict[str, str]:
    """What of `given` has to be written; raises Stale with all that was changed twice."""
    old, changed = shown.of_score(stored), {}
    twice: dict[str, Any] = {}
    for name, value in given.items():
        try:
            known = seen.get(name) if seen is not None else None
            is_new = is_news(known, stored={name: old[name]}, given={name: value})
        except Stale as stale:
            words = str(stale)
            twice |= stale.stored
            continue
        if is_new and value != old[name]:
            changed[name] = value
    if twice:
        raise Stale(words, stored=twice)
    return changed


def _begin(found: Assignment, *, by: User, at: datetime, on_behalf: bool) -> ScoreSheet:
    """The sheet, begun now if nobody has since it was looked for."""
    basics = {"juror": found.juror, "application": found.application, "started_at": at}
    sheet, new = ScoreSheet.objects.get_or_create(
        assignment=found, defaults={**basics, "entered_by": by if on_behalf else None}
    )
    if new:
        journal.record("sheet.begun", about=found, by=by, at=at, **hand(on_behalf))
    return sheet


def _write(
    sheet: ScoreSheet,
    criterion: int,
    stored: Score | None,
    news: Mapping[str, str],
    *,
    at: datetime,
) -> Score | None:
    """Store `news`; None if the score or the sheet is no longer what was read."""
    columns: dict[str, Any] = {**news, "saved_at": at}
    if "points" in columns:
        columns |= shown.points(columns["points"])
    if stored is None:
        with transaction.atomic():
            return Score.objects.create(sheet=sheet, criterion_id=criterion, **columns)
    columns["version"] = stored.version + 1
    same = Score.objects.filter(pk=stored.pk, version=stored.version, sheet__finished_at=None)
    if not same.update(**columns):
        return None
    for name, value in columns.items():
        setattr(stored, name, value)
    return stored


def judged(application: Application) -> list[Criterion]:
    """What this application is judged on: the D's it declares, and the general criteria."""
    return list(
        Criterion.objects.filter(call_id=application.call_id, is_optional=False)
        .union(Criterion.objects.filter(declared__application=application))
        .order_by("position")
    )
